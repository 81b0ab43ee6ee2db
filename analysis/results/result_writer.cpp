// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

#include <nlohmann/json.hpp>

#include "analysis/data/core/atomic_file.h"
#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/results/metric_values_json.h"
#include "analysis/results/number_table.h"
#include "analysis/results/result_file.h"
#include "analysis/results/result_layout.h"

namespace maskscope {

namespace {

/// Writes one run; the first failure sticks and the rest is skipped.
class RunWriter {
public:
    RunWriter(Hdf5File& file, const RunResult& run)
        : m_file(file)
        , m_run(run)
        , m_group(layout::runGroup(run.id))
    {
    }

    Result<void> write(bool savePredictions)
    {
        step([&] { return m_file.createGroup(m_group); });
        attributes();
        channels();
        for (const MetricResult& metric : m_run.metrics)
            writeMetric(metric);
        numbers();
        if (savePredictions && m_run.predictions)
            predictions(*m_run.predictions);
        return m_result;
    }

private:
    void step(const std::function<Result<void>()>& action)
    {
        if (m_result)
            m_result = action();
    }

    void text(const std::string& name, const std::string& value)
    {
        step([&] { return m_file.setStringAttribute(m_group, name, value); });
    }

    void attributes()
    {
        // The whole account as one JSON attribute for programs, and what people look for as attributes of its own.
        const std::vector<std::shared_ptr<const RunResult>> self { std::make_shared<RunResult>(withoutMetrics(m_run)) };
        auto account = nlohmann::ordered_json::parse(metricsJson(self));
        for (nlohmann::ordered_json& run : account.at("runs"))
            run.erase("verdict"); // from numbers alone, when the file is read
        text("account", account.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
        text("label", m_run.label);
        text("checkpoint", m_run.checkpoint.path);
        text("checkpoint_sha256", m_run.checkpoint.sha256);
        text("projection", m_run.checkpoint.projection);
        text("mask_style", m_run.mask.style);
        text("mask_replacement", m_run.mask.replacement);
        text("mask_source", m_run.mask.source);
        text("device", m_run.device);
        text("output", m_run.output == OutputKind::Signal ? "signal" : "embedding");
        step([&] { return m_file.setDoubleAttribute(m_group, "mask_ratio", m_run.mask.ratio); });
        step([&] {
            return m_file.setIntegerAttribute(m_group, "mask_seed", static_cast<std::int64_t>(m_run.mask.seed));
        });
    }

    static RunResult withoutMetrics(const RunResult& run)
    {
        RunResult light = run;
        light.metrics.clear();
        light.predictions.reset();
        return light;
    }

    template <typename T>
    void array(const std::string& name, std::span<const T> values, const std::vector<std::int64_t>& shape,
               const std::vector<std::string>& scales, const Hdf5WriteOptions& options = {})
    {
        const std::string path = m_group + "/" + name;
        step([&] { return m_file.write<T>(path, values, shape, options); });
        attach(path, scales);
    }

    void attach(const std::string& path, const std::vector<std::string>& scales)
    {
        for (std::size_t axis = 0; axis < scales.size(); ++axis)
            step([&] { return m_file.attachScale(path, static_cast<int>(axis), m_group + "/" + scales[axis]); });
    }

    /// A dimension of the group: 0, 1, 2, ... as an int32 scale, made once.
    void dimension(const std::string& name, std::size_t size)
    {
        const std::string path = m_group + "/" + name;
        if (m_file.exists(path))
            return;
        std::vector<std::int32_t> index(size);
        std::iota(index.begin(), index.end(), 0);
        const std::vector<std::int64_t> shape { static_cast<std::int64_t>(size) };
        step([&] { return m_file.write<std::int32_t>(path, index, shape); });
        step([&] { return m_file.makeScale(path, name); });
    }

    void channels()
    {
        std::vector<std::string> names;
        std::vector<double> positions;
        for (const PredictionChannel& channel : m_run.channels) {
            names.push_back(channel.name);
            for (int axis = 0; axis < 3; ++axis)
                positions.push_back(channel.position ? (*channel.position)(axis)
                                                     : std::numeric_limits<double>::quiet_NaN());
        }
        if (names.empty())
            return;
        dimension("channel_index", names.size());
        dimension("xyz", 3);
        step([&] { return m_file.writeStrings(m_group + "/channel_name", names); });
        attach(m_group + "/channel_name", { "channel_index" });
        array<double>("channel_position", positions, { static_cast<std::int64_t>(names.size()), 3 },
                      { "channel_index", "xyz" });
    }

    /// One column a dataset, so that any HDF5 tool makes a table of them.
    void numbers()
    {
        const NumberTable table = numberTable(m_run);
        if (table.rows() == 0)
            return;
        dimension("number", table.rows());
        step([&] { return m_file.createGroup(m_group + "/numbers"); });
        const auto texts = [&](const std::string& name, const std::vector<std::string>& column) {
            step([&] { return m_file.writeStrings(m_group + "/numbers/" + name, column); });
            attach(m_group + "/numbers/" + name, { "number" });
        };
        const auto column = [&](const std::string& name, const std::vector<double>& values) {
            array<double>("numbers/" + name, values, { static_cast<std::int64_t>(values.size()) }, { "number" });
        };
        texts("key", table.key);
        column("value", table.value);
        column("low", table.low);
        column("high", table.high);
        column("null", table.null);
        texts("unit", table.unit);
        array<std::int64_t>("numbers/n", table.n, { static_cast<std::int64_t>(table.rows()) }, { "number" });
        texts("unit_of_inference", table.unitOfInference);
    }

    void writeMetric(const MetricResult& metric)
    {
        nlohmann::ordered_json values = nlohmann::ordered_json::object();
        for (const MetricValue& value : metric.values)
            values[value.key] = valueJson(value);
        const std::string folder = "metrics/" + metric.metric;
        step([&] { return m_file.createGroup(m_group + "/" + folder); });
        step([&] { return m_file.setStringAttribute(m_group + "/" + folder, "values", values.dump()); });
        for (const MetricArray& entry : metric.arrays) {
            std::vector<std::int64_t> shape;
            std::vector<std::string> scales, names;
            for (const auto& [name, size] : entry.dimensions) {
                const std::string scale = folder + "/" + entry.name + "_" + name;
                shape.push_back(static_cast<std::int64_t>(size));
                names.push_back(name);
                dimension(scale, size);
                scales.push_back(scale);
            }
            if (entry.values.empty())
                continue;
            array<double>(folder + "/" + entry.name, entry.values, shape, scales);
            step([&] {
                return m_file.setStringsAttribute(m_group + "/" + folder + "/" + entry.name, "dimensions", names);
            });
        }
    }

    /// Block by block: hours of predictions do not lie in memory.
    void matrix(const std::string& name, const ScratchMatrix& values)
    {
        const std::string path = m_group + "/" + name;
        const std::array<std::int64_t, 2> shape { values.rows(), values.cols() };
        step([&] { return m_file.createDataset<float>(path, shape); });
        inRowBlocks(
            [&](Eigen::Index first, Eigen::Index count) {
                const std::array<std::int64_t, 2> from { first, 0 }, size { count, values.cols() };
                const std::span block(values.data() + first * values.cols(),
                                      static_cast<std::size_t>(count * values.cols()));
                step([&] { return m_file.writeBlock<float>(path, from, size, block); });
            },
            values);
        attach(path, { "row", "dim" });
    }

    void predictions(const PredictionSet& set)
    {
        const auto rows = static_cast<std::size_t>(set.rows()), dim = static_cast<std::size_t>(set.dim());
        dimension("row", rows);
        dimension("dim", dim);
        const std::vector<std::int64_t> column { set.rows() };
        matrix("predictions", set.predictions);
        if (set.hasTargets())
            matrix("targets", set.targets);
        array<double>("position", set.position, column, { "row" });
        array<std::int32_t>("token_index", set.tokenIndex, column, { "row" });
        array<std::int32_t>("seq_len", set.seqLen, column, { "row" });
        array<std::int32_t>("sequence", set.sequence, column, { "row" });
        array<std::int32_t>("recording", set.recording, column, { "row" });
        std::vector<std::string> names;
        std::size_t width = 16;
        for (const std::int32_t channel : set.channel) {
            names.push_back(set.channels[static_cast<std::size_t>(channel)].name);
            width = std::max(width, names.back().size());
        }
        step([&] { return m_file.writeFixedStrings(m_group + "/channel", names, width); });
        attach(m_group + "/channel", { "row" });
    }

    Hdf5File& m_file;
    const RunResult& m_run;
    std::string m_group;
    Result<void> m_result;
};

Result<void> writeAll(Hdf5File& file, std::span<const std::shared_ptr<const RunResult>> runs, bool savePredictions)
{
    if (auto made = file.createGroup(layout::runs); !made)
        return made;
    if (auto said = file.setStringAttribute("/", "schema", layout::schema); !said)
        return said;
    std::vector<std::string> order;
    for (const auto& run : runs) {
        order.push_back(run->id);
        if (auto written = RunWriter(file, *run).write(savePredictions); !written)
            return written;
    }
    if (auto said = file.setStringsAttribute("/", "run_order", order); !said)
        return said;
    return file.close();
}

} // namespace

Result<void> writeResultFile(const std::filesystem::path& path, std::span<const std::shared_ptr<const RunResult>> runs,
                             bool savePredictions)
{
    auto target = AtomicFile::create(path);
    if (!target)
        return tl::unexpected(target.error());
    auto file = Hdf5File::create(target->temporaryPath());
    auto written = file ? writeAll(*file, runs, savePredictions) : Result<void>(tl::unexpected(file.error()));
    if (!written) {
        Error error = written.error(); // the user knows the file by its own name
        error.subject = path.string();
        error.code = ErrorCode::UnwritableOutput;
        return tl::unexpected(error);
    }
    return target->commit();
}

} // namespace maskscope
