// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <c10/core/GradMode.h>

namespace maskscope {

/// Memory that outlives a batch: fresh blocks of tens of megabytes cost a page fault every 4 kB, each batch anew.
class ReusedBuffer {
public:
    /// An uninitialised float32 matrix [rows, width], valid until the next call. While gradients are recorded each call
    /// gives memory of its own, which the record may keep.
    [[nodiscard]] at::Tensor matrix(std::int64_t rows, std::int64_t width, const at::Device& device)
    {
        if (c10::GradMode::is_enabled())
            return at::empty({ rows, width }, at::TensorOptions().dtype(at::kFloat).device(device));
        if (!m_storage.defined() || m_storage.numel() < rows * width || m_storage.device() != device) {
            m_storage.reset(); // first, so that old and new are never held together
            m_storage = at::empty({ rows * width }, at::TensorOptions().dtype(at::kFloat).device(device));
        }
        return m_storage.narrow(0, 0, rows * width).view({ rows, width });
    }
    void release() { m_storage.reset(); }

private:
    at::Tensor m_storage;
};

} // namespace maskscope
