// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/verdict_panel.h"

#include <utility>

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTextBrowser>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include "analysis/results/run_verdict.h"
#include "widgets/charts/axis_ticks.h"

namespace maskscope {

namespace {

QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

QString rangeText(const std::optional<Interval>& interval)
{
    return interval ? QStringLiteral("[%1, %2]").arg(formatValue(interval->low), formatValue(interval->high))
                    : QString();
}

QLabel* addLabel(QVBoxLayout* layout, const char* name)
{
    auto* label = new QLabel;
    label->setObjectName(QString::fromLatin1(name));
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(label);
    return label;
}

} // namespace

VerdictPanel::VerdictPanel(QWidget* parent)
    : QWidget(parent)
    , m_model(new VerdictModel(this))
    , m_pages(new QStackedWidget(this))
    , m_table(new QTableView)
    , m_question(nullptr)
    , m_reason(nullptr)
    , m_evidence(new QTextBrowser)
    , m_change(nullptr)
    , m_run(new QTextBrowser)
    , m_thresholds(new QToolButton)
{
    m_table->setObjectName(QStringLiteral("verdictTable"));
    m_table->setAccessibleName(tr("Answers"));
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &VerdictPanel::showAnswer);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_table);
    splitter->addWidget(buildAnswer());
    splitter->setSizes({ 330, 400 });
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    auto* waiting = new QLabel(tr("Press Run analysis: the verdict on every run is given here, with its evidence."));
    waiting->setAlignment(Qt::AlignCenter);
    waiting->setForegroundRole(QPalette::PlaceholderText);
    m_pages->addWidget(waiting);
    m_pages->addWidget(splitter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(m_pages);
}

QWidget* VerdictPanel::buildAnswer()
{
    auto* answer = new QWidget;
    auto* left = new QVBoxLayout;
    m_question = addLabel(left, "verdictQuestion");
    QFont bold = font();
    bold.setBold(true);
    m_question->setFont(bold);
    m_reason = addLabel(left, "verdictReason");
    m_evidence->setObjectName(QStringLiteral("evidence"));
    m_evidence->setAccessibleName(tr("Evidence"));
    m_evidence->setOpenLinks(false);
    left->addWidget(m_evidence, 1);
    m_change = addLabel(left, "verdictChange");
    connect(m_evidence, &QTextBrowser::anchorClicked, this,
            [this](const QUrl& link) { Q_EMIT numberRequested(link.path()); });
    auto* right = new QVBoxLayout;
    auto* bar = new QHBoxLayout;
    m_thresholds->setAutoRaise(true);
    m_thresholds->setToolTip(
        tr("Judge by the limits of another file (resources/verdict_thresholds.json is one to start from)"));
    auto* copy = new QToolButton;
    copy->setText(tr("Copy all"));
    copy->setToolTip(tr("Copy every run's verdict with its evidence, as Markdown"));
    copy->setAutoRaise(true);
    bar->addWidget(m_thresholds);
    bar->addStretch();
    bar->addWidget(copy);
    m_run->setObjectName(QStringLiteral("verdictRun"));
    m_run->setFrameShape(QFrame::NoFrame);
    right->addLayout(bar);
    right->addWidget(m_run, 1);
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(markdown()); });
    connect(m_thresholds, &QToolButton::clicked, this, &VerdictPanel::thresholdsRequested);
    auto* layout = new QHBoxLayout(answer);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addLayout(left, 3);
    layout->addLayout(right, 2);
    return answer;
}

void VerdictPanel::setThresholds(const QString& source)
{
    m_thresholds->setText(tr("Limits: %1").arg(m_thresholds->fontMetrics().elidedText(source, Qt::ElideMiddle, 220)));
}

QString VerdictPanel::markdown() const
{
    std::vector<LabelledVerdict> runs;
    for (const RunVerdict& run : m_model->verdicts())
        runs.push_back({ run.label.toStdString(), run.verdict });
    return QString::fromStdString(verdictPage(runs));
}

void VerdictPanel::setVerdicts(std::vector<RunVerdict> verdicts)
{
    const QModelIndex before = m_table->currentIndex();
    m_model->setVerdicts(std::move(verdicts));
    m_pages->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    if (m_model->rowCount() == 0)
        return;
    m_table->resizeColumnsToContents();
    for (int column = 0; column < m_model->columnCount(); ++column)
        m_table->setColumnWidth(column, std::max(m_table->columnWidth(column) + 12, 104));
    const QModelIndex same = m_model->index(before.row(), before.column());
    m_table->setCurrentIndex(same.isValid() ? same : m_model->index(0, 0));
    showAnswer(m_table->currentIndex());
}

