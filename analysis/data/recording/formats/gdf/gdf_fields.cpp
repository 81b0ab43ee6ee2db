// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/gdf/gdf_fields.h"

#include <array>

#include "analysis/data/recording/formats/gdf/gdf_bytes.h"
#include "analysis/data/recording/formats/gdf/gdf_units.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

/// Hands out one field after another, each for all channels.
class ChannelFields {
public:
    ChannelFields(std::string_view text, std::size_t channels)
        : m_text(text)
        , m_channels(channels)
    {
    }
    void skip(std::size_t bytesEach) { m_text.remove_prefix(std::min(m_text.size(), bytesEach * m_channels)); }
    /// The bytes of the field of channel 0, 1, ...; then call skip() with the same width.
    [[nodiscard]] std::string_view of(std::size_t channel, std::size_t width) const
    {
        return channel * width < m_text.size() ? m_text.substr(channel * width, width) : std::string_view();
    }
    template <typename T>
    void numbers(const auto& store)
    {
        for (std::size_t c = 0; c < m_channels; ++c)
            store(c, littleEndian<T>(m_text, c * sizeof(T)));
        skip(sizeof(T));
    }

private:
    std::string_view m_text;
    std::size_t m_channels;
};

/// What stands before the first NUL, without blanks.
std::string textOf(std::string_view field) { return toUtf8(trimmed(field.substr(0, field.find('\0')))); }

void readUnits(ChannelFields& fields, bool codes, std::vector<GdfChannel>& channels)
{
    const std::size_t width = codes ? 6 : 8;
    for (std::size_t c = 0; c < channels.size(); ++c)
        channels[c].unit = textOf(fields.of(c, width)); // of 2.x an obsolete text, which counts where no code is given
    fields.skip(width);
    if (!codes)
        return;
    fields.numbers<std::uint16_t>([&](std::size_t c, std::uint16_t code) {
        if (code != 0)
            channels[c].unit = gdfUnit(code);
    });
}

void readRanges(ChannelFields& fields, bool wholeDigital, std::vector<GdfChannel>& channels)
{
    const auto into = [&](double GdfChannel::*member) {
        return [&channels, member](std::size_t c, auto value) { channels[c].*member = static_cast<double>(value); };
    };
    fields.numbers<double>(into(&GdfChannel::physicalMin));
    fields.numbers<double>(into(&GdfChannel::physicalMax));
    if (wholeDigital) {
        fields.numbers<std::int64_t>(into(&GdfChannel::digitalMin));
        fields.numbers<std::int64_t>(into(&GdfChannel::digitalMax));
    } else {
        fields.numbers<double>(into(&GdfChannel::digitalMin));
        fields.numbers<double>(into(&GdfChannel::digitalMax));
    }
}

void readPositions(const ChannelFields& fields, std::vector<GdfChannel>& channels)
{
    constexpr std::size_t width = 3 * sizeof(float);
    for (std::size_t c = 0; c < channels.size(); ++c) {
        const std::string_view bytes = fields.of(c, width);
        const Eigen::Vector3d point(littleEndian<float>(bytes, 0), littleEndian<float>(bytes, 4),
                                    littleEndian<float>(bytes, 8));
        constexpr double unheardOf = 1e9; // in any unit of length
        if (point.allFinite() && point.norm() > 0 && point.norm() < unheardOf)
            channels[c].position = point;
    }
}

} // namespace

void readGdfChannelFields(std::string_view text, double version, std::vector<GdfChannel>& channels,
                          std::vector<std::uint32_t>& types, std::vector<std::uint32_t>& samplesPerRecord)
{
    const bool second = version >= 1.9; // the layout of 2.x
    types.assign(channels.size(), 0);
    samplesPerRecord.assign(channels.size(), 0);
    ChannelFields fields(text, channels.size());
    for (std::size_t c = 0; c < channels.size(); ++c)
        channels[c].label = textOf(fields.of(c, 16));
    fields.skip(16);
    fields.skip(80); // transducer
    readUnits(fields, second, channels);
    readRanges(fields, !second, channels);
    fields.skip(80); // filters, and the time offset of 2.x
    fields.numbers<std::uint32_t>([&](std::size_t c, std::uint32_t n) { samplesPerRecord[c] = n; });
    fields.numbers<std::uint32_t>([&](std::size_t c, std::uint32_t code) { types[c] = code; });
    if (second)
        readPositions(fields, channels);
}

std::vector<std::string> readGdfEventTexts(std::string_view tagged)
{
    constexpr std::size_t mostTexts = 0x8000; // codes above end an event
    constexpr char eventTexts = 1;
    std::vector<std::string> texts;
    while (tagged.size() >= 4 && tagged.front() != '\0') {
        const char tag = tagged.front();
        const std::size_t length = littleEndian<std::uint32_t>(tagged, 0) >> 8U;
        std::string_view content = tagged.substr(4, length);
        tagged.remove_prefix(std::min(tagged.size(), 4 + length));
        if (tag != eventTexts)
            continue;
        texts.assign(1, {}); // the first text is that of code 1
        while (!content.empty() && content.front() != '\0' && texts.size() < mostTexts) {
            texts.push_back(textOf(content));
            content.remove_prefix(std::min(content.size(), content.find('\0') + 1));
        }
    }
    return texts;
}

} // namespace maskscope
