// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/tensor_names.h"

namespace maskscope {

namespace {

std::string_view withoutWrappers(std::string_view name, std::set<std::string>& stripped)
{
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view wrapper : { std::string_view("module."), std::string_view("_orig_mod.") }) {
            if (name.size() > wrapper.size() && name.substr(0, wrapper.size()) == wrapper) {
                name.remove_prefix(wrapper.size());
                stripped.emplace(wrapper);
                again = true;
            }
        }
    }
    return name;
}

} // namespace

std::string TensorNames::bare(std::string_view given)
{
    std::set<std::string> stripped;
    std::string name(withoutWrappers(given, stripped));
    if (name == given || m_given.count(name) != 0)
        return std::string(given);
    if (const auto [known, isNew] = m_bareFrom.emplace(name, given); !isNew && known->second != given)
        return std::string(given);
    m_stripped.merge(stripped);
    return name;
}

std::vector<std::string> TensorNames::warnings() const
{
    std::vector<std::string> texts;
    for (const std::string& prefix : m_stripped)
        texts.push_back("the prefix '" + prefix + "' of a wrapper was removed from tensor names");
    return texts;
}

} // namespace maskscope
