// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/verdict/verdict_cases.h"

#include <algorithm>
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

Statement JudgedRun::statement(const std::string& id) const
{
    const Verdict verdict = judged();
    const Statement* found = verdict.statement(id);
    if (!found)
        throw std::logic_error("no statement " + id);
    return *found;
}

Finding JudgedRun::finding(const std::string& id) const { return statement(id).finding; }

JudgedRun positionOnlyRun()
{
    const std::vector<double> copies { -0.002, -0.001, 0, 0.001, 0.002 };
    JudgedRun run;
    run.set(number("diag.v1.masked_mse", 1, {}, { 2.0, 2.1, 1.9, 2.05, 1.95 }));
    run.set(number("diag.v1.position_gain", 0.1, Interval { 0.08, 0.12 }, copies));
    run.set(number("diag.v1.channel_gain", 0.001, Interval { -0.001, 0.003 }, copies));
    run.set(number("diag.v1.context_gain_swapped", -0.02, Interval { -0.03, -0.01 }, copies));
    run.set(number("diag.v1.context_gain_none", -0.01, Interval { -0.02, 0.01 }, copies));
    run.set(number("diag.v1.ablation_temporal", 0.6));
    run.set(number("diag.v1.ablation_spatial", 0.002));
    run.set(number("diag.v1.ablation_context", 0.3));
    run.set(number("diag.v1.participation_ratio", 4, {}, { 1.1, 1.2, 1.3, 1.15, 1.25 }));
    run.set(number("diag.v1.pca_top1", 0.3));
    run.set(number("diag.v1.total_std_per_dim", 0.7));
    MetricValue target = number("diag.v1.target", 0);
    target.value = MetricNumbers { { "pca_top1", 0.2 }, { "participation_ratio", 6 } };
    run.set(target);
    for (const char* baseline : { "global", "position", "channel", "position_channel", "neighbour" })
        run.set(number(std::string("diag.v1.skill_vs_") + baseline, 0.4, Interval { 0.3, 0.5 }));
    return run;
}

} // namespace maskscope::test
