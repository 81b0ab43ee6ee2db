// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/load_cautions.h"

#include <algorithm>

namespace maskscope {

namespace {

int groupCodes(const NetworkDescription& net) { return (net.convChannels - net.ssmInner) / 2; } // groups * state size

std::string groupText(const LoadReport& report, int groups)
{
    const int codes = groupCodes(report.network);
    return std::to_string(groups) + " (state size " + std::to_string(groups > 0 ? codes / groups : codes) + ")";
}

std::string groupCaution(const LoadReport& report, int used)
{
    std::string others;
    std::size_t listed = 0;
    for (const int groups : report.mambaGroups)
        if (groups != used && ++listed <= 8)
            others += (others.empty() ? "" : ", ") + groupText(report, groups);
    std::string text = "the number of Mamba-2 groups is assumed: shapes cannot tell it, and another one gives other "
                       "predictions. Used: "
        + groupText(report, used) + "; also possible: " + others + "; --mamba-groups N chooses";
    if (report.configGroups && *report.configGroups != used)
        text += ". The config says " + std::to_string(*report.configGroups);
    return text;
}

} // namespace

void noteSource(const Checkpoint& checkpoint, LoadReport& report)
{
    if (!checkpoint.configSource().empty() && checkpoint.configSource() != "config")
        report.evidence.push_back("the config is the file's '" + checkpoint.configSource() + "'");
    const auto& sets = checkpoint.weightSets();
    if (sets.size() == 1 && !checkpoint.weights().empty() && checkpoint.weights() != "model")
        report.evidence.push_back("the weights are the file's '" + checkpoint.weights() + "'");
    if (sets.size() < 2)
        return;
    const auto told = [](const WeightCandidate& set) {
        return "'" + set.name + "' (" + std::to_string(set.matched) + " of " + std::to_string(set.expected)
            + " tensors)";
    };
    std::string others;
    for (std::size_t i = 1; i < sets.size() && i < 10; ++i)
        others += (others.empty() ? "" : ", ") + told(sets[i]);
    report.cautions.push_back("the file holds " + std::to_string(sets.size()) + " sets of weights: " + told(sets[0])
                              + " is used; also " + others + ", which --weights NAME chooses");
}

void noteGroups(const Checkpoint& checkpoint, LoadReport& report)
{
    const NetworkDescription& net = report.network;
    if (net.backbone != Backbone::Mamba2)
        return;
    for (int groups = 1; groups <= net.ssmHeads && groups <= groupCodes(net); ++groups)
        if (groupCodes(net) % groups == 0 && net.ssmHeads % groups == 0)
            report.mambaGroups.push_back(groups);
    for (const char* key : { "ngroups", "n_groups", "num_groups", "mamba_groups" })
        if (const auto* entry = checkpoint.configEntry(key); entry != nullptr && entry->second.number)
            report.configGroups = static_cast<int>(std::clamp(*entry->second.number, 0.0, 1e6));
}

std::vector<std::string> allCautions(const LoadReport& report, int mambaGroups)
{
    std::vector<std::string> all = report.cautions;
    const bool told = report.configGroups && *report.configGroups == mambaGroups;
    if (report.mambaGroups.size() > 1 && !told)
        all.push_back(groupCaution(report, mambaGroups));
    return all;
}

} // namespace maskscope
