// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "tests/checkpoint/checkpoint_fixtures.h"

using namespace maskscope;

namespace {

const std::filesystem::path shared = MASKSCOPE_SHARED_DIR;

struct Moments {
    double mean = 0, deviation = 0, low = 0, high = 0; // deviation with ddof 1
};

Moments momentsOf(const std::vector<float>& values)
{
    const auto count = static_cast<double>(values.size());
    Moments moments;
    for (const float value : values)
        moments.mean += static_cast<double>(value) / count;
    for (const float value : values)
        moments.deviation += std::pow(static_cast<double>(value) - moments.mean, 2);
    moments.deviation = std::sqrt(moments.deviation / (count - 1));
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    moments.low = static_cast<double>(*low);
    moments.high = static_cast<double>(*high);
    return moments;
}

void expectStatistics(const std::filesystem::path& path)
{
    SCOPED_TRACE(path.filename().string());
    const auto checkpoint = Checkpoint::open(path);
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    const auto entries = nlohmann::json::parse(readBytes(path.string() + ".stats.json")).at("entries");
    ASSERT_EQ(checkpoint->tensors().size(), entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const CheckpointTensor& tensor = checkpoint->tensors()[i];
        EXPECT_EQ(tensor.name, entries[i][0]);
        EXPECT_EQ(tensor.shape, entries[i][1].get<std::vector<std::int64_t>>());
        EXPECT_EQ(tensorTypeName(tensor.type), entries[i][2]);
        const auto values = checkpoint->values(tensor);
        ASSERT_TRUE(values) << values.error().sentence();
        const Moments moments = momentsOf(*values);
        EXPECT_NEAR(moments.mean, entries[i][3].get<double>(), 1e-9 * std::max(1.0, std::fabs(moments.high)));
        if (!entries[i][4].is_null()) {
            EXPECT_NEAR(moments.deviation, entries[i][4].get<double>(), 1e-7 * moments.deviation);
        }
        EXPECT_EQ(moments.low, entries[i][5].get<double>());
        EXPECT_EQ(moments.high, entries[i][6].get<double>());
    }
    const auto report = describeCheckpoint(*checkpoint);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::Mismatch);
    EXPECT_NE(report.error().sentence().find("no known architecture"), std::string::npos);
    // The report says what is there instead, tensor by tensor.
    const auto json = nlohmann::json::parse(checkpointJson(*checkpoint));
    EXPECT_TRUE(json.at("architecture").is_null());
    EXPECT_EQ(json.at("found").size(), entries.size());
    EXPECT_EQ(json.at("found").at(0).at("name"), entries[0][0]);
    EXPECT_NE(checkpointText(*checkpoint).find(entries[0][0].get<std::string>() + " ("), std::string::npos);
}

TEST(SharedCheckpoints, OtherPeoplesNetworksReadAndMatchNoArchitecture)
{
    const auto folder = shared / "recordings/checkpoints";
    if (!std::filesystem::exists(folder))
        GTEST_SKIP() << folder << " is absent";
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".json") {
            expectStatistics(entry.path());
            ++files;
        }
    }
    EXPECT_EQ(files, 5);
}

TEST(SharedCheckpoints, TrainedModels)
{
    if (!std::filesystem::exists(shared / "trained/M100.pt"))
        GTEST_SKIP() << shared / "trained"
                     << " is absent";
    for (const auto& [name, ratio] :
         { std::pair("M100.pt", 1.0), std::pair("M75.pt", 0.75), std::pair("M50.pt", 0.5) }) {
        SCOPED_TRACE(name);
        const auto checkpoint = Checkpoint::open(shared / "trained" / name);
        ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
        const auto report = describeCheckpoint(*checkpoint);
        ASSERT_TRUE(report) << report.error().sentence();
        EXPECT_TRUE(report->usable());
        EXPECT_EQ(report->network.dModel, 64);
        EXPECT_EQ(report->network.window, 256);
        EXPECT_EQ(report->network.dtRank, 4);
        EXPECT_EQ(report->parameters, 82'368);
        EXPECT_EQ(checkpoint->configValue("mask_ratio")->number, ratio);
        EXPECT_TRUE(nonFiniteTensors(*checkpoint, *report)->empty());
    }
}

} // namespace
