// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/verdict_model.h"

#include <algorithm>
#include <utility>

#include <QFont>

namespace maskscope {

namespace {

QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())); }

} // namespace

QColor findingColor(Finding finding, bool bad)
{
    switch (finding) {
    case Finding::Supported:
    case Finding::SupportedHere:
        return bad ? QColor(0xD6, 0x45, 0x45) : QColor(0x2E, 0x9E, 0x5B);
    case Finding::NotSupported:
        return {};
    case Finding::TooLittleData:
        return { 0xC7, 0x7C, 0x11 };
    case Finding::NotTestable:
    case Finding::NotComputable:
        break;
    }
    return { 0x80, 0x88, 0x92 };
}

void VerdictModel::setVerdicts(std::vector<RunVerdict> verdicts)
{
    beginResetModel();
    m_verdicts = std::move(verdicts);
    m_ids.clear();
    m_questions.clear();
    for (const RunVerdict& run : m_verdicts)
        for (const Statement& statement : run.verdict.statements)
            if (std::ranges::find(m_ids, statement.id) == m_ids.end()) {
                m_ids.push_back(statement.id);
                m_questions.push_back(QString::fromStdString(statement.question));
            }
    endResetModel();
}

const Statement* VerdictModel::statement(const QModelIndex& index) const
{
    if (!index.isValid() || isOldVerdict(index))
        return nullptr;
    return m_verdicts[static_cast<std::size_t>(index.column())].verdict.statement(
        m_ids[static_cast<std::size_t>(index.row())]);
}

std::optional<Finding> VerdictModel::finding(const QModelIndex& index) const
{
    if (!index.isValid())
        return std::nullopt;
    if (isOldVerdict(index))
        return m_verdicts[static_cast<std::size_t>(index.column())].verdict.positionOnly;
    const Statement* own = statement(index);
    return own != nullptr ? std::optional(own->finding) : std::nullopt;
}

QString VerdictModel::reason(const QModelIndex& index) const
{
    if (isOldVerdict(index))
        return QString::fromStdString(m_verdicts[static_cast<std::size_t>(index.column())].verdict.positionOnlyReason);
    const Statement* own = statement(index);
    return own != nullptr ? QString::fromStdString(own->reason) : tr("this run does not know the question");
}

int VerdictModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_verdicts.empty() ? 0 : static_cast<int>(m_ids.size()) + 1;
}

int VerdictModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_verdicts.size());
}

QVariant VerdictModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto own = finding(index);
    const Statement* asked = statement(index);
    const bool bad = asked != nullptr && asked->badNews;
    switch (role) {
    case Qt::DisplayRole:
        return asked != nullptr ? text(answerName(*asked)) : own ? text(findingName(*own)) : QStringLiteral("–");
    case Qt::ToolTipRole:
        return reason(index);
    case Qt::TextAlignmentRole:
        return Qt::AlignCenter;
    case Qt::ForegroundRole: {
        const QColor color = own ? findingColor(*own, bad) : QColor();
        return color.isValid() ? QVariant(color) : QVariant();
    }
    case Qt::FontRole: {
        QFont font;
        font.setBold(own == Finding::Supported);
        font.setItalic(own != Finding::Supported && own != Finding::NotSupported);
        return font;
    }
    default:
        return {};
    }
}

QVariant VerdictModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (section < 0)
        return {};
    if (orientation == Qt::Vertical) {
        if (role == Qt::TextAlignmentRole)
            return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
        if (role != Qt::DisplayRole)
            return {};
        const bool old = section >= static_cast<int>(m_questions.size());
        return old ? tr("The old verdict: learned from the position only")
                   : m_questions[static_cast<std::size_t>(section)];
    }
    if (section >= static_cast<int>(m_verdicts.size()))
        return {};
    const RunVerdict& run = m_verdicts[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return run.label;
    return role == Qt::DecorationRole && run.color.isValid() ? QVariant(run.color) : QVariant();
}

} // namespace maskscope
