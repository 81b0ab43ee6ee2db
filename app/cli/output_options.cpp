// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output_options.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "analysis/data/core/atomic_file.h"
#include "analysis/data/core/maker_mark.h"
#include "analysis/data/recording/reading/recording_formats.h"
#include "analysis/results/result_file.h"
#include "app/pipeline/subjects.h"

namespace maskscope {

namespace {

namespace fs = std::filesystem;

void add(std::vector<NamedInput>& inputs, const std::string& what, const std::string& path)
{
    if (!path.empty())
        inputs.push_back({ what, path });
}

NamedOutput jsonOutput(const std::string& path, std::string_view mark, std::string content)
{
    return { "--json", path, std::move(content), [mark](const fs::path& file) { return isOwnJson(file, mark); } };
}

bool isInputSuffix(std::string suffix)
{
    std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const std::string_view known : { ".pt", ".pth", ".ckpt", ".safetensors", ".gdf", ".cnt" })
        if (suffix == known)
            return true;
    return std::ranges::any_of(recordingFormats(), [&](const RecordingFormat& format) {
        return std::ranges::find(format.suffixes, std::string_view(suffix)) != format.suffixes.end();
    });
}

/// Of files whose suffix says nothing: "S001R03.edf.1", a checkpoint called "best".
bool holdsAnInput(const fs::path& path)
{
    std::error_code ec;
    if (!fs::is_regular_file(path, ec))
        return false;
    std::ifstream in(path, std::ios::binary);
    std::string head(4096, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    return head.starts_with("PK\x03\x04") || head.starts_with("\x89HDF")
        || std::ranges::any_of(recordingFormats(),
                               [&](const RecordingFormat& format) { return format.recognises(path, head); });
}

/// `--json a.edf b.edf`: the name after the option was forgotten, and the first recording taken for it. Refused even
/// with --overwrite.
Result<void> checkJsonName(const std::string& json)
{
    const fs::path path = json;
    if (json.empty() || json == "-" || (!isInputSuffix(path.extension().string()) && !holdsAnInput(path)))
        return {};
    return failure(ErrorCode::InvalidArgument, "--json " + json,
                   "is the name of an input, not of a file to write: was the name after --json forgotten?",
                   "--json FILE.json, or --json - for standard output", json);
}

} // namespace

CLI::Validator isFileName()
{
    return { [](const std::string& name) { return name.empty() ? std::string("a file name is missing") : ""; }, "" };
}

void addOverwrite(CLI::App& command, bool& overwrite)
{
    command.add_flag("--overwrite", overwrite,
                     "Let an output replace a file that Maskscope did not write (an input is never replaced)");
}

std::vector<NamedInput> inputsOf(const AnalyzeOptions& options)
{
    std::vector<NamedInput> inputs;
    for (const std::string& path : options.recordings)
        inputs.push_back({ "a recording", path, true });
    for (const std::string& path : options.checkpoints)
        inputs.push_back({ "a checkpoint", path, true });
    add(inputs, "the mask file", options.maskFile);
    add(inputs, "the spatial projection", options.projection);
    add(inputs, "the electrode positions", options.montage);
    add(inputs, "the limits of the verdict", options.thresholds);
    if (options.subjects != kSubjectsFromNames)
        add(inputs, "the subjects", options.subjects);
    return inputs;
}

std::vector<NamedInput> inputsOf(const InspectOptions& options)
{
    std::vector<NamedInput> inputs;
    for (const std::string& path : options.files)
        inputs.push_back({ "a file to inspect", path, true });
    add(inputs, "the electrode positions", options.montage);
    return inputs;
}

Result<void> checkAnalyzeOutputs(const AnalyzeOptions& options)
{
    if (options.out == "-")
        return failure(ErrorCode::InvalidArgument, "--out -", "a result file cannot go to standard output",
                       "a file name (metrics can: --json -)", "-");
    if (auto named = checkJsonName(options.json); !named)
        return named;
    const std::vector<NamedOutput> outputs { { "--out", options.out, "a result file", isResultFile },
                                             jsonOutput(options.json, metricsMark, "metrics JSON") };
    return checkOutputs(inputsOf(options), outputs, options.overwrite);
}

Result<void> checkInspectOutputs(const InspectOptions& options)
{
    if (auto named = checkJsonName(options.json); !named)
        return named;
    if (options.files.empty())
        return failure(ErrorCode::InvalidArgument, "inspect", "has nothing to look at", "files", "none");
    const std::vector<NamedOutput> outputs { jsonOutput(options.json, inspectionMark, "inspection JSON") };
    return checkOutputs(inputsOf(options), outputs, options.overwrite);
}

Result<void> checkValidityOutput(const ValidityCommandOptions& options)
{
    const std::vector<NamedOutput> outputs { { "--out", options.out, "a table",
                                               [](const fs::path& file) { return isOwnDocument(file, "table"); } } };
    if (auto allowed = checkOutputs({}, outputs, options.overwrite); !allowed)
        return allowed;
    return options.out.empty() ? Result<void> {} : checkTextTarget(options.out);
}

} // namespace maskscope
