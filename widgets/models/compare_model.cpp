// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/compare_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "analysis/data/core/table_cell.h"
#include "analysis/results/comparisons.h"
#include "widgets/models/verdict_model.h"

namespace maskscope {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kSameRatio = 1e-3;
constexpr const char* kSkill = "diag.v1.skill_vs_global";

const MetricValue* valueOf(const RunResult& run, std::string_view key)
{
    for (const MetricResult& metric : run.metrics)
        if (const MetricValue* value = metric.value(key))
            return value;
    return nullptr;
}

double numberIn(const MetricValue* value)
{
    const double* number = value ? std::get_if<double>(&value->value) : nullptr;
    return number ? *number : kNone;
}

QString shortText(double value) { return QString::number(value, 'g', 3); }

QString withInterval(double value, const std::optional<Interval>& interval)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    return interval
        ? QStringLiteral("%1\n[%2, %3]").arg(shortText(value), shortText(interval->low), shortText(interval->high))
        : shortText(value);
}

/// What a finding is called in a narrow cell.
QString word(Finding finding)
{
    switch (finding) {
    case Finding::Supported:
        return CompareModel::tr("yes");
    case Finding::SupportedHere:
        return CompareModel::tr("here");
    case Finding::NotSupported:
        return CompareModel::tr("no");
    case Finding::TooLittleData:
        return CompareModel::tr("open");
    case Finding::NotTestable:
    case Finding::NotComputable:
        break;
    }
    return CompareModel::tr("n/t");
}

/// Through which input a component is read: the largest share that is lost, of what is carried.
QString readThrough(const RunResult& run, const std::string& component)
{
    constexpr double least = 0.1; // below it a share says little
    const std::array<std::pair<const char*, QString>, 6> inputs {
        std::pair { "time_code", CompareModel::tr("time code") },
        std::pair { "time_code_turned", CompareModel::tr("time code") },
        std::pair { "place_code", CompareModel::tr("place code") },
        std::pair { "context_same_channel", CompareModel::tr("context") },
        std::pair { "context_other_channel", CompareModel::tr("context") },
        std::pair { "order", CompareModel::tr("order") }
    };
    QString most;
    double share = least;
    for (const auto& [key, name] : inputs) {
        const double lost = numberIn(valueOf(run, "diag.v1.reads." + component + "." + key));
        if (std::isfinite(lost) && lost > share) {
            share = lost;
            most = name;
        }
    }
    return most;
}

/// The cells of one run.
class RowBuilder {
public:
    using Model = CompareModel;
    RowBuilder(const ComparedRun& compared, const RunResult* reference)
        : m_run(*compared.run)
        , m_verdict(compared.verdict)
        , m_row(Model::Columns)
    {
        addRun();
        addNumber(Model::Skill, kSkill,
                  Model::tr("One less the masked error over that of the mean of the other recordings"));
        addNumber(Model::MaskedError, "diag.v1.masked_mse",
                  Model::tr("Mean squared error of masked tokens, in units of the targets"));
        addDifference(reference);
        addLearned(Model::Position, "position.learned", "position");
        addLearned(Model::Channel, "channel.learned", "channel");
        addLearned(Model::Context, "context.learned", "recording");
        addCollapse();
        addAnswer(Model::Leaks, "leaks", {});
    }
    Model::Row take() { return std::move(m_row); }

private:
    void addRun()
    {
        const QString label = QString::fromStdString(m_run.label);
        m_row[Model::Run] = { label, QString::fromStdString(m_run.checkpoint.path), label };
        m_row[Model::Ratio] = { shortText(m_run.mask.ratio), {}, m_run.mask.ratio };
        const auto trained = m_run.checkpoint.trainedMaskRatio;
        if (!trained || std::abs(*trained - m_run.mask.ratio) <= kSameRatio)
            return;
        m_row[Model::Ratio].text += QStringLiteral(" ≠ ") + shortText(*trained);
        m_row[Model::Ratio].toolTip
            = Model::tr("Trained at %1: what a model does at another ratio says little about what it learned.")
                  .arg(shortText(*trained));
    }

    void addNumber(Model::Column column, const char* key, const QString& toolTip)
    {
        const MetricValue* value = valueOf(m_run, key);
        m_row[column]
            = { withInterval(numberIn(value), value ? value->interval : std::nullopt), toolTip, numberIn(value) };
    }

    void addDifference(const RunResult* reference)
    {
        const bool own = &m_run == reference;
        m_row[Model::Difference] = { own ? Model::tr("reference") : QStringLiteral("–"),
                                     Model::tr("Needs the same recordings in both runs, five or more"), kNone };
        if (own || !reference)
            return;
        if (const auto c = compareNumber(m_run, *reference, "skill", kSkill))
            m_row[Model::Difference] = { withInterval(c->difference, c->interval),
                                         Model::tr("Skill less that of %1, paired over %2 %3s")
                                             .arg(QString::fromStdString(reference->label))
                                             .arg(c->n)
                                             .arg(QString::fromStdString(c->unitOfInference)),
                                         c->difference };
    }

