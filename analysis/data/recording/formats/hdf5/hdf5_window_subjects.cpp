// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/hdf5/hdf5_window_subjects.h"

#include <algorithm>
#include <set>

#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

Result<std::vector<std::string>> numbersAsTexts(const Hdf5File& file)
{
    const auto numbers = file.read<std::int64_t>("/subject");
    if (!numbers)
        return tl::unexpected(numbers.error());
    std::vector<std::string> texts;
    for (const std::int64_t number : numbers->values)
        texts.push_back(std::to_string(number));
    return texts;
}

} // namespace

Result<std::vector<std::string>> readWindowSubjects(const Hdf5File& file, std::int64_t sequences)
{
    if (!file.isDataset("/subject"))
        return std::vector<std::string> {};
    const auto shape = file.datasetShape("/subject");
    if (!shape)
        return tl::unexpected(shape.error());
    if (shape->count != sequences)
        return failure(ErrorCode::CorruptInput, file.path().string() + ": /subject", "does not fit /windows",
                       std::to_string(sequences) + " entries, one a sequence", std::to_string(shape->count));
    auto subjects = shape->kind == Hdf5Kind::Number ? numbersAsTexts(file) : file.readStrings("/subject");
    if (!subjects)
        return subjects;
    for (std::string& subject : *subjects)
        subject = toUtf8(trimmed(subject));
    return subjects;
}

void assignWindowSubjects(const std::vector<std::string>& subjects, Recording& recording, PrecutWindows& precut)
{
    for (std::size_t s = 0; s < subjects.size(); ++s) {
        const auto [found, isNew] = precut.subject.try_emplace(precut.recording[s], subjects[s]);
        if (isNew || found->second == subjects[s])
            continue;
        if (!found->second.empty())
            recording.warnings.push_back("the sequences of recording " + std::to_string(precut.recording[s])
                                         + " name several subjects (" + found->second + ", " + subjects[s]
                                         + "): it counts as one of no known subject");
        found->second.clear();
    }
    std::set<std::string> all;
    for (const auto& [index, subject] : precut.subject)
        all.insert(subject);
    if (all.size() == 1)
        recording.subject = *all.begin();
}

} // namespace maskscope
