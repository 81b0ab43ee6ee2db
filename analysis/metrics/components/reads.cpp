// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/components/reads.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "analysis/metrics/components/carries.h"
#include "analysis/metrics/intervals/cluster_interval.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/numerics/unit_interval.h"

namespace maskscope {

namespace {

constexpr double kLeastPotential = 0.005; // share of the masked error: below it the shares are those of noise

/// Sums by cell of a pass's predictions, from those by sequence and bin.
class PassCells {
public:
    PassCells(const PredictionStatistics& s, const PlanStatistics& plan)
    {
        const RowGroups& groups = s.groups();
        std::map<std::pair<int, int>, std::vector<int>> sequences; // by unit and channel label
        std::vector<bool> seen(plan.recording.size(), false);
        for (std::size_t row = 0; row < groups.rowCell.size(); ++row) {
            const auto sequence = static_cast<std::size_t>(s.set().sequence[row]);
            if (seen[sequence])
                continue;
            seen[sequence] = true;
            const auto& cell = groups.cells[static_cast<std::size_t>(groups.rowCell[row])];
            sequences[{ cell.recording, cell.channel }].push_back(static_cast<int>(sequence));
        }
        for (const auto& cell : groups.cells) {
            m_rows.emplace_back();
            for (const int sequence : sequences[{ cell.recording, cell.channel }])
                m_rows.back().push_back(Eigen::Index { sequence } * kPlanBins + cell.bin);
        }
    }

    [[nodiscard]] CellSums of(const PassSums& pass) const
    {
        return [this, &pass](Eigen::Index first, Eigen::Index count) {
            RowMatrixD sums = RowMatrixD::Zero(static_cast<Eigen::Index>(m_rows.size()), count);
            for (std::size_t cell = 0; cell < m_rows.size(); ++cell)
                for (const Eigen::Index row : m_rows[cell])
                    sums.row(static_cast<Eigen::Index>(cell))
                        += pass.binSums.row(row).segment(first, count).cast<double>();
            return sums;
        };
    }

private:
    std::vector<std::vector<Eigen::Index>> m_rows; // [cell] rows of PassSums::binSums
};

/// Alignments as they are and with an input replaced, one value a unit (or a repetition within the units).
struct Alignments {
    std::vector<double> own, replaced;

    [[nodiscard]] double lost(std::size_t without) const
    {
        double before = 0, after = 0;
        for (std::size_t i = 0; i < own.size(); ++i) {
            before += i == without ? 0 : own[i];
            after += i == without ? 0 : replaced[i];
        }
        return 1 - after / before;
    }
    [[nodiscard]] double lost() const { return lost(own.size()); }
};

struct Shares {
    double value = 0;
    std::optional<Interval> interval;
    std::vector<double> perUnit;
};

Shares sharesOf(const Alignments& of)
{
    Shares shares { of.lost(), {}, {} };
    std::vector<double> without;
    for (std::size_t i = 0; i < of.own.size(); ++i)
        without.push_back(of.lost(i));
    shares.interval = jackknifeInterval(without, shares.value);
    shares.perUnit = pseudoValues(without, shares.value);
    return shares;
}

std::string keyOf(const char* component, const char* input) { return std::string("reads.") + component + "." + input; }

class Reading {
public:
    Reading(ResultBuilder& out, PredictionStatistics& s, const MetricOptions& options)
        : m_out(out)
        , m_s(s)
        , m_cells(s, *s.plan())
        , m_options(options)
        , m_units(recordingsOf(s))
        , m_error(errorPerUnit(s))
    {
    }

    void add(const CarriedKind& kind)
    {
        const auto own = carriedProducts(m_s, kind.kind);
        if (!own)
            return;
        const bool isCarried = carried(*own);
        Shares most;
        for (const ReadInput& input : readInputs()) {
            const PassSums* pass = m_s.plan()->pass(input.change);
            if (!pass)
                continue;
            const std::string key = keyOf(kind.name, input.name);
            if (!isCarried)
                m_out.addUntestable(key, "1", m_units,
                                    std::string("these recordings do not show that the predictions carry the ")
                                        + kind.name + ", so there is nothing to lose");
            else if (!pass->summary.applies)
                m_out.addUntestable(key, "1", m_units, pass->summary.reason);
            else
                addShare(key, input, *pass, kind, *own, most);
        }
        if (isCarried)
            addOrder(kind, most);
    }

    /// The masked error with the visible tokens of another recording: what only this one can tell is gone then.
    void addRecording()
    {
        const PassSums* pass = m_s.plan()->pass(InputChange::ContextSwapped);
        if (!pass)
            return;
        const std::string key = keyOf("recording", "context_same_channel");
        if (!pass->summary.applies)
            return m_out.addUntestable(key, "(model unit)²", m_units, pass->summary.reason);
        const std::vector<double> errors = errorsOf(*pass);
        const double mean = std::accumulate(errors.begin(), errors.end(), 0.0) / static_cast<double>(errors.size());
        MetricValue* value = m_out.add(key, mean, "(model unit)²", m_units,
                                       "Masked error with the visible tokens of another recording's same channel; "
                                       "masked_mse is that with the true ones.");
        if (value && m_options.intervals)
            setUnitValues(*value, errors, m_units.name);
    }

private:
    [[nodiscard]] bool carried(const ComponentProducts& own) const
    {
        const Eigen::VectorXd alignment = own.perUnit(own.alignment), size = own.perUnit(own.size);
        const std::vector<double> values = alignment.size() >= kPopulationUnits
            ? std::vector<double>(alignment.data(), alignment.data() + alignment.size())
            : own.perKey(own.alignment);
        const auto interval = unitInterval(values);
        const double error = std::accumulate(m_error.begin(), m_error.end(), 0.0) / static_cast<double>(m_error.size());
        return interval && interval->low > 0 && size.mean() > 0
            && alignment.mean() * alignment.mean() / size.mean() >= kLeastPotential * error;
    }

