// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/spatial_projection.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>

#include <Eigen/Core>
#include <Eigen/QR>

#include "analysis/data/random/numpy_random.h"
#include "model/checkpoint/formats/npy_file.h"

namespace maskscope {

namespace {

/// Orthonormal rows: Q of a Gaussian (D, 3) matrix. A positive diagonal of R makes Q unique, so that every QR routine
/// gives the same projection.
std::vector<float> drawProjection(std::uint64_t seed, int dModel)
{
    NumpyRandom random(seed);
    Eigen::MatrixXd gaussian(dModel, 3);
    for (Eigen::Index row = 0; row < gaussian.rows(); ++row)
        for (Eigen::Index column = 0; column < 3; ++column)
            gaussian(row, column) = random.standardNormal();
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(gaussian);
    const Eigen::MatrixXd q = qr.householderQ() * Eigen::MatrixXd::Identity(dModel, 3);
    std::vector<float> values;
    values.reserve(3 * static_cast<std::size_t>(dModel));
    for (Eigen::Index k = 0; k < 3; ++k) {
        const double sign = qr.matrixQR()(k, k) < 0 ? -1.0 : 1.0;
        for (Eigen::Index d = 0; d < dModel; ++d)
            values.push_back(static_cast<float>(sign * q(d, k)));
    }
    return values;
}

Result<SpatialProjection> seededProjection(std::string_view specification, std::string_view digits, int dModel)
{
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seed);
    if (error != std::errc() || end != digits.data() + digits.size())
        return failure(ErrorCode::InvalidArgument, "spatial projection", "the seed is no whole number",
                       "seed:N with N from 0 to 18446744073709551615", std::string(specification));
    return SpatialProjection { dModel, drawProjection(seed, dModel), "seed:" + std::to_string(seed) };
}

Result<SpatialProjection> fileProjection(const std::filesystem::path& path, int dModel)
{
    auto matrix = readNpyMatrix(path);
    if (!matrix)
        return tl::unexpected(matrix.error());
    if (matrix->rows != 3 || matrix->columns != dModel)
        return failure(ErrorCode::Mismatch, path.string(), "does not fit the checkpoint as spatial projection",
                       "shape (3, " + std::to_string(dModel) + ")",
                       "(" + std::to_string(matrix->rows) + ", " + std::to_string(matrix->columns) + ")");
    if (!std::all_of(matrix->values.begin(), matrix->values.end(), [](float v) { return std::isfinite(v); }))
        return failure(ErrorCode::CorruptInput, path.string(), "holds values that are not finite");
    return SpatialProjection { dModel, std::move(matrix->values), path.string() + " (SHA-256 " + matrix->sha256 + ")" };
}

} // namespace

Result<SpatialProjection> loadSpatialProjection(std::string_view specification, int dModel)
{
    constexpr std::string_view seedPrefix = "seed:";
    if (dModel < 3)
        return failure(ErrorCode::InvalidArgument, "spatial projection", "the model is too narrow for one",
                       "a model dimension of at least 3", std::to_string(dModel));
    if (specification.starts_with(seedPrefix))
        return seededProjection(specification, specification.substr(seedPrefix.size()), dModel);
    if (specification.empty())
        return failure(ErrorCode::InvalidArgument, "spatial projection", "is empty", "seed:N or a .npy file",
                       "nothing");
    return fileProjection(std::filesystem::path(specification), dModel);
}

} // namespace maskscope
