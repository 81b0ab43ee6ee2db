// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "analysis/metrics/sums/plan_statistics.h"
#include "analysis/validity/known_world.h"

namespace maskscope {

/// A model whose use of each input is known, because it was put there.
struct ModelSpec {
    double position = 0, channel = 0, interaction = 0; ///< how much of the world's own factors it knows, 0 to 1
    double context = 0; ///< how far it continues the visible tokens of the sequence
    /// Spread of what it adds to each factor it uses that has nothing to do with the world: nothing is learned
    /// perfectly.
    double misfit = 0;
    bool ownFactors = false; ///< its factors are not the world's, and it garbles the visible tokens: it learned nothing
    bool noise = false; ///< every other input gives another output, as if drawn by lot
    int rank = 0; ///< above 0: predictions vary along that many directions only
    double scale = 1; ///< of its predictions about their mean
    bool hidesCodes = false; ///< gives masked tokens neither code
};

/// A network that learned nothing: it depends on all its inputs. How strongly, and how large its predictions are, is a
/// matter of the architecture, and the same for all copies to 10 %; which way is drawn anew for each (runKnownModel()).
[[nodiscard]] ModelSpec untrainedModel(std::uint64_t architecture, std::uint64_t copy);

struct KnownRun {
    std::shared_ptr<const PredictionSet> predictions;
    std::shared_ptr<const PlanStatistics> plan;
};
/// Every pass of the full inference plan over the world's masked tokens. `seed` draws what of the model is not the
/// world's own.
[[nodiscard]] KnownRun runKnownModel(const KnownWorld& world, const ModelSpec& model, std::uint64_t seed);

} // namespace maskscope
