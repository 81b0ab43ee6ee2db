// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/components/components.h"

#include <algorithm>

#include "analysis/numerics/least_squares.h"

namespace maskscope {

namespace {

constexpr Eigen::Index kBlock = 256; // dimensions at once

/// What of a cell is its key.
struct Keys {
    std::vector<int> ofCell;
    int count = 0;
};

Keys keysOf(ComponentKind kind, const ComponentCells& cells)
{
    if (kind == ComponentKind::Position)
        return { cells.bin, cells.bins };
    if (kind == ComponentKind::Channel)
        return { cells.channel, cells.channels };
    Keys keys { {}, cells.channels * cells.bins };
    for (std::size_t i = 0; i < cells.unit.size(); ++i)
        keys.ofCell.push_back(cells.channel[i] * cells.bins + cells.bin[i]);
    return keys;
}

Eigen::Index at(int unit, int key, int keys) { return Eigen::Index { unit } * keys + key; }

/// [unit, key]
Eigen::MatrixXd countRows(const ComponentCells& cells, const Keys& keys)
{
    Eigen::MatrixXd rows = Eigen::MatrixXd::Zero(cells.units, keys.count);
    for (std::size_t i = 0; i < cells.unit.size(); ++i)
        rows(cells.unit[i], keys.ofCell[i]) += cells.rows(static_cast<Eigen::Index>(i));
    return rows;
}

/// [unit x key, dim]
RowMatrixD sumByKey(const RowMatrixD& sums, const ComponentCells& cells, const Keys& keys)
{
    RowMatrixD byKey = RowMatrixD::Zero(Eigen::Index { cells.units } * keys.count, sums.cols());
    for (std::size_t i = 0; i < cells.unit.size(); ++i)
        byKey.row(at(cells.unit[i], keys.ofCell[i], keys.count)) += sums.row(static_cast<Eigen::Index>(i));
    return byKey;
}

/// Mean at each key less the unit's mean; 0 where the unit has no row. [unit x key, dim]
RowMatrixD mainEffect(RowMatrixD byKey, const Eigen::MatrixXd& rows)
{
    const auto keys = static_cast<int>(rows.cols());
    for (int u = 0; u < static_cast<int>(rows.rows()); ++u) {
        auto unit = byKey.middleRows(at(u, 0, keys), keys);
        const Eigen::RowVectorXd mean = unit.colwise().sum() / std::max(1.0, rows.row(u).sum());
        for (int k = 0; k < keys; ++k) {
            if (rows(u, k) > 0)
                unit.row(k) = unit.row(k) / rows(u, k) - mean;
        }
    }
    return byKey;
}

/// Mean of each cell less the fit of position + channel to the cells of its unit. [unit x key, dim]
RowMatrixD interactionEffect(RowMatrixD byKey, const Eigen::MatrixXd& rows, const ComponentCells& cells)
{
    const Eigen::Index parameters = Eigen::Index { cells.channels } + cells.bins;
    const auto keys = static_cast<int>(rows.cols());
    for (int u = 0; u < cells.units; ++u) {
        auto unit = byKey.middleRows(at(u, 0, keys), keys);
        Eigen::MatrixXd normal = Eigen::MatrixXd::Zero(parameters, parameters);
        RowMatrixD right = RowMatrixD::Zero(parameters, byKey.cols());
        for (int k = 0; k < keys; ++k) {
            const Eigen::Index c = k / cells.bins, b = cells.channels + k % cells.bins;
            const double n = rows(u, k);
            for (const auto& [i, j] :
                 { std::pair { c, c }, std::pair { b, b }, std::pair { c, b }, std::pair { b, c } })
                normal(i, j) += n;
            right.row(c) += unit.row(k);
            right.row(b) += unit.row(k);
        }
        const RowMatrixD fit = leastSquaresCoefficients(normal, right);
        for (int k = 0; k < keys; ++k)
            if (rows(u, k) > 0)
                unit.row(k)
                    = unit.row(k) / rows(u, k) - fit.row(k / cells.bins) - fit.row(cells.channels + k % cells.bins);
    }
    return byKey;
}

/// A component of every unit, and its sum over units.
struct Effect {
    RowMatrixD own; ///< [unit x key, dim]
    RowMatrixD total; ///< [key, dim]

    Effect(ComponentKind kind, RowMatrixD byKey, const Eigen::MatrixXd& rows, const ComponentCells& cells)
        : own(kind == ComponentKind::Interaction ? interactionEffect(std::move(byKey), rows, cells)
                                                 : mainEffect(std::move(byKey), rows))
        , total(RowMatrixD::Zero(rows.cols(), own.cols()))
    {
        for (Eigen::Index u = 0; u < rows.rows(); ++u)
            total += own.middleRows(u * rows.cols(), rows.cols());
    }

