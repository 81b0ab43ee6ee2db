// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/recording/gdf_builder.h"

#include <algorithm>
#include <map>

namespace maskscope::test {

namespace {

std::string field(std::string text, std::size_t width)
{
    text.resize(width, ' ');
    return text;
}

void putNumber(std::string& out, std::uint32_t type, double value)
{
    const auto whole = static_cast<std::int64_t>(value);
    switch (type) {
    case 1:
        return put(out, static_cast<std::int8_t>(whole));
    case 2:
        return put(out, static_cast<std::uint8_t>(whole));
    case 3:
        return put(out, static_cast<std::int16_t>(whole));
    case 4:
        return put(out, static_cast<std::uint16_t>(whole));
    case 5:
        return put(out, static_cast<std::int32_t>(whole));
    case 6:
        return put(out, static_cast<std::uint32_t>(whole));
    case 7:
        return put(out, whole);
    case 8:
        return put(out, static_cast<std::uint64_t>(whole));
    case 16:
        return put(out, static_cast<float>(value));
    case 17:
        return put(out, value);
    default:
        break; // 24 bits
    }
    std::string four;
    put(four, static_cast<std::int32_t>(whole));
    out += four.substr(0, 3);
}

std::string fixedHeader(const GdfBuilder& gdf, std::size_t headerBytes)
{
    std::string out = "GDF " + field(gdf.version, 4);
    const std::int64_t records = gdf.statedRecords == -2 ? gdf.writtenRecords : gdf.statedRecords;
    if (gdf.first()) {
        out += field("P1 X", 80) + field("recording", 80) + field("2026010112000000", 16);
        put<std::int64_t>(out, static_cast<std::int64_t>(headerBytes));
        out.append(44, '\0');
    } else {
        out += field("P1 X", 66);
        out.append(14, '\0');
        out += field("recording", 64);
        out.append(32, '\0'); // place, dates
        put<std::uint16_t>(out, static_cast<std::uint16_t>(headerBytes / 256));
        out.append(50, '\0');
    }
    put(out, records);
    if (gdf.floatDuration > 0) {
        put(out, gdf.floatDuration);
    } else {
        put(out, gdf.durationNumerator);
        put(out, gdf.durationDenominator);
    }
    put(out, static_cast<std::uint32_t>(gdf.channels.size()));
    return out;
}

} // namespace

std::string GdfBuilder::header() const
{
    const std::size_t tail = (tagged.size() + 255) / 256 * 256;
    std::string out = fixedHeader(*this, 256 * (channels.size() + 1) + tail);
    const auto each = [&](const auto& add) { std::ranges::for_each(channels, add); };
    each([&](const auto& c) { out += field(c.label, 16); });
    each([&](const auto&) { out += field("", 80); });
    if (first()) {
        each([&](const auto& c) { out += field(c.unit, 8); });
    } else {
        each([&](const auto& c) { out += field(c.unit, 6); });
        each([&](const auto& c) { put(out, c.unitCode); });
    }
    each([&](const auto& c) { put(out, c.physicalMin); });
    each([&](const auto& c) { put(out, c.physicalMax); });
    for (const auto member : { &GdfBuilderChannel::digitalMin, &GdfBuilderChannel::digitalMax })
        each([&](const auto& c) {
            if (first())
                put(out, static_cast<std::int64_t>(c.*member));
            else
                put(out, c.*member);
        });
    each([&](const auto&) { out.append(80, first() ? ' ' : '\0'); });
    each([&](const auto& c) { put(out, c.perRecord); });
    each([&](const auto& c) { put(out, c.type); });
    if (!first())
        each([&](const auto& c) {
            for (const float coordinate : c.position)
                put(out, coordinate);
        });
    each([&](const auto&) { out.append(first() ? 32 : 20, '\0'); });
    out += tagged;
    out.append(tail - tagged.size(), '\0');
    return out;
}

std::string GdfBuilder::samples() const
{
    std::string out;
    for (std::int64_t record = 0; record < writtenRecords; ++record)
        for (std::size_t c = 0; c < channels.size(); ++c)
            for (std::int64_t i = 0; i < channels[c].perRecord; ++i) {
                const std::int64_t sample = record * channels[c].perRecord + i;
                putNumber(out, channels[c].type,
                          value ? value(c, sample) : static_cast<double>(1000 * static_cast<std::int64_t>(c) + sample));
            }
    return out;
}

std::string GdfBuilder::eventTable() const
{
    std::string out;
    if (mode == 0)
        return out;
    const auto three = [&](std::uint32_t number) {
        for (const unsigned shift : { 0U, 8U, 16U })
            out += static_cast<char>(number >> shift & 0xFFU);
    };
    const auto count = static_cast<std::uint32_t>(events.size());
    out += static_cast<char>(mode);
    if (version < "1.94") {
        three(static_cast<std::uint32_t>(eventRate));
        put(out, count);
    } else {
        three(count);
        put(out, static_cast<float>(eventRate));
    }
    const auto each = [&](const auto& add) { std::ranges::for_each(events, add); };
    each([&](const auto& e) { put(out, e.position); });
    each([&](const auto& e) { put(out, e.code); });
    if ((mode & 2) != 0) {
        each([&](const auto& e) { put(out, e.channel); });
        each([&](const auto& e) { put(out, e.duration); });
    }
    return out;
}

} // namespace maskscope::test
