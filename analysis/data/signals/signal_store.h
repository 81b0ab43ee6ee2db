// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/data/recording/recording.h"
#include "analysis/data/signals/signal_pyramid.h"

namespace maskscope {

/// One channel that can be looked at.
struct SignalTrack {
    std::string name;
    double rateHz = 0; ///< > 0
    std::int64_t samples = 0;
};

/// The samples themselves of all tracks over a stretch of time: for close looks, where bins are too coarse.
struct SignalStretch {
    double fromS = 0, toS = 0;
    std::vector<std::int64_t> first; ///< [track] index of the first sample
    std::vector<std::vector<float>> samples; ///< [track]; empty where bins are fine enough
};

/// Signals as a view needs them: a pyramid of every track, filled block by block, and the samples of a stretch on
/// demand. One thread calls fillNext() and read(); others may look at the pyramids meanwhile.
class SignalStore {
public:
    SignalStore(std::vector<SignalTrack> tracks, std::shared_ptr<SampleSource> source);

    [[nodiscard]] const std::vector<SignalTrack>& tracks() const { return m_tracks; }
    [[nodiscard]] const SignalPyramid& pyramid(std::size_t track) const { return *m_pyramids[track]; }
    /// Columns as narrow as this many seconds want the samples themselves.
    [[nodiscard]] double finestS(std::size_t track) const;

    /// Reads the next block of samples into the pyramids; false where all is there.
    [[nodiscard]] Result<bool> fillNext();
    [[nodiscard]] double filledShare() const; ///< [0, 1]; any thread
    /// Samples are wanted of some track for columns of `columnS` seconds, and are not too many to be read at once.
    [[nodiscard]] bool wantsSamples(double fromS, double toS, double columnS) const;
    /// Of the tracks whose bins are coarser than columns of `columnS` seconds.
    [[nodiscard]] Result<SignalStretch> read(double fromS, double toS, double columnS) const;

private:
    struct Block { // channels of one length, read together
        std::vector<int> tracks;
        std::int64_t next = 0;
    };

    std::vector<SignalTrack> m_tracks;
    std::shared_ptr<SampleSource> m_source;
    std::vector<std::unique_ptr<SignalPyramid>> m_pyramids;
    std::vector<Block> m_blocks; // still to be read
    std::vector<double> m_samples; // of a block
};

/// Bins so long that the finest level of all pyramids together stays under some 64 MB: 8 samples for an hour of 64
/// channels at 256 Hz.
[[nodiscard]] std::int64_t pyramidBin(std::int64_t samplesOfAllTracks);

} // namespace maskscope
