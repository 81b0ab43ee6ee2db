// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/validity/known_model.h"

namespace maskscope {

/// What is true of a kind of model, whatever the verdict says.
enum class Truth {
    No, ///< there is no such effect: the verdict must not say *supported*
    Yes,
    Untestable, ///< the question cannot be asked of such a run: the verdict must say so
};

/// Models and recordings of one kind. Questions that are not among `truths` have no clear answer for it.
struct KnownKind {
    std::string id; ///< "position-linear"
    std::string description; ///< for people
    WorldSpec world;
    ModelSpec model;
    std::map<std::string, Truth> truths; ///< by Statement::id, and "position_only" for Verdict::positionOnly
    bool strong = true; ///< its effects are large and its recordings many: they have to be found
    /// Effects that are there and that no single number shows: *not supported* would be wrong, too.
    std::vector<std::string> neverDenied = {};
    bool untrained = false; ///< the model is drawn like the untrained copies it is held against
};

[[nodiscard]] const std::vector<KnownKind>& knownKinds();

} // namespace maskscope
