// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QMainWindow>

#include "analysis/figures/figure.h"
#include "app/session/autosave.h"
#include "app/session/session.h"
#include "app/window/theme.h"

class QDockWidget;
class QStackedWidget;
class QTabWidget;

namespace maskscope {

class ComparePanel;
class FigureBoard;
class InputsPanel;
class LoadReportPanel;
class MessageBar;
class NumbersPanel;
class ProgressPanel;
class RunsPanel;
class SettingsPanel;
class SignalController;
class SignalPage;
class VerdictPanel;

/// Puts the panels together and carries their intents to the session; holds no state of an analysis.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Session& session() { return m_session; }
    void open(const QStringList& paths) { m_session.open(paths); }
    void openDemo() { m_session.openDemo(); }
    void setTheme(Theme theme);
    /// Keeps the session in a file of this folder from now on, and offers the last one that was kept there.
    void keepSessions(const QString& folder);
    /// Exports without asking for a name (the dialogs' second half, also used by tests).
    void exportFigure(const Figure& figure, const QString& path);
    /// The shown runs by a command of the program: "report" or "figures", with its arguments, "--out" first.
    void exportRuns(const QString& command, const QStringList& arguments);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void setWaiting(const QString& text);
    void showVerdict();
    void showFigures(const std::vector<Figure>& figures);
    void buildCentre();
    void buildDocks();
    void buildMenus();
    void connectPanels();
    void connectSession();
    QDockWidget* addDock(const QString& title, const QString& name, QWidget* content);

    void askForFiles();
    void askForExport(const Figure& figure, const QString& format);
    void askForResultFile();
    void askForSession();
    void askForReport();
    void askForFigures();
    void askForThresholds();
    void startRun();
    void showInputs();
    void showRuns();
    void showReport(const QString& path);
    void updateCentre();
    void selectChannel(const QString& name); ///< in figures, signals and the channel audit; empty: none

    std::unique_ptr<Autosave> m_autosave; // outlives the session, which writes there until the end
    Session m_session;
    MessageBar* m_messages = nullptr;
    QStackedWidget* m_centre = nullptr;
    QTabWidget* m_tabs = nullptr;
    ComparePanel* m_compare = nullptr;
    FigureBoard* m_board = nullptr;
    FigureBoard* m_gains = nullptr;
    FigureBoard* m_carries = nullptr;
    VerdictPanel* m_verdict = nullptr;
    NumbersPanel* m_numbers = nullptr;
    LoadReportPanel* m_report = nullptr;
    SignalPage* m_signalPage = nullptr;
    SignalController* m_signals = nullptr;
    InputsPanel* m_inputs = nullptr;
    SettingsPanel* m_settings = nullptr;
    RunsPanel* m_runs = nullptr;
    ProgressPanel* m_progress = nullptr;
    QString m_exportFolder;
    QAction* m_lastSession = nullptr;
    QString m_lastSessionPath;
};

} // namespace maskscope
