// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/model_run.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>

#include <unistd.h>

#include "analysis/data/hdf5/hdf5_file.h"

namespace maskscope::test {

Result<ModelInputs> readInputs(const std::filesystem::path& checkpoint, const std::filesystem::path& recording,
                               const std::filesystem::path& mask, const std::string& projection)
{
    auto opened = Checkpoint::open(checkpoint);
    if (!opened)
        return tl::unexpected(opened.error());
    auto report = describeCheckpoint(*opened);
    if (!report)
        return tl::unexpected(report.error());
    auto read = readRecording(recording);
    if (!read)
        return tl::unexpected(read.error());
    auto windows = makeWindows({ &*read, 1 }, { report->network.window, 256 });
    if (!windows)
        return tl::unexpected(windows.error());
    MaskSpec spec;
    if (const auto* replacement = opened->configValue("mask_replacement"))
        spec.replacement = maskReplacementFromName(replacement->text).value_or(MaskReplacement::Zeros);
    auto plan = readMaskFile(mask, *windows, spec);
    if (!plan)
        return tl::unexpected(plan.error());
    auto directions = loadSpatialProjection(projection, report->network.dModel);
    if (!directions)
        return tl::unexpected(directions.error());
    return ModelInputs { std::move(*opened), std::move(*report), std::move(*windows), std::move(*plan),
                         std::move(*directions) };
}

Result<PredictionSet> predict(const ModelInputs& inputs, const InferenceOptions& options,
                              const ForwardSwitches& switches)
{
    auto session = InferenceSession::create(inputs.checkpoint, inputs.report, inputs.projection, options);
    if (!session)
        return tl::unexpected(session.error());
    return session->run(inputs.windows, inputs.mask, switches, {}, {});
}

double relativeDistance(const RowMatrixF& found, const RowMatrixF& expected)
{
    if (found.rows() != expected.rows() || found.cols() != expected.cols() || found.size() == 0)
        return std::numeric_limits<double>::infinity();
    const RowMatrixD e = expected.cast<double>();
    const double deviation = std::sqrt((e.array() - e.mean()).square().mean());
    const double worst = (found.cast<double>() - e).cwiseAbs().maxCoeff();
    return std::isnan(worst) ? std::numeric_limits<double>::infinity() : worst / deviation;
}

ReferenceCases::ReferenceCases(const std::vector<std::string>& cases)
{
    const std::string reference = MASKSCOPE_SHARED_DIR "/oracle/oracle.py";
    const std::string python = "/usr/bin/python3";
    if (!std::filesystem::exists(reference)) {
        m_unavailable = "no reference implementation at " + reference;
        return;
    }
    if (std::system((python + " -c 'import torch, numpy, h5py' >/dev/null 2>&1").c_str()) != 0) {
        m_unavailable = "/usr/bin/python3 lacks torch, numpy or h5py";
        return;
    }
    std::string pattern = (std::filesystem::temp_directory_path() / "maskscope-cases-XXXXXX").string();
    m_folder = ::mkdtemp(pattern.data());
    std::ofstream list(m_folder / "cases.txt");
    for (const auto& line : cases)
        list << line << '\n';
    list.close();
    const std::string command = python + " " MASKSCOPE_SOURCE_DIR "/tests/model/make_cases.py " + reference + " "
        + m_folder.string() + " < " + (m_folder / "cases.txt").string() + " > " + (m_folder / "log.txt").string();
    if (std::system(command.c_str()) != 0)
        ADD_FAILURE() << "the reference implementation failed: " << command;
}

ReferenceCases::~ReferenceCases()
{
    std::error_code ignored;
    if (!m_folder.empty())
        std::filesystem::remove_all(m_folder, ignored);
}

std::filesystem::path ReferenceCases::file(std::size_t number, const std::string& suffix) const
{
    return m_folder / (std::to_string(number) + "." + suffix);
}

Result<ModelInputs> ReferenceCases::inputs(std::size_t number) const
{
    return readInputs(file(number, "pt"), file(number, "r.h5"), file(number, "m.h5"), "seed:0");
}

PredictionSet ReferenceCases::expected(std::size_t number) const
{
    const auto file = Hdf5File::open(this->file(number, "e.h5"));
    PredictionSet set;
    if (!file)
        return set;
    const auto matrix = [&](const char* name) {
        const auto read = file->read<float>(name);
        return RowMatrixF(Eigen::Map<const RowMatrixF>(read->values.data(), read->shape[0], read->shape[1]));
    };
    set.predictions = matrix("/predictions");
    set.targets = matrix("/targets");
    set.position = file->read<double>("/position")->values;
    set.tokenIndex = file->read<std::int32_t>("/token_index")->values;
    set.seqLen = file->read<std::int32_t>("/seq_len")->values;
    set.sequence = file->read<std::int32_t>("/sequence")->values;
    set.recording = file->read<std::int32_t>("/recording")->values;
    return set;
}

} // namespace maskscope::test
