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
#include <QTreeWidget>
#include <QVBoxLayout>

#include "widgets/charts/axis_ticks.h"

namespace maskscope {

namespace {

enum Column { Step, Answer, Number, Limits, Untrained, Columns };
constexpr int keyRole = Qt::UserRole;

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
    , m_evidence(new QTreeWidget)
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
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 4);
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
    m_evidence->setObjectName(QStringLiteral("evidenceTree"));
    m_evidence->setAccessibleName(tr("Evidence"));
    m_evidence->setHeaderLabels({ tr("Step"), tr("Holds"), tr("Number"), tr("Limit"), tr("Untrained copies") });
    m_evidence->setWordWrap(true);
    m_evidence->setToolTip(tr("Double-click a step to find its number among all numbers"));
    m_evidence->header()->setStretchLastSection(false);
    m_evidence->header()->setSectionResizeMode(Step, QHeaderView::Stretch);
    for (const int column : { Answer, Number, Limits, Untrained })
        m_evidence->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    left->addWidget(m_evidence, 1);
    m_change = addLabel(left, "verdictChange");
    connect(m_evidence, &QTreeWidget::itemDoubleClicked, this, [this](QTreeWidgetItem* item) {
        if (const QString key = item->data(Step, keyRole).toString(); !key.isEmpty())
            Q_EMIT numberRequested(key);
    });
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
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_markdown); });
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

void VerdictPanel::setVerdicts(std::vector<RunVerdict> verdicts, const QString& markdown)
{
    const QModelIndex before = m_table->currentIndex();
    m_markdown = markdown;
    m_model->setVerdicts(std::move(verdicts));
    m_pages->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    if (m_model->rowCount() == 0)
        return;
    m_table->resizeColumnsToContents();
    for (int column = 0; column < m_model->columnCount(); ++column)
        m_table->setColumnWidth(column, std::max(m_table->columnWidth(column) + 16, 120));
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
        addEvidence(m_evidence->invisibleRootItem(), statement->evidence);
        m_evidence->expandAll();
        QString change = tr("What would change this: %1").arg(text(statement->whatWouldChange));
        if (statement->smallestEffect)
            change += QLatin1Char('\n')
                + tr("Smallest effect these recordings could have shown: %1%2")
                      .arg(formatValue(*statement->smallestEffect),
                           statement->smallestEffectUnit.empty() || statement->smallestEffectUnit == "1"
                               ? QString()
                               : QLatin1Char(' ') + text(statement->smallestEffectUnit));
        m_change->setText(change);
    }
    showRun(run);
}

void VerdictPanel::addEvidence(QTreeWidgetItem* parent, const Evidence& evidence)
{
    auto* item = new QTreeWidgetItem(parent);
    item->setText(Step, text(evidence.text));
    item->setToolTip(Step, text(evidence.text));
    const std::string_view answer = stepAnswer(evidence.finding);
    item->setText(Answer, QString::fromUtf8(answer.data(), static_cast<qsizetype>(answer.size())));
    if (const QColor color = findingColor(evidence.finding, false); color.isValid())
        item->setForeground(Answer, color);
    if (evidence.value)
        item->setText(Number,
                      (formatValue(*evidence.value) + QLatin1Char(' ') + rangeText(evidence.interval)).trimmed());
    if (evidence.threshold)
        item->setText(Limits, formatValue(*evidence.threshold));
    item->setToolTip(Limits, text(evidence.thresholdName));
    item->setText(Untrained, rangeText(evidence.untrained));
    if (!evidence.key.empty()) {
        item->setData(Step, keyRole, text(evidence.key));
        item->setToolTip(Number, text(evidence.key));
    }
    if (evidence.finding == Finding::NotTestable)
        for (int column = 0; column < Columns; ++column)
            item->setForeground(column, findingColor(Finding::NotTestable, false));
    for (const Evidence& child : evidence.children)
        addEvidence(item, child);
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
