// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QIcon>
#include <QLabel>
#include <QMimeData>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include "analysis/results/run_verdict.h"
#include "app/window/load_report_view.h"
#include "app/window/signal_controller.h"
#include "model/inference_session.h"
#include "widgets/panels/compare_panel.h"
#include "widgets/panels/figure_board.h"
#include "widgets/panels/inputs_panel.h"
#include "widgets/panels/load_report_panel.h"
#include "widgets/panels/message_bar.h"
#include "widgets/panels/numbers_panel.h"
#include "widgets/panels/progress_panel.h"
#include "widgets/panels/runs_panel.h"
#include "widgets/panels/settings_panel.h"
#include "widgets/panels/signal_page.h"
#include "widgets/panels/verdict_panel.h"
#include "widgets/panels/welcome_panel.h"

/// The icons sit in a static library, which drops resources that nothing names. (The macro wants no namespace.)
static void loadIcons() { Q_INIT_RESOURCE(icons); }

namespace maskscope {

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
{
    loadIcons();
    setWindowTitle(QStringLiteral("Maskscope"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/maskscope.svg")));
    setAcceptDrops(true);
    QCoreApplication::instance()->installEventFilter(this);
    resize(1280, 800);
    buildCentre();
    buildDocks();
    buildMenus();
    connectPanels();
    connectSession();
    updateCentre();
    for (FigureBoard* board : { m_board, m_gains, m_carries })
        board->setDark(isDark(palette()));
    QSettings settings;
    m_exportFolder = settings.value(QStringLiteral("exportFolder")).toString();
    restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
    restoreState(settings.value(QStringLiteral("windowState")).toByteArray());
}

MainWindow::~MainWindow() = default;

void MainWindow::setWaiting(const QString& text)
{
    for (FigureBoard* board : { m_board, m_gains, m_carries })
        board->setWaiting(text);
}

void MainWindow::showVerdict()
{
    std::vector<RunVerdict> verdicts;
    std::vector<ComparedRun> compared;
    const RunList& runs = m_session.runs();
    std::vector<Verdict> all = judgeRuns(runs, m_session.thresholds());
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (!m_session.isRunVisible(i))
            continue;
        const Rgb color = m_session.keptRuns()[i].color;
        compared.push_back({ runs[i], QColor(color.r, color.g, color.b), all[i] });
        verdicts.push_back(
            { QString::fromStdString(runs[i]->label), QColor(color.r, color.g, color.b), std::move(all[i]) });
    }
    m_compare->setRuns(std::move(compared));
    m_verdict->setThresholds(QString::fromStdString(m_session.thresholds().source));
    m_verdict->setVerdicts(std::move(verdicts));
}

void MainWindow::showFigures(const std::vector<Figure>& figures)
{
    // Each board takes those it has a panel for.
    for (FigureBoard* board : { m_board, m_gains, m_carries })
        board->setFigures(figures);
}

void MainWindow::buildCentre()
{
    const auto titlesOf = [](MetricPage page) {
        std::vector<std::pair<QString, QString>> titles;
        for (const Metric& metric : metricList())
            if (metric.figure && metric.page == page)
                titles.emplace_back(QString::fromStdString(metric.id), QString::fromStdString(metric.title));
        return titles;
    };
    auto* central = new QWidget(this);
    m_messages = new MessageBar(central);
    m_centre = new QStackedWidget(central);
    auto* welcome = new WelcomePanel(m_centre);
    m_tabs = new QTabWidget(m_centre);
    m_tabs->setDocumentMode(true);
    const auto scrolled = [this](FigureBoard* board) {
        auto* scroll = new QScrollArea(m_tabs);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setWidget(board);
        return scroll;
    };
    m_board = new FigureBoard(titlesOf(MetricPage::Figures));
    m_gains = new FigureBoard(titlesOf(MetricPage::Gains));
    m_gains->setWide(QStringLiteral("gains"));
    m_numbers = new NumbersPanel(m_tabs);
    m_report = new LoadReportPanel(m_tabs);
    m_compare = new ComparePanel(m_tabs);
    m_tabs->addTab(m_compare, tr("Compare"));
    m_tabs->addTab(scrolled(m_board), tr("Figures"));
    m_tabs->addTab(scrolled(m_gains), tr("Gains"));
    m_verdict = new VerdictPanel(m_tabs);
    m_carries = new FigureBoard(titlesOf(MetricPage::Verdict));
    m_carries->setWide(QStringLiteral("carries"));
    m_tabs->addTab(scrolled(m_carries), tr("What it carries"));
    m_tabs->addTab(m_verdict, tr("Verdict"));
    m_signalPage = new SignalPage(m_tabs);
    m_tabs->addTab(m_signalPage, tr("Signals"));
    m_tabs->addTab(m_numbers, tr("Numbers"));
    m_tabs->addTab(m_report, tr("Load report"));
    m_centre->addWidget(welcome);
    m_centre->addWidget(m_tabs);
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_centre, 1);
    setCentralWidget(central);
    connect(welcome, &WelcomePanel::openRequested, this, &MainWindow::askForFiles);
    connect(welcome, &WelcomePanel::demoRequested, this, &MainWindow::openDemo);
}

QDockWidget* MainWindow::addDock(const QString& title, const QString& name, QWidget* content)
{
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetClosable);
    dock->setWidget(content);
    addDockWidget(Qt::LeftDockWidgetArea, dock);
    return dock;
}

