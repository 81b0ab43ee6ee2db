// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/units.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <utility>

namespace maskscope {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks("\0 \t\r\n", 5);
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string upperCased(std::string_view text)
{
    std::string upper(text);
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return upper;
}

std::optional<double> parseNumber(std::string_view text)
{
    text = trimmed(text);
    if (text.starts_with("+-"))
        return std::nullopt;
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<double> parseNumberOrComma(std::string_view text)
{
    const auto comma = text.find(',');
    if (comma == std::string_view::npos || text.find('.') != std::string_view::npos)
        return parseNumber(text);
    std::string pointed(text);
    pointed[comma] = '.';
    return parseNumber(pointed);
}

namespace {

/// By its exact spelling: "mV" is no "MV".
std::optional<double> microvoltsOf(std::string_view unit)
{
    // The micro sign (U+00B5), the Greek mu (U+03BC) and latin-1's 0xB5 all occur in real headers. Of the prefixes of a
    // volt only micro is no ASCII letter: a lost one was micro.
    constexpr std::array<std::pair<std::string_view, double>, 17> scales { { { "uV", 1.0 },
                                                                             { "\xC2\xB5V", 1.0 },
                                                                             { "\xCE\xBCV", 1.0 },
                                                                             { "\xB5V", 1.0 },
                                                                             { "\xEF\xBF\xBDV", 1.0 },
                                                                             { "?V", 1.0 },
                                                                             { "mcV", 1.0 },
                                                                             { "mkV", 1.0 },
                                                                             { "\xD0\xBC\xD0\xBA\xD0\x92", 1.0 },
                                                                             { "UV", 1.0 },
                                                                             { "uv", 1.0 },
                                                                             { "Uv", 1.0 },
                                                                             { "mV", 1e3 },
                                                                             { "V", 1e6 },
                                                                             { "v", 1e6 },
                                                                             { "nV", 1e-3 },
                                                                             { "pV", 1e-6 } } };
    const auto found = std::ranges::find(scales, unit, &std::pair<std::string_view, double>::first);
    return found == scales.end() ? std::nullopt : std::optional(found->second); // "MV" could be mega: not guessed
}

/// "Microvolts", "millivolt", "uVolt", "VOLTS".
std::optional<double> microvoltsOfWord(const std::string& lower)
{
    constexpr std::array<std::pair<std::string_view, double>, 8> words { { { "microvolt", 1.0 },
                                                                           { "uvolt", 1.0 },
                                                                           { "\xC2\xB5volt", 1.0 },
                                                                           { "\xCE\xBCvolt", 1.0 },
                                                                           { "microv", 1.0 },
                                                                           { "millivolt", 1e3 },
                                                                           { "volt", 1e6 },
                                                                           { "nanovolt", 1e-3 } } };
    const std::string_view singular(lower.data(), lower.size() - (lower.ends_with('s') ? 1 : 0));
    const auto found = std::ranges::find(words, singular, &std::pair<std::string_view, double>::first);
    return found == words.end() ? std::nullopt : std::optional(found->second);
}

std::string lowerCased(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

/// Units of what a polygraph records beside EEG, in lower case, without blanks.
constexpr std::string_view otherUnits
    = " % percent pct bpm b/min beats/min rpm r/min 1/min /min min-1 resp/min br/min brpm c f k degc degf \xC2\xB0"
      "c \xC2\xB0"
      "f \xC2\xBA"
      "c celsius fahrenheit kelvin \xC2\xB0 deg degree degrees deg/s \xC2\xB0/s dps rad rad/s rad/sec cmh2o cmh20 "
      "mmh2o "
      "mmhg hpa kpa pa mbar bar torr psi hz khz s sec seconds ms min h l l/min l/s lpm lps ml ml/s ml/min g mg m/s2 "
      "m/s^2 m/s\xC2\xB2 m/s gauss lux lx lm cd db dba dbspl ohm ohms kohm mohm \xCE\xA9 k\xCE\xA9 \xE2\x84\xA6 "
      "k\xE2\x84\xA6 siemens \xC2\xB5s \xCE\xBCs usiemens microsiemens a ma ua \xC2\xB5"
      "a t mt ut \xC2\xB5t nt pt ft ft/cm t/m mol mmol mol/l mmol/l um kg n nm w mw j boolean bool bit bits mm cm m "
      "mm/s cm/s index score stage steps pixel px ";

} // namespace

std::optional<double> microvoltsPer(std::string_view unit)
{
    const std::string once = encodedOnce(trimmed(unit));
    const auto spelled = microvoltsOf(once);
    return spelled || once.empty() ? spelled : microvoltsOfWord(lowerCased(once));
}

UnitKind unitKind(std::string_view unit)
{
    if (microvoltsPer(unit))
        return UnitKind::Voltage;
    std::string word = lowerCased(encodedOnce(toUtf8(trimmed(unit))));
    std::erase(word, ' ');
    const bool other = !word.empty() && otherUnits.find(" " + word + " ") != std::string_view::npos;
    return other ? UnitKind::NoVoltage : UnitKind::Unclear;
}

namespace {

/// Bytes of the UTF-8 sequence that starts at `i`, 0 where it is none.
std::size_t utf8Length(std::string_view text, std::size_t i)
{
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = byte < 0x80U ? 1
        : byte >= 0xC2U && byte < 0xE0U     ? 2
        : byte >= 0xE0U && byte < 0xF0U     ? 3
        : byte >= 0xF0U && byte < 0xF5U     ? 4
                                            : 0;
    if (length == 0 || i + length > text.size())
        return 0;
    for (std::size_t k = 1; k < length; ++k) {
        if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U)
            return 0;
    }
    return length;
}

} // namespace

std::string toUtf8(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (const std::size_t length = utf8Length(text, i); length > 0) {
            out.append(text.substr(i, length));
            i += length;
            continue;
        }
        const auto byte = static_cast<unsigned char>(text[i++]);
        out += static_cast<char>(0xC0U | (byte >> 6U));
        out += static_cast<char>(0x80U | (byte & 0x3FU));
    }
    return out;
}

namespace {

/// Code point of the UTF-8 sequence of `length` bytes at `i`.
std::uint32_t codePoint(std::string_view text, std::size_t i, std::size_t length)
{
    constexpr std::array<std::uint32_t, 5> masks { 0, 0x7FU, 0x1FU, 0x0FU, 0x07U };
    std::uint32_t code = static_cast<unsigned char>(text[i]) & masks.at(length);
    for (std::size_t k = 1; k < length; ++k)
        code = (code << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    return code;
}

/// The byte that latin-1 or Windows-1252 shows as this character.
std::optional<char> byteOf(std::uint32_t code)
{
    // Windows-1252, 0x80 to 0x9F; 0: no character there.
    constexpr std::array<std::uint16_t, 32> middle { 0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                     0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178 };
    if (code < 0x100U)
        return static_cast<char>(code);
    const auto found = std::ranges::find(middle, code);
    return found == middle.end() ? std::nullopt : std::optional(static_cast<char>(0x80 + (found - middle.begin())));
}

/// The bytes that were taken for characters; none where they are no UTF-8 beyond ASCII themselves.
std::optional<std::string> decodedOnce(std::string_view text)
{
    std::string bytes;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8Length(text, i);
        const auto byte = length > 0 ? byteOf(codePoint(text, i, length)) : std::nullopt;
        if (!byte)
            return std::nullopt;
        bytes += *byte;
        i += length;
    }
    bool beyondAscii = false;
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t length = utf8Length(bytes, i);
        if (length == 0)
            return std::nullopt;
        beyondAscii = beyondAscii || length > 1;
        i += length;
    }
    return beyondAscii ? std::optional(bytes) : std::nullopt;
}

} // namespace

std::string encodedOnce(std::string_view text)
{
    std::string once(text);
    for (int times = 0; times < 3; ++times) {
        const auto before = decodedOnce(once);
        if (!before)
            break;
        once = *before;
    }
    return once;
}

} // namespace maskscope
