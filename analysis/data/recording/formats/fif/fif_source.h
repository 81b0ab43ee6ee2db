// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "analysis/data/recording/formats/fif/fif_content.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Reads buffers of one file or of the parts of a split one. Opens a file for each call: hundreds of recordings can be
/// loaded without running out of open files.
class FifSource : public SampleSource {
public:
    /// `gain` [channel] turns a stored number into the channel's unit.
    FifSource(std::span<const FifContent> parts, std::vector<double> gain);
    Result<void> read(int channel, std::int64_t first, std::span<double> out) override
    {
        return readTogether({ &channel, 1 }, first, static_cast<std::int64_t>(out.size()), out);
    }
    /// Buffer by buffer: each is read once for all channels.
    Result<void> readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                              std::span<double> out) override;
    [[nodiscard]] std::int64_t samples() const { return m_samples; }
    [[nodiscard]] bool mayLackNumbers() const override;

private:
    struct Stored {
        FifBuffer buffer;
        std::size_t part = 0; // index into m_paths
        std::int64_t place = 0; // of its first sample among those of the recording
    };
    class Reader;

    std::vector<std::filesystem::path> m_paths;
    std::vector<Stored> m_stored;
    std::vector<double> m_gain;
    std::int64_t m_samples = 0;
};

} // namespace maskscope
