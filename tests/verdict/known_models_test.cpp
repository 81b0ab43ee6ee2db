// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Trained networks whose nature is known (../shared/truth, ../shared/trained): the rule on the reference's numbers.
#include <cmath>
#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/verdict/verdict_cases.h"

namespace maskscope::test {

namespace {

using nlohmann::json;

struct Known {
    const char* file; ///< of expected_components.jsonl
    Finding position, channel;
};

void PrintTo(const Known& known, std::ostream* out) { *out << known.file; }

constexpr Finding yes = Finding::Supported, no = Finding::NotSupported;

std::map<std::string, json> references()
{
    std::map<std::string, json> byFile;
    std::ifstream in(std::string(MASKSCOPE_SHARED_DIR) + "/truth/expected_components.jsonl");
    for (std::string line; std::getline(in, line);) {
        json entry = json::parse(line);
        const std::string file = entry["file"];
        byFile.emplace(file.substr(0, file.size() - 3), std::move(entry));
    }
    return byFile;
}

/// The reference's numbers as the run's own; intervals over ten (truth) or six (trained) recordings.
JudgedRun runOf(const json& reference)
{
    JudgedRun run;
    run.context.recordings = reference["file"].get<std::string>().starts_with("trained_") ? 6 : 10;
    run.context.dimensions = 32;
    run.set(number("diag.v1.masked_mse", reference["masked_mse"].get<double>()));
    for (const char* component : { "position", "channel" }) {
        MetricNumbers numbers;
        for (const auto& [name, value] : reference[component].items())
            if (!value.is_array())
                numbers.emplace_back(name, value.is_number() ? value.get<double>() : std::nan(""));
        MetricValue value = named(std::string("diag.v1.carries_") + component, numbers);
        const json& ends = reference[component]["alignment_interval"];
        value.intervals = { { "alignment", Interval { ends[0].get<double>(), ends[1].get<double>() } } };
        value.intervalUnit = "recording";
        run.set(value);
    }
    return run;
}

class KnownModels : public testing::TestWithParam<Known> { };

TEST_P(KnownModels, AreAnsweredAsTheyWereTrained)
{
    const auto all = references();
    if (all.empty())
        GTEST_SKIP() << "no ../shared/truth";
    ASSERT_TRUE(all.contains(GetParam().file));
    JudgedRun run = runOf(all.at(GetParam().file));
    EXPECT_EQ(run.finding("channel.learned"), GetParam().channel) << run.statement("channel.learned").reason;
    EXPECT_EQ(run.finding("position.learned"), GetParam().position) << run.statement("position.learned").reason;
}

// M100 overshoots both three times; at 0.5, where it was not trained, nothing it says of the channel is right.
INSTANTIATE_TEST_SUITE_P(Table, KnownModels,
                         testing::Values(Known { "pos100", yes, no }, Known { "shufpos100", yes, no },
                                         Known { "chan100", no, yes }, Known { "nopos50", no, yes },
                                         Known { "all50", yes, yes }, Known { "weak50", yes, yes },
                                         Known { "noctx50", yes, yes }, Known { "chanctx50T", no, yes },
                                         Known { "white50", no, no }, Known { "tgtcol50T", yes, yes },
                                         Known { "trained_M100_1.0", yes, yes }, Known { "trained_M100_0.5", yes, no },
                                         Known { "trained_M75_0.75", yes, yes }, Known { "trained_M50_0.5", yes, yes }),
                         [](const auto& c) {
                             std::string name = c.param.file;
                             std::erase_if(name, [](char ch) { return !std::isalnum(static_cast<unsigned char>(ch)); });
                             return name;
                         });

TEST(KnownModels, TheOneThatOvershootsIsToldSo)
{
    const auto all = references();
    if (all.empty())
        GTEST_SKIP() << "no ../shared/truth";
    const std::string reason = runOf(all.at("trained_M100_1.0")).statement("position.learned").reason;
    EXPECT_NE(reason.find("It is 2.9 times too strong: as it stands it costs 5.92 % of the masked error"),
              std::string::npos)
        << reason;
}

/// Forty untrained networks of 32 dimensions reached a cosine of 0.30 in size, whatever the size of what varies in
/// them.
TEST(KnownModels, NoUntrainedNetworkEverLearned)
{
    for (const double cosine : { -0.3, -0.1, 0.0, 0.1, 0.3 })
        for (const double size : { 0.001, 0.1, 2.0, 50.0 }) {
            JudgedRun run = positionOnlyRun();
            run.context.dimensions = 32;
            const double alignment = cosine * std::sqrt(size * 0.1);
            for (const char* component : { "position", "channel" })
                run.set(carried(component,
                                { .size = size,
                                  .alignment = alignment,
                                  .interval = { alignment - 1e-5, alignment + 1e-5 },
                                  .perUnit = std::vector<double>(6, alignment) }));
            EXPECT_EQ(run.finding("position.learned"), no) << cosine << " " << size;
            EXPECT_EQ(run.finding("channel.learned"), no) << cosine << " " << size;
        }
}

} // namespace

} // namespace maskscope::test
