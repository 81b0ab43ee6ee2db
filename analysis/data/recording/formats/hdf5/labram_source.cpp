// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/hdf5/labram_source.h"

#include <algorithm>

namespace maskscope {

Result<void> LabramSource::openPiece(std::size_t piece)
{
    if (m_open && m_openPiece == piece)
        return {};
    m_open.reset();
    auto matrix = Hdf5Matrix::open(m_file, m_pieces[piece].dataset, Hdf5Axes::ChannelSample);
    if (!matrix)
        return tl::unexpected(matrix.error());
    m_open.emplace(std::move(*matrix));
    m_openPiece = piece;
    return {};
}

int LabramSource::mostTogether() const
{
    if (m_open)
        return m_open->together();
    const auto matrix = Hdf5Matrix::open(m_file, m_pieces.front().dataset, Hdf5Axes::ChannelSample);
    return matrix ? matrix->together() : 1; // reading will say what is wrong
}

Result<void> LabramSource::readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                                        std::span<double> out)
{
    const std::int64_t end = m_pieces.back().first + m_pieces.back().samples;
    if (first < 0 || count < 0 || first > end || count > end - first)
        return failure(ErrorCode::InvalidArgument, m_file.path().string(), "samples beyond the end were asked for");
    const auto after = std::ranges::upper_bound(m_pieces, first, {}, &LabramPiece::first);
    auto piece = static_cast<std::size_t>(std::distance(m_pieces.begin(), after)) - 1;
    for (std::int64_t done = 0; done < count; ++piece) {
        const std::int64_t within = first + done - m_pieces[piece].first;
        const std::int64_t n = std::min(count - done, m_pieces[piece].samples - within);
        if (auto ok = openPiece(piece); !ok)
            return ok;
        m_values.resize(static_cast<std::size_t>(n) * channels.size());
        if (auto ok = m_open->read(channels, within, n, m_values); !ok)
            return ok;
        for (std::size_t c = 0; c < channels.size(); ++c) {
            const auto from = m_values.begin() + static_cast<std::ptrdiff_t>(c) * n;
            const auto to = out.begin() + static_cast<std::ptrdiff_t>(c) * count + done;
            std::transform(from, from + n, to, [this](double v) { return v * m_scale; });
        }
        done += n;
    }
    return {};
}

} // namespace maskscope