    void addAnswer(Model::Column column, const std::string& id, const QString& more)
    {
        const Statement* statement = m_verdict.statement(id);
        if (!statement)
            return;
        m_row[column]
            = { word(statement->finding) + (more.isEmpty() ? QString() : QStringLiteral(" · ") + more),
                QString::fromStdString(statement->question + "\n" + statement->reason),
                static_cast<double>(isYes(statement->finding)), findingColor(statement->finding, statement->badNews) };
    }

    /// "yes · 62 %", and below it "time code"
    void addLearned(Model::Column column, const std::string& id, const std::string& component)
    {
        const MetricValue* carried = valueOf(m_run, "diag.v1.carries_" + component);
        const double share = carried ? namedNumber(*carried, "potential_share") : kNone;
        const Statement* statement = m_verdict.statement(id);
        const bool known = statement && isYes(statement->finding) && std::isfinite(share);
        QStringList more;
        if (known)
            more << Model::tr("%1 %").arg(shortText(100 * share));
        if (const QString through = known && component != "recording" ? readThrough(m_run, component) : QString();
            !through.isEmpty())
            more << through;
        addAnswer(column, id, more.join(QLatin1Char('\n')));
        if (known)
            m_row[column].sortKey = share;
    }

    /// The worst of three answers, and which it is.
    void addCollapse()
    {
        const std::string prefix = "collapsed.";
        for (const char* what : { "representation", "targets", "predictions" }) {
            const Statement* statement = m_verdict.statement(prefix + what);
            const bool yes = statement && isYes(statement->finding);
            if (statement && (yes || m_row[Model::Collapse].text.isEmpty()))
                addAnswer(Model::Collapse, prefix + what, yes ? QString::fromLatin1(what) : QString());
        }
    }

    const RunResult& m_run;
    const Verdict& m_verdict;
    Model::Row m_row;
};

} // namespace

void CompareModel::setRuns(std::vector<ComparedRun> runs)
{
    beginResetModel();
    m_runs = std::move(runs);
    build();
    endResetModel();
}

void CompareModel::setReference(const std::string& id)
{
    beginResetModel();
    m_reference = id;
    build();
    endResetModel();
}

const std::string& CompareModel::idOf(int row) const { return m_runs[static_cast<std::size_t>(row)].run->id; }

void CompareModel::build()
{
    const auto found
        = std::ranges::find_if(m_runs, [this](const ComparedRun& each) { return each.run->id == m_reference; });
    const RunResult* reference = found != m_runs.end() ? found->run.get()
        : m_runs.empty()                               ? nullptr
                                                       : m_runs.front().run.get();
    m_rows.clear();
    for (const ComparedRun& compared : m_runs)
        m_rows.push_back(RowBuilder(compared, reference).take());
}

int CompareModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CompareModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int { Columns }; }

QVariant CompareModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto at = static_cast<std::size_t>(index.row());
    const Cell& cell = m_rows[at][static_cast<std::size_t>(index.column())];
    if (role == Qt::DisplayRole)
        return cell.text;
    if (role == Qt::ToolTipRole)
        return cell.toolTip;
    if (role == kSortRole)
        return cell.sortKey;
    if (role == Qt::ForegroundRole && cell.color.isValid())
        return cell.color;
    if (role == Qt::DecorationRole && index.column() == Run)
        return m_runs[at].color;
    return {};
}

QVariant CompareModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= Columns)
        return {};
    const std::array<QString, Columns> titles { tr("Run"),       tr("Ratio"),    tr("Skill"),   tr("Difference"),
                                                tr("Error"),     tr("Position"), tr("Channel"), tr("Context"),
                                                tr("Collapsed"), tr("Leaks") };
    if (role == Qt::DisplayRole)
        return titles.at(static_cast<std::size_t>(section));
    if (role == Qt::ToolTipRole && section >= Position && section <= Context)
        return tr("Whether it was learned; what the predictions carry of it at their best amplitude, as a share of the "
                  "masked error; and the input that it is read through");
    if (role == Qt::ToolTipRole && section == Ratio)
        return tr("The mask ratio of the run; ≠: that of the training, where it is another");
    return {};
}

QString CompareModel::toText() const
{
    QStringList lines, titles;
    for (int column = 0; column < Columns; ++column)
        titles << headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    lines << titles.join(QLatin1Char('\t'));
    for (const Row& row : m_rows) {
        QStringList cells;
        for (const Cell& cell : row) { // labels are names of files, or of the user's
            const std::string line = oneLine(cell.text.toStdString());
            cells << QString::fromStdString(cells.isEmpty() ? noFormula(line) : line);
        }
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace maskscope
