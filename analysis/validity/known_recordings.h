// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "analysis/data/core/error.h"
#include "analysis/validity/known_kinds.h"

namespace maskscope {

/// What recordings of one kind hold (amplitudes, 1 is that of the noise), and what is true of networks trained on them.
struct RecordedKind {
    std::string name; ///< "nopos"
    double position = 0, channel = 0, context = 0;
    double ownRatio = 1; ///< mask ratio that its networks were trained at
    double otherRatio = 1; ///< one that they were not trained at
    std::map<std::string, Truth> truths; ///< by Statement::id

    /// At a ratio of 1 nothing is visible: what the context tells cannot be asked.
    [[nodiscard]] Truth truth(const std::string& question, double ratio) const;
};

/// Recordings in microvolt whose structure is known, drawn as the training of the networks beside world.json drew them.
class RecordedWorld {
public:
    /// Of the world.json of a folder.
    [[nodiscard]] static Result<RecordedWorld> read(const std::filesystem::path& folder);

    [[nodiscard]] const std::vector<RecordedKind>& kinds() const { return m_kinds; }
    [[nodiscard]] int channels() const { return static_cast<int>(m_names.size()); }
    [[nodiscard]] int window() const { return static_cast<int>(m_waveforms.cols()); }

    /// One recording. [channel * tokens + token, sample]; `seed` as numpy.random.default_rng takes it.
    [[nodiscard]] RowMatrixF recording(const RecordedKind& kind, std::span<const std::uint64_t> seed) const;
    /// Recordings that training never saw, the first of them always the same, as a windowed HDF5 file.
    [[nodiscard]] Result<void> write(const RecordedKind& kind, int recordings,
                                     const std::filesystem::path& target) const;

private:
    RecordedWorld() = default;
    [[nodiscard]] bool fits() const; ///< sizes of what world.json holds
    [[nodiscard]] Eigen::RowVectorXd courseAt(double position) const;

    std::vector<RecordedKind> m_kinds;
    std::vector<std::string> m_names;
    RowMatrixD m_positions; ///< [channel, 3]
    RowMatrixD m_waveforms; ///< [waveform, sample]
    RowMatrixD m_course; ///< [point, waveform] at even steps from position 0 to 1
    RowMatrixD m_channels; ///< [channel, waveform]
    int m_shortest = 0, m_longest = 0; ///< tokens
    double m_memory = 0; ///< correlation of neighbouring tokens of the context
    double m_amplitudeUv = 0, m_sensorUv = 0;
};

} // namespace maskscope
