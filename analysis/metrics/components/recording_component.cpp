// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/components/recording_component.h"

#include <algorithm>

#include "analysis/metrics/components/components.h"
#include "analysis/numerics/least_squares.h"

namespace maskscope {

namespace {

/// Weights of the two borders of a position's bin: a function that is linear between borders has them as values.
struct Borders {
    Eigen::Index low = 0; ///< the bin's lower border; the upper one is low + 1
    double lowWeight = 1, highWeight = 0;
};

Borders bordersOf(double position, int bins)
{
    const int bin = std::clamp(static_cast<int>(position * bins), 0, bins - 1);
    const double within = position * bins - bin;
    return { bin, 1 - within, within };
}

/// What the courses and cells of every unit come from, of the predictions or of the targets.
struct Sums {
    RowMatrixD byBorder; ///< [unit x (border, channel), dim] rows summed with their border weights, and by channel
    RowMatrixD cells; ///< [cell, dim] mean of the cell's rows
};

/// The same of the rows' places alone.
struct Places {
    std::vector<Eigen::MatrixXd> gram; ///< [unit] of [(border, channel), (border, channel)]
    RowMatrixD cellWeights; ///< [cell, 2] mean border weights of the cell's rows
};

class Parts {
public:
    explicit Parts(PredictionStatistics& s)
        : m_s(s)
        , m_groups(s.groups())
        , m_cells(componentCells(s.groups(), s.predictions().cells()))
        , m_borders(s.groups().bins + 1)
        , m_parameters(m_borders + m_cells.channels)
        , m_cellOf(static_cast<std::size_t>(m_cells.channels * m_cells.bins))
    {
        for (std::size_t i = 0; i < m_cells.unit.size(); ++i)
            m_cellOf[place(i)].push_back(static_cast<int>(i));
        sumPlaces();
        m_predictions = sumsOf(s.predictions());
        m_targets = sumsOf(*s.targets());
    }

    std::optional<RecordingComponent> take() &&
    {
        RecordingComponent made;
        made.units = m_cells.units;
        std::vector<int> sequenceOfCell;
        for (std::size_t i = 0; i < m_cells.unit.size(); ++i) {
            const bool same
                = i > 0 && m_cells.unit[i] == m_cells.unit[i - 1] && m_cells.channel[i] == m_cells.channel[i - 1];
            if (!same)
                made.unit.push_back(m_cells.unit[i]);
            sequenceOfCell.push_back(static_cast<int>(made.unit.size()) - 1);
        }
        const auto sequences = static_cast<Eigen::Index>(made.unit.size());
        made.rows = made.size = made.alignment = made.target = Eigen::VectorXd::Zero(sequences);
        addRows(made, sequenceOfCell);
        for (int u = 0; u < made.units; ++u)
            if (!(made.perUnit(made.rows)(u) > 0))
                return std::nullopt;
        const auto dim = static_cast<double>(m_s.set().dim());
        for (Eigen::VectorXd* sums : { &made.size, &made.alignment, &made.target })
            *sums /= dim;
        return made;
    }

private:
    [[nodiscard]] std::size_t place(std::size_t cell) const
    {
        return static_cast<std::size_t>(m_cells.channel[cell] * m_cells.bins + m_cells.bin[cell]);
    }

    void sumPlaces()
    {
        const auto& position = m_s.set().position;
        m_places.gram.assign(static_cast<std::size_t>(m_cells.units),
                             Eigen::MatrixXd::Zero(m_parameters, m_parameters));
        m_places.cellWeights = RowMatrixD::Zero(m_cells.rows.size(), 2);
        for (std::size_t i = 0; i < position.size(); ++i) {
            const int cell = m_groups.rowCell[i];
            const Borders b = bordersOf(position[i], m_cells.bins);
            const Eigen::Vector2d weights(b.lowWeight, b.highWeight);
            auto& gram = m_places.gram[static_cast<std::size_t>(m_cells.unit[static_cast<std::size_t>(cell)])];
            const Eigen::Index channel = channelOf(cell);
            gram.block<2, 2>(b.low, b.low) += weights * weights.transpose();
            gram.block<2, 1>(b.low, channel) += weights;
            gram.block<1, 2>(channel, b.low) += weights.transpose();
            gram(channel, channel) += 1;
            m_places.cellWeights.row(cell) += weights.transpose() / m_cells.rows(cell);
        }
    }

