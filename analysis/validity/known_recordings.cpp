// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/validity/known_recordings.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <nlohmann/json.hpp>

#include "analysis/data/core/argument_file.h"
#include "analysis/data/core/json_nesting.h"
#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/random/numpy_random.h"

namespace maskscope {

namespace {

constexpr std::uint64_t kHeldBack = 9; // first word of the seeds of recordings that no training used

RowMatrixD matrixOf(const nlohmann::json& rows)
{
    RowMatrixD values(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(rows.at(0).size()));
    for (Eigen::Index r = 0; r < values.rows(); ++r)
        for (Eigen::Index c = 0; c < values.cols(); ++c)
            values(r, c) = rows.at(static_cast<std::size_t>(r)).at(static_cast<std::size_t>(c)).get<double>();
    return values;
}

RecordedKind kindOf(const std::string& name, const nlohmann::json& entry)
{
    RecordedKind kind;
    kind.name = name;
    kind.position = entry.value("position", 0.0);
    kind.channel = entry.value("channel", 0.0);
    kind.context = entry.value("context", 0.0);
    kind.ownRatio = entry.at("own_ratio").get<double>();
    kind.otherRatio = entry.at("other_ratio").get<double>();
    for (const auto& [question, truth] : entry.at("truths").items())
        kind.truths[question] = truth.get<std::string>() == "yes" ? Truth::Yes : Truth::No;
    return kind;
}

/// Sequences of a windowed file, padded to one length with zeros.
struct Sequences {
    std::vector<float> windows;
    std::vector<std::int64_t> lengths, recording;
    std::vector<std::string> names;

