// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/old/old_report.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <regex>

#include "analysis/data/core/argument_file.h"
#include "analysis/report/old/old_number.h"

namespace maskscope {

namespace {

constexpr std::size_t largestText = 16U << 20U; // a report is a page or two
constexpr std::size_t longestLine = 2000; // std::regex recurses along a line

std::vector<std::string> linesOf(std::string_view text)
{
    std::vector<std::string> lines;
    std::string line;
    for (const char c : text) {
        if (c == '\n' || c == '\r') {
            lines.push_back(std::move(line));
            line.clear();
        } else if (line.size() < longestLine) {
            line += c == '_' || c == '\t' ? ' ' : c; // names of variables read as words
        }
    }
    lines.push_back(std::move(line));
    return lines;
}

/// Each line that names the number, from behind the name on, with the line below it for names that stand alone.
std::optional<OldNumber> numberNamed(const std::vector<std::string>& lines, const std::regex& name, double largest)
{
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::smatch found;
        if (!std::regex_search(lines[i], found, name))
            continue;
        const std::string rest = found.suffix().str();
        if (auto number = numberAfterName(rest, largest))
            return number;
        const bool isBare = rest.find_first_not_of(" :=|*-") == std::string::npos;
        if (isBare && i + 1 < lines.size())
            if (auto number = numberAfterName(lines[i + 1], largest))
                return number;
    }
    return std::nullopt;
}

std::string trimmed(const std::string& text)
{
    constexpr const char* around = " \t:=|*#\"',";
    const std::size_t first = text.find_first_not_of(around), last = text.find_last_not_of(around);
    return first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
}

const std::regex& positionOnly()
{
    static const std::regex pattern("position[- ]only( learning)?", std::regex::icase);
    return pattern;
}

std::string verdictIn(const std::vector<std::string>& lines)
{
    static const std::regex named("(verdict|diagnosis|conclusion)\\s*[\"*]*\\s*[:=|]", std::regex::icase);
    for (const std::string& line : lines) // as it is named, for a text may discuss other verdicts, too
        if (std::smatch found; std::regex_search(line, found, named))
            if (std::string text = trimmed(found.suffix().str()); !text.empty())
                return text.substr(0, 200);
    for (const std::string& line : lines)
        if (std::smatch found; std::regex_search(line, found, positionOnly()))
            return "position-only learning";
    return {};
}

} // namespace

bool OldReport::saysPositionOnly() const
{
    static const std::regex negated("\\b(no|not|isn't|rather than|instead of)\\b[^.]{0,20}position[- ]only",
                                    std::regex::icase);
    return std::regex_search(verdict, positionOnly()) && !std::regex_search(verdict, negated);
}

std::vector<std::string> OldReport::missing() const
{
    std::vector<std::string> names;
    if (!positionCorrelation)
        names.emplace_back("position correlation");
    if (!channelDiversity)
        names.emplace_back("channel diversity");
    if (!top3Share)
        names.emplace_back("top 3 dimensions");
    if (verdict.empty())
        names.emplace_back("verdict");
    return names;
}

Result<OldReport> parseOldReport(std::string_view text, const std::string& source)
{
    static const std::regex position("(position[^|:=\\n]{0,40}corr[a-z]*|corr[a-z]*[^|:=\\n]{0,30}position[a-z]*)",
                                     std::regex::icase);
    static const std::regex diversity("(channel[^|:=\\n]{0,40}divers[a-z]*|divers[a-z]*[^|:=\\n]{0,30}channels?)",
                                      std::regex::icase);
    static const std::regex top3("top[- ]?(3|three)\\b", std::regex::icase);
    const std::vector<std::string> lines = linesOf(text);
    OldReport report;
    report.positionCorrelation = numberNamed(lines, position, 1);
    report.channelDiversity = numberNamed(lines, diversity, 1e6);
    report.top3Share = numberNamed(lines, top3, 1);
    report.verdict = verdictIn(lines);
    report.source = source;
    if (!report.positionCorrelation && !report.channelDiversity && !report.top3Share && report.verdict.empty())
        return failure(ErrorCode::Mismatch, source, "is no report of the old diagnosis",
                       "a text with its position correlation, channel diversity, top 3 dimensions or verdict",
                       "none of them");
    return report;
}

Result<OldReport> readOldReport(const std::filesystem::path& path)
{
    const auto file = readArgumentFile(path, "the old report", largestText);
    if (!file)
        return tl::unexpected(file.error());
    const std::string& text = file->bytes;
    if (text.find('\0') != std::string::npos)
        return failure(ErrorCode::UnsupportedFormat, path.string(), "is not a text file",
                       "the old report as plain text (copy it out of another format)", "binary content");
    return parseOldReport(text, path.string());
}

OldReport combined(const OldReport& read, const OldReport& typed)
{
    OldReport both = read;
    if (typed.positionCorrelation)
        both.positionCorrelation = typed.positionCorrelation;
    if (typed.channelDiversity)
        both.channelDiversity = typed.channelDiversity;
    if (typed.top3Share)
        both.top3Share = typed.top3Share;
    if (!typed.verdict.empty())
        both.verdict = typed.verdict;
    both.source += " and " + typed.source;
    return both;
}

} // namespace maskscope