void MainWindow::buildDocks()
{
    m_inputs = new InputsPanel(this);
    m_settings = new SettingsPanel(this);
    m_runs = new RunsPanel(this);
    m_progress = new ProgressPanel(this);
    QDockWidget* inputs = addDock(tr("Inputs"), QStringLiteral("inputsDock"), m_inputs);
    QDockWidget* settings = addDock(tr("Settings"), QStringLiteral("settingsDock"), m_settings);
    QDockWidget* runs = addDock(tr("Runs"), QStringLiteral("runsDock"), m_runs);
    resizeDocks({ inputs, settings, runs }, { 320, 250, 190 }, Qt::Vertical);
    resizeDocks({ inputs }, { 286 }, Qt::Horizontal);
    QStringList devices;
    for (const std::string& device : availableDevices())
        devices << QString::fromStdString(device);
    m_settings->setDevices(devices);
    statusBar()->addPermanentWidget(m_progress);
}

void MainWindow::connectPanels()
{
    connect(m_inputs, &InputsPanel::addRequested, this, &MainWindow::askForFiles);
    connect(m_inputs, &InputsPanel::removeRequested, &m_session, &Session::removeInputs);
    // Queued: the list is filled anew, which must not happen while an editor in it commits.
    connect(m_inputs, &InputsPanel::subjectChanged, &m_session, &Session::setSubject, Qt::QueuedConnection);
    connect(m_inputs, &InputsPanel::checkedChanged, this, [this](const QStringList& paths) {
        m_session.setChecked(paths);
        m_settings->setRunEnabled(m_session.canRun());
    });
    m_signals = new SignalController(m_session, *m_signalPage, this);
    connect(m_signals, &SignalController::failed, m_messages, &MessageBar::showError);
    connect(m_signals, &SignalController::channelClicked, this, &MainWindow::selectChannel);
    connect(m_inputs, &InputsPanel::selected, this, &MainWindow::showReport);
    connect(m_inputs, &InputsPanel::selected, m_signals, &SignalController::chooseRecording);
    connect(m_settings, &SettingsPanel::runRequested, this, &MainWindow::startRun);
    connect(m_settings, &SettingsPanel::problemFound, m_messages, &MessageBar::showError);
    connect(m_runs, &RunsPanel::visibilityChanged, &m_session, &Session::setRunVisible);
    connect(m_runs, &RunsPanel::renamed, &m_session, &Session::renameRun);
    connect(m_runs, &RunsPanel::removeRequested, &m_session, &Session::removeRuns);
    connect(m_runs, &RunsPanel::moved, &m_session, &Session::moveRun);
    connect(m_runs, &RunsPanel::recolored, &m_session, [this](std::size_t index, const QColor& color) {
        m_session.recolorRun(index,
                             { static_cast<std::uint8_t>(color.red()), static_cast<std::uint8_t>(color.green()),
                               static_cast<std::uint8_t>(color.blue()) });
    });
    connect(m_verdict, &VerdictPanel::numberRequested, this, [this](const QString& key) {
        m_tabs->setCurrentWidget(m_numbers);
        m_numbers->find(key);
    });
    connect(m_compare, &ComparePanel::referenceChosen, this,
            [this](const QString& id) { m_compare->setReference(id.toStdString()); });
    connect(m_verdict, &VerdictPanel::thresholdsRequested, this, &MainWindow::askForThresholds);
    connect(m_progress, &ProgressPanel::cancelRequested, &m_session, &Session::cancel);
    for (FigureBoard* board : { m_board, m_gains, m_carries }) {
        connect(board, &FigureBoard::exportRequested, this, &MainWindow::askForExport);
        connect(board, &FigureBoard::channelClicked, this, &MainWindow::selectChannel);
    }
}

void MainWindow::connectSession()
{
    connect(&m_session, &Session::failed, m_messages, &MessageBar::showError);
    connect(&m_session, &Session::notice, this,
            [this](const QString& sentence) { statusBar()->showMessage(sentence, 15000); });
    connect(&m_session, &Session::thresholdsChanged, this, &MainWindow::showVerdict);
    connect(&m_session, &Session::inputsChanged, this, &MainWindow::showInputs);
    connect(&m_session, &Session::runsChanged, this, &MainWindow::showRuns);
    connect(&m_session, &Session::progressed, m_progress, &ProgressPanel::setProgress);
    connect(&m_session, &Session::runningChanged, this, [this](bool running) {
        m_progress->setRunning(running);
        m_settings->setRunEnabled(m_session.canRun());
        if (running)
            setWaiting(tr("Running…"));
        else if (m_session.runs().empty())
            setWaiting(tr("Press Run analysis to fill this panel."));
        updateCentre();
    });
    connect(&m_session, &Session::figuresChanged, this, [this](const FigureSet& figures) {
        showVerdict();
        if (!figures->empty())
            showFigures(*figures);
        else if (!m_session.isRunning())
            setWaiting(m_session.runs().empty() ? tr("Press Run analysis to fill this panel.")
                                                : tr("Every run is hidden: check one on the left."));
    });
}

