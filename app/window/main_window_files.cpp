// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The window's dialogs, menus and drops: how files get in and out.
#include "app/window/main_window.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QStatusBar>
#include <QTabWidget>

#include "analysis/data/recording/channels/montage.h"
#include "analysis/data/recording/reading/recording_formats.h"
#include "app/window/command_palette.h"
#include "app/window/export_job.h"
#include "widgets/export/figure_exporter.h"
#include "widgets/panels/message_bar.h"

namespace maskscope {

void MainWindow::buildMenus()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addAction(tr("&Open…"), QKeySequence::Open, this, &MainWindow::askForFiles);
    file->addAction(tr("Open the &demo"), this, &MainWindow::openDemo);
    file->addSeparator();
    m_lastSession = file->addAction(tr("Open the &last session"), this, [this] { open({ m_lastSessionPath }); });
    m_lastSession->setEnabled(false);
    file->addSeparator();
    file->addAction(tr("&Save session…"), QKeySequence::Save, this, &MainWindow::askForSession);
    file->addAction(tr("Save &results…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), this,
                    &MainWindow::askForResultFile);
    file->addSeparator();
    file->addAction(tr("Write re&port…"), QKeySequence(Qt::CTRL | Qt::Key_R), this, &MainWindow::askForReport);
    file->addAction(tr("Export &all figures…"), QKeySequence(Qt::CTRL | Qt::Key_E), this, &MainWindow::askForFigures);
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    QAction* undo = edit->addAction(tr("&Undo"), QKeySequence::Undo, &m_session, &Session::undo);
    QAction* redo = edit->addAction(tr("&Redo"), QKeySequence::Redo, &m_session, &Session::redo);
    const auto update = [this, undo, redo] {
        undo->setEnabled(m_session.canUndo());
        redo->setEnabled(m_session.canRedo());
    };
    connect(&m_session, &Session::runsChanged, this, update);
    update();
    QMenu* view = menuBar()->addMenu(tr("&View"));
    for (int page = 0; page < m_tabs->count(); ++page)
        view->addAction(m_tabs->tabText(page), QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + page)), m_tabs,
                        [tabs = m_tabs, page] { tabs->setCurrentIndex(page); });
    view->addSeparator();
    for (QDockWidget* dock : findChildren<QDockWidget*>())
        view->addAction(dock->toggleViewAction());
    view->addSeparator();
    auto* themes = new QActionGroup(this);
    const std::vector<std::pair<QString, Theme>> names { { tr("Theme of the desktop"), Theme::System },
                                                         { tr("Light"), Theme::Light },
                                                         { tr("Dark"), Theme::Dark } };
    for (const auto& [name, theme] : names) {
        QAction* action = view->addAction(name, this, [this, chosen = theme] { setTheme(chosen); });
        action->setCheckable(true);
        action->setChecked(theme == Theme::System);
        themes->addAction(action);
    }
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&Commands…"), QKeySequence(Qt::CTRL | Qt::Key_K), this, [this] {
        auto* palette = new CommandPalette(*menuBar(), this);
        palette->setAttribute(Qt::WA_DeleteOnClose);
        palette->open();
    });
    help->addAction(tr("&About Maskscope"), this, [this] {
        QMessageBox::about(this, tr("About Maskscope"),
                           tr("Maskscope %1\n\nShows what a masked EEG model really learned.\nGPL-3.0-or-later.")
                               .arg(QStringLiteral(MASKSCOPE_VERSION)));
    });
}

void MainWindow::askForFiles()
{
    const auto pattern = [](std::string_view suffix) {
        return QStringLiteral("*") + QString::fromUtf8(suffix.data(), static_cast<qsizetype>(suffix.size()));
    };
    QStringList readable, placing;
    for (const RecordingFormat& format : recordingFormats())
        for (const std::string_view suffix : format.suffixes)
            readable << pattern(suffix);
    readable.removeDuplicates();
    for (const std::string_view suffix : montageSuffixes())
        placing << pattern(suffix);
    const QString recordings = readable.join(QLatin1Char(' ')), montages = placing.join(QLatin1Char(' '));
    const QString checkpoints = QStringLiteral("*.pt *.pth *.ckpt *.safetensors"),
                  sessions = QStringLiteral("*.maskscope");
    const QStringList filters {
        tr("Recordings, checkpoints, results, sessions (%1 %2 %3)").arg(recordings, checkpoints, sessions),
        tr("Recordings (%1)").arg(recordings), tr("Checkpoints (%1)").arg(checkpoints),
        tr("Electrode positions (%1)").arg(montages), tr("All files (*)")
    };
    m_session.open(QFileDialog::getOpenFileNames(this, tr("Open recordings, checkpoints or results"), {},
                                                 filters.join(QStringLiteral(";;"))));
}

void MainWindow::askForResultFile()
{
    if (m_session.runs().empty()) {
        m_messages->showError(tr("There are no results to save yet: run an analysis first."));
        return;
    }
    const QString path = QFileDialog::getSaveFileName(this, tr("Save results"), QStringLiteral("results.h5"),
                                                      tr("Maskscope results (*.h5)"));
    if (!path.isEmpty())
        m_session.saveResults(path);
}

