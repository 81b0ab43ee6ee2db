// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/subjects.h"

#include <algorithm>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "analysis/data/core/argument_file.h"
#include "analysis/data/recording/subject_name.h"

namespace maskscope {

namespace {

constexpr std::size_t kLargestFile = 16'000'000;

std::string trimmed(std::string text)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && blank(text.back()))
        text.pop_back();
    text.erase(text.begin(), std::ranges::find_if_not(text, blank));
    return text;
}

/// Fields of a line; quotes hold commas, and two of them one.
std::vector<std::string> fieldsOf(const std::string& line, char separator)
{
    std::vector<std::string> fields { "" };
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
            fields.back() += line[++i];
        else if (line[i] == '"')
            quoted = !quoted;
        else if (line[i] == separator && !quoted)
            fields.emplace_back();
        else
            fields.back() += line[i];
    }
    for (std::string& field : fields)
        field = trimmed(field);
    return fields;
}

struct Columns {
    std::size_t file = 0, subject = 0;
};

Result<Columns> columnsOf(const std::vector<std::string>& head, const std::string& path)
{
    const auto place = [&](const char* name) { return std::ranges::find(head, name) - head.begin(); };
    const auto file = static_cast<std::size_t>(place("file")), subject = static_cast<std::size_t>(place("subject"));
    if (file == head.size() || subject == head.size())
        return failure(ErrorCode::CorruptInput, path, "does not name subjects",
                       "a first line with the columns file and subject",
                       head.empty() ? std::string("nothing") : "\"" + head.front() + "\", ...");
    return Columns { file, subject };
}

Result<std::map<std::string, std::string>> readSubjects(const std::string& path)
{
    auto file = readArgumentFile(path, "the subjects (a CSV file, or \"names\")", kLargestFile);
    if (!file)
        return tl::unexpected(file.error());
    std::istringstream in(std::move(file->bytes));
    std::string line;
    if (!std::getline(in, line))
        return failure(ErrorCode::CorruptInput, path, "does not name subjects", "columns file and subject",
                       "an empty file");
    if (line.starts_with("\xEF\xBB\xBF"))
        line.erase(0, 3);
    const char separator = line.find('\t') != std::string::npos                      ? '\t'
        : line.find(',') == std::string::npos && line.find(';') != std::string::npos ? ';'
                                                                                     : ',';
    const auto columns = columnsOf(fieldsOf(line, separator), path);
    if (!columns)
        return tl::unexpected(columns.error());
    std::map<std::string, std::string> subjects; // by file
    for (int number = 2; std::getline(in, line); ++number) {
        if (trimmed(line).empty())
            continue;
        const auto fields = fieldsOf(line, separator);
        if (fields.size() <= std::max(columns->file, columns->subject))
            return failure(ErrorCode::CorruptInput, path, fmt::format("line {} is too short", number),
                           "a file and its subject", "\"" + line + "\"");
        const auto [at, isNew] = subjects.emplace(fields[columns->file], fields[columns->subject]);
        if (!isNew && at->second != fields[columns->subject])
            return failure(ErrorCode::CorruptInput, path, "names two subjects for " + fields[columns->file],
                           "one subject a file", at->second + " and " + fields[columns->subject]);
    }
    return subjects;
}

} // namespace

Result<std::vector<std::string>> subjectsFrom(const std::string& source,
                                              const std::vector<std::filesystem::path>& paths)
{
    if (source == kSubjectsFromNames) {
        auto subjects = subjectsOfNames(paths);
        if (subjects.empty())
            return failure(ErrorCode::Mismatch, "the recordings' names", "do not tell who was recorded",
                           "names like S001R03.edf, S001R04.edf",
                           paths.empty() ? "" : paths.front().filename().string());
        return subjects;
    }
    const auto known = readSubjects(source);
    if (!known)
        return tl::unexpected(known.error());
    std::vector<std::string> subjects;
    for (const auto& path : paths) {
        const auto whole = known->find(path.string()), name = known->find(path.filename().string());
        subjects.push_back(whole != known->end() ? whole->second : name != known->end() ? name->second : std::string());
    }
    if (std::ranges::all_of(subjects, [](const std::string& s) { return s.empty(); }))
        return failure(ErrorCode::Mismatch, source, "names none of the recordings",
                       "their file names in the column file", known->empty() ? "no file" : known->begin()->first);
    return subjects;
}

} // namespace maskscope
