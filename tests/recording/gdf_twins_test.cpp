// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The same GDF files read here and by MNE-Python: labels, rates, samples and events.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>

#include <nlohmann/json.hpp>

#include "analysis/data/recording/recording.h"
#include "tests/recording/gdf_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

class GdfTwins : public testing::Test {
protected:
    void SetUp() override
    {
        if (std::system("/usr/bin/python3 -c 'import mne' >/dev/null 2>&1") != 0)
            GTEST_SKIP() << "/usr/bin/python3 lacks mne";
    }
    void writeAll();
    void readByMne() const
    {
        const std::string command = "PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 " MASKSCOPE_SOURCE_DIR
                                    "/tests/recording/gdf_twins.py "
            + (m_folder / "").string();
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
    void add(const std::string& name, const GdfBuilder& gdf)
    {
        (void)m_folder.write(name + ".gdf", gdf.bytes());
        m_names.push_back(name);
    }
    TemporaryFolder m_folder;
    std::vector<std::string> m_names;
};

/// A dataset like 2a of BCI Competition IV: 1.25, records of one sample, events with durations.
GdfBuilder competition(const char* version)
{
    GdfBuilder gdf;
    gdf.version = version;
    for (const char* label : { "EEG-Fz", "EEG-C3", "EEG-Cz", "EOG-left" })
        gdf.channels.push_back({ .label = label, .physicalMin = -100, .physicalMax = 100, .perRecord = 1 });
    gdf.channels.erase(gdf.channels.begin());
    gdf.durationDenominator = 250;
    gdf.writtenRecords = 1500;
    gdf.eventRate = 250;
    gdf.events = { { 1, 32766, 1 }, { 101, 768, 500 }, { 601, 770, 312 }, { 1200, 1023, 1 } };
    gdf.value = [](std::size_t c, std::int64_t s) {
        return std::round(9000 * std::sin(0.01 * static_cast<double>(s + 40 * static_cast<std::int64_t>(c))));
    };
    return gdf;
}

void GdfTwins::writeAll()
{
    add("first", competition("1.25"));
    add("second", competition("2.20"));
    add("between", competition("1.92")); // 2.x header with the event table of 1.x
    for (const std::uint32_t type : { 1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 16U, 17U })
        for (const char* version : { "1.25", "2.11" }) {
            GdfBuilder gdf = competition(version);
            gdf.writtenRecords = 20;
            gdf.durationNumerator = 2; // of two seconds with 25 samples
            gdf.durationDenominator = 1;
            for (GdfBuilderChannel& channel : gdf.channels) {
                channel.type = type;
                channel.perRecord = 25;
                channel.digitalMin = type % 2 == 0 && type < 9 ? 0 : -120;
                channel.digitalMax = 120;
            }
            gdf.value = [](std::size_t c, std::int64_t s) {
                return static_cast<double>((7 * s + static_cast<std::int64_t>(c)) % 119 + 1);
            };
            gdf.eventRate = 0;
            gdf.events = { { 3, 769, 4 } };
            gdf.mode = type % 3 == 0 ? 1 : 3;
            add("type" + std::to_string(type) + (version[0] == '1' ? "first" : "second"), gdf);
        }
    GdfBuilder units = competition("2.20");
    units.channels[1].unitCode = 4274; // mV
    add("units", units);
}

TEST_F(GdfTwins, ReadAsByMnePython)
{
    writeAll();
    readByMne();
    for (const std::string& name : m_names) {
        SCOPED_TRACE(name);
        const auto recording = readRecording(m_folder / (name + ".gdf"));
        ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
        std::ifstream in(m_folder / (name + ".json"));
        const auto twin = nlohmann::json::parse(in);
        EXPECT_DOUBLE_EQ(recording->samplingRateHz, twin["rate"].get<double>());
        ASSERT_EQ(recording->samples, twin["samples"].get<std::int64_t>());
        ASSERT_EQ(recording->channels.size(), twin["labels"].size());
        std::ifstream numbers(m_folder / (name + ".f64"), std::ios::binary);
        std::vector<double> theirs(static_cast<std::size_t>(recording->samples));
        std::vector<double> ours(theirs.size());
        const double precision = name.starts_with("type16") ? 1e-6 : 1e-9; // MNE-Python scales float32 as float32
        for (std::size_t c = 0; c < recording->channels.size(); ++c) {
            EXPECT_EQ(recording->channels[c].label, twin["labels"][c].get<std::string>());
            numbers.read(reinterpret_cast<char*>(theirs.data()), static_cast<std::streamsize>(8 * theirs.size()));
            ASSERT_TRUE(numbers.good());
            ASSERT_TRUE(recording->source->read(static_cast<int>(c), 0, ours).has_value());
            for (std::size_t s = 0; s < ours.size(); ++s)
                ASSERT_NEAR(ours[s], 1e6 * theirs[s], precision * std::max(1.0, std::abs(ours[s]))) << c << ", " << s;
        }
        ASSERT_EQ(recording->annotations.size(), twin["annotations"].size());
        for (std::size_t i = 0; i < recording->annotations.size(); ++i) {
            EXPECT_NEAR(recording->annotations[i].onsetS, twin["annotations"][i][0].get<double>(), 1e-9);
            const double shortest = 1 / recording->samplingRateHz; // MNE-Python gives every event one sample at least
            EXPECT_NEAR(std::max(shortest, recording->annotations[i].durationS),
                        twin["annotations"][i][1].get<double>(), 1e-9);
            EXPECT_EQ(recording->annotations[i].text, twin["annotations"][i][2].get<std::string>());
        }
    }
}

} // namespace
} // namespace maskscope::test
