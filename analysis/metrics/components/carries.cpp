// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/components/carries.h"

#include <cmath>
#include <limits>

#include "analysis/metrics/intervals/cluster_interval.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/components/reads.h"
#include "analysis/metrics/components/recording_component.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/numerics/unit_interval.h"

namespace maskscope {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<double> toList(const Eigen::VectorXd& values) { return { values.data(), values.data() + values.size() }; }

double meanOf(std::span<const double> values)
{
    double sum = 0;
    for (const double v : values)
        sum += v;
    return values.empty() ? kNaN : sum / static_cast<double>(values.size());
}

double cosineOf(double size, double alignment, double target)
{
    return size > 0 && target > 0 ? alignment / std::sqrt(size * target) : kNaN;
}

/// Of the cosine, each unit left out in turn.
std::optional<Interval> cosineInterval(const CarriedPart& part)
{
    std::vector<double> without;
    const auto rest = [](const std::vector<double>& values, std::size_t left) {
        return meanOf(values) * static_cast<double>(values.size()) - values[left];
    };
    for (std::size_t u = 0; u < part.size.size(); ++u)
        without.push_back(cosineOf(rest(part.size, u), rest(part.alignment, u), rest(part.target, u)));
    const double own = cosineOf(meanOf(part.size), meanOf(part.alignment), meanOf(part.target));
    return std::isfinite(own) ? jackknifeCosineInterval(without, own) : std::nullopt;
}

MetricNumbers numbersOf(const CarriedPart& part, double error)
{
    const double size = meanOf(part.size), alignment = meanOf(part.alignment), target = meanOf(part.target);
    const double gain = std::max(alignment, 0.0), worth = meanOf(part.worth);
    return { { "size", size },
             { "alignment", alignment },
             { "cosine", cosineOf(size, alignment, target) },
             { "scale", size > 0 ? alignment / size : kNaN },
             { "potential_share",
               !(error > 0)   ? kNaN
                   : size > 0 ? gain * gain / size / error
                              : 0 },
             { "worth", worth },
             { "worth_share", error > 0 ? worth / error : kNaN },
             { "target_size", target } };
}

/// Over units from five on; below, over what repeats within them (bins, channels, sequences).
void addIntervals(MetricValue& value, const CarriedPart& part, const std::string& unit)
{
    const bool population = part.alignment.size() >= kPopulationUnits;
    const auto add = [&](const char* name, const std::vector<double>& perUnit, const std::vector<double>& within) {
        if (const auto interval = unitInterval(population ? perUnit : within))
            value.intervals.emplace_back(name, *interval);
        if (!perUnit.empty())
            value.perUnit.emplace_back(name, perUnit);
    };
    add("size", part.size, part.sizeWithin);
    add("alignment", part.alignment, part.alignmentWithin);
    add("worth", part.worth, part.worthWithin);
    if (const auto cosine = population ? cosineInterval(part) : std::nullopt)
        value.intervals.emplace_back("cosine", *cosine);
    value.intervalUnit = population ? unit : part.within;
    if (!population)
        noteWithin(value, part.within);
}

void addComponent(ResultBuilder& out, const char* name, const CarriedPart& part, double error,
                  const InferenceUnit& units, const MetricOptions& options, const std::string& note)
{
    MetricValue* value
        = out.addPartial(std::string("carries_") + name, numbersOf(part, error), "(model unit)²", units, note);
    if (options.intervals)
        addIntervals(*value, part, units.name);
}

CarriedPart partOf(const ComponentProducts& products, const char* within)
{
    CarriedPart part;
    part.size = toList(products.perUnit(products.size));
    part.alignment = toList(products.perUnit(products.alignment));
    part.target = toList(products.perUnit(products.target));
    part.sizeWithin = products.perKey(products.size);
    part.alignmentWithin = products.perKey(products.alignment);
    if (products.worth.size() > 0) {
        part.worth = toList(products.perUnit(products.worth));
        part.worthWithin = products.perKey(products.worth);
    }
    part.within = within;
    return part;
}

/// The error without the unit's own part less the error: |z - d - y|^2 - |z - y|^2 = 2 d y - d^2, where what units have
/// in common is uncorrelated with their own.
CarriedPart partOf(const RecordingComponent& own)
{
    const Eigen::VectorXd worth = 2 * own.alignment - own.size;
    return { toList(own.perUnit(own.size)),   toList(own.perUnit(own.alignment)),
             toList(own.perUnit(own.target)), toList(own.perUnit(worth)),
             own.perSequence(own.size),       own.perSequence(own.alignment),
             own.perSequence(worth),          "sequence" };
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("carries", "diag.v1.");
    const auto unitErrors = errorPerUnit(s);
    if (!s.targets() || s.groups().recordings() < 2 || !std::isfinite(meanOf(unitErrors)))
        return std::move(out).take();
    const double error = meanOf(unitErrors);
    const InferenceUnit units = recordingsOf(s);
    for (const CarriedKind& kind : carriedKinds())
        if (const auto products = carriedProducts(s, kind.kind))
            addComponent(out, kind.name, partOf(*products, kind.within), error, units, options,
                         "Products of different " + units.name
                             + "s: noise adds nothing. Says what predictions hold of the targets, not through which "
                               "input.");
    if (const auto own = recordingComponent(s))
        addComponent(out, "recording", partOf(*own), error, units, options,
                     "What one " + units.name
                         + " alone can tell: its cosine has a ceiling, since targets' own part "
                           "holds their noise.");
    addReads(out, s, options);
    return std::move(out).take();
}

} // namespace

