// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/network_run.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <new>

#include <c10/util/Exception.h>

#include "model/layers/product_precision.h"
#include "model/layers/kernels/row_kernels.h"
#include "model/session/batch_plan.h"
#include "model/session/prediction_rows.h"
#include "model/session/torch_errors.h"

namespace maskscope {

namespace {

constexpr std::int64_t kLookBytes = 100'000'000, kLongestLookBytes = 500'000'000, kLongestLook = 4096;

} // namespace

NetworkRun::NetworkRun(Network& network, const Input& input)
    : m_network(network)
    , m_input(input)
    , m_decoded(input.switches.signal || network.traits().output == OutputKind::Embedding)
    , m_hasTargets(m_decoded)
    , m_maxRows(rowsWithin(input.budgetBytes, network.bytesPerRow()))
    , m_maxLookRows(kLookBytes / network.bytesPerLookedRow())
    , m_longestLook(std::min(kLongestLook, kLongestLookBytes / network.bytesPerLookedRow()))
    , m_maxSequences(0)
{
    const int group = paddingGroup(input.batch);
    m_padded = paddedLengths(input.windows, network.seesPadding(), group);
    if (network.seesPadding()) {
        if (auto warning = paddingWarning(input.windows, m_padded, group); !warning.empty()) {
            m_warnings.push_back(std::move(warning));
            m_paddingMatters = true;
        }
    } else if (input.batch > 0) {
        m_maxSequences = static_cast<std::size_t>(input.batch);
        m_maxRows = INT64_MAX;
    }
}

void NetworkRun::allocateResult(PredictionSet& set, std::int64_t rows) const
{
    set.output = m_decoded ? m_network.traits().output : OutputKind::Embedding;
    set.predictions.resize(rows, m_network.outputWidth(m_decoded));
    if (m_hasTargets)
        set.targets.resize(rows, m_network.outputWidth(m_decoded));
}

Result<void> NetworkRun::forEachBatch(const std::function<Result<void>(SequenceRange)>& body,
                                      const ProgressSink& progress, const std::stop_token& stop)
{
    const std::int64_t total = m_input.windows.tokenCount();
    std::int64_t done = 0;
    for (std::size_t first = 0; first < m_padded.size();) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "",
                           "stopped on request after " + std::to_string(done) + " of " + std::to_string(total)
                               + " tokens");
        const SequenceRange range { first, batchEnd(m_padded, first, { m_maxRows, m_maxSequences }) };
        try {
            if (auto finished = body(range); !finished)
                return finished;
        } catch (const c10::Error& error) {
            if (!shrinkAfter(error.what_without_backtrace(), range))
                throw;
            continue;
        } catch (const std::bad_alloc&) {
            if (!shrinkAfter("out of memory", range))
                throw;
            continue;
        }
        m_input.windows.release(range.first, range.last);
        for (std::size_t s = range.first; s < range.last; ++s)
            done += m_input.windows.sequences[s].tokens;
        if (progress)
            progress({ "Predicting", done, total });
        first = range.last;
    }
    return {};
}

void NetworkRun::warnOfNonFinite(std::int64_t rows, std::int64_t total)
{
    if (rows > 0)
        m_warnings.push_back(std::to_string(rows) + " of " + std::to_string(total)
                             + " predictions hold infinite or undefined values");
}

Result<PredictionSet> NetworkRun::run(const ProgressSink& progress, const std::stop_token& stop)
{
    auto [set, firstRow] = layOutPredictions(m_input.windows, m_input.mask);
    allocateResult(set, firstRow.back());
    std::int64_t notFinite = 0;
    const auto batch = [&, &set = set, &firstRow = firstRow](SequenceRange range) -> Result<void> {
        runBatch(range, set, firstRow[range.first]);
        for (std::int64_t r = firstRow[range.first]; r < firstRow[range.last]; ++r)
            notFinite += set.predictions.row(r).allFinite() ? 0 : 1;
        return {};
    };
    if (auto finished = forEachBatch(batch, progress, stop); !finished)
        return tl::unexpected(finished.error());
    warnOfNonFinite(notFinite, firstRow.back());
    return std::move(set);
}

void NetworkRun::runBatch(SequenceRange range, PredictionSet& set, std::int64_t firstRow)
{
    const auto traits = m_network.traits();
    PreparationRules rules { traits.standardises, traits.noiseScale, traits.hidesCodes };
    rules.mirrorPosition = m_input.switches.mirrorPosition;
    prepareBatch(m_batch, m_input.windows, m_input.mask, range, m_padded, rules);
    const auto rows = static_cast<std::int64_t>(m_batch.maskedRows.size());
    if (rows == 0)
        return;
    const Network::Codes codes { m_input.switches.temporal, m_input.switches.spatial };
    float* predictions = set.predictions.data() + firstRow * set.predictions.cols();
    m_network.predict(m_batch, codes, m_decoded, predictions);
    stateRounding(codes, predictions);
    if (m_hasTargets)
        embedMasked(range, rows, set.output, set.targets.data() + firstRow * set.targets.cols());
}

/// Predicts the batch that lies prepared once more with products in float32, and says how far it is from that.
void NetworkRun::stateRounding(const Network::Codes& codes, const float* rounded)
{
    if (!m_input.rounded || m_roundingStated)
        return;
    const auto rows = static_cast<std::int64_t>(m_batch.maskedRows.size()), width = m_network.outputWidth(m_decoded);
    RowMatrixF exact(rows, width);
    const BFloat16Products off(false);
    m_network.predict(m_batch, codes, m_decoded, exact.data());
    const Eigen::Map<const RowMatrixF> found(rounded, rows, width);
    const double mean = exact.cast<double>().mean();
    const double deviation = std::sqrt((exact.cast<double>().array() - mean).square().mean());
    const auto distance = (found - exact).cast<double>().array();
    const auto percent = [&](double d) {
        std::array<char, 32> text {};
        std::snprintf(text.data(), text.size(), "%.2g %%", deviation > 0 ? 100 * d / deviation : 0.0);
        return std::string(text.data());
    };
    m_warnings.push_back("products are in bfloat16: over the first " + std::to_string(rows)
                         + " predictions they move the result by " + percent(std::sqrt(distance.square().mean()))
                         + " (root mean square) and at most " + percent(distance.abs().maxCoeff())
                         + " of the predictions' standard deviation from float32");
    m_roundingStated = true;
}

/// What the masked tokens of the range are trained to match, [row, width].
void NetworkRun::embedMasked(SequenceRange range, std::int64_t rows, OutputKind output, float* targets)
{
    const auto truth = maskedWindows(m_truth, m_input.windows, m_input.mask, range);
    if (output == OutputKind::Signal)
        standardiseRows(truth.data(), targets, { rows, m_input.windows.windowLength });
    else
        m_network.embed(truth.data(), rows, targets);
}

bool NetworkRun::shrinkAfter(const std::string& message, SequenceRange range)
{
    if (!saysOutOfMemory(message) || range.last - range.first < 2)
        return false;
    m_network.releaseBuffers();
    m_batch = {};
    m_truth = {};
    m_maxSequences = (range.last - range.first) / 2;
    m_warnings.push_back("memory ran out: going on with batches of at most " + std::to_string(m_maxSequences)
                         + " sequences");
    return true;
}

} // namespace maskscope