    /// [channel * tokens + token, sample] of one recording
    void add(const RowMatrixF& samples, int index, const std::vector<std::string>& channels, std::size_t longest)
    {
        const auto sequence = static_cast<std::size_t>(samples.size()) / channels.size();
        const auto window = static_cast<std::size_t>(samples.cols());
        for (std::size_t c = 0; c < channels.size(); ++c) {
            const auto own
                = std::span(samples.data(), static_cast<std::size_t>(samples.size())).subspan(c * sequence, sequence);
            windows.insert(windows.end(), own.begin(), own.end());
            lengths.push_back(static_cast<std::int64_t>(sequence / window));
            recording.push_back(index);
            names.push_back(channels[c]);
            windows.resize(lengths.size() * longest * window);
        }
    }
};

/// Writes a windowed HDF5 file; the first failure sticks.
class WindowedWriter {
public:
    explicit WindowedWriter(Hdf5File& file)
        : m_file(file)
    {
    }
    template <typename T>
    void numbers(const std::string& dataset, const std::vector<T>& values, const std::vector<std::int64_t>& shape)
    {
        if (m_result)
            m_result = m_file.write<T>(dataset, values, shape);
    }
    void texts(const std::string& dataset, const std::vector<std::string>& values)
    {
        if (m_result)
            m_result = m_file.writeStrings(dataset, values);
    }
    Result<void> finish() { return m_result ? m_file.close() : m_result; }

private:
    Hdf5File& m_file;
    Result<void> m_result;
};

} // namespace

Truth RecordedKind::truth(const std::string& question, double ratio) const
{
    if (question == "context.learned" && ratio >= 1)
        return Truth::Untestable;
    return truths.at(question);
}

Result<RecordedWorld> RecordedWorld::read(const std::filesystem::path& folder)
{
    const auto path = folder / "world.json";
    constexpr std::size_t mostBytes = 64U << 20U;
    constexpr int deepest = 32;
    const auto file = readArgumentFile(path, "the world of the networks (world.json beside them)", mostBytes);
    if (!file)
        return tl::unexpected(file.error());
    const auto json = nlohmann::json::parse(jsonNestsDeeper(file->bytes, deepest) ? "[]" : file->bytes, nullptr, false);
    RecordedWorld world;
    try {
        for (const auto& [name, entry] : json.at("kinds").items())
            world.m_kinds.push_back(kindOf(name, entry));
        world.m_positions.resize(static_cast<Eigen::Index>(json.at("electrodes").size()), 3);
        for (const auto& electrode : json.at("electrodes")) {
            const auto place = electrode.at("position").get<std::array<double, 3>>();
            world.m_positions.row(world.channels()) << place[0], place[1], place[2];
            world.m_names.push_back(electrode.at("name").get<std::string>());
        }
        world.m_waveforms = matrixOf(json.at("waveforms"));
        world.m_course = matrixOf(json.at("course"));
        world.m_channels = matrixOf(json.at("channels"));
        world.m_shortest = json.at("tokens").at(0).get<int>();
        world.m_longest = json.at("tokens").at(1).get<int>();
        world.m_memory = json.at("context_memory").get<double>();
        world.m_amplitudeUv = json.at("amplitude_uv").get<double>();
        world.m_sensorUv = json.at("sensor_noise_uv").get<double>();
    } catch (const nlohmann::json::exception& error) {
        return failure(ErrorCode::CorruptInput, path.string(), error.what());
    }
    if (!world.fits())
        return failure(ErrorCode::CorruptInput, path.string(), "its waveforms, course, channels and tokens do not fit");
    return world;
}

bool RecordedWorld::fits() const
{
    const Eigen::Index count = m_waveforms.rows();
    return m_course.cols() == count && m_channels.cols() == count && m_course.rows() >= 2
        && m_channels.rows() == channels() && m_shortest >= 1 && m_longest >= m_shortest;
}

Eigen::RowVectorXd RecordedWorld::courseAt(double position) const
{
    const double at = std::clamp(position, 0.0, 1.0) * static_cast<double>(m_course.rows() - 1);
    const auto below = std::min(static_cast<Eigen::Index>(at), m_course.rows() - 2);
    const double share = at - static_cast<double>(below);
    return (1 - share) * m_course.row(below) + share * m_course.row(below + 1);
}

RowMatrixF RecordedWorld::recording(const RecordedKind& kind, std::span<const std::uint64_t> seed) const
{
    NumpyRandom random(seed);
    const int tokens
        = m_shortest + static_cast<int>(random.integer(static_cast<std::uint64_t>(m_longest - m_shortest)));
    const auto normals = [&](Eigen::Index rows, Eigen::Index columns) { // row-major, as NumPy fills an array
        RowMatrixD values(rows, columns);
        for (Eigen::Index i = 0; i < values.size(); ++i)
            values.data()[i] = random.standardNormal();
        return values;
    };
    const Eigen::Index count = m_waveforms.rows();
    RowMatrixD amplitude = normals(Eigen::Index { channels() } * tokens, count);
    RowMatrixD state = normals(channels(), count);
    for (int t = 0; t < tokens; ++t) {
        const Eigen::RowVectorXd course = kind.position * courseAt(static_cast<double>(t) / tokens);
        for (int c = 0; c < channels(); ++c)
            amplitude.row(Eigen::Index { c } * tokens + t)
                += course + kind.channel * m_channels.row(c) + kind.context * state.row(c);
        const RowMatrixD step = normals(channels(), count);
        state = m_memory * state + std::sqrt(1 - m_memory * m_memory) * step;
    }
    RowMatrixD samples = m_amplitudeUv * amplitude * m_waveforms;
    samples += m_sensorUv * normals(samples.rows(), samples.cols());
    return samples.cast<float>();
}

Result<void> RecordedWorld::write(const RecordedKind& kind, int recordings, const std::filesystem::path& target) const
{
    Sequences all;
    for (int r = 0; r < recordings; ++r) {
        const std::array seed { kHeldBack, static_cast<std::uint64_t>(r) };
        all.add(recording(kind, seed), r, m_names, static_cast<std::size_t>(m_longest));
    }
    auto file = Hdf5File::create(target);
    if (!file)
        return tl::unexpected(file.error());
    const auto sequences = static_cast<std::int64_t>(all.lengths.size());
    WindowedWriter writer(*file);
    writer.numbers("/windows", all.windows, { sequences, m_longest, window() });
    writer.numbers("/seq_lengths", all.lengths, { sequences });
    writer.numbers("/recording_index", all.recording, { sequences });
    writer.texts("/channel_names", all.names);
    writer.texts("/montage/names", m_names);
    writer.numbers("/montage/xyz", std::vector<double>(m_positions.data(), m_positions.data() + m_positions.size()),
                   { channels(), 3 });
    return writer.finish();
}

} // namespace maskscope
