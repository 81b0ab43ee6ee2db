// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace maskscope {

/// Takes leading `module.` and `_orig_mod.` off tensor names: DistributedDataParallel and torch.compile put their own
/// name in front of every tensor's.
class TensorNames {
public:
    void give(std::string_view name) { m_given.emplace(name); } ///< every name of the file, before the first bare()
    /// The name without wrappers, unless that one belongs to another tensor.
    [[nodiscard]] std::string bare(std::string_view given);
    [[nodiscard]] std::vector<std::string> warnings() const; ///< which prefixes were removed

private:
    std::unordered_set<std::string> m_given;
    std::unordered_map<std::string, std::string> m_bareFrom; // bare to given name
    std::set<std::string> m_stripped;
};

} // namespace maskscope
