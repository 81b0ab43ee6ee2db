// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/verdict/verdict_cases.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace maskscope::test {

MetricValue number(std::string key, double value, std::optional<Interval> interval, std::vector<double> untrained)
{
    MetricValue v;
    v.key = std::move(key);
    v.value = value;
    v.interval = interval;
    v.intervalUnit = interval ? "recording" : "";
    v.unit = "1";
    v.untrained = std::move(untrained);
    return v;
}

MetricValue named(std::string key, MetricNumbers numbers, std::optional<double> untrained)
{
    MetricValue v = number(std::move(key), 0);
    if (untrained)
        for (const auto& [name, own] : numbers)
            v.untrainedNumbers.emplace_back(name, std::vector<double>(5, own * *untrained));
    v.value = std::move(numbers);
    return v;
}

MetricValue carried(const std::string& component, const Carried& of)
{
    const double none = std::numeric_limits<double>::quiet_NaN(), gain = std::max(of.alignment, 0.0);
    const double worth = 2 * of.alignment - of.size;
    MetricValue v
        = named("diag.v1.carries_" + component,
                { { "size", of.size },
                  { "alignment", of.alignment },
                  { "cosine", of.size > 0 && of.target > 0 ? of.alignment / std::sqrt(of.size * of.target) : none },
                  { "scale", of.size > 0 ? of.alignment / of.size : none },
                  { "potential_share", of.size > 0 ? gain * gain / of.size : 0 },
                  { "worth", worth },
                  { "worth_share", worth },
                  { "target_size", of.target } });
    v.intervals = { { "alignment", of.interval } };
    v.intervalUnit = of.unit;
    if (!of.perUnit.empty())
        v.perUnit = { { "alignment", of.perUnit } };
    return v;
}

Carried isCarried() { return {}; }

Carried isNot()
{
    return { .size = 0.001,
             .alignment = 0.0001,
             .interval = { -0.0005, 0.0007 },
             .perUnit = { 0.0004, -0.0002, 0.0001, 0.0003, -0.0003, 0.0003 } };
}

Carried isOpen() { return { .interval = { -0.05, 0.25 }, .perUnit = { -0.1, 0.3, 0.2, -0.05, 0.3, -0.05 } }; }

std::string componentOf(const std::string& factor) { return factor == "context" ? "recording" : factor; }

JudgedRun& JudgedRun::remove(const std::string& key)
{
    std::erase_if(metrics[0].values, [&](const MetricValue& v) { return v.key == key; });
    return *this;
}

JudgedRun& JudgedRun::set(MetricValue value)
{
    remove(value.key);
    metrics[0].values.push_back(std::move(value));
    return *this;
}

JudgedRun& JudgedRun::read(const std::string& component, const std::string& input, double lost, Interval interval)
{
    MetricValue value = number("diag.v1.reads." + component + "." + input, lost, interval);
    value.perUnit = { { "", {} } };
    for (const double share : { 0.9, 1.0, 1.1, 1.05, 0.95, 1.0 })
        value.perUnit[0].second.push_back(lost * share);
    return set(std::move(value));
}

Statement JudgedRun::statement(const std::string& id) const
{
    const Verdict verdict = judged();
    const Statement* found = verdict.statement(id);
    if (!found)
        throw std::logic_error("no statement " + id);
    return *found;
}

Finding JudgedRun::finding(const std::string& id) const { return statement(id).finding; }

namespace {

void addCollapse(JudgedRun& run)
{
    run.set(number("diag.v1.total_std_per_dim", 0.7));
    run.set(named("diag.v1.collapse_predictions",
                  { { "participation_ratio", 4 },
                    { "reproducible_rank", 5 },
                    { "variance", 0.5 },
                    { "reproducible_variance", 0.6 } }));
    run.set(named("diag.v1.collapse_targets",
                  { { "participation_ratio", 6 },
                    { "variance_share", 0.9 },
                    { "raw_participation_ratio", 8 },
                    { "raw_variance_share", 0.95 } },
                  1));
    run.set(named("diag.v1.representation_layer_0", { { "rankme", 20 } }, 1));
    run.set(named("diag.v1.representation_layer_1", { { "rankme", 18 } }, 1));
    run.set(named("diag.v1.representation_layer_2", { { "rankme", 16 } }, 1));
    run.set(number("diag.v1.leak", 0));
}

void addReads(JudgedRun& run)
{
    run.read("position", "time_code", 1.5, { 1.4, 1.6 }).read("position", "time_code_turned", 0.9, { 0.8, 1 });
    run.read("position", "place_code", 0, { -0.01, 0.01 });
    run.read("position", "context_same_channel", 0.01, { -0.01, 0.03 });
    run.read("position", "context_other_channel", -0.02, { -0.05, 0.01 });
    run.read("position", "context_none", -0.2, { -0.3, -0.1 }).read("position", "order", 0, { 0, 0 });
    for (const char* input : { "time_code", "place_code", "context_same_channel", "context_other_channel" }) {
        MetricValue none = number(std::string("diag.v1.reads.channel.") + input, std::nan(""));
        none.untestable = "the predictions do not carry the channel, so there is nothing to lose";
        run.set(none);
    }
    // Were anything of the recording carried (an alignment of 0.1), other tokens would take all of it away.
    run.set(number("diag.v1.reads.recording.context_same_channel", 1.2, Interval { 1.18, 1.22 }));
}

} // namespace

JudgedRun positionOnlyRun()
{
    const std::vector<double> copies { -0.002, -0.001, 0, 0.001, 0.002 };
    JudgedRun run;
    run.set(number("diag.v1.masked_mse", 1, {}, { 2.0, 2.1, 1.9, 2.05, 1.95 }));
    run.set(carried("position", isCarried())).set(carried("channel", isNot())).set(carried("recording", isNot()));
    run.set(carried("interaction", isNot()));
    addReads(run);
    run.set(number("diag.v1.position_gain", 0.1, Interval { 0.08, 0.12 }, copies));
    run.set(number("diag.v1.channel_gain", 0.001, Interval { -0.001, 0.003 }, copies));
    run.set(number("diag.v1.context_gain_swapped", -0.02, Interval { -0.03, -0.01 }, copies));
    run.set(number("diag.v1.context_gain_none", -0.01, Interval { -0.02, 0.01 }, copies));
    run.set(number("diag.v1.ablation_temporal", 0.6));
    run.set(number("diag.v1.ablation_spatial", 0.002));
    run.set(number("diag.v1.ablation_context", 0.3));
    addCollapse(run);
    for (const char* baseline : { "global", "position", "channel", "position_channel", "neighbour" })
        run.set(number(std::string("diag.v1.skill_vs_") + baseline, 0.4, Interval { 0.3, 0.5 }));
    return run;
}

} // namespace maskscope::test
