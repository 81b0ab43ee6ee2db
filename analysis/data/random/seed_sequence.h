// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace maskscope {

/// The first four 64-bit words of numpy.random.SeedSequence(words).generate_state(4, uint64), which seed a PCG64.
[[nodiscard]] std::array<std::uint64_t, 4> seedSequenceState(std::span<const std::uint64_t> words);

} // namespace maskscope
