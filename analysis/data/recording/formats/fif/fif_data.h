// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/data/recording/formats/fif/fif_content.h"
#include "analysis/data/recording/formats/fif/fif_tags.h"

namespace maskscope {

/// The tags of a block of raw data: where its samples lie and what was skipped between them.
class FifData {
public:
    [[nodiscard]] Result<void> add(FifFile& file, const FifTag& tag);
    /// All buffers on one clock. How many samples one has is known only with the number of channels.
    [[nodiscard]] Result<std::vector<FifBuffer>> buffers(const FifFile& file, std::int64_t channels) const;

    [[nodiscard]] bool any() const { return !m_items.empty(); }

private:
    struct Item {
        FifTag tag;
        std::int32_t skip = 0;
    };
    std::vector<Item> m_items;
    std::int64_t m_firstTime = 0;
};

} // namespace maskscope