    /// a of this unit times the mean of b of the other `m` that hold the key.
    static double product(const Effect& a, const Effect& b, Eigen::Index row, Eigen::Index key, double m)
    {
        return m > 0 ? a.own.row(row).dot(b.total.row(key) - b.own.row(row)) / m : 0;
    }
};

/// Sum over the rows of one unit and key of |d|^2 - 2 d (z - y), d the mean of the others.
double worthOf(const Effect& d, double squares, const Eigen::RowVectorXd& targetsLessPredictions, Eigen::Index row,
               Eigen::Index key, double rows, double m)
{
    if (!(m > 0))
        return 0;
    const Eigen::RowVectorXd others = d.total.row(key) - d.own.row(row);
    const double pairs = others.squaredNorm() - (squares - d.own.row(row).squaredNorm());
    const double square = m > 1 ? pairs / (m * (m - 1)) : 0;
    return rows * square + 2 * others.dot(targetsLessPredictions) / m;
}

class Products {
public:
    Products(ComponentKind kind, const ComponentInput& input)
        : m_kind(kind)
        , m_input(input)
        , m_keys(keysOf(kind, input.cells))
        , m_all(countRows(input.cells, m_keys))
        , m_holders((m_all.array() > 0).cast<double>().colwise().sum().matrix())
    {
        const Eigen::MatrixXd none = Eigen::MatrixXd::Zero(m_all.rows(), m_all.cols());
        m_made = { none, none, none, input.worth && input.cells.units > 2 ? none : Eigen::MatrixXd(), m_all };
        for (Eigen::Index k = 0; kind == ComponentKind::Interaction && k < m_all.cols(); ++k)
            if (m_holders(k) < 2)
                m_made.rows.col(k).setZero(); // no other unit tells anything of these rows
    }

    ComponentProducts take() &&
    {
        for (Eigen::Index first = 0; first < m_input.dim; first += kBlock)
            addBlock(first, std::min(kBlock, m_input.dim - first));
        for (Eigen::MatrixXd* products : { &m_made.size, &m_made.alignment, &m_made.target, &m_made.worth })
            *products /= static_cast<double>(m_input.dim);
        return std::move(m_made);
    }

private:
    void addBlock(Eigen::Index first, Eigen::Index count)
    {
        RowMatrixD z = sumByKey(m_input.predictions(first, count), m_input.cells, m_keys),
                   y = sumByKey(m_input.targets(first, count), m_input.cells, m_keys);
        RowMatrixD difference; // targets less predictions, summed over rows
        if (m_made.worth.size() > 0)
            difference = y - z;
        const Effect d(m_kind, std::move(z), m_all, m_input.cells), t(m_kind, std::move(y), m_all, m_input.cells);
        const Eigen::Index keys = m_all.cols();
        Eigen::VectorXd squares = Eigen::VectorXd::Zero(keys);
        for (Eigen::Index row = 0; row < d.own.rows(); ++row)
            squares(row % keys) += d.own.row(row).squaredNorm();
        for (Eigen::Index row = 0; row < d.own.rows(); ++row) {
            const Eigen::Index u = row / keys, k = row % keys;
            const double n = m_made.rows(u, k), m = m_holders(k) - 1;
            if (!(n > 0))
                continue;
            m_made.size(u, k) += n * Effect::product(d, d, row, k, m);
            m_made.alignment(u, k) += n * Effect::product(t, d, row, k, m);
            m_made.target(u, k) += n * Effect::product(t, t, row, k, m);
            if (m_made.worth.size() > 0)
                m_made.worth(u, k)
                    += worthOf(d, squares(k), difference.row(row) + n * m_input.meanDifference.segment(first, count),
                               row, k, n, m);
        }
    }

    ComponentKind m_kind;
    const ComponentInput& m_input;
    Keys m_keys;
    Eigen::MatrixXd m_all; // [unit, key] rows
    Eigen::RowVectorXd m_holders; // [key] units that have rows there
    ComponentProducts m_made;
};

} // namespace

ComponentCells componentCells(const RowGroups& groups, const GroupSums& cells)
{
    return { groups.cellLabels(&RowGroups::Cell::recording),
             groups.cellLabels(&RowGroups::Cell::channel),
             groups.cellLabels(&RowGroups::Cell::bin),
             cells.counts,
             groups.recordings(),
             groups.channels(),
             groups.bins };
}

Eigen::VectorXd ComponentProducts::perUnit(const Eigen::MatrixXd& products) const
{
    return products.rowwise().sum().cwiseQuotient(rows.rowwise().sum());
}

std::vector<double> ComponentProducts::perKey(const Eigen::MatrixXd& products) const
{
    const Eigen::VectorXd ofUnit = rows.rowwise().sum();
    std::vector<double> values;
    for (Eigen::Index k = 0; k < rows.cols(); ++k)
        if (rows.col(k).sum() > 0)
            values.push_back(products.col(k).cwiseQuotient(ofUnit).mean());
    for (double& value : values)
        value *= static_cast<double>(values.size());
    return values;
}

ComponentProducts componentProducts(ComponentKind kind, const ComponentInput& input)
{
    return Products(kind, input).take();
}

} // namespace maskscope