    Sums sumsOf(MatrixStatistics& rows)
    {
        Sums sums { RowMatrixD::Zero(Eigen::Index { m_cells.units } * m_parameters, rows.dim()), rows.cells().sums };
        for (Eigen::Index c = 0; c < sums.cells.rows(); ++c)
            sums.cells.row(c) /= m_cells.rows(c);
        rows.eachBlock([&](Eigen::Index first, const RowMatrixD& block) {
            for (Eigen::Index i = 0; i < block.rows(); ++i) {
                const auto row = static_cast<std::size_t>(first + i);
                const Borders b = bordersOf(m_s.set().position[row], m_cells.bins);
                const int unit = m_cells.unit[static_cast<std::size_t>(m_groups.rowCell[row])];
                auto of = sums.byBorder.middleRows(Eigen::Index { unit } * m_parameters, m_parameters);
                of.row(channelOf(m_groups.rowCell[row])) += block.row(i);
                of.row(b.low) += b.lowWeight * block.row(i);
                of.row(b.low + 1) += b.highWeight * block.row(i);
            }
        });
        return sums;
    }

    /// Where a cell's channel stands among the parameters.
    [[nodiscard]] Eigen::Index channelOf(int cell) const
    {
        return m_borders + m_cells.channel[static_cast<std::size_t>(cell)];
    }

    /// The course of all units but one, fitted together with a constant of each channel: which channels are masked
    /// where would otherwise pass for a course, the same in predictions and targets. [(border, channel), dim]
    [[nodiscard]] RowMatrixD courseWithout(int unit, const Sums& sums) const
    {
        Eigen::MatrixXd normal = Eigen::MatrixXd::Zero(m_parameters, m_parameters);
        RowMatrixD right = RowMatrixD::Zero(m_parameters, sums.byBorder.cols());
        for (int u = 0; u < m_cells.units; ++u) {
            if (u == unit)
                continue;
            normal += m_places.gram[static_cast<std::size_t>(u)];
            right += sums.byBorder.middleRows(Eigen::Index { u } * m_parameters, m_parameters);
        }
        return leastSquaresCoefficients(normal, right);
    }

    /// What the other units tell of every cell of `unit` beyond their course, and how many they are. [cell of the unit]
    struct Expected {
        RowMatrixD course; ///< [border, dim]
        RowMatrixD rest; ///< [cell, dim], of the unit's cells alone
    };

    [[nodiscard]] Expected expectedOf(int unit, std::pair<int, int> range, const Sums& sums) const
    {
        Expected e { courseWithout(unit, sums), RowMatrixD::Zero(range.second - range.first, sums.cells.cols()) };
        for (int cell = range.first; cell < range.second; ++cell) {
            const auto at = static_cast<std::size_t>(cell);
            const Eigen::Index low = m_cells.bin[at];
            auto rest = e.rest.row(cell - range.first);
            double others = 0;
            for (const int other : m_cellOf[place(at)]) {
                if (m_cells.unit[static_cast<std::size_t>(other)] == unit)
                    continue;
                rest += sums.cells.row(other) - m_places.cellWeights(other, 0) * e.course.row(low)
                    - m_places.cellWeights(other, 1) * e.course.row(low + 1);
                others += 1;
            }
            rest /= std::max(1.0, others);
        }
        return e;
    }

    [[nodiscard]] double othersAt(int cell) const
    {
        return static_cast<double>(m_cellOf[place(static_cast<std::size_t>(cell))].size()) - 1;
    }

