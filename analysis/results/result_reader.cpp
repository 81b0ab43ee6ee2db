// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "analysis/data/core/json_nesting.h"
#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/hdf5/hdf5_trial.h"
#include "analysis/results/choices_json.h"
#include "analysis/results/result_file.h"
#include "analysis/results/result_layout.h"

namespace maskscope {

namespace {

using Json = nlohmann::ordered_json;

double number(const Json& json)
{
    return json.is_number() ? json.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

MetricContent content(const Json& json)
{
    if (json.is_array()) {
        std::vector<double> list;
        for (const Json& entry : json)
            list.push_back(number(entry));
        return list;
    }
    if (json.is_object()) {
        MetricNumbers numbers;
        for (const auto& [name, entry] : json.items())
            numbers.emplace_back(name, number(entry));
        return numbers;
    }
    return number(json);
}

std::vector<std::pair<std::string, std::vector<double>>> namedLists(const Json& json)
{
    std::vector<std::pair<std::string, std::vector<double>>> lists;
    for (const auto& [name, entry] : json.items())
        lists.emplace_back(name, std::get<std::vector<double>>(content(entry)));
    return lists;
}

MetricValue metricValue(const std::string& key, const Json& json)
{
    MetricValue value;
    value.key = key;
    value.value = content(json.at("value"));
    if (json.at("interval").is_array())
        value.interval = Interval { number(json.at("interval").at(0)), number(json.at("interval").at(1)) };
    if (!json.at("null").is_null())
        value.null = content(json.at("null"));
    value.unit = json.value("unit", std::string());
    value.n = json.value("n", std::int64_t { 0 });
    value.unitOfInference = json.value("unit_of_inference", std::string());
    value.note = json.value("note", std::string());
    value.intervalUnit = json.value("interval_unit", std::string());
    value.untestable = json.value("untestable", std::string());
    if (json.contains("intervals"))
        for (const auto& [name, ends] : json.at("intervals").items())
            value.intervals.emplace_back(name, Interval { number(ends.at(0)), number(ends.at(1)) });
    if (json.contains("untrained") && json.at("untrained").is_array())
        value.untrained = std::get<std::vector<double>>(content(json.at("untrained")));
    else if (json.contains("untrained"))
        value.untrainedNumbers = namedLists(json.at("untrained"));
    if (json.contains("per_unit") && json.at("per_unit").is_array())
        value.perUnit = { { "", std::get<std::vector<double>>(content(json.at("per_unit"))) } };
    else if (json.contains("per_unit"))
        value.perUnit = namedLists(json.at("per_unit"));
    return value;
}

void readAccount(const Json& json, RunResult& run)
{
    run.label = json.at("label").get<std::string>();
    const Json& checkpoint = json.at("checkpoint");
    run.checkpoint = { checkpoint.at("path"),     checkpoint.at("sha256"),     checkpoint.at("architecture"),
                       checkpoint.at("backbone"), checkpoint.at("d_model"),    checkpoint.at("layers"),
                       checkpoint.at("window"),   checkpoint.at("parameters"), checkpoint.at("projection") };
    if (checkpoint.contains("trained_mask_ratio") && checkpoint.at("trained_mask_ratio").is_number())
        run.checkpoint.trainedMaskRatio = checkpoint.at("trained_mask_ratio").get<double>();
    run.checkpoint.script = checkpoint.value("script", false);
    if (checkpoint.contains("load_report"))
        for (const auto& [title, lines] : checkpoint.at("load_report").items())
            run.checkpoint.loadReport.emplace_back(title, lines.get<std::vector<std::string>>());
    for (const Json& entry : json.at("recordings")) {
        run.recordings.push_back({ entry.at("id"), entry.at("path"), entry.at("sha256"), entry.at("format"),
                                   number(entry.at("original_rate_hz")), number(entry.at("rate_hz")),
                                   entry.at("sequences"), entry.at("tokens") });
        if (entry.contains("subject") && entry.at("subject").is_string())
            run.recordings.back().subject = entry.at("subject").get<std::string>();
        if (entry.contains("channel_choices"))
            run.recordings.back().choices = choicesFromJson(entry.at("channel_choices"));
    }
    const Json& mask = json.at("mask");
    run.mask = { mask.at("ratio"), mask.at("style"),  mask.at("replacement"),
                 mask.at("seed"),  mask.at("source"), mask.at("masked_tokens") };
    run.keepBad = json.value("keep_bad", false);
    run.device = json.at("device").get<std::string>();
    run.dimensions = json.value("dimensions", 0);
    for (const auto& [name, version] : json.at("versions").items())
        run.versions.emplace_back(name, version.get<std::string>());
    run.inferenceSeconds = number(json.at("inference_seconds"));
    run.warnings = json.at("warnings").get<std::vector<std::string>>();
}

/// What is read goes some eight deep.
Json parsed(const std::string& text)
{
    constexpr int deepest = 64;
    return Json::parse(jsonNestsDeeper(text, deepest) ? "\"nested too deep\"" : text);
}

class RunReader {
public:
    RunReader(const Hdf5File& file, const std::string& id)
        : m_file(file)
        , m_group(layout::runGroup(id))
    {
        m_run->id = id;
    }

    Result<std::shared_ptr<const RunResult>> read()
    {
        const auto account = m_file.stringAttribute(m_group, "account");
        if (!account)
            return tl::unexpected(account.error());
        try {
            readAccount(parsed(*account).at("runs").at(0), *m_run);
            const auto output = m_file.stringAttribute(m_group, "output");
            m_run->output = output && *output == "signal" ? OutputKind::Signal : OutputKind::Embedding;
            readChannels();
            readMetrics();
        } catch (const Json::exception& error) {
            return failure(ErrorCode::CorruptInput, m_file.path().string(),
                           m_group + " is not a run as this version writes it: " + error.what());
        }
        return std::shared_ptr<const RunResult>(m_run);
    }

private:
    void readChannels()
    {
        const auto names = m_file.readStrings(m_group + "/channel_name");
        const auto positions = m_file.read<double>(m_group + "/channel_position");
        if (!names || !positions || positions->values.size() != 3 * names->size())
            return;
        for (std::size_t i = 0; i < names->size(); ++i) {
            PredictionChannel channel { (*names)[i], std::nullopt };
            const double* at = positions->values.data() + 3 * i;
            if (std::isfinite(at[0]) && std::isfinite(at[1]) && std::isfinite(at[2]))
                channel.position = Eigen::Vector3d(at[0], at[1], at[2]);
            m_run->channels.push_back(std::move(channel));
        }
    }

    void readMetrics()
    {
        for (const Metric& metric : metricList()) { // in the list's order, which a file does not keep
            const std::string folder = m_group + "/metrics/" + metric.id;
            if (!m_file.isGroup(folder))
                continue;
            MetricResult result { metric.id, {}, {} };
            if (const auto values = m_file.stringAttribute(folder, "values")) {
                const Json numbers = parsed(*values);
                for (const auto& [key, json] : numbers.items())
                    result.values.push_back(metricValue(key, json));
            }
            readArrays(folder, result);
            m_run->metrics.push_back(std::move(result));
        }
    }

    void readArrays(const std::string& folder, MetricResult& result)
    {
        const auto names = m_file.children(folder);
        if (!names)
            return;
        for (const std::string& name : *names) {
            const std::string path = folder + "/" + name;
            const auto dimensions = m_file.hasAttribute(path, "dimensions")
                ? m_file.stringsAttribute(path, "dimensions")
                : Result<std::vector<std::string>>();
            if (!dimensions || dimensions->empty())
                continue; // a dimension scale
            const auto data = m_file.read<double>(path);
            if (!data || data->shape.size() != dimensions->size())
                continue;
            MetricArray array { name, {}, data->values };
            for (std::size_t i = 0; i < dimensions->size(); ++i)
                array.dimensions.emplace_back((*dimensions)[i], static_cast<std::size_t>(data->shape[i]));
            result.arrays.push_back(std::move(array));
        }
    }

    const Hdf5File& m_file;
    std::string m_group;
    std::shared_ptr<RunResult> m_run = std::make_shared<RunResult>();
};

} // namespace

namespace {

bool saysItIsAResult(const std::filesystem::path& path)
{
    const auto file = Hdf5File::open(path);
    if (!file || !file->hasAttribute("/", "schema"))
        return false;
    const auto schema = file->stringAttribute("/", "schema");
    return schema && schema->starts_with("maskscope.result/");
}

Result<std::vector<std::shared_ptr<const RunResult>>> readRuns(const std::filesystem::path& path)
{
    const auto file = Hdf5File::open(path);
    if (!file)
        return tl::unexpected(file.error());
    const auto order = file->stringsAttribute("/", "run_order");
    if (!order)
        return tl::unexpected(order.error());
    std::vector<std::shared_ptr<const RunResult>> runs;
    for (const std::string& id : *order) {
        auto run = RunReader(*file, id).read();
        if (!run)
            return tl::unexpected(run.error());
        runs.push_back(std::move(*run));
    }
    return runs;
}

} // namespace

bool isResultFile(const std::filesystem::path& path)
{
    return Hdf5File::looksLikeHdf5(path) && tryHdf5(path, "schema", [&] { static_cast<void>(saysItIsAResult(path)); })
        && saysItIsAResult(path);
}

Result<std::vector<std::shared_ptr<const RunResult>>> readResultFile(const std::filesystem::path& path)
{
    if (Hdf5File::looksLikeHdf5(path))
        if (auto passed = tryHdf5(path, "schema", [&] { static_cast<void>(saysItIsAResult(path)); }); !passed)
            return tl::unexpected(passed.error());
    if (!isResultFile(path))
        return failure(std::filesystem::exists(path) ? ErrorCode::UnsupportedFormat : ErrorCode::UnreadableInput,
                       path.string(), "is not a Maskscope result file", "an HDF5 file written by maskscope-cli analyze",
                       std::filesystem::exists(path) ? "another file" : "no file");
    if (auto passed = tryHdf5(path, "result", [&] { static_cast<void>(readRuns(path)); }); !passed)
        return tl::unexpected(passed.error());
    return readRuns(path);
}

} // namespace maskscope
