// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <clocale>
#include <memory>

#include <QApplication>
#include <QStandardPaths>
#include <QTimer>

#include "app/cli/command_line.h"
#include "app/cli/output_options.h"
#include "app/cli/standard_streams.h"
#include "app/commands/figures_command.h"
#include "app/window/main_window.h"
#include "app/commands/report_command.h"
#include "model/blas_kernels.h"

namespace {

struct WindowOptions {
    std::vector<std::string> files;
    bool demo = false;
    std::string theme = "system";
};

CLI::App* addFigures(CLI::App& app, maskscope::FiguresOptions& options)
{
    CLI::App* command = app.add_subcommand("figures", "Write the figures of result files, without a display");
    command->add_option("results", options.results, "Result files (HDF5); their runs are drawn side by side");
    command->add_flag("--demo", options.demo, "Analyse and draw the demo");
    command->add_option("--out,-o", options.out, "Folder for the figures")->required()->check(maskscope::isFileName());
    command->add_option("--format", options.formats, "svg, pdf, png, csv")->delimiter(',')->capture_default_str();
    command->add_option("--width-mm", options.widthMm, "Width: 85 (one column), 180 (two), or any")
        ->capture_default_str();
    command->add_option("--dpi", options.dpi, "Resolution of PNG files")->capture_default_str();
    command->add_option("--style", options.style, "print or screen")->capture_default_str();
    command
        ->add_option("--sphere", options.sphere,
                     "Head sphere of scalp maps, as in MNE-Python: default, auto (fitted) or eeglab")
        ->capture_default_str();
    maskscope::addOverwrite(*command, options.overwrite);
    return command;
}

CLI::App* addReport(CLI::App& app, maskscope::ReportOptions& options)
{
    CLI::App* command = app.add_subcommand(
        "report", "Write verdicts, evidence, figures, numbers and inputs of result files, without a display");
    command->add_option("results", options.results, "Result files (HDF5); their runs stand side by side");
    command->add_flag("--demo", options.demo, "Analyse and report the demo");
    command->add_option("--out,-o", options.out, "Report: .html (one file), .pdf, .md or .tex")
        ->required()
        ->check(maskscope::isFileName());
    command->add_flag("--full", options.full,
                      "With every figure, evidence, number and input; without it at most some four pages");
    command->add_option("--template", options.form,
                        "Text (.html, .md, .tex) whose {{answer}}, {{effects}}, {{methods}}, ... are filled");
    maskscope::addOverwrite(*command, options.overwrite);
    command->add_option("--thresholds", options.thresholds, "JSON file with thresholds of the verdict");
    command->add_option("--old-report", options.oldReport, "Report of the old diagnosis (text), to compare with");
    command->add_option("--old-numbers", options.oldNumbers,
                        "Its numbers, typed in: position=0.4028,diversity=0,top3=0.9%,verdict=TEXT");
    return command;
}

/// Whether a subcommand has something to work on; says so where not.
bool hasResults(const char* command, const std::vector<std::string>& results, bool demo)
{
    if (results.empty() && !demo)
        maskscope::say(std::string("maskscope: ") + command + ": expected result files or --demo, found neither.\n");
    return !results.empty() || demo;
}

maskscope::Theme themeOf(const std::string& name)
{
    return name == "light" ? maskscope::Theme::Light
        : name == "dark"   ? maskscope::Theme::Dark
                           : maskscope::Theme::System;
}

/// QApplication takes the user's language for the C library too, whose "%g" would then write decimal commas into axes,
/// captions and tables.
void useDecimalPoints() { std::setlocale(LC_NUMERIC, "C"); }

int showWindow(int& argc, char** argv, const WindowOptions& options)
{
    QApplication application(argc, argv);
    useDecimalPoints();
    QApplication::setApplicationName(QStringLiteral("Maskscope"));
    QApplication::setOrganizationName(QStringLiteral("Maskscope"));
    QApplication::setApplicationVersion(QStringLiteral(MASKSCOPE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.maskscope.Maskscope")); // whose icon the desktop shows
    maskscope::applyTheme(application, themeOf(options.theme));
    maskscope::MainWindow window;
    window.keepSessions(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation));
    window.show();
    QStringList files;
    for (const std::string& file : options.files)
        files << QString::fromStdString(file);
    // After the first frame: the window is there before the work starts.
    QTimer::singleShot(0, &window, [&window, &options, files] {
        if (options.demo)
            window.openDemo();
        window.open(files);
    });
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    maskscope::prepareStandardStreams();
    CLI::App app("Maskscope: shows what a masked EEG model really learned.", "maskscope");
    app.set_version_flag("--version", "maskscope " MASKSCOPE_VERSION);
    WindowOptions window;
    maskscope::FiguresOptions figures;
    app.add_option("files", window.files, "Recordings, checkpoints, result files to open");
    app.add_flag("--demo", window.demo, "Open the demo, analysed");
    app.add_option("--theme", window.theme, "system, light or dark")
        ->check(CLI::IsMember({ "system", "light", "dark" }))
        ->capture_default_str();
    maskscope::ReportOptions reportOptions;
    const CLI::App* drawing = addFigures(app, figures);
    const CLI::App* reporting = addReport(app, reportOptions);
    app.require_subcommand(0, 1);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return maskscope::finishOutput(maskscope::reportParse(app, error));
    }
    const bool opensWindow = !drawing->parsed() && !reporting->parsed();
    if (opensWindow || figures.demo || reportOptions.demo) // what computes
        maskscope::restartWithBetterBlasKernels(argv);
    if (opensWindow)
        return showWindow(argc, argv, window);
    const bool isReady = drawing->parsed() ? hasResults("figures", figures.results, figures.demo)
                                           : hasResults("report", reportOptions.results, reportOptions.demo);
    if (!isReady)
        return 2;
    qputenv("QT_QPA_PLATFORM", "offscreen"); // QApplication aborts without a display otherwise
    const QApplication application(argc, argv);
    useDecimalPoints();
    return drawing->parsed() ? maskscope::runFigures(figures) : maskscope::runReport(reportOptions);
}
