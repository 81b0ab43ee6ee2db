// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Every number against the reference implementation in NumPy, on the same float32 predictions.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/metrics/synthetic.h"

namespace maskscope::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

template <typename T>
void writeRaw(const fs::path& path, const T* values, std::size_t count)
{
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(values), static_cast<std::streamsize>(count * sizeof(T)));
}

constexpr const char* kToHdf5 = R"(
import json, sys, h5py, numpy as np
d = sys.argv[1]; rows, dim, targets = map(int, sys.argv[2:5])
names = json.load(open(d + "/names.json"))
with h5py.File(d + "/predictions.h5", "w") as f:
    f["predictions"] = np.fromfile(d + "/predictions.f4", "f4").reshape(rows, dim)
    if targets:
        f["targets"] = np.fromfile(d + "/targets.f4", "f4").reshape(rows, dim)
    f["position"] = np.fromfile(d + "/position.f8", "f8")
    f["recording"] = np.fromfile(d + "/recording.i4", "i4")
    f["channel"] = np.array([names[i] for i in np.fromfile(d + "/channel.i4", "i4")], "S16")
)";

class Oracle : public ::testing::Test {
protected:
    void SetUp() override
    {
        m_oracle = fs::path(MASKSCOPE_SHARED_DIR) / "oracle" / "oracle.py";
        if (!fs::exists(m_oracle))
            GTEST_SKIP() << "no reference implementation at " << m_oracle;
        if (std::system("/usr/bin/python3 -c 'import torch, h5py, numpy' 2>/dev/null") != 0)
            GTEST_SKIP() << "/usr/bin/python3 lacks torch, h5py or numpy";
        std::string pattern = (fs::temp_directory_path() / "maskscope-metrics-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        m_folder = pattern;
    }

    void TearDown() override
    {
        if (!m_folder.empty())
            fs::remove_all(m_folder);
    }

    Json reference(const PredictionSet& set) const
    {
        const auto rows = static_cast<std::size_t>(set.rows());
        writeRaw(m_folder / "predictions.f4", set.predictions.data(), static_cast<std::size_t>(set.predictions.size()));
        writeRaw(m_folder / "targets.f4", set.targets.data(), static_cast<std::size_t>(set.targets.size()));
        writeRaw(m_folder / "position.f8", set.position.data(), rows);
        writeRaw(m_folder / "recording.i4", set.recording.data(), rows);
        writeRaw(m_folder / "channel.i4", set.channel.data(), rows);
        Json names = Json::array();
        for (const auto& channel : set.channels)
            names.push_back(channel.name);
        std::ofstream(m_folder / "names.json") << names;
        std::ofstream(m_folder / "to_hdf5.py") << kToHdf5;
        const std::string d = m_folder.string();
        const std::string convert = "/usr/bin/python3 " + d + "/to_hdf5.py " + d + " " + std::to_string(rows) + " "
            + std::to_string(set.dim()) + " " + (set.hasTargets() ? "1" : "0");
        const std::string run = "/usr/bin/python3 " + m_oracle.string() + " metrics --predictions " + d
            + "/predictions.h5 --out " + d + "/out.json";
        if (std::system((convert + " && " + run).c_str()) != 0) {
            ADD_FAILURE() << "the reference implementation failed";
            return {};
        }
        return Json::parse(std::ifstream(m_folder / "out.json"));
    }

private:
    fs::path m_oracle, m_folder;
};

/// All values of all metrics by full key; named numbers as key.name, lists as key.index.
std::map<std::string, double> flatten(const std::vector<MetricResult>& results)
{
    std::map<std::string, double> flat;
    for (const auto& result : results) {
        for (const auto& value : result.values) {
            if (const auto* one = std::get_if<double>(&value.value))
                flat[value.key] = *one;
            if (const auto* list = std::get_if<std::vector<double>>(&value.value)) {
                for (std::size_t i = 0; i < list->size(); ++i)
                    flat[value.key + "." + std::to_string(i)] = (*list)[i];
            }
            if (const auto* numbers = std::get_if<MetricNumbers>(&value.value)) {
                for (const auto& [name, v] : *numbers)
                    flat[value.key + "." + name] = v;
            }
        }
    }
    return flat;
}

void flattenReference(const Json& node, const std::string& key, std::map<std::string, double>& flat)
{
    if (node.is_number()) {
        flat[key] = node.get<double>();
    } else if (node.is_array()) {
        for (std::size_t i = 0; i < node.size(); ++i)
            flattenReference(node[i], key + "." + std::to_string(i), flat);
    } else {
        for (const auto& [name, child] : node.items())
            flattenReference(child, key + "." + name, flat);
    }
}

/// The reference's names to ours.
std::map<std::string, double> expected(const Json& reference)
{
    std::map<std::string, double> flat;
    flattenReference(reference.at("legacy"), "legacy", flat);
    for (const auto& [name, node] : reference.at("better").items()) {
        if (name == "skill")
            flattenReference(node, "diag.v1", flat);
        else
            flattenReference(node, "diag.v1." + (name == "anova" ? std::string("variance_partition") : name), flat);
    }
    return flat;
}

void expectAgreement(const std::map<std::string, double>& ours, const std::map<std::string, double>& theirs)
{
    for (const auto& [key, value] : theirs) {
        const auto at = ours.find(key);
        if (at == ours.end()) {
            ADD_FAILURE() << key << " is missing; the reference has " << value;
            continue;
        }
        EXPECT_NEAR(at->second, value, 1e-6 * std::abs(value) + 1e-12) << key;
    }
}

/// Position, channel, their product, a recording's offset and noise; an offset that centring must take away.
RowMaker mixture(std::shared_ptr<Normal> random, double noise)
{
    return [random, noise](const TokenPlace& p, Eigen::RowVectorXd& row) {
        for (Eigen::Index d = 0; d < row.size(); ++d) {
            const auto k = static_cast<double>(d);
            row(d) = 3 + std::cos(k + 4 * p.position) + 0.7 * std::sin(k * (p.channel + 1))
                + 0.3 * p.position * std::cos(k * p.channel) + 0.1 * std::sin(k + p.recording)
                + noise * (1 + 0.1 * k) * (*random)();
        }
    };
}

void compare(const Json& reference, const std::shared_ptr<PredictionSet>& set)
{
    const auto results = computeMetrics(set);
    ASSERT_TRUE(results.has_value());
    const auto theirs = expected(reference);
    EXPECT_GT(theirs.size(), 40U);
    expectAgreement(flatten(*results), theirs);
}

TEST_F(Oracle, SeveralUnbalancedRecordingsAgree)
{
    const SyntheticSpec spec { 4, 7, 30, 24, 0.3, true };
    const auto set
        = makeSet(spec, mixture(std::make_shared<Normal>(1), 0.5), mixture(std::make_shared<Normal>(2), 0.8));
    compare(reference(*set), set);
}

TEST_F(Oracle, OneRecordingAgrees)
{
    const SyntheticSpec spec { 1, 7, 43, 24, 0.2, false };
    const auto set
        = makeSet(spec, mixture(std::make_shared<Normal>(3), 0.4), mixture(std::make_shared<Normal>(4), 0.4));
    compare(reference(*set), set);
}

TEST_F(Oracle, MoreDimensionsThanRowsAgree)
{
    // The spectrum ends in zeros here: only the ranks, which count their square roots, feel the rounding.
    const SyntheticSpec spec { 2, 3, 8, 64, 0.1, false };
    const auto set = makeSet(spec, mixture(std::make_shared<Normal>(5), 0.4));
    const Json json = reference(*set);
    const auto results = computeMetrics(set);
    ASSERT_TRUE(results.has_value());
    auto theirs = expected(json);
    auto ours = flatten(*results);
    for (const std::string key : { "diag.v1.effective_rank_centred", "diag.v1.rankme_uncentred" }) {
        EXPECT_NEAR(ours.at(key), theirs.at(key), 1e-4 * theirs.at(key)) << key;
        theirs.erase(key);
    }
    expectAgreement(ours, theirs);
}

} // namespace
} // namespace maskscope::test
