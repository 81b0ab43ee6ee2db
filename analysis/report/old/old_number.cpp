// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/old/old_number.h"

#include <charconv>
#include <cmath>
#include <regex>

namespace maskscope {

namespace {

/// Decimals written of "0.4028" or "1.5e-4" (5); a number without any ("0") stands for the old report's four.
int decimalsOf(const std::string& digits)
{
    constexpr int oldDecimals = 4;
    const std::size_t exponentAt = digits.find_first_of("eE");
    const std::string mantissa = digits.substr(0, exponentAt);
    int exponent = 0;
    if (exponentAt != std::string::npos) {
        const char* first = digits.data() + exponentAt + 1;
        std::from_chars(*first == '+' ? first + 1 : first, digits.data() + digits.size(), exponent);
    }
    const std::size_t point = mantissa.find('.');
    const bool isWhole = point == std::string::npos && exponentAt == std::string::npos;
    const int written = point == std::string::npos ? 0 : static_cast<int>(mantissa.size() - point - 1);
    return isWhole ? oldDecimals : written - exponent;
}

std::optional<OldNumber> madeOf(const std::string& digits, bool isPercent, double largest)
{
    double value = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (code != std::errc {} || end != digits.data() + digits.size() || !std::isfinite(value))
        return std::nullopt;
    OldNumber number { value, 0.5 * std::pow(10.0, -decimalsOf(digits)), digits };
    if (isPercent) {
        // "1 %" is rounded to whole per cents, whatever the old report's other numbers have.
        number.halfStep = digits.find_first_of(".eE") == std::string::npos ? 0.005 : number.halfStep / 100;
        number.value /= 100;
        number.written += " %";
    }
    if (number.value < 0 || number.value > largest)
        return std::nullopt;
    return number;
}

/// The first number within `text` that can be the one looked for.
std::optional<OldNumber> firstIn(const std::string& text, double largest)
{
    // Not the 3 of "top3" or the 512 of "x512", and not the parts of "2026-11-25" or "1.2.3".
    static const std::regex pattern(R"((^|[^\w.\-])(-?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)(\s*%)?(?![\w]|[.\-]\d))");
    for (std::sregex_iterator at(text.begin(), text.end(), pattern), none; at != none; ++at) {
        auto number = madeOf((*at)[2].str(), (*at)[5].matched, largest);
        const bool isCount = number && number->value > 1 && number->written.find('.') == std::string::npos;
        if (number && !isCount) // "of 5 channels"
            return number;
    }
    return std::nullopt;
}

} // namespace

std::optional<OldNumber> oldNumber(std::string_view text, double largest)
{
    static const std::regex whole(R"(\s*([-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)(\s*%)?\s*)");
    std::cmatch found;
    if (text.size() > 64 || !std::regex_match(text.data(), text.data() + text.size(), found, whole))
        return std::nullopt;
    const std::string digits = found[1].str();
    return madeOf(digits[0] == '+' ? digits.substr(1) : digits, found[4].matched, largest);
}

std::optional<OldNumber> numberAfterName(std::string_view rest, double largest)
{
    std::string text(rest);
    // "Top 3 dims (of 512): 0.9 %": what follows the sign is meant, not what stands in the name.
    for (std::size_t at = text.find_first_of(":=|"); at != std::string::npos; at = text.find_first_of(":=|", at + 1))
        if (auto number = firstIn(text.substr(at + 1), largest))
            return number;
    return firstIn(text, largest);
}

} // namespace maskscope
