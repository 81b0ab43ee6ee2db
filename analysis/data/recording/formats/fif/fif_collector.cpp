// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/fif/fif_collector.h"

#include <algorithm>

#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

constexpr std::int32_t mostChannels = 10'000;

/// A list that colons divide; a colon within is written {COLON}.
std::vector<std::string> namesIn(std::string_view text)
{
    std::vector<std::string> names;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(':', at), text.size());
        std::string name = toUtf8(trimmed(text.substr(at, end - at)));
        for (auto colon = name.find("{COLON}"); colon != std::string::npos; colon = name.find("{COLON}", colon + 1))
            name.replace(colon, 7, ":");
        names.push_back(std::move(name));
        at = end + 1;
    }
    return names;
}

} // namespace

Result<void> FifCollector::visit(const FifTag& tag, std::span<const std::int32_t> blocks)
{
    if (blocks.empty())
        return {};
    if (tag.kind == fif::BlockStart)
        return startBlock(blocks.back());
    switch (blocks.back()) {
    case fif::MeasurementInfo:
        return readInfo(tag);
    case fif::ExtendedChannelInfo:
        return tag.kind == fif::LongChannelName ? readText(tag, m_longNames.back()) : Result<void>();
    case fif::BadChannels:
        return readBadChannels(tag);
    case fif::Projector:
        return readProjector(tag);
    case fif::Annotations:
        return m_blocks[fif::Annotations] == 1 ? readAnnotations(tag) : Result<void>(); // as MNE: the first
    case fif::Reference:
        return readReference(tag);
    case fif::RawData:
    case fif::ContinuousData:
    case fif::ShieldedRawData:
        return m_data.add(m_file, tag);
    default:
        return {};
    }
}

Result<void> FifCollector::startBlock(std::int32_t block)
{
    ++m_blocks[block];
    if (block == fif::Reference)
        m_references.emplace_back();
    if (block == fif::ExtendedChannelInfo) {
        if (m_longNames.size() == static_cast<std::size_t>(mostChannels))
            return m_file.corrupt("describes too many channels", "at most " + std::to_string(mostChannels), "more");
        m_longNames.emplace_back();
    }
    return {};
}

Result<void> FifCollector::readInfo(const FifTag& tag)
{
    if (tag.kind == fif::ChannelInfo)
        return readChannel(tag);
    if (tag.kind == fif::MeasurementDate)
        return readDate(tag, m_content.date);
    if (tag.kind == fif::ChannelCount) {
        const auto count = m_file.wholeNumber(tag);
        if (!count)
            return tl::unexpected(count.error());
        if (*count < 1 || *count > mostChannels)
            return m_file.corrupt("has a number of channels that cannot be", "1 to " + std::to_string(mostChannels),
                                  std::to_string(*count));
        m_channelCount = *count;
    }
    if (tag.kind == fif::SamplingRate) {
        const auto rate = m_file.numbers(tag);
        if (!rate)
            return tl::unexpected(rate.error());
        m_content.samplingRateHz = rate->empty() ? 0 : rate->front();
    }
    return {};
}

Result<void> FifCollector::readChannel(const FifTag& tag)
{
    constexpr std::int64_t structBytes = 96;
    if (tag.size != structBytes)
        return m_file.corrupt("is damaged: the description of a channel has another size", "96 bytes",
                              std::to_string(tag.size));
    if (m_content.channels.size() == static_cast<std::size_t>(mostChannels))
        return m_file.corrupt("describes too many channels", "at most " + std::to_string(mostChannels), "more");
    const auto bytes = m_file.content(tag);
    if (!bytes)
        return tl::unexpected(bytes.error());
    FifChannel channel;
    channel.kind = fifInt(*bytes, 8);
    channel.gain = static_cast<double>(fifFloat(*bytes, 12)) * static_cast<double>(fifFloat(*bytes, 16));
    channel.place = Eigen::Vector3f(fifFloat(*bytes, 24), fifFloat(*bytes, 28), fifFloat(*bytes, 32)).cast<double>();
    channel.unit = fifInt(*bytes, 72);
    channel.unitExponent = fifInt(*bytes, 76);
    const std::string_view name = std::string_view(*bytes).substr(80);
    channel.label = toUtf8(trimmed(name.substr(0, name.find('\0'))));
    m_content.channels.push_back(std::move(channel));
    return {};
}

Result<void> FifCollector::readText(const FifTag& tag, std::string& text)
{
    auto bytes = m_file.content(tag);
    if (!bytes)
        return tl::unexpected(bytes.error());
    text = std::move(*bytes);
    return {};
}

Result<void> FifCollector::readBadChannels(const FifTag& tag)
{
    std::string text;
    if (tag.kind != fif::ChannelNames)
        return {};
    if (auto ok = readText(tag, text); !ok)
        return ok;
    m_content.badChannels = trimmed(text).empty() ? std::vector<std::string>() : namesIn(text);
    return {};
}

Result<void> FifCollector::readProjector(const FifTag& tag)
{
    if (tag.kind != fif::ProjectorActive)
        return {};
    const auto active = m_file.wholeNumber(tag);
    if (!active)
        return tl::unexpected(active.error());
    m_projectorsApplied += *active != 0 ? 1 : 0;
    return {};
}

Result<void> FifCollector::readDate(const FifTag& tag, std::optional<FifDate>& date)
{
    std::vector<double> values;
    if (auto ok = readNumbers(tag, values); !ok)
        return ok;
    constexpr double none = -2147483648.0; // what MNE writes where there is no date, after a zero
    const bool given = !values.empty() && !(values.size() > 1 && values[0] == 0 && values[1] == none);
    date = given ? std::optional(FifDate { values[0], values.size() > 1 ? values[1] : 0.0 }) : std::nullopt;
    return {};
}

Result<void> FifCollector::readNumbers(const FifTag& tag, std::vector<double>& values)
{
    auto read = m_file.numbers(tag);
    if (!read)
        return tl::unexpected(read.error());
    values = std::move(*read);
    return {};
}

Result<void> FifCollector::readAnnotations(const FifTag& tag)
{
    FifAnnotations& annotations = m_content.annotations;
    if (tag.kind == fif::Onsets) {
        annotations.singlePrecision = fifNumberType(tag.type) == NumberType::Float32;
        return readNumbers(tag, annotations.onsetS);
    }
    if (tag.kind == fif::Ends)
        return readNumbers(tag, annotations.endS);
    if (tag.kind == fif::MeasurementDate)
        return readDate(tag, annotations.origin);
    std::string text;
    if (tag.kind != fif::Comment)
        return {};
    if (auto ok = readText(tag, text); !ok)
        return ok;
    annotations.texts = namesIn(text);
    return {};
}

Result<void> FifCollector::readReference(const FifTag& tag)
{
    FifReference& reference = m_references.back();
    if (tag.kind == fif::RefFileName) {
        if (auto ok = readText(tag, reference.fileName); !ok)
            return ok;
        reference.fileName = toUtf8(trimmed(reference.fileName));
    }
    if (tag.kind != fif::RefRole && tag.kind != fif::RefFileNumber)
        return {};
    const auto number = m_file.wholeNumber(tag);
    if (!number)
        return tl::unexpected(number.error());
    if (tag.kind == fif::RefRole)
        reference.role = *number;
    else
        reference.number = *number;
    return {};
}

} // namespace maskscope
