// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "analysis/metrics/metric.h"
#include "analysis/data/prediction/prediction_set.h"

namespace maskscope::test {

struct TokenPlace {
    int recording = 0, channel = 0, token = 0;
    double position = 0; ///< t/T
};
using RowMaker = std::function<void(const TokenPlace&, Eigen::RowVectorXd& row)>;

struct SyntheticSpec {
    int recordings = 4;
    int channels = 6;
    int tokens = 24; ///< of recording 0; each later one has 3 more
    int dim = 16;
    double dropped = 0; ///< share of tokens left out at random (unbalanced)
    bool dropChannel = false; ///< the last recording lacks the last channel
};

/// Deterministic standard normal of its own (Box-Muller over splitmix64).
class Normal {
public:
    explicit Normal(std::uint64_t seed);
    ~Normal();
    double operator()();
    double uniform();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

[[nodiscard]] std::shared_ptr<PredictionSet> makeSet(const SyntheticSpec& spec, const RowMaker& prediction,
                                                     const RowMaker& target = {});

/// Computes one metric; fails the test where it is an error.
[[nodiscard]] MetricResult computeOne(std::string_view id, const std::shared_ptr<const PredictionSet>& set,
                                      const MetricOptions& options = {});
/// The number of that key; fails the test where it is missing.
[[nodiscard]] double number(const MetricResult& result, std::string_view key);
[[nodiscard]] double number(const MetricResult& result, std::string_view key, std::string_view name);

} // namespace maskscope::test
