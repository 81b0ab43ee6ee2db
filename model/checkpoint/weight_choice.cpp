// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/weight_choice.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>

#include "model/checkpoint/network_split.h"
#include "model/checkpoint/unread_weights.h"

namespace maskscope {

namespace {

struct Trial {
    WeightSet set;
    Result<LoadReport> report;

    [[nodiscard]] bool usable() const { return report && report->usable(); }
    [[nodiscard]] double share() const
    {
        return report && report->tensorsExpected > 0
            ? static_cast<double>(report->tensorsUsed) / static_cast<double>(report->tensorsExpected)
            : 0;
    }
};

/// Averages of the weights over training: beside the weights themselves they are the second choice.
bool isAverage(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    constexpr std::array<const char*, 6> signs { "ema", "teacher", "averag", "swa", "momentum", "target" };
    return std::any_of(signs.begin(), signs.end(),
                       [&](const char* sign) { return name.find(sign) != std::string::npos; });
}

bool sameTensors(const WeightSet& a, const WeightSet& b)
{
    return std::equal(a.tensors.begin(), a.tensors.end(), b.tensors.begin(), b.tensors.end(),
                      [](const CheckpointTensor& x, const CheckpointTensor& y) {
                          return x.name == y.name && x.storage == y.storage && x.offset == y.offset
                              && x.shape == y.shape;
                      });
}

std::vector<Trial> trialsOf(const ModelFile& file, const DescribeWeights& describe)
{
    const bool pretrained = std::any_of(file.config.begin(), file.config.end(),
                                        [](const auto& entry) { return entry.first.starts_with("pretrain_config."); });
    std::vector<Trial> trials;
    for (const WeightSet& set : file.sets) {
        std::vector<WeightSet> networks = networksIn(set, pretrained);
        if (networks.empty())
            networks.push_back(set);
        for (WeightSet& network : networks) {
            const bool again = std::any_of(trials.begin(), trials.end(),
                                           [&](const Trial& t) { return sameTensors(t.set, network); });
            if (again) // the same tensors under a second name
                continue;
            auto report = describe(network);
            trials.push_back({ std::move(network), std::move(report) });
        }
    }
    std::stable_sort(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) {
        if (a.usable() != b.usable() || a.share() != b.share())
            return a.usable() != b.usable() ? a.usable() : a.share() > b.share();
        return !isAverage(a.set.name) && isAverage(b.set.name);
    });
    return trials;
}

/// The name, or its end: "student" for "state_dict.student".
bool answersTo(const std::string& name, std::string_view asked)
{
    return name == asked
        || (name.size() > asked.size() && name.ends_with(asked) && name[name.size() - asked.size() - 1] == '.');
}

std::string listed(const std::vector<Trial>& trials)
{
    std::string text;
    for (const Trial& trial : trials)
        text += (text.empty() ? "'" : ", '") + trial.set.name + "'";
    return text;
}

Result<void> moveAskedToFront(std::vector<Trial>& trials, std::string_view asked, const std::string& subject)
{
    auto found = std::find_if(trials.begin(), trials.end(), [&](const Trial& t) { return t.set.name == asked; });
    if (found == trials.end())
        found
            = std::find_if(trials.begin(), trials.end(), [&](const Trial& t) { return answersTo(t.set.name, asked); });
    if (found == trials.end())
        return failure(ErrorCode::InvalidArgument, subject, "holds no weights of that name",
                       trials.size() == 1 && trials.front().set.name.empty() ? "no --weights: it holds one set only"
                                                                             : "one of " + listed(trials),
                       "'" + std::string(asked.substr(0, 80)) + "'");
    std::rotate(trials.begin(), found, std::next(found));
    return {};
}

} // namespace

Result<void> chooseWeights(ModelFile& file, std::string_view asked, const DescribeWeights& describe,
                           const std::string& subject)
{
    const auto take = [&file](WeightSet& set) {
        file.tensors = std::move(set.tensors);
        file.weights = std::move(set.name);
        file.warnings.insert(file.warnings.begin(), set.warnings.begin(), set.warnings.end());
        file.sets.clear();
    };
    if (file.script) {
        if (!asked.empty())
            return failure(ErrorCode::InvalidArgument, subject, "is a TorchScript archive: it holds one set of weights",
                           "no --weights", "'" + std::string(asked.substr(0, 80)) + "'");
        take(file.sets.front());
        return {};
    }
    std::vector<Trial> trials = trialsOf(file, describe);
    if (!asked.empty())
        if (auto found = moveAskedToFront(trials, asked, subject); !found)
            return found;
    Trial& chosen = trials.front();
    if (!chosen.usable())
        if (const std::string unread = unreadWeights(file, chosen.set); !unread.empty())
            return failure(ErrorCode::UnsupportedFormat, subject, unread);
    if (!chosen.report && chosen.report.error().code == ErrorCode::UnsupportedFormat) // weights that are no floats
        return tl::unexpected(chosen.report.error());
    for (const Trial& trial : trials)
        if (trial.report)
            file.candidates.push_back({ trial.set.name, trial.report->tensorsUsed, trial.report->tensorsExpected });
    take(chosen.set);
    return {};
}

} // namespace maskscope
