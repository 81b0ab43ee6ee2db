// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a TorchScript model's answer for a sequence depends on the sequences that share its batch.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <numeric>

#include "model/session/script_network_state.h"
#include "model/session/torch_errors.h"

namespace maskscope {

namespace {

constexpr std::size_t checkedBatches = 3, checkedSequences = 8; // the first, the middle and the last; of each
constexpr double tolerance = 1e-3; ///< of the predictions' spread; sums in another order differ by some 1e-6 of it
constexpr double coarseTolerance = 3e-2; ///< where products have 10 bits of mantissa
constexpr double rounding = 1e-5; ///< of the predictions' size: differences below it are rounding, whatever the spread

/// Rows [row, width] of a checked batch.
struct Rows {
    RowMatrixF values;

    Rows(const at::Tensor& output, const ScriptBatch& batch)
        : values(static_cast<Eigen::Index>(batch.maskedRows.size()), output.size(2))
    {
        copyMaskedRows(output, batch, values.data());
    }
    [[nodiscard]] double size() const
    {
        return std::sqrt(values.cast<double>().array().square().mean()); // root mean square
    }
    [[nodiscard]] double spread() const
    {
        const RowMatrixD wide = values.cast<double>();
        return std::sqrt((wide.rowwise() - wide.colwise().mean()).array().square().mean());
    }
};

struct Distance {
    double largest = 0; ///< root mean square over a sequence's rows

    /// Of the rows of one sequence, which begin at `at` in `together` and at `elsewhere` in `other`.
    void take(const Rows& together, Eigen::Index at, const Rows& other, Eigen::Index elsewhere, Eigen::Index count)
    {
        if (count == 0)
            return;
        const RowMatrixD difference = together.values.middleRows(at, count).cast<double>()
            - other.values.middleRows(elsewhere, count).cast<double>();
        const double found = std::sqrt(difference.array().square().mean());
        largest = std::isfinite(found) ? std::max(largest, found) : largest; // undefined values are told elsewhere
    }
};

Eigen::Index countOf(const ScriptBatch& batch, std::size_t i)
{
    return static_cast<Eigen::Index>(batch.firstMasked[i + 1] - batch.firstMasked[i]);
}

using Forward = std::function<Result<at::Tensor>(ScriptBatch&)>;

/// Evenly over those that hold more than one sequence and a masked token.
std::vector<SequenceRange> chosenBatches(const std::vector<SequenceRange>& ranges, const WindowSet& windows,
                                         const MaskPlan& mask)
{
    std::vector<SequenceRange> shared;
    for (const SequenceRange& range : ranges) {
        bool masked = false;
        for (std::size_t s = range.first; s < range.last; ++s)
            for (int t = 0; t < windows.sequences[s].tokens; ++t)
                masked = masked || mask.tokenMasked(s, t);
        if (range.last - range.first > 1 && masked)
            shared.push_back(range);
    }
    std::vector<SequenceRange> chosen;
    const std::size_t n = std::min(shared.size(), checkedBatches);
    for (std::size_t i = 0; i < n; ++i)
        chosen.push_back(shared[n == 1 ? 0 : i * (shared.size() - 1) / (n - 1)]);
    return chosen;
}

std::string percent(double share)
{
    std::array<char, 32> text {};
    std::snprintf(text.data(), text.size(), "%.2g %%", 100 * share);
    return text.data();
}

/// The rows of a batch whose sequences stand in reverse order, and some of them alone, against those of the batch.
class CompanyCheck {
public:
    CompanyCheck(Forward forward, const WindowSet& windows, const MaskPlan& mask)
        : m_forward(std::move(forward))
        , m_windows(windows)
        , m_mask(mask)
    {
    }

    std::string refusal; ///< why a batch of another size could not be run; empty: it could

    /// How far rows differ, in units of the batch's spread; 0 below what rounding does.
    Result<double> effectIn(SequenceRange range)
    {
        ScriptBatch batch = makeScriptBatch(m_windows, m_mask, range);
        const auto output = m_forward(batch);
        if (!output)
            return tl::unexpected(output.error());
        const Rows together(*output, batch);
        Distance distance;
        std::vector<std::size_t> order(range.last - range.first);
        std::iota(order.rbegin(), order.rend(), range.first);
        if (auto done = hold(together, batch, range, order, distance); !done)
            return tl::unexpected(done.error());
        for (std::size_t i = 0; i < std::min(order.size(), checkedSequences); ++i)
            if (auto done = hold(together, batch, range, { range.first + i }, distance); !done)
                return tl::unexpected(done.error());
        if (distance.largest <= rounding * together.size())
            return 0.0;
        const double spread = together.spread();
        return distance.largest / (spread > rounding * together.size() ? spread : together.size());
    }

private:
    Result<void> hold(const Rows& together, const ScriptBatch& batch, SequenceRange range,
                      const std::vector<std::size_t>& sequences, Distance& distance)
    {
        ScriptBatch other
            = makeScriptBatch(m_windows, m_mask, SequenceChoice(sequences), {}, false, batch.length); // same padding
        Result<at::Tensor> output;
        auto ran = catchingTorch("forward()", [&]() -> Result<void> {
            output = m_forward(other);
            return output ? Result<void> {} : tl::unexpected(output.error());
        });
        if (!ran && ran.error().code == ErrorCode::DeviceFailed)
            return ran;
        if (!ran) { // an archive may know one size of batch only: then its numbers stand, unchecked
            refusal = ran.error().message;
            return {};
        }
        const Rows rows(*output, other);
        for (std::size_t i = 0; i < sequences.size(); ++i) {
            const std::size_t at = sequences[i] - range.first;
            distance.take(together, static_cast<Eigen::Index>(batch.firstMasked[at]), rows,
                          static_cast<Eigen::Index>(other.firstMasked[i]), countOf(batch, at));
        }
        return {};
    }

    Forward m_forward;
    const WindowSet& m_windows;
    const MaskPlan& m_mask;
};

} // namespace

Result<void> ScriptNetwork::State::checkCompany(const WindowSet& windows, const MaskPlan& mask,
                                                const std::vector<SequenceRange>& ranges)
{
    CompanyCheck check([this](ScriptBatch& inputs) { return forward(inputs); }, windows, mask);
    double worst = 0;
    for (const SequenceRange& range : chosenBatches(ranges, windows, mask)) {
        const auto effect = check.effectIn(range);
        if (!effect)
            return tl::unexpected(effect.error());
        worst = std::max(worst, *effect);
    }
    if (!check.refusal.empty())
        warnings.push_back("whether predictions depend on the other sequences of their batch could not be checked: "
                           "forward() refuses batches of another size ("
                           + check.refusal + ")");
    const double limit = device.precision == ProductPrecision::TensorFloat32 ? coarseTolerance : tolerance;
    if (worst > limit)
        caution("this model's predictions depend on the other sequences of their batch: alone, or in another order, "
                "those of a sequence differ by up to "
                + percent(worst) + " of their spread. All numbers belong to " + scriptBatchText(manifest, batch)
                + "; --batch N or \"batch\" in the manifest gives those that the model was made for");
    return {};
}

} // namespace maskscope
