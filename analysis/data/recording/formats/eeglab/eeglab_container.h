// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/hdf5/hdf5_gaps.h"
#include "analysis/data/recording/formats/matlab/mat_array.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// What EEGLAB's structure EEG holds, whichever file format MATLAB stored it in. Its fields are those of one variable
/// EEG, or (since 2021) variables of their own.
class EeglabContainer {
public:
    virtual ~EeglabContainer() = default;
    /// A field's number or text; neither where it is absent or something else.
    [[nodiscard]] virtual Result<MatlabScalar> scalar(const std::string& field) const = 0;
    /// [column][element] of a struct array; a column is empty where the field or the array is absent.
    [[nodiscard]] virtual Result<std::vector<std::vector<MatlabScalar>>>
    columns(const std::string& field, std::span<const std::string_view> names) const = 0;
    /// Numbers of a field of a field that is a struct of one element ("reject", "rejmanual"); none where it is absent
    /// or something else.
    [[nodiscard]] virtual Result<std::vector<double>> numbers(const std::string& field,
                                                              const std::string& name) const = 0;
    /// Sizes of the samples within the file: [channel, sample] or [channel, sample, trial], empty where there are none.
    [[nodiscard]] virtual Result<std::vector<std::int64_t>> dataSizes() const = 0;
    [[nodiscard]] virtual Result<std::shared_ptr<SampleSource>> dataSource(std::int64_t channels,
                                                                           std::int64_t samples) const = 0;
    /// What nobody ever wrote of the samples within the file.
    [[nodiscard]] virtual Result<std::vector<UnwrittenSpan>> unwritten() const { return std::vector<UnwrittenSpan>(); }
};

[[nodiscard]] Result<std::unique_ptr<EeglabContainer>> openEeglabMat5(const std::filesystem::path& path);

} // namespace maskscope