void MainWindow::startRun()
{
    const AnalysisSettings chosen = m_settings->settings();
    AnalysisRequest request;
    request.ratios = chosen.ratios;
    request.style = maskStyleFromName(chosen.style.toStdString());
    request.replacement = maskReplacementFromName(chosen.replacement.toStdString());
    request.seed = chosen.seed;
    request.projection = chosen.projection.toStdString();
    request.subjects = chosen.subjects.toStdString();
    request.inference.mambaGroups = chosen.mambaGroups;
    request.inference.allowTorchScript = chosen.allowTorchScript;
    request.inference.device = chosen.device.isEmpty() ? "auto" : chosen.device.toStdString();
    m_session.run(request);
}

void MainWindow::showInputs()
{
    std::vector<InputItem> items;
    for (const InputEntry& entry : m_session.inputs()) {
        const QFileInfo file(entry.path);
        QString detail = entry.detail;
        if (!entry.projection.isEmpty())
            detail += QStringLiteral(" · ") + tr("projection");
        items.push_back(
            { entry.kind == InputKind::Checkpoint, entry.path, file.fileName(), detail,
              entry.path
                  + (entry.projection.isEmpty() ? QString()
                                                : QStringLiteral("\n") + tr("projection: %1").arg(entry.projection)),
              entry.usable, m_session.isChecked(entry.path), m_session.subject(entry.path), entry.subject });
    }
    m_inputs->setItems(items);
    m_settings->setRunEnabled(m_session.canRun());
    updateCentre();
}

void MainWindow::showRuns()
{
    std::vector<RunItem> items;
    RunList shown;
    const RunList& runs = m_session.runs();
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const RunResult& run = *runs[i];
        const Rgb color = m_session.keptRuns()[i].color;
        const QString detail = tr("%1 · %2 masked tokens · %3 s")
                                   .arg(QString::fromStdString(run.mask.style))
                                   .arg(run.mask.maskedTokens)
                                   .arg(run.inferenceSeconds, 0, 'f', 1);
        QStringList tip { QString::fromStdString(run.checkpoint.path), QString::fromStdString(run.device),
                          tr("projection: %1").arg(QString::fromStdString(run.checkpoint.projection)) };
        for (const std::string& warning : run.warnings)
            tip << QStringLiteral("• ") + QString::fromStdString(warning);
        items.push_back({ QString::fromStdString(run.label), detail, tip.join(QLatin1Char('\n')),
                          static_cast<unsigned>(color.r) << 16U | static_cast<unsigned>(color.g) << 8U | color.b,
                          m_session.isRunVisible(i) });
        if (m_session.isRunVisible(i))
            shown.push_back(runs[i]);
    }
    m_runs->setItems(items);
    m_numbers->setRuns(shown);
    updateCentre();
}

void MainWindow::showReport(const QString& path)
{
    for (const InputEntry& entry : m_session.inputs())
        if (entry.path == path && entry.kind == InputKind::Checkpoint)
            m_report->setReport(loadReportItem(entry, m_session.inputs()));
        else if (entry.path == path)
            m_report->setText(entry.reportText);
}

void MainWindow::updateCentre()
{
    const bool empty = m_session.inputs().empty() && m_session.runs().empty() && !m_session.isRunning();
    m_centre->setCurrentIndex(empty ? 0 : 1);
    if (!empty && m_session.runs().empty() && !m_session.isRunning())
        setWaiting(m_session.canRun() ? tr("Press Run analysis to fill this panel.")
                                      : tr("Open at least one recording and one checkpoint."));
}

void MainWindow::selectChannel(const QString& name)
{
    for (FigureBoard* board : { m_board, m_gains, m_carries })
        board->setSelectedChannel(name);
    m_signals->selectChannel(name);
    statusBar()->showMessage(name.isEmpty() ? QString() : tr("Channel %1").arg(name), 5000);
}

void MainWindow::setTheme(Theme theme)
{
    if (auto* application = qobject_cast<QApplication*>(QCoreApplication::instance()))
        applyTheme(*application, theme);
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_board != nullptr)
        for (FigureBoard* board : { m_board, m_gains, m_carries })
            board->setDark(isDark(palette()));
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    QSettings settings;
    settings.setValue(QStringLiteral("geometry"), saveGeometry());
    settings.setValue(QStringLiteral("windowState"), saveState());
    settings.setValue(QStringLiteral("exportFolder"), m_exportFolder);
    m_session.cancel();
    QMainWindow::closeEvent(event);
}

} // namespace maskscope
