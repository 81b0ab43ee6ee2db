// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/eeglab/eeglab_hdf5.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/recording/formats/eeglab/eeglab_hdf5_source.h"
#include "analysis/data/recording/formats/utf16.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

MatlabScalar scalarOf(const Hdf5MatlabValue& value)
{
    if (value.empty || value.numbers.empty())
        return {};
    if (value.matlabClass == "char") // [letter, 1]: one row
        return value.shape.size() == 2 && value.shape[1] != 1
            ? MatlabScalar()
            : MatlabScalar(std::string(trimmed(utf8FromUtf16(value.numbers))));
    return value.numbers.size() == 1 ? MatlabScalar(value.numbers.front()) : MatlabScalar();
}

/// A block of [sample, channel] or [epoch, sample, channel].
void addSpans(const Hdf5Block& block, std::int64_t epochSamples, std::vector<UnwrittenSpan>& spans)
{
    const std::size_t channel = block.first.size() - 1, time = channel - 1;
    const std::int64_t low = block.first[channel], high = low + block.count[channel];
    const std::int64_t epoch = time > 0 ? block.first[0] : 0, epochs = time > 0 ? block.count[0] : 1;
    for (std::int64_t e = epoch; e < epoch + epochs; ++e) {
        const std::int64_t begin = e * epochSamples + block.first[time];
        spans.push_back({ low, high, begin, begin + block.count[time] });
    }
}

class Hdf5Container : public EeglabContainer {
public:
    Hdf5Container(Hdf5File file, std::string root)
        : m_file(std::make_shared<Hdf5File>(std::move(file)))
        , m_root(std::move(root))
    {
    }

    [[nodiscard]] Result<MatlabScalar> scalar(const std::string& field) const override
    {
        if (!m_file->isDataset(m_root + field))
            return MatlabScalar();
        const auto values = m_file->readMatlabValues(m_root + field);
        if (!values)
            return tl::unexpected(values.error());
        return values->size() == 1 ? scalarOf(values->front()) : MatlabScalar();
    }

    [[nodiscard]] Result<std::vector<std::vector<MatlabScalar>>>
    columns(const std::string& field, std::span<const std::string_view> names) const override
    {
        std::vector<std::vector<MatlabScalar>> columns;
        for (const std::string_view name : names) {
            auto& column = columns.emplace_back();
            const std::string dataset = m_root + field + "/" + std::string(name);
            if (!m_file->isGroup(m_root + field) || !m_file->isDataset(dataset))
                continue;
            const auto values = m_file->readMatlabValues(dataset);
            if (!values)
                return tl::unexpected(values.error());
            std::ranges::transform(*values, std::back_inserter(column), scalarOf);
        }
        return columns;
    }

    [[nodiscard]] Result<std::vector<double>> numbers(const std::string& field, const std::string& name) const override
    {
        constexpr std::int64_t most = 10'000'000;
        const std::string dataset = m_root + field + "/" + name;
        if (!m_file->isGroup(m_root + field) || !m_file->isDataset(dataset))
            return std::vector<double>();
        const auto shape = m_file->datasetShape(dataset);
        const bool empty = m_file->hasAttribute(dataset, "MATLAB_empty");
        if (!shape || shape->kind != Hdf5Kind::Number || empty || shape->count == 0 || shape->count > most)
            return std::vector<double>();
        auto values = m_file->read<double>(dataset);
        return values ? Result<std::vector<double>>(std::move(values->values)) : tl::unexpected(values.error());
    }

    [[nodiscard]] Result<std::vector<std::int64_t>> dataSizes() const override
    {
        const std::string data = m_root + "data";
        if (!m_file->isDataset(data))
            return std::vector<std::int64_t>();
        const auto shape = m_file->datasetShape(data);
        if (!shape)
            return tl::unexpected(shape.error());
        const bool text = m_file->hasAttribute(data, "MATLAB_class")
            && m_file->stringAttribute(data, "MATLAB_class").value_or("") == "char";
        const bool empty = m_file->hasAttribute(data, "MATLAB_empty") || shape->count == 0;
        if (text || empty || shape->kind != Hdf5Kind::Number)
            return std::vector<std::int64_t>();
        return std::vector<std::int64_t>(shape->shape.rbegin(), shape->shape.rend());
    }

    [[nodiscard]] Result<std::shared_ptr<SampleSource>> dataSource(std::int64_t channels,
                                                                   std::int64_t samples) const override
    {
        auto reader = Hdf5BlockReader::open(*m_file, m_root + "data", 0);
        if (!reader)
            return tl::unexpected(reader.error());
        const std::size_t rank = reader->shape().size();
        if (rank != 2 && rank != 3)
            return failure(ErrorCode::CorruptInput, m_file->path().string() + ": EEG.data", "has another shape",
                           "[channel, sample] or [channel, sample, epoch]", std::to_string(rank) + " dimensions");
        return std::make_shared<EeglabHdf5Source>(m_file, std::move(*reader), channels, samples);
    }

    [[nodiscard]] Result<std::vector<UnwrittenSpan>> unwritten() const override
    {
        const auto sizes = dataSizes(); // [channel, sample] or [channel, sample, epoch]
        if (!sizes || sizes->empty())
            return sizes ? Result<std::vector<UnwrittenSpan>>({}) : tl::unexpected(sizes.error());
        const auto blocks = m_file->unwrittenBlocks(m_root + "data");
        if (!blocks)
            return tl::unexpected(blocks.error());
        std::vector<UnwrittenSpan> spans;
        for (const Hdf5Block& block : *blocks)
            addSpans(block, (*sizes)[1], spans);
        return spans;
    }

private:
    std::shared_ptr<Hdf5File> m_file;
    std::string m_root; ///< "/EEG/", or "/" where every field is a variable
};

/// Where the fields are; empty where there are none.
std::string rootOf(const Hdf5File& file)
{
    if (file.isGroup("/EEG"))
        return "/EEG/";
    return file.isDataset("/nbchan") && file.isDataset("/pnts") && file.isDataset("/srate") ? "/" : "";
}

} // namespace

bool looksLikeEeglabHdf5(const std::filesystem::path& path, std::string_view head)
{
    if (!head.starts_with("\x89HDF") && !Hdf5File::looksLikeHdf5(path)) // MATLAB puts 512 bytes of its own before
        return false;
    const auto file = Hdf5File::open(path);
    return file && !rootOf(*file).empty();
}

Result<std::unique_ptr<EeglabContainer>> openEeglabHdf5(const std::filesystem::path& path)
{
    auto file = Hdf5File::open(path);
    if (!file)
        return tl::unexpected(file.error());
    std::string root = rootOf(*file);
    if (root.empty())
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is a MATLAB 7.3 file without an EEGLAB dataset",
                       "a variable EEG, or nbchan, pnts and so on");
    return std::make_unique<Hdf5Container>(std::move(*file), std::move(root));
}

} // namespace maskscope
