// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"
#include "model/checkpoint/load_report.h"

namespace maskscope {

/// Largest difference that passes, in standard deviations of the predictions (SPEC.md).
inline constexpr double kSelfTestTolerance = 1e-4;

/// One architecture with random weights: what the device predicts against what it should.
struct SelfTestRow {
    Generation generation = Generation::A;
    Backbone backbone = Backbone::Mamba1;
    int groups = 1; ///< Mamba-2
    double difference = 0; ///< largest, in standard deviations of the predictions; infinite where one is undefined
    double milliseconds = 0; ///< of one pass on the device, median of a few
    double referenceMilliseconds = 0; ///< of one pass of what it is held against

    [[nodiscard]] bool passed() const { return difference <= kSelfTestTolerance; }
};

struct SelfTest {
    std::string device; ///< "cuda:0 (NVIDIA H100)"
    std::string reference; ///< what the device is held against
    int tokens = 0; ///< of one pass
};

/// Called once before the first row, and with every row as it is done.
struct SelfTestObserver {
    std::function<void(const SelfTest&)> started;
    std::function<void(const SelfTestRow&)> rowDone;
};

/// Every generation with every backbone, and Mamba-2 with one and two groups, on a device: against the CPU, or, on the
/// CPU, against the equations in double precision. Reads no files. False where a row did not pass; DeviceFailed where
/// the device is absent or was lost.
[[nodiscard]] Result<bool> runSelfTest(const std::string& device, int threads, const SelfTestObserver& observer);

} // namespace maskscope
