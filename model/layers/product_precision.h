// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maskscope {

/// While one lives, the linear layers of this thread multiply in bfloat16 (8 bits of mantissa; sums in float32 within a
/// product, its result rounded to bfloat16 again) or, with `on` false, in float32 as they do without any. Products
/// through which gradients are recorded stay float32.
class BFloat16Products {
public:
    explicit BFloat16Products(bool on);
    ~BFloat16Products();
    BFloat16Products(const BFloat16Products&) = delete;
    BFloat16Products& operator=(const BFloat16Products&) = delete;

    [[nodiscard]] static bool active();

private:
    bool m_before;
};

} // namespace maskscope
