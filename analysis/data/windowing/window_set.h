// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "analysis/data/core/error.h"
#include "analysis/data/core/progress.h"
#include "analysis/data/core/scratch_memory.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// A channel as the analysis knows it, shared by all recordings that hold it.
struct WindowChannel {
    std::string name; ///< canonical
    std::optional<Eigen::Vector3d>
        position; ///< none: the model's spatial code of it is zero, and it is named in warnings
    std::string positionSource;
};

/// One recording as a unit of inference (the fold of every held-out number).
struct WindowRecording {
    std::string id; ///< file stem, made unique; windowed files: stem#recording_index
    std::filesystem::path path;
    std::string format;
    double originalRateHz = 0;
    double tokenRateHz
        = 0; ///< of its tokens' samples on that axis; 1 where a windowed file does not say: samples count
    std::vector<double> tokenStartS {}; ///< [token] of the longest sequence, among the file's samples
    std::string subject {}; ///< whose recording it is; empty: not known
};

/// One channel of one recording, cut into tokens.
struct WindowSequence {
    int recording = 0; ///< index into WindowSet::recordings
    int channel = 0; ///< index into WindowSet::channels
    int tokens = 0; ///< T
    std::int64_t offset = 0; ///< first float of this sequence in WindowSet::samples
};

/// What to cut: windows of `windowLength` samples at `samplingRateHz`, without overlap, a rest shorter than one window
/// is dropped. Windows never straddle a segment border.
struct WindowSpec {
    int windowLength = 2048;
    double samplingRateHz = 256;
};

/// All windows of one analysis: sequences in order recording by recording, channel by channel (file order).
struct WindowSet {
    int windowLength = 0; ///< W
    double samplingRateHz = 0; ///< 0: unknown (windowed file without a rate)
    std::vector<WindowChannel> channels;
    std::vector<WindowRecording> recordings;
    std::vector<WindowSequence> sequences;
    ScratchFloats samples; ///< µV, ragged [sequence][token, sample]; of hours, a file that the system pages in
    std::vector<std::string> warnings; ///< resampling, left-out channels, channels without a position, dropped rests
    std::vector<Error> leftOut {}; ///< recordings whose rate is far below the model's
    std::vector<std::string> cautions; ///< those of them that change what a number means: rates and positions

    [[nodiscard]] std::span<const float> windows(std::size_t sequence) const // [token, sample]
    {
        const auto& s = sequences[sequence];
        return { samples.data() + s.offset,
                 static_cast<std::size_t>(s.tokens) * static_cast<std::size_t>(windowLength) };
    }
    /// These sequences' windows will not be needed soon: their pages may leave, their content stays.
    void release(std::size_t first, std::size_t last) const
    {
        for (std::size_t s = first; s < last; ++s)
            scratchRelease(windows(s).data(), windows(s).size_bytes());
    }
    [[nodiscard]] std::int64_t tokenCount() const
    {
        std::int64_t n = 0;
        for (const auto& s : sequences)
            n += s.tokens;
        return n;
    }
};

/// Cuts recordings into windows of a model. Continuous recordings are resampled (soxr, very high quality) to
/// spec.samplingRateHz; only EEG channels are used. Fails with Mismatch where a recording cannot fill one window, where
/// ready-cut windows have another length, or where no channel at all has an electrode position.
/// A recording that would have to be upsampled out of all proportion is left out, unless none remains.
/// A channel without a position stays in and is named in the warnings. Progress counts samples of all channels.
[[nodiscard]] Result<WindowSet> makeWindows(std::span<const Recording> recordings, const WindowSpec& spec,
                                            const ProgressSink& progress = {}, std::stop_token stop = {});

} // namespace maskscope
