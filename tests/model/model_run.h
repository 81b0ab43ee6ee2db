// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "model/inference_session.h"

namespace maskscope::test {

/// Everything one run needs, read from files by the program's own readers.
struct ModelInputs {
    Checkpoint checkpoint;
    LoadReport report;
    WindowSet windows;
    MaskPlan mask;
    SpatialProjection projection;
};
/// Replacement "gaussian_noise" is taken from the checkpoint's config, as the program does.
[[nodiscard]] Result<ModelInputs> readInputs(const std::filesystem::path& checkpoint,
                                             const std::filesystem::path& recording, const std::filesystem::path& mask,
                                             const std::string& projection);

[[nodiscard]] Result<PredictionSet> predict(const ModelInputs& inputs, const InferenceOptions& options = {},
                                            const ForwardSwitches& switches = {});

/// Largest difference over the standard deviation of the second.
[[nodiscard]] double relativeDistance(const RowMatrixF& found, const RowMatrixF& expected);

/// Cases made by the reference implementation: "key=value ..." each (see make_cases.py).
class ReferenceCases {
public:
    explicit ReferenceCases(const std::vector<std::string>& cases);
    ~ReferenceCases();
    ReferenceCases(const ReferenceCases&) = delete;
    ReferenceCases& operator=(const ReferenceCases&) = delete;

    [[nodiscard]] const std::string& unavailable() const
    {
        return m_unavailable;
    } ///< why there are none; empty: they are
    [[nodiscard]] std::filesystem::path file(std::size_t number, const std::string& suffix) const;
    [[nodiscard]] Result<ModelInputs> inputs(std::size_t number) const;
    [[nodiscard]] PredictionSet expected(std::size_t number) const; ///< numbers only

private:
    std::filesystem::path m_folder;
    std::string m_unavailable;
};

} // namespace maskscope::test
