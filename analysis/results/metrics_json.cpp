// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/results/result_file.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <nlohmann/json.hpp>

#include "analysis/results/metric_values_json.h"
#include "analysis/results/comparisons.h"
#include "analysis/results/run_verdict.h"

namespace maskscope {

namespace {

using Json = nlohmann::ordered_json;

Json finite(double value)
{
    if (!std::isfinite(value))
        return nullptr;
    // Counts stay whole numbers: 17436, not 17436.0.
    if (value == std::floor(value) && std::abs(value) < 9e15)
        return static_cast<std::int64_t>(value);
    return value;
}

/// "legacy.mean" -> "mean" where the key begins with `prefix`.
std::string below(const std::string& key, std::string_view prefix)
{
    return key.starts_with(prefix) ? key.substr(prefix.size()) : std::string();
}

void addLegacy(Json& legacy, Json& notes, const MetricValue& value, const std::string& name)
{
    legacy[name] = contentJson(value.value);
    if (!value.note.empty())
        notes[name] = value.note;
}

/// Named numbers of the untrained copies: means, with their ranges as intervals.
Json untrainedNumbersJson(const MetricValue& value)
{
    Json json { { "value", Json::object() },
                { "interval", nullptr },
                { "null", nullptr },
                { "unit", value.unit },
                { "n", value.untrainedNumbers.front().second.size() },
                { "unit_of_inference", "untrained copy" },
                { "intervals", Json::object() } };
    for (const auto& [name, numbers] : value.untrainedNumbers) {
        const double sum = std::accumulate(numbers.begin(), numbers.end(), 0.0);
        json["value"][name] = finite(sum / static_cast<double>(numbers.size()));
        if (const auto [low, high] = std::ranges::minmax_element(numbers); low != numbers.end())
            json["intervals"][name] = { finite(*low), finite(*high) };
    }
    return json;
}

/// A number of diag.v1, and beside it the untrained copies': their mean, with their range as the interval.
void addDiag(Json& diag, const MetricValue& value, const std::string& name)
{
    diag[name] = valueJson(value);
    if (!value.untrainedNumbers.empty())
        diag["random_init." + name] = untrainedNumbersJson(value);
    const auto range = untrainedRange(value);
    if (!range)
        return;
    const double sum = std::accumulate(value.untrained.begin(), value.untrained.end(), 0.0);
    diag["random_init." + name] = { { "value", finite(sum / static_cast<double>(value.untrained.size())) },
                                    { "interval", { finite(range->low), finite(range->high) } },
                                    { "null", nullptr },
                                    { "unit", value.unit },
                                    { "n", value.untrained.size() },
                                    { "unit_of_inference", "untrained copy" } };
}

/// The oracle groups what stands apart here; both names work.
void addAliases(Json& diag)
{
    if (diag.contains("variance_partition"))
        diag["anova"] = diag["variance_partition"];
    Json skill = Json::object();
    for (const char* name :
         { "mse", "skill_vs_global", "skill_vs_position", "skill_vs_channel", "skill_vs_position_channel" })
        if (diag.contains(name))
            skill[name] = diag[name]["value"];
    if (!skill.empty())
        diag["skill"] = { { "value", skill },
                          { "interval", nullptr },
                          { "null", nullptr },
                          { "unit", "1" },
                          { "n", diag.contains("mse") ? diag["mse"]["n"] : Json() } };
}

Json recordingJson(const RecordingSummary& recording)
{
    return { { "id", recording.id },
             { "path", recording.path },
             { "sha256", recording.sha256 },
             { "format", recording.format },
             { "original_rate_hz", finite(recording.originalRateHz) },
             { "rate_hz", finite(recording.rateHz) },
             { "sequences", recording.sequences },
             { "tokens", recording.tokens },
             { "subject", recording.subject.empty() ? Json() : Json(recording.subject) } };
}

Json checkpointJsonOf(const CheckpointSummary& checkpoint)
{
    Json json { { "path", checkpoint.path },
                { "sha256", checkpoint.sha256 },
                { "architecture", checkpoint.architecture },
                { "backbone", checkpoint.backbone },
                { "d_model", checkpoint.dModel },
                { "layers", checkpoint.layers },
                { "window", checkpoint.window },
                { "parameters", checkpoint.parameters },
                { "projection", checkpoint.projection },
                { "script", checkpoint.script },
                { "trained_mask_ratio", checkpoint.trainedMaskRatio ? finite(*checkpoint.trainedMaskRatio) : Json() } };
    for (const auto& [title, lines] : checkpoint.loadReport)
        json["load_report"][title] = lines;
    return json;
}

Json runJson(const RunResult& run, const Verdict& verdict)
{
    Json object { { "id", run.id }, { "label", run.label }, { "checkpoint", checkpointJsonOf(run.checkpoint) } };
    object["recordings"] = Json::array();
    for (const RecordingSummary& recording : run.recordings)
        object["recordings"].push_back(recordingJson(recording));
    object["mask"]
        = { { "ratio", run.mask.ratio }, { "style", run.mask.style },   { "replacement", run.mask.replacement },
            { "seed", run.mask.seed },   { "source", run.mask.source }, { "masked_tokens", run.mask.maskedTokens } };
    object["keep_bad"] = run.keepBad;
    object["device"] = run.device;
    object["dimensions"] = run.dimensions;
    object["versions"] = Json::object();
    for (const auto& [name, version] : run.versions)
        object["versions"][name] = version;
    object["inference_seconds"] = finite(run.inferenceSeconds);
    object["warnings"] = run.warnings;
    Json legacy = Json::object(), notes = Json::object(), diag = Json::object();
    for (const MetricResult& metric : run.metrics)
        for (const MetricValue& value : metric.values) {
            if (const std::string old = below(value.key, "legacy."); !old.empty())
                addLegacy(legacy, notes, value, old);
            else if (const std::string name = below(value.key, "diag.v1."); !name.empty())
                addDiag(diag, value, name);
        }
    addAliases(diag);
    object["legacy"] = legacy;
    object["legacy_notes"] = notes;
    object["diag"] = { { "v1", diag } };
    object["verdict"] = Json::parse(verdictJson(verdict));
    return object;
}

void addComparisons(Json& json, std::span<const std::shared_ptr<const RunResult>> runs)
{
    json["comparisons"] = Json::array();
    for (const Comparison& c : compareRuns(runs))
        json["comparisons"].push_back({ { "runs", c.runs },
                                        { "key", below(c.key, "diag.v1.") },
                                        { "difference", finite(c.difference) },
                                        { "interval", { finite(c.interval.low), finite(c.interval.high) } },
                                        { "unit", c.unit },
                                        { "n", c.n },
                                        { "unit_of_inference", c.unitOfInference } });
    json["layer_similarity"] = Json::array();
    for (const LayerSimilarity& s : compareLayers(runs))
        json["layer_similarity"].push_back(
            { { "runs", s.runs }, { "layer", s.layer }, { "linear_cka", finite(s.cka) }, { "tokens", s.tokens } });
    json["seed_groups"] = Json::array();
    for (const SeedGroup& group : seedGroups(runs)) {
        Json numbers = Json::object();
        for (const SeedGroup::Number& number : group.numbers)
            numbers[number.key] = { { "mean", finite(number.mean) }, { "sd", finite(number.sd) } };
        json["seed_groups"].push_back({ { "runs", group.runs }, { "label", group.label }, { "numbers", numbers } });
    }
}

} // namespace

nlohmann::ordered_json contentJson(const MetricContent& content)
{
    if (const double* number = std::get_if<double>(&content))
        return finite(*number);
    Json json;
    if (const auto* list = std::get_if<std::vector<double>>(&content)) {
        json = Json::array();
        for (const double number : *list)
            json.push_back(finite(number));
        return json;
    }
    json = Json::object();
    for (const auto& [name, number] : std::get<MetricNumbers>(content))
        json[name] = finite(number);
    return json;
}

nlohmann::ordered_json valueJson(const MetricValue& value)
{
    Json entry { { "value", contentJson(value.value) } };
    entry["interval"] = value.interval ? Json { finite(value.interval->low), finite(value.interval->high) } : Json();
    entry["null"] = value.null ? contentJson(*value.null) : Json();
    entry["unit"] = value.unit;
    entry["n"] = value.n;
    if (!value.unitOfInference.empty())
        entry["unit_of_inference"] = value.unitOfInference;
    if (!value.note.empty())
        entry["note"] = value.note;
    if (!value.intervalUnit.empty())
        entry["interval_unit"] = value.intervalUnit;
    for (const auto& [name, interval] : value.intervals)
        entry["intervals"][name] = { finite(interval.low), finite(interval.high) };
    if (!value.untestable.empty())
        entry["untestable"] = value.untestable;
    if (!value.untrained.empty())
        entry["untrained"] = contentJson(value.untrained);
    for (const auto& [name, numbers] : value.untrainedNumbers)
        entry["untrained"][name] = contentJson(numbers);
    for (const auto& [name, numbers] : value.perUnit)
        (name.empty() ? entry["per_unit"] : entry["per_unit"][name]) = contentJson(numbers);
    return entry;
}

std::string metricsJson(std::span<const std::shared_ptr<const RunResult>> runs, const VerdictThresholds& thresholds)
{
    Json json { { "schema", "maskscope.metrics/1" }, { "runs", Json::array() } };
    const std::vector<Verdict> verdicts = judgeRuns(runs, thresholds);
    for (std::size_t i = 0; i < runs.size(); ++i)
        json["runs"].push_back(runJson(*runs[i], verdicts[i]));
    addComparisons(json, runs);
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

} // namespace maskscope
