// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "analysis/data/core/error.h"
#include "analysis/data/core/scratch_memory.h"
#include "analysis/data/recording/channel_choices.h"

namespace maskscope {

/// What the user said about taking part; no rule overrules it.
enum class ChannelChoice { None, TakesPart, LeftOut };

/// One channel of a recording. Samples are delivered in microvolt for every kind with a voltage unit; a channel without
/// one (trigger, temperature) keeps its own unit.
struct Channel {
    std::string label; ///< as the file says, spaces trimmed: "EEG Fp1-REF", "Fc5."
    std::string name; ///< canonical: "FP1", "FC5"; duplicates carry "-0", "-1"
    ChannelKind kind = ChannelKind::Eeg;
    std::string unit; ///< of the delivered samples: "µV", or the file's own
    double samplingRateHz = 0;
    std::optional<Eigen::Vector3d> position; ///< m or unit sphere, x right, y front, z up; only the direction is used
    std::string positionSource; ///< "file", "montage NAME", "built-in 10-05", or empty
    std::string placedAs {}; ///< the electrode of that source, where it has another name: "T3", "CZ" for "E129"
    std::string note {}; ///< what was done to the label: "reference REF taken off", "old name of T7"
    bool knownName = false; ///< an electrode, a derivation of two, or a signal of a known kind
    bool inventedName = false; ///< the reader's own: nothing is concluded from it
    bool kindStated = false; ///< by the user, by a table beside the file, or in words by the file: no rule changes it
    std::string notEeg {}; ///< why it does not count as EEG, where its name does not say so: "unit bpm is no voltage"
    double microvoltsPerUnit = 1; ///< of the unit that the file states, which its numbers were multiplied with
    ChannelChoice choice = ChannelChoice::None;
    std::string markedBad {}; ///< by whom: "in the file", "in sub-01_channels.tsv"; empty: by nobody
    std::string setAside {}; ///< why it takes part in nothing, whatever its kind: "no digital range"; empty: it may
    bool atLimits = false; ///< its reader found many samples at the limits of the stored numbers, and said so
};

/// Uninterrupted run of samples, both ends inclusive, at the recording's sampling rate.
struct Segment {
    std::int64_t first = 0;
    std::int64_t last = -1;
    /// Time of its first sample since the recording began, gaps included; none where the file does not say.
    std::optional<double> startS {};
    int part = 0; ///< index into Recording::parts
};

/// Onsets count samples, not gaps: onsetS x samplingRateHz is a place among the recording's samples.
struct Annotation {
    double onsetS = 0;
    double durationS = 0;
    std::string text;
};

/// Where samples come from: read on demand so that hours of recording need no memory. Calls are safe from any one
/// thread at a time.
class SampleSource {
public:
    virtual ~SampleSource() = default;
    /// Fills `out` with samples [first, first + out.size()) of the channel, in the channel's `unit`.
    [[nodiscard]] virtual Result<void> read(int channel, std::int64_t first, std::span<double> out) = 0;
    /// The same of several channels of one sampling rate, out [channel, sample]. One after another, unless a format
    /// keeps them interleaved or packed together.
    [[nodiscard]] virtual Result<void> readTogether(std::span<const int> channels, std::int64_t first,
                                                    std::int64_t count, std::span<double> out);
    /// How many neighbouring channels should be read together while time goes on (see readBlocks()).
    [[nodiscard]] virtual int mostTogether() const { return 1024; }
    /// Whether samples can be no finite numbers: not those that are stored as whole numbers.
    [[nodiscard]] virtual bool mayLackNumbers() const { return true; }
};

/// Windows a file brings ready cut (windowed HDF5 layout): [sequence][token, sample].
struct PrecutWindows {
    int windowLength = 0;
    std::vector<int> channel; ///< [sequence] index into Recording::channels
    std::vector<int> recording; ///< [sequence] the file's own recording_index
    std::vector<int> tokens; ///< [sequence]
    ScratchFloats samples; ///< ragged [sequence][token, sample], no padding
    std::map<int, std::string> subject {}; ///< by the file's own recording_index; none where it does not say
};

/// A recording as read from one file: what it holds, and a source of its samples.
struct Recording {
    std::filesystem::path path;
    std::string format; ///< "EDF", "EDF+C", "BDF", "BrainVision", "EEGLAB", "HDF5 plain", "HDF5 windowed", "NWB", ...
    double samplingRateHz = 0; ///< of the EEG channels; 0 if a windowed file does not say
    std::int64_t samples = 0; ///< per channel at samplingRateHz
    std::vector<Channel> channels;
    std::vector<Segment> segments;
    /// Names of the recordings that the file holds one after another, each a unit of inference; empty: one, nameless.
    std::vector<std::string> parts {};
    std::vector<Annotation> annotations;
    std::vector<std::string> warnings;
    std::vector<std::string> unitWarnings {}; ///< of the unit that the file states: void where the user gives another
    std::string subject {}; ///< whose recording it is: "sub-01" of a BIDS name; empty: not known
    std::shared_ptr<SampleSource> source; ///< null if precut
    std::shared_ptr<const PrecutWindows> precut; ///< null if continuous
    std::vector<std::string> unmatchedChoices {}; ///< names the user gave that no channel has

    [[nodiscard]] double durationS() const
    {
        return samplingRateHz > 0 ? static_cast<double>(samples) / samplingRateHz : 0;
    }
};

/// Why an analysis leaves a channel of a continuous recording out ("EOG", "rate of 1 Hz, no known electrode"); empty
/// where it takes part. Windowed files are analysed as they are: each of their sequences takes part.
[[nodiscard]] std::string whyLeftOut(const Recording& recording, const Channel& channel);

/// Opens a recording: the format is chosen by content first, then by suffix. Channel names are canonical and positions
/// set from the file, else from `montage` (a montage file), else from the built-in 10-05 set. What is marked as bad
/// (spans of time, channels) is left out unless `keepBad`: it belongs to no segment, or Channel::setAside says so.
/// `choices` come before what names, units, rates and tables say.
[[nodiscard]] Result<Recording> readRecording(const std::filesystem::path& path,
                                              const std::optional<std::filesystem::path>& montage = std::nullopt,
                                              bool keepBad = false, const ChannelChoices& choices = {});

/// Per-channel statistics over all segments of the recording, float64, std with ddof 0.
struct ChannelStatistics {
    double mean = 0;
    double std = 0;
    double min = 0;
    double max = 0;
    std::int64_t notFinite = 0; ///< samples that are NaN or infinite, left out of the others
};
[[nodiscard]] Result<std::vector<ChannelStatistics>> channelStatistics(const Recording& recording);

} // namespace maskscope
