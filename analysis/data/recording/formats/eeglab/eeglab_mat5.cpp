// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include "analysis/data/recording/formats/eeglab/eeglab_container.h"
#include "analysis/data/recording/formats/matlab/mat_file.h"

namespace maskscope {

namespace {

class Mat5Container : public EeglabContainer {
public:
    Mat5Container(MatFile file, std::optional<MatArray> eeg)
        : m_file(std::move(file))
        , m_eeg(std::move(eeg))
    {
    }

    [[nodiscard]] Result<MatlabScalar> scalar(const std::string& field) const override
    {
        const auto array = find(field);
        if (!array)
            return tl::unexpected(array.error());
        return *array ? matScalar(**array) : Result<MatlabScalar>();
    }

    [[nodiscard]] Result<std::vector<std::vector<MatlabScalar>>>
    columns(const std::string& field, std::span<const std::string_view> names) const override
    {
        const auto array = find(field);
        if (!array)
            return tl::unexpected(array.error());
        if (!*array || !(*array)->is(MatClass::Struct))
            return std::vector<std::vector<MatlabScalar>>(names.size());
        const auto loaded = matInMemory(**array);
        return loaded ? matColumns(*loaded, names) : tl::unexpected(loaded.error());
    }

    [[nodiscard]] Result<std::vector<double>> numbers(const std::string& field, const std::string& name) const override
    {
        constexpr std::int64_t most = 10'000'000;
        const auto holder = find(field);
        if (!holder || !*holder || !(*holder)->is(MatClass::Struct) || (*holder)->count != 1)
            return std::vector<double>();
        const auto array = matField(**holder, name);
        if (!array || !*array || !(*array)->isNumber() || (*array)->count == 0 || (*array)->count > most)
            return std::vector<double>();
        auto matrix = matNumbers(**array);
        if (!matrix)
            return tl::unexpected(matrix.error());
        matrix->channels = 1;
        matrix->samples = (*array)->count;
        std::vector<double> values(static_cast<std::size_t>(matrix->samples));
        NumberMatrixSource source(std::move(*matrix), { 1.0 });
        if (auto ok = source.read(0, 0, values); !ok)
            return tl::unexpected(ok.error());
        return values;
    }

    [[nodiscard]] Result<std::vector<std::int64_t>> dataSizes() const override
    {
        const auto data = dataArray();
        if (!data)
            return tl::unexpected(data.error());
        if (!*data || !(*data)->isNumber() || (*data)->count == 0)
            return std::vector<std::int64_t>();
        const auto numbers = matNumbers(**data);
        return numbers ? Result<std::vector<std::int64_t>>((*data)->dimensions) : tl::unexpected(numbers.error());
    }

    [[nodiscard]] Result<std::shared_ptr<SampleSource>> dataSource(std::int64_t channels,
                                                                   std::int64_t samples) const override
    {
        const auto data = dataArray();
        auto matrix = data ? matNumbers(data->value_or(MatArray {})) : tl::unexpected(data.error());
        if (!matrix)
            return tl::unexpected(matrix.error());
        matrix->channels = channels; // MATLAB stores the first index fastest: all channels of a sample together
        matrix->samples = samples;
        std::vector<double> gains(static_cast<std::size_t>(channels), 1.0);
        return std::make_shared<NumberMatrixSource>(std::move(*matrix), std::move(gains));
    }

private:
    [[nodiscard]] Result<std::optional<MatArray>> find(const std::string& field) const
    {
        return m_eeg ? matField(*m_eeg, field) : m_file.variable(field);
    }

    /// The field data; in files of old a variable of its own, which the field names.
    [[nodiscard]] Result<std::optional<MatArray>> dataArray() const
    {
        auto data = find("data");
        if (!data || !*data || !(*data)->is(MatClass::Char))
            return data;
        const auto name = matScalar(**data);
        return name && *name == MatlabScalar(std::string("EEGDATA")) ? m_file.variable("EEGDATA") : data;
    }

    MatFile m_file;
    std::optional<MatArray> m_eeg;
};

} // namespace

Result<std::unique_ptr<EeglabContainer>> openEeglabMat5(const std::filesystem::path& path)
{
    auto file = MatFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    auto eeg = file->variable("EEG");
    if (!eeg)
        return tl::unexpected(eeg.error());
    const auto names = file->names();
    const bool flat
        = std::ranges::find(names, "nbchan") != names.end() && std::ranges::find(names, "pnts") != names.end();
    if (!*eeg && !flat) {
        std::string listed;
        for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 8); ++i)
            listed += (listed.empty() ? "" : ", ") + names[i];
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is a MATLAB file without an EEGLAB dataset",
                       "a variable EEG, or nbchan, pnts and so on", listed.empty() ? "no variables" : listed);
    }
    return std::make_unique<Mat5Container>(std::move(*file), std::move(*eeg));
}

} // namespace maskscope
