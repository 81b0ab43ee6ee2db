// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
#include <string>

#include "analysis/data/hdf5/hdf5_block_reader.h"
#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/hdf5/hdf5_trial.h"
#include "analysis/data/masking/mask_layout.h"
#include "analysis/data/masking/mask_plan.h"

namespace maskscope {

namespace {

std::string shapeText(std::span<const std::int64_t> shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

int longestSequence(const WindowSet& windows)
{
    int longest = 0;
    for (const WindowSequence& sequence : windows.sequences)
        longest = std::max(longest, sequence.tokens);
    return longest;
}

/// The file's token axis may be padded beyond the longest sequence; everything else has to match exactly.
Result<void> checkShape(const Hdf5File& file, const std::string& dataset, std::span<const std::int64_t> shape,
                        const WindowSet& windows, bool withSamples)
{
    const auto sequences = static_cast<std::int64_t>(windows.sequences.size());
    const std::int64_t tokens = longestSequence(windows);
    const std::size_t rank = withSamples ? 3 : 2;
    const bool fits = shape.size() == rank && shape[0] == sequences && shape[1] >= tokens
        && (!withSamples || shape[2] == windows.windowLength);
    if (fits)
        return {};
    std::string expected
        = "[" + std::to_string(sequences) + " sequences, at least " + std::to_string(tokens) + " tokens";
    if (withSamples)
        expected += ", " + std::to_string(windows.windowLength) + " samples";
    return failure(ErrorCode::Mismatch, file.path().string() + ", " + dataset,
                   "does not fit the windows of the recordings", expected + "]", shapeText(shape));
}

/// A stored number as HDF5 converts it: whole ones are cut to their range.
template <typename T>
T numberOf(double stored)
{
    if constexpr (std::is_floating_point_v<T>)
        return static_cast<T>(stored);
    return stored > 0 ? static_cast<T>(std::min<double>(stored, std::numeric_limits<T>::max())) : T {};
}

/// Ragged copy [sequence][token(, sample)] of a dataset, sequence by sequence, without its padding.
template <typename T>
Result<std::vector<T>> readRagged(const Hdf5File& file, const std::string& dataset, const WindowSet& windows,
                                  bool withSamples)
{
    const auto info = file.datasetShape(dataset);
    if (!info)
        return tl::unexpected(info.error());
    if (auto fits = checkShape(file, dataset, info->shape, windows, withSamples); !fits)
        return tl::unexpected(fits.error());
    const std::int64_t perToken = withSamples ? windows.windowLength : 1;
    std::vector<T> values(static_cast<std::size_t>(windows.tokenCount() * perToken));
    if (auto written = file.requireWritten(dataset); !written)
        return tl::unexpected(written.error());
    const auto reader = Hdf5BlockReader::open(file, dataset, 0);
    if (!reader)
        return tl::unexpected(reader.error());
    std::vector<double> stored;
    std::size_t filled = 0;
    for (std::size_t s = 0; s < windows.sequences.size(); ++s) {
        std::vector<std::int64_t> first { static_cast<std::int64_t>(s), 0 };
        std::vector<std::int64_t> count { 1, windows.sequences[s].tokens };
        if (withSamples) {
            first.push_back(0);
            count.push_back(windows.windowLength);
        }
        const auto size = static_cast<std::size_t>(windows.sequences[s].tokens * perToken);
        stored.resize(size);
        if (auto read = reader->read(first, count, stored); !read)
            return tl::unexpected(read.error());
        std::ranges::transform(stored, values.begin() + static_cast<std::ptrdiff_t>(filled), numberOf<T>);
        filled += size;
    }
    return values;
}

Result<void> readMask(const Hdf5File& file, const WindowSet& windows, MaskPlan& plan)
{
    const auto info = file.datasetShape("/mask");
    if (!info)
        return tl::unexpected(info.error());
    plan.perSample = info->shape.size() == 3;
    if (auto laidOut = layOut(plan, windows); !laidOut)
        return laidOut;
    auto bits = readRagged<std::uint8_t>(file, "/mask", windows, plan.perSample);
    if (!bits)
        return tl::unexpected(bits.error());
    plan.bits = std::move(*bits);
    std::int64_t masked = 0;
    for (std::uint8_t& bit : plan.bits) {
        bit = bit != 0;
        masked += bit;
    }
    if (masked == 0)
        return failure(ErrorCode::Mismatch, file.path().string() + ", /mask", "masks no token of these recordings");
    plan.spec.ratio = static_cast<double>(masked) / static_cast<double>(plan.bits.size());
    return {};
}

Result<void> readNoiseAndActions(const Hdf5File& file, const WindowSet& windows, MaskPlan& plan)
{
    if (file.exists("/noise")) {
        auto noise = readRagged<float>(file, "/noise", windows, true);
        if (!noise)
            return tl::unexpected(noise.error());
        plan.fileNoise = std::move(*noise);
    }
    if (file.exists("/action")) {
        auto actions = readRagged<std::uint8_t>(file, "/action", windows, false);
        if (!actions)
            return tl::unexpected(actions.error());
        plan.actions = std::move(*actions);
        const auto worst = std::max_element(plan.actions.begin(), plan.actions.end());
        if (*worst > static_cast<std::uint8_t>(MaskAction::Keep))
            return failure(ErrorCode::CorruptInput, file.path().string() + ", /action", "holds an unknown action",
                           "0 (zero), 1 (noise) or 2 (keep)", std::to_string(*worst));
    }
    return {};
}

/// The file decides what is masked; a requested style that contradicts it would be a false label.
MaskStyle styleOfFile(const MaskPlan& plan)
{
    if (!plan.actions.empty())
        return MaskStyle::Bert;
    if (plan.spec.style == MaskStyle::MultiChannel)
        return MaskStyle::MultiChannel;
    return plan.perSample ? MaskStyle::WithinToken : MaskStyle::Mae;
}

} // namespace

namespace {

Result<MaskPlan> readTriedMaskFile(const std::filesystem::path& path, const WindowSet& windows, const MaskSpec& spec)
{
    const auto file = Hdf5File::open(path);
    if (!file)
        return tl::unexpected(file.error());
    if (!file->isDataset("/mask"))
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is no mask file",
                       "a dataset /mask [sequence, token(, sample)]", "none");
    MaskPlan plan;
    plan.spec = spec;
    plan.source = path.string();
    if (auto read = readMask(*file, windows, plan); !read)
        return tl::unexpected(read.error());
    if (auto read = readNoiseAndActions(*file, windows, plan); !read)
        return tl::unexpected(read.error());
    plan.spec.style = styleOfFile(plan);
    plan.spec.samplesWithinToken = plan.perSample;
    return plan;
}

} // namespace

Result<MaskPlan> readMaskFile(const std::filesystem::path& path, const WindowSet& windows, const MaskSpec& spec)
{
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return failure(ErrorCode::UnreadableInput, path.string(), "no such mask file");
    if (!std::filesystem::is_directory(path, ignored) && !Hdf5File::looksLikeHdf5(path))
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is no mask file",
                       "an HDF5 file with a dataset /mask [sequence, token(, sample)]", "another format");
    const auto trial = [&] { static_cast<void>(readTriedMaskFile(path, windows, spec)); };
    const std::string purpose
        = "mask " + std::to_string(windows.sequences.size()) + ' ' + std::to_string(windows.tokenCount());
    if (auto passed = tryHdf5(path, purpose, trial); !passed)
        return tl::unexpected(passed.error());
    return readTriedMaskFile(path, windows, spec);
}

bool maskFileHasActions(const std::filesystem::path& path)
{
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored) || !Hdf5File::looksLikeHdf5(path))
        return false;
    bool found = false;
    const auto look = [&] {
        const auto file = Hdf5File::open(path);
        found = file && file->isDataset("/action");
    };
    if (!tryHdf5(path, "mask actions", look))
        return false;
    look();
    return found;
}

} // namespace maskscope