void VerdictPanel::showAnswer(const QModelIndex& index)
{
    m_evidence->clear();
    const auto finding = m_model->finding(index);
    if (!finding)
        return;
    const RunVerdict& run = m_model->verdicts()[static_cast<std::size_t>(index.column())];
    const QString question = m_model->headerData(index.row(), Qt::Vertical, Qt::DisplayRole).toString();
    m_question->setText(tr("%1: %2 %3").arg(run.label, question, index.data().toString()));
    m_reason->setText(index.data(Qt::ToolTipRole).toString());
    m_change->clear();
    if (const Statement* statement = m_model->statement(index)) {
        m_evidence->setHtml(evidenceHtml(statement->evidence));
        QString change = tr("What would change this: %1").arg(text(statement->whatWouldChange));
        if (statement->smallestEffect)
            change += QLatin1Char('\n')
                + tr("Smallest effect these recordings could have shown: %1%2")
                      .arg(formatValue(*statement->smallestEffect),
                           statement->smallestEffectUnit.empty() || statement->smallestEffectUnit == "1"
                               ? QString()
                               : QLatin1Char(' ') + text(statement->smallestEffectUnit));
        if (statement->pValue && statement->pAdjusted)
            change += QLatin1Char('\n')
                + tr("p = %1, and %2 over all questions of the analysis (Holm)")
                      .arg(formatValue(*statement->pValue), formatValue(*statement->pAdjusted));
        m_change->setText(change);
    }
    showRun(run);
}

/// A step, what it compares, and the steps below it.
QString VerdictPanel::evidenceHtml(const Evidence& evidence) const
{
    const std::string_view answer = stepAnswer(evidence.finding);
    const QColor found = findingColor(evidence.finding, false);
    const QString color = (found.isValid() ? found : palette().color(QPalette::Text)).name();
    const QString quiet = palette().color(QPalette::PlaceholderText).name();
    const bool grey = evidence.finding == Finding::NotTestable;
    QString html = QStringLiteral("<b style=\"color:%1\">%2</b> &nbsp;<span style=\"color:%3\">%4</span>")
                       .arg(color, QString::fromUtf8(answer.data(), static_cast<qsizetype>(answer.size())),
                            grey ? quiet : palette().color(QPalette::Text).name(), text(evidence.text).toHtmlEscaped());
    QStringList numbers;
    if (!evidence.key.empty()) {
        const QString value = evidence.value
            ? QStringLiteral(" = %1 %2").arg(formatValue(*evidence.value), rangeText(evidence.interval))
            : QString();
        numbers << QStringLiteral("<a href=\"number:%1\">%1</a>%2").arg(text(evidence.key).toHtmlEscaped(), value);
    }
    if (evidence.threshold)
        numbers
            << tr("limit %1 (%2)").arg(formatValue(*evidence.threshold), text(evidence.thresholdName).toHtmlEscaped());
    if (evidence.untrained)
        numbers << tr("untrained copies %1").arg(rangeText(evidence.untrained));
    if (!numbers.isEmpty())
        html
            += QStringLiteral("<br><span style=\"color:%1\">%2</span>").arg(quiet, numbers.join(QStringLiteral(" · ")));
    if (evidence.children.empty())
        return html;
    html += QStringLiteral("<ul style=\"margin-left:0\">");
    for (const Evidence& child : evidence.children)
        html += QStringLiteral("<li>%1</li>").arg(evidenceHtml(child));
    return html + QStringLiteral("</ul>");
}

void VerdictPanel::showRun(const RunVerdict& run)
{
    QString page = QStringLiteral("### %1\n\n%2\n\n").arg(run.label, text(run.verdict.summary));
    if (!run.verdict.nextSteps.empty())
        page += QStringLiteral("**%1**\n\n").arg(tr("Next steps"));
    for (std::size_t i = 0; i < run.verdict.nextSteps.size(); ++i)
        page += QStringLiteral("%1. %2\n").arg(i + 1).arg(text(run.verdict.nextSteps[i]));
    m_run->setMarkdown(page);
}

} // namespace maskscope
