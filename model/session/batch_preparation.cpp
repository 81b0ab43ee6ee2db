// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/batch_preparation.h"

#include <algorithm>
#include <cmath>

#include "analysis/data/random/numpy_random.h"
#include "model/layers/kernels/row_kernels.h"

namespace maskscope {

namespace {

constexpr std::uint64_t kNoiseSeed = 61; // of noise under masks: the same in every run

/// Grows only: the memory outlives the batch, and what is beyond the batch's own rows is not looked at.
void ensureSize(std::vector<float>& values, std::size_t size)
{
    if (values.size() < size)
        values.resize(size);
}

void describeRows(PreparedBatch& batch, const WindowSet& windows, const MaskPlan& mask, SequenceChoice sequences,
                  std::span<const int> padded, const PreparationRules& rules)
{
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        const std::size_t s = sequences[i];
        const int tokens = windows.sequences[s].tokens;
        const std::int64_t begin = batch.layout.rows;
        batch.layout.append(tokens, padded[s]);
        for (int t = 0; t < padded[s]; ++t) {
            const bool masked = t < tokens && mask.tokenMasked(s, t);
            if (masked)
                batch.maskedRows.push_back(begin + t);
            const int place = rules.mirrorPosition ? tokens - 1 - t
                : rules.turnPosition               ? (t + tokens / 2) % tokens
                                                   : t;
            batch.position.push_back(t < tokens ? static_cast<float>(place) / static_cast<float>(tokens) : 0.F);
            batch.codesShown.push_back(masked && rules.hidesCodes ? 0.F : 1.F);
            batch.sequenceOfRow.push_back(static_cast<std::int64_t>(i));
        }
        const int channel = rules.channelInstead.empty() ? windows.sequences[s].channel : rules.channelInstead[s];
        const auto at = static_cast<std::size_t>(channel);
        const auto& position = rules.positions.empty() ? windows.channels[at].position : rules.positions[at];
        const Eigen::Vector3f place = position.value_or(Eigen::Vector3d::Zero()).cast<float>();
        const float length = place.norm();
        const Eigen::Vector3f direction = length > 0 ? Eigen::Vector3f(place / length) : place;
        batch.directions.insert(batch.directions.end(), direction.data(), direction.data() + 3);
    }
}

/// A sequence's windows with noise in the place of every sample that the mask hides: normal, as large as the sequence.
std::span<const float> withNoise(std::span<const float> own, const WindowSet& windows, const MaskPlan& mask,
                                 std::size_t sequence, std::vector<float>& replaced)
{
    const auto width = static_cast<std::size_t>(windows.windowLength);
    double squares = 0;
    for (const float v : own)
        squares += double { v } * double { v };
    const double size = std::sqrt(squares / static_cast<double>(own.size())) + 1;
    NumpyRandom random { kNoiseSeed, sequence };
    replaced.assign(own.begin(), own.end());
    for (std::size_t i = 0; i < replaced.size(); ++i) {
        const auto token = static_cast<int>(i / width);
        if (mask.hides(sequence, token) && mask.sampleMasked(sequence, token, static_cast<int>(i % width)))
            replaced[i] = static_cast<float>(size * random.standardNormal());
    }
    return replaced;
}

/// Blocks of 64 at once: a compiler can vectorise them, a search that stops anywhere it cannot.
bool isZero(const float* values, std::size_t count)
{
    constexpr std::size_t block = 64;
    std::size_t i = 0;
    for (; i + block <= count; i += block) {
        int other = 0;
        for (std::size_t k = 0; k < block; ++k)
            other |= values[i + k] != 0.F ? 1 : 0;
        if (other != 0)
            return false;
    }
    return std::all_of(values + i, values + count, [](float v) { return v == 0.F; });
}

/// Masked windows of all tokens, sequence after sequence without padding. Gives which of them are all zero, [token].
std::vector<std::uint8_t> maskWindows(PreparedBatch& batch, const WindowSet& windows, const MaskPlan& mask,
                                      SequenceChoice sequences, const PreparationRules& rules)
{
    const auto width = static_cast<std::size_t>(windows.windowLength);
    std::vector<std::size_t> start { 0 };
    for (const auto& s : batch.layout.sequences)
        start.push_back(start.back() + static_cast<std::size_t>(s.tokens) * width);
    ensureSize(batch.windows, start.back());
    std::vector<std::uint8_t> zero(start.back() / width);
#pragma omp parallel for schedule(dynamic, 1)
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        std::vector<float> replaced;
        mask.apply(sequences[i], unmaskedWindows(windows, mask, sequences[i], rules, replaced),
                   { batch.windows.data() + start[i], start[i + 1] - start[i] }, rules.noiseScale);
        for (std::size_t at = start[i]; at < start[i + 1]; at += width)
            zero[at / width] = isZero(batch.windows.data() + at, width) ? 1 : 0;
    }
    return zero;
}

