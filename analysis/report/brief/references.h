// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

namespace maskscope {

/// A publication that a report's methods rest on.
struct Reference {
    std::string key; ///< of BibTeX: "holm1979"
    std::string cited; ///< in the text: "Holm, 1979"
    std::string text; ///< in the list
    std::string bibtex; ///< the entry
};

/// One of those that reports name; an unknown key is a bug.
[[nodiscard]] const Reference& reference(std::string_view key);
/// Every one of them.
[[nodiscard]] std::span<const Reference> references();

/// References in the order in which they were first cited.
class Citations {
public:
    /// "(Holm, 1979)", "(Gu and Dao, 2023; Dao and Gu, 2024)".
    [[nodiscard]] std::string cite(std::initializer_list<std::string_view> keys);
    [[nodiscard]] const std::vector<const Reference*>& cited() const { return m_cited; }

private:
    std::vector<const Reference*> m_cited;
};

} // namespace maskscope
