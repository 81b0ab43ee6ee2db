// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/padded_sequences.h"

#include <algorithm>
#include <vector>

#include <ATen/ops/from_blob.h>

namespace maskscope {

namespace {

at::Tensor indexTensor(std::vector<std::int64_t>& values, const at::Device& device)
{
    return at::from_blob(values.data(), { static_cast<std::int64_t>(values.size()) },
                         at::TensorOptions().dtype(at::kLong))
        .clone()
        .to(device);
}

} // namespace

PaddedSequences::PaddedSequences(const RowLayout& layout, const at::Device& device)
    : m_sequences(static_cast<std::int64_t>(layout.sequences.size()))
{
    for (const auto& s : layout.sequences)
        m_tokens = std::max<std::int64_t>(m_tokens, s.padded);
    std::vector<std::int64_t> rowOfSlot(static_cast<std::size_t>(m_sequences * m_tokens), 0);
    std::vector<std::int64_t> slotOfRow(static_cast<std::size_t>(layout.rows), 0);
    std::int64_t start = 0;
    for (const auto& s : layout.sequences) {
        for (std::int64_t t = 0; t < s.padded; ++t) {
            rowOfSlot[static_cast<std::size_t>(start + t)] = s.first + t;
            slotOfRow[static_cast<std::size_t>(s.first + t)] = start + t;
        }
        start += m_tokens;
    }
    m_rowOfSlot = indexTensor(rowOfSlot, device);
    m_slotOfRow = indexTensor(slotOfRow, device);
}

at::Tensor PaddedSequences::pad(const at::Tensor& rows) const
{
    return rows.index_select(0, m_rowOfSlot).view({ m_sequences, m_tokens, rows.size(1) });
}

at::Tensor PaddedSequences::unpad(const at::Tensor& padded) const
{
    return padded.reshape({ m_sequences * m_tokens, -1 }).index_select(0, m_slotOfRow);
}

} // namespace maskscope
