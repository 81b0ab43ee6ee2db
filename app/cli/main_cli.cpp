// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"
#include "app/cli/standard_streams.h"
#include "model/blas_kernels.h"

int main(int argc, char** argv)
{
    maskscope::prepareStandardStreams();
    CLI::App app("Maskscope: shows what a masked EEG model really learned.", "maskscope-cli");
    app.set_version_flag("--version", "maskscope-cli " MASKSCOPE_VERSION);
    app.require_subcommand(1);
    maskscope::AnalyzeOptions analyze;
    maskscope::InspectOptions inspect;
    maskscope::SelftestOptions selftest;
    maskscope::ValidityCommandOptions validity;
    const CLI::App* analyzing = maskscope::addAnalyze(app, analyze);
    maskscope::addInspect(app, inspect);
    const CLI::App* testing = maskscope::addSelftest(app, selftest);
    const CLI::App* validating = maskscope::addValidity(app, validity);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return maskscope::finishOutput(maskscope::reportParse(app, error));
    }
    if (testing->parsed() || validating->parsed() || analyzing->parsed())
        maskscope::restartWithBetterBlasKernels(argv);
    const int status = testing->parsed() ? maskscope::runSelftest(selftest)
        : validating->parsed()           ? maskscope::runValidity(validity)
        : analyzing->parsed()            ? maskscope::runAnalyze(analyze)
                                         : maskscope::runInspect(inspect);
    return maskscope::finishOutput(status, analyzing->parsed());
}
