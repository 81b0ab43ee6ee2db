// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/product_precision.h"

#include <utility>

namespace maskscope {

namespace {

// Aligned as the tables of addresses are: mold 1.10 begins the part that the loader closes (RELRO) at this variable,
// and where it lay at the end of the page before, programs did not start.
alignas(void*) thread_local bool products = false;

} // namespace

BFloat16Products::BFloat16Products(bool on)
    : m_before(std::exchange(products, on))
{
}

BFloat16Products::~BFloat16Products() { products = m_before; }

bool BFloat16Products::active() { return products; }

} // namespace maskscope
