// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/results/comparisons.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "analysis/numerics/linear_cka.h"
#include "analysis/numerics/unit_interval.h"

namespace maskscope {

namespace {

bool sameRecordings(const RunResult& a, const RunResult& b)
{
    return std::ranges::equal(a.recordings, b.recordings, [](const RecordingSummary& x, const RecordingSummary& y) {
        return x.id == y.id && x.sha256 == y.sha256 && x.tokens == y.tokens;
    });
}

double numberOf(const MetricValue& value, const std::string& name)
{
    if (!name.empty())
        return namedNumber(value, name);
    const double* plain = std::get_if<double>(&value.value);
    return plain ? *plain : std::numeric_limits<double>::quiet_NaN();
}

void compareValue(std::vector<Comparison>& found, const RunResult& a, const RunResult& b, const MetricValue& first,
                  const MetricValue& second)
{
    for (const auto& [name, values] : first.perUnit) {
        const auto others = unitValues(second, name);
        if (values.size() != others.size() || values.size() < static_cast<std::size_t>(kPopulationUnits))
            continue;
        std::vector<double> differences;
        for (std::size_t u = 0; u < values.size(); ++u)
            differences.push_back(values[u] - others[u]);
        const auto interval = unitInterval(differences);
        const double difference = numberOf(first, name) - numberOf(second, name);
        if (interval && std::isfinite(difference))
            found.push_back({ { a.id, b.id },
                              { a.label, b.label },
                              name.empty() ? first.key : first.key + "." + name,
                              difference,
                              *interval,
                              first.unit,
                              first.intervalUnit.empty() ? first.unitOfInference : first.intervalUnit,
                              static_cast<std::int64_t>(values.size()) });
    }
}

/// f of every two runs over the same recordings, in order.
template <typename F>
void forEachPair(std::span<const std::shared_ptr<const RunResult>> runs, const F& f)
{
    for (std::size_t i = 0; i < runs.size(); ++i)
        for (std::size_t j = i + 1; j < runs.size(); ++j)
            if (sameRecordings(*runs[i], *runs[j]))
                f(*runs[i], *runs[j]);
}

RowMatrixD statesOf(const MetricArray& array)
{
    return Eigen::Map<const RowMatrixD>(array.values.data(), static_cast<Eigen::Index>(array.dimensions[0].second),
                                        static_cast<Eigen::Index>(array.dimensions[1].second));
}

bool sameTokens(const MetricResult& a, const MetricResult& b)
{
    return std::ranges::all_of(std::array { "state_sequence", "state_token" }, [&](const char* name) {
        const MetricArray *x = a.array(name), *y = b.array(name);
        return x && y && x->values == y->values;
    });
}

/// A line "key: value" of a configuration that says nothing of what was trained.
bool isIdentity(const std::string& line)
{
    std::string key = line.substr(0, line.find_first_of(":="));
    std::ranges::transform(key, key.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::any_of(
        std::array { "seed", "name", "dir", "path", "folder", "output", "date", "time", "id", "host", "device", "tag" },
        [&](const char* word) {
            return key.find(word) != std::string::npos && key.find("hidden") == std::string::npos
                && key.find("width") == std::string::npos;
        });
}

std::vector<std::string> settingOf(const RunResult& run)
{
    const CheckpointSummary& c = run.checkpoint;
    std::vector<std::string> setting { c.architecture,
                                       c.backbone,
                                       std::to_string(c.dModel),
                                       std::to_string(c.layers),
                                       std::to_string(c.window),
                                       std::to_string(c.trainedMaskRatio.value_or(-1)),
                                       std::to_string(run.mask.ratio),
                                       run.mask.style,
                                       run.mask.source };
    for (const auto& [title, lines] : c.loadReport)
        if (title == "config")
            std::ranges::copy_if(lines, std::back_inserter(setting),
                                 [](const std::string& line) { return !isIdentity(line); });
    return setting;
}

void addNumbers(SeedGroup& group, std::span<const RunResult* const> runs)
{
    const auto n = static_cast<double>(runs.size());
    for (const MetricResult& metric : runs.front()->metrics) {
        for (const MetricValue& value : metric.values) {
            std::vector<double> numbers;
            for (const RunResult* run : runs) {
                const MetricResult* own = run->metric(metric.metric);
                const MetricValue* other = own ? own->value(value.key) : nullptr;
                if (other && std::isfinite(numberOf(*other, {})))
                    numbers.push_back(numberOf(*other, {}));
            }
            if (numbers.size() != runs.size())
                continue;
            double mean = 0, squares = 0;
            for (const double v : numbers)
                mean += v / n;
            for (const double v : numbers)
                squares += (v - mean) * (v - mean);
            group.numbers.push_back({ value.key, mean, std::sqrt(squares / (n - 1)) });
        }
    }
}

} // namespace

std::vector<Comparison> compareRuns(std::span<const std::shared_ptr<const RunResult>> runs)
{
    std::vector<Comparison> found;
    forEachPair(runs, [&](const RunResult& a, const RunResult& b) {
        for (const MetricResult& metric : a.metrics) {
            const MetricResult* other = b.metric(metric.metric);
            for (const MetricValue& value : metric.values)
                if (const MetricValue* second = other ? other->value(value.key) : nullptr)
                    compareValue(found, a, b, value, *second);
        }
    });
    return found;
}

std::optional<Comparison> compareNumber(const RunResult& run, const RunResult& reference, std::string_view metric,
                                        std::string_view key)
{
    const MetricResult *own = run.metric(metric), *other = reference.metric(metric);
    const MetricValue *first = own ? own->value(key) : nullptr, *second = other ? other->value(key) : nullptr;
    if (!first || !second || !sameRecordings(run, reference))
        return std::nullopt;
    std::vector<Comparison> found; // and its named parts
    compareValue(found, run, reference, *first, *second);
    const auto plain = std::ranges::find(found, key, &Comparison::key);
    return plain == found.end() ? std::nullopt : std::optional(*plain);
}

std::string differencesText(std::span<const std::shared_ptr<const RunResult>> runs, std::string_view metric)
{
    constexpr std::size_t most = 5; // runs that a caption can hold
    const MetricResult* reference = runs.size() > 1 ? runs.front()->metric(metric) : nullptr;
    if (!reference)
        return {};
    for (const MetricValue& value : reference->values) {
        std::vector<Comparison> found;
        for (const auto& run : runs.subspan(1))
            if (auto comparison = compareNumber(*run, *runs.front(), metric, value.key))
                found.push_back(std::move(*comparison));
        if (found.empty())
            continue;
        std::string text = fmt::format("Paired over the same {} {}s, {} less that of {}:", found[0].n,
                                       found[0].unitOfInference, value.key, runs.front()->label);
        for (std::size_t i = 0; i < std::min(found.size(), most); ++i)
            text += fmt::format("{} {} {:.3g} [{:.3g}, {:.3g}]", i > 0 ? ";" : "", found[i].labels[0],
                                found[i].difference, found[i].interval.low, found[i].interval.high);
        return text + (found.size() > most ? "; more in the numbers." : ".");
    }
    return {};
}

std::vector<LayerSimilarity> compareLayers(std::span<const std::shared_ptr<const RunResult>> runs)
{
    std::vector<LayerSimilarity> found;
    forEachPair(runs, [&](const RunResult& a, const RunResult& b) {
        const MetricResult *first = a.metric("representation"), *second = b.metric("representation");
        if (!first || !second || !sameTokens(*first, *second))
            return;
        for (int layer = 0;; ++layer) {
            const std::string name = "states_layer_" + std::to_string(layer);
            const MetricArray *x = first->array(name), *y = second->array(name);
            if (!x || !y)
                return;
            if (const auto cka = linearCka(statesOf(*x), statesOf(*y)))
                found.push_back({ { a.id, b.id },
                                  { a.label, b.label },
                                  layer,
                                  *cka,
                                  static_cast<std::int64_t>(x->dimensions[0].second) });
        }
    });
    return found;
}

std::vector<SeedGroup> seedGroups(std::span<const std::shared_ptr<const RunResult>> runs)
{
    std::vector<SeedGroup> groups;
    std::vector<bool> taken(runs.size(), false);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        std::vector<const RunResult*> members { runs[i].get() };
        for (std::size_t j = i + 1; j < runs.size() && !taken[i]; ++j) {
            const bool other = std::ranges::none_of(
                members, [&](const RunResult* m) { return m->checkpoint.sha256 == runs[j]->checkpoint.sha256; });
            if (!taken[j] && other && sameRecordings(*runs[i], *runs[j])
                && settingOf(*runs[i]) == settingOf(*runs[j])) {
                members.push_back(runs[j].get());
                taken[j] = true;
            }
        }
        if (members.size() < 2)
            continue;
        SeedGroup group { {}, runs[i]->label, {} };
        for (const RunResult* member : members)
            group.runs.push_back(member->id);
        addNumbers(group, members);
        groups.push_back(std::move(group));
    }
    return groups;
}

} // namespace maskscope
