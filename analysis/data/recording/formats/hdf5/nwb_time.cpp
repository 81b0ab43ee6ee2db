// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/hdf5/nwb_time.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "analysis/data/hdf5/hdf5_block_reader.h"

namespace maskscope {

namespace {

constexpr std::int64_t blockLength = 1 << 16;

/// Median of the first steps; none where they are not above 0.
std::optional<double> typicalStep(std::span<const double> times)
{
    std::vector<double> steps;
    for (std::size_t i = 1; i < times.size(); ++i) {
        if (const double step = times[i] - times[i - 1]; std::isfinite(step))
            steps.push_back(step);
    }
    if (steps.empty())
        return std::nullopt;
    const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
    std::nth_element(steps.begin(), middle, steps.end());
    return *middle > 0 ? std::optional(*middle) : std::nullopt;
}

/// A rate that is a multiple of a thousandth of a hertz within the rounding of timestamps, or of float32, is meant to
/// be that.
double rounded(double rateHz)
{
    const double thousandth = std::round(rateHz * 1000) / 1000;
    return thousandth > 0 && std::abs(thousandth - rateHz) < 1e-6 * rateHz ? thousandth : rateHz;
}

/// Goes through timestamps block by block.
class StepWatch {
public:
    explicit StepWatch(double typical, double start)
        : m_typical(typical)
        , m_start(start)
    {
        m_segments.push_back({ 0, -1, 0.0 });
    }

    /// False at a time that is no number.
    bool add(std::span<const double> times, std::int64_t first)
    {
        for (std::size_t i = 0; i < times.size(); ++i) {
            if (!std::isfinite(times[i]))
                return false;
            const std::int64_t at = first + static_cast<std::int64_t>(i);
            if (at > 0)
                step(times[i], at);
            m_previous = times[i];
            m_segments.back().last = at;
        }
        return true;
    }
    [[nodiscard]] std::int64_t regular() const { return m_regular; }
    [[nodiscard]] double rateHz() const { return static_cast<double>(m_regular) / m_regularSum; }
    [[nodiscard]] const std::vector<Segment>& segments() const { return m_segments; }
    [[nodiscard]] bool backwards() const { return m_backwards; }

private:
    void step(double time, std::int64_t at)
    {
        const double length = time - m_previous;
        if (std::abs(length - m_typical) <= 0.5 * m_typical) {
            m_regularSum += length;
            ++m_regular;
            return;
        }
        m_backwards = m_backwards || length < 0;
        m_segments.push_back({ at, at, time - m_start });
    }

    double m_typical;
    double m_start;
    double m_previous = 0;
    double m_regularSum = 0;
    std::int64_t m_regular = 0;
    bool m_backwards = false;
    std::vector<Segment> m_segments;
};

tl::unexpected<Error> irregular(const Hdf5File& file, const std::string& dataset, const std::string& found)
{
    return failure(ErrorCode::CorruptInput, file.path().string() + ": " + dataset, "gives no sampling rate",
                   "times in seconds that grow in regular steps", found);
}

Result<NwbTime> fromTimestamps(const Hdf5File& file, const std::string& dataset, std::int64_t samples)
{
    const auto reader = Hdf5BlockReader::open(file, dataset, 0);
    if (!reader)
        return tl::unexpected(reader.error());
    if (reader->shape() != std::vector { samples })
        return failure(ErrorCode::CorruptInput, file.path().string() + ": " + dataset, "does not fit the samples",
                       std::to_string(samples) + " times",
                       reader->shape().size() == 1 ? std::to_string(reader->shape().front()) : "two axes");
    std::vector<double> times;
    std::optional<StepWatch> watch;
    for (std::int64_t first = 0; first < samples; first += blockLength) {
        times.resize(static_cast<std::size_t>(std::min(blockLength, samples - first)));
        if (auto ok = reader->read(std::array { first }, std::array { static_cast<std::int64_t>(times.size()) }, times);
            !ok)
            return tl::unexpected(ok.error());
        if (!watch) {
            const auto typical = typicalStep(times);
            if (!typical)
                return irregular(file, dataset, "steps that are not above 0");
            watch.emplace(*typical, times.front());
        }
        if (!watch->add(times, first))
            return irregular(file, dataset, "a time that is no finite number");
        if (watch->segments().size() > 1000 && static_cast<std::int64_t>(watch->segments().size()) > watch->regular())
            return irregular(file, dataset, "more gaps than regular steps");
    }
    NwbTime time { rounded(watch->rateHz()), watch->segments(), {} };
    if (watch->regular() == 0 || !std::isfinite(time.samplingRateHz))
        return irregular(file, dataset, "no regular step");
    if (const std::size_t gaps = time.segments.size() - 1; gaps > 0)
        time.warnings.push_back(std::to_string(gaps) + (gaps == 1 ? " gap" : " gaps")
                                + " in the timestamps: windows do not straddle them");
    if (watch->backwards())
        time.warnings.emplace_back("the timestamps are not in order: samples are taken in the order of the file");
    return time;
}

} // namespace

Result<NwbTime> readNwbTime(const Hdf5File& file, const std::string& series, std::int64_t samples)
{
    const std::string start = series + "/starting_time";
    if (file.isDataset(start) && file.hasAttribute(start, "rate")) {
        const auto rate = file.doubleAttribute(start, "rate");
        if (!rate)
            return tl::unexpected(rate.error());
        if (!(*rate > 0 && std::isfinite(*rate)))
            return failure(ErrorCode::CorruptInput, file.path().string() + ": " + start,
                           "has an impossible sampling rate", "a rate above 0", std::to_string(*rate));
        return NwbTime { rounded(*rate), { { 0, samples - 1, 0.0 } }, {} };
    }
    if (file.isDataset(series + "/timestamps"))
        return fromTimestamps(file, series + "/timestamps", samples);
    return failure(ErrorCode::CorruptInput, file.path().string() + ": " + series, "does not say its sampling rate",
                   "starting_time with an attribute rate, or timestamps");
}

} // namespace maskscope
