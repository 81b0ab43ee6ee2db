// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/metrics/synthetic.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>

#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/numerics/counter_random.h"

namespace maskscope::test {

struct Normal::State {
    CounterRandom random;
};

Normal::Normal(std::uint64_t seed)
    : m_state(std::make_unique<State>(State { CounterRandom(seed) }))
{
}

Normal::~Normal() = default;

double Normal::uniform() { return m_state->random.uniform(); }

double Normal::operator()()
{
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
}

namespace {

const std::vector<std::string>& names()
{
    static const std::vector<std::string> list { "PZ", "FP1", "O2", "CZ", "T7", "F4", "C3", "FZ", "P8", "OZ" };
    return list;
}

std::vector<PredictionChannel> makeChannels(int count)
{
    std::vector<PredictionChannel> channels;
    for (int c = 0; c < count; ++c) {
        const auto index = static_cast<std::size_t>(c);
        PredictionChannel channel { index < names().size() ? names()[index] : "X" + std::to_string(c), std::nullopt };
        const double angle = 2.4 * c;
        if (c != 1) // one channel has no place
            channel.position = Eigen::Vector3d(0.6 * std::sin(angle), 0.6 * std::cos(angle), 0.8);
        channels.push_back(channel);
    }
    return channels;
}

void append(PredictionSet& set, const TokenPlace& place, int length, int sequence)
{
    set.position.push_back(place.position);
    set.tokenIndex.push_back(place.token);
    set.seqLen.push_back(length);
    set.sequence.push_back(sequence);
    set.channel.push_back(place.channel);
    set.recording.push_back(place.recording);
}

} // namespace

std::shared_ptr<PredictionSet> makeSet(const SyntheticSpec& spec, const RowMaker& prediction, const RowMaker& target)
{
    auto set = std::make_shared<PredictionSet>();
    set->channels = makeChannels(spec.channels);
    Normal random(99);
    std::vector<TokenPlace> places;
    int sequence = 0;
    for (int r = 0; r < spec.recordings; ++r) {
        set->recordings.push_back("recording " + std::to_string(r));
        const int length = spec.tokens + 3 * r;
        for (int c = 0; c < spec.channels; ++c, ++sequence) {
            if (spec.dropChannel && r == spec.recordings - 1 && c == spec.channels - 1)
                continue;
            for (int t = 0; t < length; ++t) {
                if (random.uniform() < spec.dropped)
                    continue;
                places.push_back({ r, c, t, static_cast<double>(t) / length });
                append(*set, places.back(), length, sequence);
            }
        }
    }
    const auto rows = static_cast<Eigen::Index>(places.size());
    Eigen::RowVectorXd row = Eigen::RowVectorXd::Zero(spec.dim);
    set->predictions.resize(rows, spec.dim);
    set->targets.resize(target ? rows : 0, target ? spec.dim : 0);
    for (Eigen::Index i = 0; i < rows; ++i) {
        prediction(places[static_cast<std::size_t>(i)], row);
        set->predictions.row(i) = row.cast<float>();
        if (target) {
            target(places[static_cast<std::size_t>(i)], row);
            set->targets.row(i) = row.cast<float>();
        }
    }
    return set;
}

MetricResult computeOne(std::string_view id, const std::shared_ptr<const PredictionSet>& set,
                        const MetricOptions& options)
{
    auto statistics = PredictionStatistics::create(set, options.positionBins);
    const Metric* metric = findMetric(id);
    if (!statistics || !metric) {
        ADD_FAILURE() << "cannot compute " << id;
        return {};
    }
    auto result = metric->compute(*statistics, options);
    EXPECT_TRUE(result.has_value());
    return result ? *result : MetricResult {};
}

double number(const MetricResult& result, std::string_view key)
{
    const MetricValue* value = result.value(key);
    if (!value || !std::holds_alternative<double>(value->value)) {
        ADD_FAILURE() << key << " is missing";
        return std::numeric_limits<double>::quiet_NaN();
    }
    return std::get<double>(value->value);
}

double number(const MetricResult& result, std::string_view key, std::string_view name)
{
    const MetricValue* value = result.value(key);
    if (value && std::holds_alternative<MetricNumbers>(value->value)) {
        for (const auto& [entry, v] : std::get<MetricNumbers>(value->value)) {
            if (entry == name)
                return v;
        }
    }
    ADD_FAILURE() << key << "." << name << " is missing";
    return std::numeric_limits<double>::quiet_NaN();
}

} // namespace maskscope::test
