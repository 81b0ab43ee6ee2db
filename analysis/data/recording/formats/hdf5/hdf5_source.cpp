// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/hdf5/hdf5_source.h"

namespace maskscope {

Result<void> Hdf5Source::readTogether(std::span<const int> channels, std::int64_t first, std::int64_t count,
                                      std::span<double> out)
{
    if (auto ok = m_matrix.read(channels, first, count, out); !ok)
        return ok;
    auto value = out.begin();
    for (const int channel : channels) {
        const double gain = m_gains[static_cast<std::size_t>(channel)];
        for (std::int64_t i = 0; i < count; ++i, ++value)
            *value = *value * gain + m_offset;
    }
    return {};
}

} // namespace maskscope
