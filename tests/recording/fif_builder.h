// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

namespace maskscope::test {

/// Big-endian bytes.
inline std::string fifBytes(std::int32_t value)
{
    std::string bytes;
    for (unsigned shift = 32; shift > 0; shift -= 8)
        bytes += static_cast<char>(std::bit_cast<std::uint32_t>(value) >> (shift - 8) & 0xFFU);
    return bytes;
}
inline std::string fifBytes(float value) { return fifBytes(std::bit_cast<std::int32_t>(value)); }

struct FifTestChannel {
    std::string name = "Fz";
    std::int32_t kind = 2; // EEG
    float range = 2;
    float cal = 0.5F;
    std::array<float, 3> place { 0.01F, 0.08F, 0.05F };
    std::int32_t unit = 107; // volt
    std::int32_t unitExponent = 0;
};

/// A FIF file tag by tag, written from the format's description alone.
class FifBuilder {
public:
    FifBuilder() { tag(100, 31, std::string(20, '\0')).number(101, -1); }
    FifBuilder& tag(std::int32_t kind, std::int32_t type, const std::string& content, std::int32_t next = 0)
    {
        m_bytes += fifBytes(kind) + fifBytes(type) + fifBytes(static_cast<std::int32_t>(content.size()))
            + fifBytes(next) + content;
        return *this;
    }
    FifBuilder& number(std::int32_t kind, std::int32_t value) { return tag(kind, 3, fifBytes(value)); }
    FifBuilder& text(std::int32_t kind, const std::string& value) { return tag(kind, 10, value); }
    FifBuilder& floats(std::int32_t kind, const std::vector<float>& values)
    {
        std::string content;
        for (const float value : values)
            content += fifBytes(value);
        return tag(kind, 4, content);
    }
    FifBuilder& begin(std::int32_t block) { return number(104, block); }
    FifBuilder& end(std::int32_t block) { return number(105, block); }
    FifBuilder& channel(const FifTestChannel& c, std::int32_t number)
    {
        std::string content = fifBytes(number) + fifBytes(number) + fifBytes(c.kind) + fifBytes(c.range)
            + fifBytes(c.cal) + fifBytes(1);
        for (std::size_t i = 0; i < 12; ++i)
            content += fifBytes(i < 3 ? c.place.at(i) : 0.0F);
        std::string name = c.name;
        name.resize(16);
        return tag(203, 30, content + fifBytes(c.unit) + fifBytes(c.unitExponent) + name);
    }
    /// The whole block of measurement information.
    FifBuilder& info(const std::vector<FifTestChannel>& channels, float rateHz = 100)
    {
        begin(101).number(200, static_cast<std::int32_t>(channels.size())).floats(201, { rateHz });
        for (std::size_t i = 0; i < channels.size(); ++i)
            channel(channels[i], static_cast<std::int32_t>(i) + 1);
        return end(101);
    }
    /// Samples from `first` on that count up, `channels` of them each.
    FifBuilder& buffer(int channels, int samples, int first = 0)
    {
        std::vector<float> values;
        for (int i = 0; i < channels * samples; ++i)
            values.push_back(static_cast<float>(first * channels + i) * 1e-6F);
        return floats(300, values);
    }
    /// Refers to another part: role 1 the one before, 2 the next.
    FifBuilder& part(std::int32_t role, const std::string& name, std::int32_t number)
    {
        begin(118).FifBuilder::number(115, role);
        if (!name.empty())
            text(118, name);
        return FifBuilder::number(117, number).end(118);
    }
    /// Closes raw data and measurement; a last tag without content says that it is the last.
    std::string raw(std::int32_t block = 102) { return end(block).end(100).tag(108, 0, "", -1).m_bytes; }
    [[nodiscard]] const std::string& bytes() const { return m_bytes; }
    [[nodiscard]] std::int32_t size() const { return static_cast<std::int32_t>(m_bytes.size()); }

private:
    std::string m_bytes;
};

/// Measurement and information of some channels; raw data are open.
inline FifBuilder fifStart(const std::vector<FifTestChannel>& channels = { {}, { .name = "Cz" } }, float rateHz = 100)
{
    FifBuilder fif;
    fif.begin(100).info(channels, rateHz).begin(102);
    return fif;
}

} // namespace maskscope::test
