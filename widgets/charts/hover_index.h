// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QPointF>
#include <QString>

#include "analysis/figures/figure.h"

namespace maskscope {

struct HoverHit {
    QPointF at; ///< in the scene
    QString text;
    QString channel; ///< its name, where the point is one of a channel
};

/// Which point of a figure lies nearest to a place, and what there is to say about it. The figure must outlive it.
class HoverIndex {
public:
    explicit HoverIndex(const Figure& figure)
        : m_figure(&figure)
    {
    }

    void addPoint(QPointF at, const Panel& panel, const Series& series, std::size_t index);
    void addElectrode(QPointF at, const Panel& panel, const ScalpElectrode& electrode);
    void addCell(QPointF at, const Panel& panel, const TableCell& cell);

    [[nodiscard]] std::vector<QPointF> pointsOf(const QString& channel) const;
    [[nodiscard]] std::optional<HoverHit> nearest(QPointF at, double radius) const;

private:
    struct Entry {
        QPointF at;
        const Panel* panel;
        const Series* series; // null for an electrode
        const ScalpElectrode* electrode;
        std::size_t index;
        const TableCell* cell = nullptr; // of a table, in place of both
    };
    [[nodiscard]] QString textOf(const Entry& entry) const;
    [[nodiscard]] static std::string channelOf(const Entry& entry);

    const Figure* m_figure;
    std::vector<Entry> m_entries;
};

} // namespace maskscope
