// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/old/old_comparison.h"

#include <cmath>

#include <fmt/format.h>

#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

const MetricValue* valueOf(const RunResult& run, std::string_view key)
{
    for (const MetricResult& metric : run.metrics)
        if (const MetricValue* value = metric.value(key))
            return value;
    return nullptr;
}

std::optional<double> numberOfRun(const RunResult& run, std::string_view key)
{
    const MetricValue* value = valueOf(run, key);
    const double* number = value ? std::get_if<double>(&value->value) : nullptr;
    return number && std::isfinite(*number) ? std::optional(*number) : std::nullopt;
}

std::optional<double> namedNull(const RunResult& run, std::string_view key, std::string_view name)
{
    const MetricValue* value = valueOf(run, key);
    const auto* numbers = value && value->null ? std::get_if<MetricNumbers>(&*value->null) : nullptr;
    if (numbers)
        for (const auto& [known, number] : *numbers)
            if (known == name && std::isfinite(number))
                return number;
    return std::nullopt;
}

bool agree(const OldNumber& old, double value)
{
    // A value that lies on the edge of rounding was rounded either way.
    return std::abs(value - old.value) <= old.halfStep * (1 + 1e-9) + 1e-12;
}

OldComparison compared(std::string name, const std::optional<OldNumber>& old, const RunResult& run, std::string key)
{
    OldComparison comparison {
        std::move(name), old ? old->written : "", numberOfRun(run, key), std::move(key), {}, {}, {}, {}
    };
    if (!old || !comparison.value)
        return comparison;
    comparison.agrees = agree(*old, *comparison.value);
    const double difference = *comparison.value - old->value;
    comparison.difference = *comparison.agrees
        ? "to the digits written"
        : fmt::format("{} {} here", reportNumber(std::abs(difference)), difference > 0 ? "higher" : "lower");
    return comparison;
}

constexpr const char* positionCarries
    = "Linear, and without a null: it shows that predictions follow the position, not that anything was learned. "
      "Untrained networks of this family score 0.8 by themselves.";

std::string positionHere(const OldReport& old, const RunResult& run)
{
    const MetricValue* mean = valueOf(run, "diag.v1.position_correlation_mean");
    const auto copies = mean ? untrainedRange(*mean) : std::nullopt;
    if (!copies)
        return "No untrained copy ran beside this run.";
    std::string text = fmt::format("Untrained copies of this network ({} ran) score {} to {}.", mean->untrained.size(),
                                   reportNumber(copies->low), reportNumber(copies->high));
    if (old.positionCorrelation)
        text += old.positionCorrelation->value <= copies->high
            ? fmt::format(" The old {} does not exceed them: no training is needed to reach it.",
                          old.positionCorrelation->written)
            : fmt::format(" The old {} exceeds them, which only a gain could turn into learning.",
                          old.positionCorrelation->written);
    return text;
}

std::string diversityCarries(const RunResult& run)
{
    const std::string text = run.output == OutputKind::Embedding
        ? "Averages over all dimensions of a LayerNorm's output, so it is near 0 by construction, even for a model "
          "that "
          "predicts nothing but the channel."
        : "Averages over all samples of a window, where positive and negative parts cancel: near 0 says little about "
          "the "
          "channel.";
    return text + " The old script also took only five channels, in an order that changes from call to call.";
}

std::string diversityHere(const RunResult& run)
{
    const auto perDimension = numberOfRun(run, "diag.v1.channel_diversity_per_dim");
    const auto null = namedNull(run, "diag.v1.channel_diversity_per_dim", "quantile_95");
    if (!perDimension || !null)
        return {};
    return fmt::format(
               "Kept apart by dimension, the channels' means differ by {} (95 % quantile without an effect: {})",
               reportNumber(*perDimension), reportNumber(*null))
        + (*perDimension > *null ? ": predictions do depend on the channel, which the old number hides."
                                 : ": no effect of the channel stands out here either.");
}

constexpr const char* top3Carries
    = "The first three dimensions by index, no principal components: it says nothing about collapse. A model whose "
      "predictions fill a single direction of 512 dimensions scores 0.5 %.";

std::string top3Here(const OldReport& old, const RunResult& run)
{
    std::string text;
    if (const auto dim = numberOfRun(run, "legacy.dim"); dim && *dim >= 3)
        text = fmt::format("If all {} dimensions vary alike, any three hold {:.2g} %{}. ", reportNumber(*dim),
                           300 / *dim, old.top3Share ? " (old: " + old.top3Share->written + ")" : std::string());
    if (const auto true3 = numberOfRun(run, "diag.v1.pca_top3"))
        text += fmt::format("The three largest principal components hold {:.3g} %.", 100 * *true3);
    return text;
}

/// The old script's five channels cannot be known again: the number may fit either form of it.
OldComparison diversityCompared(const OldReport& old, const RunResult& run)
{
    OldComparison five
        = compared("Channel diversity", old.channelDiversity, run, "legacy.channel_diversity_first5_sorted");
    OldComparison all = compared("Channel diversity", old.channelDiversity, run, "legacy.channel_diversity_all");
    const bool allFitsBetter = !five.value || (all.agrees.value_or(false) && !five.agrees.value_or(false));
    return allFitsBetter ? all : five;
}

} // namespace

std::vector<OldComparison> compareWithOld(const OldReport& old, const RunResult& run)
{
    std::vector<OldComparison> all {
        compared("Position correlation", old.positionCorrelation, run, "legacy.mean_abs_position_correlation"),
        diversityCompared(old, run), compared("Top 3 dimensions", old.top3Share, run, "legacy.top3_raw_dims_fraction")
    };
    all[0].carries = positionCarries;
    all[0].here = positionHere(old, run);
    all[1].carries = diversityCarries(run);
    all[1].here = diversityHere(run);
    all[2].carries = top3Carries;
    all[2].here = top3Here(old, run);
    return all;
}

OldVerdictReplay replayVerdict(const OldReport& old, const Verdict& verdict)
{
    OldVerdictReplay replay { old.verdict, Finding::TooLittleData, "not comparable", {} };
    if (old.verdict.empty()) {
        replay.reason = "No verdict was found in the old report. " + verdict.positionOnlyReason;
        return replay;
    }
    if (!old.saysPositionOnly()) {
        replay.reason
            = "Only \"position-only learning\" can be replayed: it is a statement about position, channel and "
              "context, each of which has its own answer here.";
        return replay;
    }
    replay.finding = verdict.positionOnly;
    replay.reason = verdict.positionOnlyReason;
    switch (verdict.positionOnly) {
    case Finding::Supported:
    case Finding::SupportedHere:
        replay.answer = "confirmed";
        break;
    case Finding::NotSupported:
        replay.answer = "contradicted";
        break;
    case Finding::NotTestable:
    case Finding::NotComputable:
        replay.answer = "not testable";
        break;
    case Finding::TooLittleData:
        replay.answer = "open";
        break;
    }
    return replay;
}

} // namespace maskscope
