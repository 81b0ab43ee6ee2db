// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/data/recording/formats/hdf5/hdf5_matrix.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// One dataset of a file whose datasets follow one another.
struct LabramPiece {
    std::string dataset;
    std::int64_t first = 0; ///< its first sample among all
    std::int64_t samples = 0;
};

/// Keeps the dataset open that was read last: a file may hold thousands.
class LabramSource : public SampleSource {
public:
    LabramSource(Hdf5File file, std::vector<LabramPiece> pieces, double scale)
        : m_file(std::move(file))
        , m_pieces(std::move(pieces))
        , m_scale(scale)
    {
    }
    Result<void> read(int channel, std::int64_t first, std::span<double> out) override
    {
        return readTogether({ &channel, 1 }, first, static_cast<std::int64_t>(out.size()), out);
    }
    Result<void> readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                              std::span<double> out) override;
    [[nodiscard]] int mostTogether() const override;

private:
    Result<void> openPiece(std::size_t piece);

    Hdf5File m_file; // outlives the open piece
    std::vector<LabramPiece> m_pieces;
    double m_scale;
    std::optional<Hdf5Matrix> m_open;
    std::size_t m_openPiece = 0;
    std::vector<double> m_values;
};

} // namespace maskscope