const std::vector<CarriedKind>& carriedKinds()
{
    static const std::vector<CarriedKind> kinds { { ComponentKind::Position, "position", "position bin" },
                                                  { ComponentKind::Channel, "channel", "channel" },
                                                  { ComponentKind::Interaction, "interaction", "channel and bin" } };
    return kinds;
}

std::vector<double> errorPerUnit(PredictionStatistics& s)
{
    if (!s.targets())
        return {};
    const RowGroups& groups = s.groups();
    Eigen::VectorXd error = Eigen::VectorXd::Zero(groups.recordings()), rows = error;
    const Eigen::VectorXd& squared = s.pairs().squaredError;
    for (Eigen::Index row = 0; row < squared.size(); ++row) {
        const int cell = groups.rowCell[static_cast<std::size_t>(row)];
        const int unit = groups.cells[static_cast<std::size_t>(cell)].recording;
        error(unit) += squared(row);
        rows(unit) += 1;
    }
    return toList(error.cwiseQuotient(rows) / static_cast<double>(s.set().dim()));
}

namespace {

CellSums blocksOf(const GroupSums& cells)
{
    return [&cells](Eigen::Index first, Eigen::Index count) { return RowMatrixD(cells.sums.middleCols(first, count)); };
}

} // namespace

std::optional<ComponentProducts> carriedProducts(PredictionStatistics& s, ComponentKind kind,
                                                 const CellSums* replacedPredictions)
{
    const RowGroups& groups = s.groups();
    if (!s.targets() || groups.recordings() < 2 || (kind != ComponentKind::Position && groups.channels() < 2))
        return std::nullopt;
    const GroupSums &z = s.predictions().cells(), &y = s.targets()->cells();
    const ComponentCells cells = componentCells(groups, z);
    const ComponentInput input { cells,
                                 replacedPredictions ? *replacedPredictions : blocksOf(z),
                                 blocksOf(y),
                                 s.set().dim(),
                                 s.targets()->mean() - s.predictions().mean(),
                                 replacedPredictions == nullptr };
    ComponentProducts products = componentProducts(kind, input);
    if (!products.perUnit(products.alignment).allFinite())
        return std::nullopt; // a unit has nothing in common with any other
    return products;
}

/// What of the targets the predictions hold: for what position bins, channels, both together and a recording alone have
/// in common (components.h, recording_component.h) the size d.d in the predictions, the alignment d.t with the
/// targets', their cosine and scale d.t / d.d, the share of the masked error it is worth at its best amplitude
/// ((d.t)^2 / d.d / error), and its worth as it stands. Output only. Unit of inference: the recording or subject; from
/// five on an interval of the population, below one over what repeats within them. Null: 0 for alignment; for the
/// cosine what untrained networks reach (docs/metrics.md). Cannot show through which input.
Metric carries()
{
    return { "carries", "What it carries and what it reads", compute, carriesFigure, MetricPage::Verdict };
}

} // namespace maskscope