/// Moves the rows that are not all zero together, and notes which they are.
void dropZeroWindows(PreparedBatch& batch, std::span<const std::uint8_t> zero, std::size_t width)
{
    float *source = batch.windows.data(), *target = source;
    auto isZero = zero.begin();
    for (const auto& s : batch.layout.sequences) {
        for (std::int64_t t = 0; t < s.tokens; ++t, source += width) {
            if (*isZero++ != 0)
                continue;
            if (target != source)
                std::copy(source, source + width, target);
            target += width;
            batch.filledRows.push_back(s.first + t);
        }
    }
}

} // namespace

std::span<const float> unmaskedWindows(const WindowSet& windows, const MaskPlan& mask, std::size_t sequence,
                                       const PreparationRules& rules, std::vector<float>& replaced)
{
    const auto own = windows.windows(sequence);
    if (rules.noiseUnderMasks)
        return withNoise(own, windows, mask, sequence, replaced);
    if (rules.visible == VisibleTokens::Own)
        return own;
    const auto width = static_cast<std::size_t>(windows.windowLength);
    const auto other
        = rules.visible == VisibleTokens::Other ? (*rules.otherContext)(sequence) : std::span<const float> {};
    replaced.assign(own.begin(), own.end());
    for (std::size_t t = 0; t < own.size() / width; ++t) {
        if (mask.tokenMasked(sequence, static_cast<int>(t)))
            continue;
        const auto target = replaced.begin() + static_cast<std::ptrdiff_t>(t * width);
        if (other.empty())
            std::fill_n(target, width, 0.F);
        else
            std::ranges::copy(other.subspan((t * width) % other.size(), width), target);
    }
    return replaced;
}

void prepareBatch(PreparedBatch& batch, const WindowSet& windows, const MaskPlan& mask, SequenceChoice sequences,
                  std::span<const int> padded, const PreparationRules& rules)
{
    batch.layout = {};
    batch.sameWindows = rules.sameWindows;
    batch.position.clear();
    batch.codesShown.clear();
    batch.sequenceOfRow.clear();
    batch.directions.clear();
    batch.maskedRows.clear();
    describeRows(batch, windows, mask, sequences, padded, rules);
    if (rules.sameWindows)
        return;
    batch.filledRows.clear();
    const auto zero = maskWindows(batch, windows, mask, sequences, rules);
    dropZeroWindows(batch, zero, static_cast<std::size_t>(windows.windowLength));
    if (rules.standardises)
        standardiseRows(batch.windows.data(), batch.windows.data(),
                        { static_cast<std::int64_t>(batch.filledRows.size()), windows.windowLength });
}

std::span<const float> maskedWindows(std::vector<float>& buffer, const WindowSet& windows, const MaskPlan& mask,
                                     SequenceRange range)
{
    const auto width = static_cast<std::size_t>(windows.windowLength);
    std::vector<std::size_t> first { 0 }; // [sequence + 1] masked tokens before it
    std::size_t tokens = 0;
    for (std::size_t s = range.first; s < range.last; ++s) {
        std::size_t masked = 0;
        for (int t = 0; t < windows.sequences[s].tokens; ++t)
            masked += mask.tokenMasked(s, t) ? 1 : 0;
        first.push_back(first.back() + masked);
        tokens += static_cast<std::size_t>(windows.sequences[s].tokens);
    }
    if (first.back() == tokens) // sequences lie one after the other
        return { windows.samples.data() + windows.sequences[range.first].offset, tokens * width };
    ensureSize(buffer, first.back() * width);
#pragma omp parallel for schedule(dynamic, 1)
    for (std::size_t i = 0; i < range.last - range.first; ++i) {
        const std::size_t s = range.first + i;
        const auto sequence = windows.windows(s);
        auto to = buffer.begin() + static_cast<std::ptrdiff_t>(first[i] * width);
        for (int t = 0; t < windows.sequences[s].tokens; ++t)
            if (mask.tokenMasked(s, t))
                to = std::ranges::copy(sequence.subspan(static_cast<std::size_t>(t) * width, width), to).out;
    }
    return { buffer.data(), first.back() * width };
}

} // namespace maskscope