void MainWindow::askForSession()
{
    QString path = QFileDialog::getSaveFileName(this, tr("Save session"), QStringLiteral("session.maskscope"),
                                                tr("Maskscope sessions (*.maskscope)"));
    if (path.isEmpty())
        return;
    if (!path.endsWith(QStringLiteral(".maskscope")))
        path += QStringLiteral(".maskscope");
    m_session.saveSession(path);
}

void MainWindow::keepSessions(const QString& folder)
{
    m_autosave = std::make_unique<Autosave>(folder);
    m_session.setAutosave(m_autosave->path());
    m_lastSessionPath = m_autosave->lastSession();
    m_lastSession->setEnabled(!m_lastSessionPath.isEmpty());
    if (!m_lastSessionPath.isEmpty())
        statusBar()->showMessage(tr("The last session was kept: File, Open the last session."), 15000);
}

void MainWindow::askForThresholds()
{
    const QString path
        = QFileDialog::getOpenFileName(this, tr("Limits of the verdict"), {}, tr("Limits (*.json);;All files (*)"));
    if (!path.isEmpty())
        m_session.useThresholds(path);
}

void MainWindow::askForReport()
{
    const QString brief = tr("Brief report, about four pages (*.html *.pdf *.md *.tex)"),
                  whole = tr("Whole report, with evidence and all numbers (*.html *.pdf *.md *.tex)");
    QString chosen = brief;
    const QString path = QFileDialog::getSaveFileName(this, tr("Write report"), QStringLiteral("report.html"),
                                                      brief + QStringLiteral(";;") + whole, &chosen);
    if (path.isEmpty())
        return;
    QStringList arguments { QStringLiteral("--out"), path, QStringLiteral("--overwrite") };
    if (chosen == whole)
        arguments << QStringLiteral("--full");
    exportRuns(QStringLiteral("report"), arguments);
}

void MainWindow::askForFigures()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Export all figures into"), m_exportFolder);
    if (!folder.isEmpty())
        exportRuns(QStringLiteral("figures"),
                   { QStringLiteral("--out"), folder, QStringLiteral("--format"), QStringLiteral("svg,pdf,png,csv") });
}

/// The shown runs, in their order and by their names.
void MainWindow::exportRuns(const QString& command, const QStringList& arguments)
{
    RunList shown;
    for (const KeptRun& kept : m_session.keptRuns())
        if (kept.visible)
            shown.push_back(kept.run);
    if (shown.empty()) {
        m_messages->showError(tr("There is nothing to write yet: run an analysis, or check a run on the left."));
        return;
    }
    if (const auto allowed = m_session.checkOutput(arguments.at(1)); !allowed) {
        m_messages->showError(QString::fromStdString(allowed.error().sentence()));
        return;
    }
    auto* job = new ExportJob(shown, command, arguments, this);
    connect(job, &ExportJob::done, this, [this](const QString& text) { statusBar()->showMessage(text, 15000); });
    connect(job, &ExportJob::failed, m_messages, &MessageBar::showError);
    statusBar()->showMessage(tr("Writing %1…").arg(arguments.at(1)));
    job->start();
}

void MainWindow::askForExport(const Figure& figure, const QString& format)
{
    const QString name = QString::fromStdString(figure.metric) + QLatin1Char('.') + format;
    const QString start = m_exportFolder.isEmpty() ? name : QDir(m_exportFolder).filePath(name);
    const QString path = QFileDialog::getSaveFileName(this, tr("Export %1").arg(QString::fromStdString(figure.title)),
                                                      start, tr("%1 files (*.%2)").arg(format.toUpper(), format));
    if (path.isEmpty())
        return;
    m_exportFolder = QFileInfo(path).path();
    exportFigure(figure, path);
}

void MainWindow::exportFigure(const Figure& figure, const QString& path)
{
    const auto format = exportFormat(QFileInfo(path).suffix().toStdString());
    if (!format) {
        m_messages->showError(tr("%1: the suffix names no format: expected svg, pdf, png or csv.").arg(path));
        return;
    }
    if (const auto allowed = m_session.checkOutput(path); !allowed) {
        m_messages->showError(QString::fromStdString(allowed.error().sentence()));
        return;
    }
    const auto written = FigureExporter::exportFigure(figure, path.toStdString(), { .format = *format });
    if (written)
        statusBar()->showMessage(tr("Written: %1").arg(path), 15000);
    else
        m_messages->showError(QString::fromStdString(written.error().sentence()));
}

/// Files are taken wherever in the window they are dropped: fields and figures would take them as text, or not at all.
bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    const bool dragging = event->type() == QEvent::DragEnter || event->type() == QEvent::DragMove;
    if (!dragging && event->type() != QEvent::Drop)
        return QMainWindow::eventFilter(watched, event);
    const auto* widget = qobject_cast<QWidget*>(watched);
    auto* drop = static_cast<QDropEvent*>(event); // the base of all three
    QStringList paths;
    for (const QUrl& url : drop->mimeData()->urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    if (widget == nullptr || widget->window() != this || paths.isEmpty())
        return QMainWindow::eventFilter(watched, event);
    drop->acceptProposedAction();
    if (!dragging)
        m_session.open(paths);
    return true;
}

} // namespace maskscope
