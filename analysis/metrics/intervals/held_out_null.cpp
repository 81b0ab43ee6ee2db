// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/intervals/held_out_null.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "analysis/metrics/intervals/held_out.h"
#include "analysis/metrics/intervals/position_null.h"
#include "analysis/numerics/counter_random.h"
#include "analysis/numerics/covariance.h"

namespace maskscope {
namespace {

using Cell = RowGroups::Cell;
/// Up to so many groups their inner products are kept (34 MB): a draw then costs no pass over the dimensions.
constexpr Eigen::Index kMostInnerProducts = 2048;

/// Cells merged by recording and label.
struct LabelledSums {
    GroupSums sums;
    std::vector<int> recording, label; ///< [group]
    int labels = 0;
};

LabelledSums mergeByLabel(const RowGroups& groups, const GroupSums& cells, int Cell::*label, int labels)
{
    LabelledSums merged;
    merged.labels = labels;
    std::map<std::pair<int, int>, int> indexOf;
    std::vector<int> group;
    for (const Cell& c : groups.cells) {
        const auto [at, isNew]
            = indexOf.try_emplace({ c.recording, c.*label }, static_cast<int>(merged.recording.size()));
        if (isNew) {
            merged.recording.push_back(c.recording);
            merged.label.push_back(c.*label);
        }
        group.push_back(at->second);
    }
    merged.sums = mergeCells(cells, group, static_cast<int>(merged.recording.size()));
    return merged;
}

/// Held-out R^2 for any labels that occur at most once in a recording. The training mean of a group is the sum over all
/// groups of its label less its own, so that inner products of group sums are all it takes.
class RelabelledR2 {
public:
    explicit RelabelledR2(const LabelledSums& groups)
        : m_groups(&groups)
        , m_unseen(groups.sums.counts.size())
    {
        (void)forEachFold(groups.sums, groups.recording, [&](const HeldOutFold& fold) {
            for (const int g : fold.cells)
                m_unseen(g) = groups.sums.squaredDistances(g, fold.mean);
        });
        m_own = groups.sums.sums.rowwise().squaredNorm();
        if (m_unseen.size() <= kMostInnerProducts)
            m_products = productWith(groups.sums.sums, groups.sums.sums.transpose());
    }

    [[nodiscard]] double operator()(const std::vector<int>& label) const
    {
        const Eigen::VectorXd withLabel = productsWithLabelSums(label);
        Eigen::VectorXd square = Eigen::VectorXd::Zero(m_groups->labels), rows = square;
        for (Eigen::Index g = 0; g < withLabel.size(); ++g) {
            square(label[static_cast<std::size_t>(g)]) += withLabel(g);
            rows(label[static_cast<std::size_t>(g)]) += m_groups->sums.counts(g);
        }
        double unexplained = 0;
        for (Eigen::Index g = 0; g < withLabel.size(); ++g) {
            const int l = label[static_cast<std::size_t>(g)];
            const double n = m_groups->sums.counts(g), others = rows(l) - n;
            const double product = withLabel(g) - m_own(g), mean = square(l) - 2 * withLabel(g) + m_own(g);
            unexplained += others > 0 ? m_groups->sums.squares(g) - 2 * product / others + n * mean / (others * others)
                                      : m_unseen(g);
        }
        return 1 - unexplained / m_unseen.sum();
    }

private:
    /// [group] inner product of the group's sum with the sum over all groups of its label.
    [[nodiscard]] Eigen::VectorXd productsWithLabelSums(const std::vector<int>& label) const
    {
        Eigen::VectorXd products = Eigen::VectorXd::Zero(m_unseen.size());
        if (m_products.size() == 0) {
            const GroupSums byLabel = mergeCells(m_groups->sums, label, m_groups->labels);
            for (Eigen::Index g = 0; g < products.size(); ++g)
                products(g) = m_groups->sums.sums.row(g).dot(byLabel.sums.row(label[static_cast<std::size_t>(g)]));
            return products;
        }
        std::vector<std::vector<Eigen::Index>> members(static_cast<std::size_t>(m_groups->labels));
        for (std::size_t g = 0; g < label.size(); ++g)
            members[static_cast<std::size_t>(label[g])].push_back(static_cast<Eigen::Index>(g));
        for (const auto& list : members)
            for (const Eigen::Index a : list)
                for (const Eigen::Index b : list)
                    products(a) += m_products(a, b);
        return products;
    }

    const LabelledSums* m_groups;
    Eigen::VectorXd m_unseen; // [group] squared distance from the training mean of all groups
    Eigen::VectorXd m_own; // [group] squared norm of its sum
    Eigen::MatrixXd m_products; // [group, group], or empty where there are too many
};

using Relabelling = std::function<void(std::vector<int>& label, CounterRandom& random)>;

std::optional<MetricNumbers> draw(const LabelledSums& groups, int draws, std::uint64_t seed, const Relabelling& relabel)
{
    const RelabelledR2 r2(groups);
    CounterRandom random(seed);
    std::vector<double> values;
    for (int d = 0; d < draws; ++d) {
        std::vector<int> label = groups.label;
        relabel(label, random);
        values.push_back(r2(label));
    }
    std::sort(values.begin(), values.end());
    return MetricNumbers { { "quantile_2.5", quantile(values, 0.025) },
                           { "median", quantile(values, 0.5) },
                           { "quantile_97.5", quantile(values, 0.975) } };
}

} // namespace

std::optional<MetricNumbers> channelR2Null(const RowGroups& groups, const GroupSums& cells, int draws,
                                           std::uint64_t seed)
{
    if (!groups.severalRecordings() || draws < 1)
        return std::nullopt;
    const LabelledSums merged = mergeByLabel(groups, cells, &Cell::channel, groups.channels());
    return draw(merged, draws, seed, [&](std::vector<int>& label, CounterRandom& random) {
        for (std::size_t first = 0; first < label.size();) {
            std::size_t end = first;
            while (end < label.size() && merged.recording[end] == merged.recording[first])
                ++end;
            std::vector<int> shuffled(label.begin() + static_cast<std::ptrdiff_t>(first),
                                      label.begin() + static_cast<std::ptrdiff_t>(end));
            random.shuffle(shuffled);
            std::copy(shuffled.begin(), shuffled.end(), label.begin() + static_cast<std::ptrdiff_t>(first));
            first = end;
        }
    });
}

std::optional<MetricNumbers> positionR2Null(const RowGroups& groups, const GroupSums& cells, int draws,
                                            std::uint64_t seed)
{
    if (!groups.severalRecordings() || draws < 1)
        return std::nullopt;
    const LabelledSums merged = mergeByLabel(groups, cells, &Cell::bin, groups.bins);
    return draw(merged, draws, seed, [&](std::vector<int>& label, CounterRandom& random) {
        std::vector<int> turn(static_cast<std::size_t>(groups.recordings()));
        for (int& t : turn)
            t = static_cast<int>(random.uniform() * groups.bins);
        for (std::size_t g = 0; g < label.size(); ++g)
            label[g] = (label[g] + turn[static_cast<std::size_t>(merged.recording[g])]) % groups.bins;
    });
}

} // namespace maskscope