    void addShare(const std::string& key, const ReadInput& input, const PassSums& pass, const CarriedKind& kind,
                  const ComponentProducts& own, Shares& most)
    {
        const CellSums sums = m_cells.of(pass);
        const auto replaced = carriedProducts(m_s, kind.kind, &sums);
        if (!replaced)
            return;
        const bool population = m_units.n >= kPopulationUnits;
        const auto valuesOf = [&](const ComponentProducts& of) {
            const Eigen::VectorXd perUnit = of.perUnit(of.alignment);
            return population ? std::vector<double>(perUnit.data(), perUnit.data() + perUnit.size())
                              : of.perKey(of.alignment);
        };
        const Shares shares = sharesOf({ valuesOf(own), valuesOf(*replaced) });
        MetricValue* value = m_out.add(key, shares.value, "1", m_units, input.note);
        if (value && m_options.intervals)
            setInterval(*value, shares, kind);
        if (shares.value > most.value)
            most = shares;
    }

    void setInterval(MetricValue& value, const Shares& shares, const CarriedKind& kind) const
    {
        const bool population = m_units.n >= kPopulationUnits;
        value.interval = shares.interval;
        value.intervalUnit = population ? m_units.name : kind.within;
        if (population)
            value.perUnit = { { "", shares.perUnit } };
        else
            noteWithin(value, kind.within);
    }

    /// What no single replacement takes away.
    void addOrder(const CarriedKind& kind, const Shares& most)
    {
        const auto left = [](double lost) { return std::clamp(1 - lost, 0.0, 1.0); };
        MetricValue* value
            = m_out.add(keyOf(kind.name, "order"), left(most.value), "1", m_units,
                        "What no single replacement takes away: the order and length of the sequence, or "
                        "inputs that stand in for one another.");
        if (!value || !m_options.intervals || !most.interval)
            return;
        Shares rest { left(most.value), Interval { left(most.interval->high), left(most.interval->low) }, {} };
        for (const double v : most.perUnit)
            rest.perUnit.push_back(1 - v);
        setInterval(*value, rest, kind);
    }

    [[nodiscard]] std::vector<double> errorsOf(const PassSums& pass) const
    {
        const PlanStatistics& plan = *m_s.plan();
        const RowGroups& groups = m_s.groups();
        std::vector<double> error(static_cast<std::size_t>(groups.recordings())), rows(error.size());
        std::vector<bool> seen(plan.recording.size(), false);
        for (std::size_t row = 0; row < groups.rowCell.size(); ++row) {
            const auto sequence = static_cast<std::size_t>(m_s.set().sequence[row]);
            if (seen[sequence])
                continue;
            seen[sequence] = true;
            const auto at = static_cast<Eigen::Index>(sequence);
            const auto unit
                = static_cast<std::size_t>(groups.cells[static_cast<std::size_t>(groups.rowCell[row])].recording);
            error[unit] += pass.squaredError.row(at).sum();
            rows[unit] += plan.rows.row(at).sum() * plan.dim;
        }
        for (std::size_t u = 0; u < error.size(); ++u)
            error[u] /= rows[u];
        return error;
    }

    ResultBuilder& m_out;
    PredictionStatistics& m_s;
    PassCells m_cells;
    const MetricOptions& m_options;
    InferenceUnit m_units;
    std::vector<double> m_error; // [unit]
};

} // namespace

const std::vector<ReadInput>& readInputs()
{
    static const std::vector<ReadInput> inputs {
        { InputChange::PositionMirrored, "time_code", "time code",
          "Share of the alignment that the mirrored position's code takes away; above 1: it turns round." },
        { InputChange::PositionTurned, "time_code_turned", "time code, turned",
          "The same with codes turned by half a sequence: a course that is the same from both ends survives "
          "mirroring." },
        { InputChange::ChannelFar, "place_code", "place code",
          "Share of the alignment that the place code of an electrode half the list away takes away." },
        { InputChange::ContextSwapped, "context_same_channel", "context, same channel",
          "Share that the visible tokens of another recording's same channel take away." },
        { InputChange::ContextOtherChannel, "context_other_channel", "context, other channel",
          "Share that the visible tokens of another recording's other channel take away." },
        { InputChange::ContextZeroed, "context_none", "no context",
          "Share that zeros in place of the visible tokens take away; no recording holds such zeros." },
    };
    return inputs;
}

void addReads(ResultBuilder& out, PredictionStatistics& s, const MetricOptions& options)
{
    const PlanStatistics* plan = s.plan();
    const bool asked = plan && std::ranges::any_of(plan->passes, [](const PassSums& pass) {
                           return pass.summary.change == InputChange::ChannelFar;
                       });
    if (!asked || !s.targets() || s.groups().recordings() < 2 || s.groups().bins != kPlanBins)
        return;
    Reading reading(out, s, options);
    for (const CarriedKind& kind : carriedKinds())
        reading.add(kind);
    reading.addRecording();
}

} // namespace maskscope