    void addRows(RecordingComponent& made, const std::vector<int>& sequenceOfCell)
    {
        std::vector<std::vector<Eigen::Index>> rowsOf(static_cast<std::size_t>(m_cells.units));
        for (std::size_t i = 0; i < m_groups.rowCell.size(); ++i)
            rowsOf[static_cast<std::size_t>(m_cells.unit[static_cast<std::size_t>(m_groups.rowCell[i])])].push_back(
                static_cast<Eigen::Index>(i));
        int cell = 0;
        for (int u = 0; u < m_cells.units; ++u) {
            std::pair<int, int> range { cell, cell };
            while (cell < static_cast<int>(m_cells.unit.size()) && m_cells.unit[static_cast<std::size_t>(cell)] == u)
                range.second = ++cell;
            const Expected z = expectedOf(u, range, m_predictions), y = expectedOf(u, range, m_targets);
            for (const Eigen::Index row : rowsOf[static_cast<std::size_t>(u)])
                addRow(made, row, sequenceOfCell, range.first, z, y);
        }
    }

    void addRow(RecordingComponent& made, Eigen::Index row, const std::vector<int>& sequenceOfCell, int firstCell,
                const Expected& z, const Expected& y) const
    {
        const int cell = m_groups.rowCell[static_cast<std::size_t>(row)];
        const double m = othersAt(cell);
        if (!(m > 0))
            return;
        const Borders b = bordersOf(m_s.set().position[static_cast<std::size_t>(row)], m_cells.bins);
        const auto left = [&](const ScratchMatrix& values, const Eigen::RowVectorXd& mean, const Expected& e) {
            return Eigen::RowVectorXd(values.row(row).cast<double>() - mean - b.lowWeight * e.course.row(b.low)
                                      - b.highWeight * e.course.row(b.low + 1) - e.rest.row(cell - firstCell));
        };
        const Eigen::RowVectorXd d = left(m_s.set().predictions, m_s.predictions().mean(), z),
                                 t = left(m_s.set().targets, m_s.targets()->mean(), y);
        const Eigen::Index sequence = sequenceOfCell[static_cast<std::size_t>(cell)];
        const double weight = m / (m + 1);
        made.rows(sequence) += 1;
        made.size(sequence) += weight * d.squaredNorm();
        made.alignment(sequence) += weight * d.dot(t);
        made.target(sequence) += weight * t.squaredNorm();
    }

    PredictionStatistics& m_s;
    const RowGroups& m_groups;
    ComponentCells m_cells;
    Eigen::Index m_borders, m_parameters;
    std::vector<std::vector<int>> m_cellOf; // [channel x bin] the cells of all units
    Places m_places;
    Sums m_predictions, m_targets;
};

} // namespace

Eigen::VectorXd RecordingComponent::perUnit(const Eigen::VectorXd& bySequence) const
{
    Eigen::VectorXd sums = Eigen::VectorXd::Zero(units), count = Eigen::VectorXd::Zero(units);
    for (std::size_t s = 0; s < unit.size(); ++s) {
        sums(unit[s]) += bySequence(static_cast<Eigen::Index>(s));
        count(unit[s]) += rows(static_cast<Eigen::Index>(s));
    }
    return sums.cwiseQuotient(count);
}

std::vector<double> RecordingComponent::perSequence(const Eigen::VectorXd& bySequence) const
{
    Eigen::VectorXd count = Eigen::VectorXd::Zero(units);
    for (std::size_t s = 0; s < unit.size(); ++s)
        count(unit[s]) += rows(static_cast<Eigen::Index>(s));
    const double share = static_cast<double>(unit.size()) / units;
    std::vector<double> values;
    for (std::size_t s = 0; s < unit.size(); ++s)
        values.push_back(share * bySequence(static_cast<Eigen::Index>(s)) / count(unit[s]));
    return values;
}

std::optional<RecordingComponent> recordingComponent(PredictionStatistics& s)
{
    if (!s.targets() || s.groups().recordings() < 2)
        return std::nullopt;
    return Parts(s).take();
}

} // namespace maskscope
