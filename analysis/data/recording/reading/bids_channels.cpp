// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/reading/bids_channels.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analysis/data/core/placeholder_file.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view suffix = "_channels.tsv";

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    for (;;) {
        const auto end = std::min(text.find(separator), text.size());
        parts.emplace_back(trimmed(text.substr(0, end)));
        if (end == text.size())
            return parts;
        text.remove_prefix(end + 1);
    }
}

/// "sub-01", "task-rest", ... of a file name; none where it is no BIDS name.
std::set<std::string> entitiesOf(const std::string& stem)
{
    std::set<std::string> entities;
    for (const std::string& part : split(stem, '_'))
        if (part.find('-') != std::string::npos)
            entities.insert(part);
    return entities;
}

/// The table of a folder that says nothing of other recordings: all of its entities are the recording's; the one with
/// most of them.
std::optional<fs::path> inheritedTable(const fs::path& folder, const std::set<std::string>& own)
{
    std::optional<fs::path> best;
    std::size_t most = 0;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(folder, ec)) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(suffix.substr(1)) || (name.size() >= suffix.size() && !name.ends_with(suffix)))
            continue;
        const auto entities = entitiesOf(name.substr(0, name.size() - std::min(name.size(), suffix.size())));
        if (!std::ranges::includes(own, entities) || (best && entities.size() <= most))
            continue;
        best = entry.path();
        most = entities.size();
    }
    return best;
}

std::optional<fs::path> tableOf(const fs::path& recording)
{
    const std::string stem = recording.stem().string();
    const fs::path folder = recording.parent_path();
    std::error_code ec;
    const auto underscore = stem.rfind('_');
    for (const std::string& base : { stem, stem.substr(0, underscore) }) {
        const fs::path table = folder / (base + std::string(suffix));
        if (fs::exists(table, ec) || fs::is_symlink(table, ec))
            return table;
    }
    if (!stem.starts_with("sub-"))
        return std::nullopt;
    const auto own = entitiesOf(stem.substr(0, underscore));
    fs::path above = fs::absolute(folder, ec);
    for (int level = 0; level < 4 && !above.empty(); ++level) { // eeg, session, subject, data set
        if (const auto table = inheritedTable(above, own))
            return table;
        if (fs::exists(above / "dataset_description.json", ec) || above == above.parent_path())
            break;
        above = above.parent_path();
    }
    return std::nullopt;
}

/// Of BIDS's list of channel types. None for one that says nothing of what is known here.
std::optional<ChannelKind> kindOf(const std::string& type)
{
    constexpr auto kinds
        = std::to_array<std::pair<std::string_view, ChannelKind>>({ { "eeg", ChannelKind::Eeg },
                                                                    { "eog", ChannelKind::Eog },
                                                                    { "heog", ChannelKind::Eog },
                                                                    { "veog", ChannelKind::Eog },
                                                                    { "ecg", ChannelKind::Ecg },
                                                                    { "emg", ChannelKind::Emg },
                                                                    { "ref", ChannelKind::Reference },
                                                                    { "trig", ChannelKind::Trigger } });
    if (type.empty() || type == "n/a")
        return std::nullopt;
    const auto found = std::ranges::find(kinds, type, &std::pair<std::string_view, ChannelKind>::first);
    return found == kinds.end() ? ChannelKind::Other : found->second; // MISC, GSR, SEEG, MEGMAG, ...
}

struct Row {
    std::string type;
    bool bad = false;
};

/// Rows by name; the reason where the table is of no use.
std::optional<std::map<std::string, Row>> readTable(const fs::path& path, std::string& reason)
{
    if (const auto real = refusePlaceholder(path); !real) {
        reason = real.error().message;
        return std::nullopt;
    }
    std::error_code ec;
    if (!fs::is_regular_file(path, ec)) { // opening a pipe would wait for ever
        reason = "is no file";
        return std::nullopt;
    }
    constexpr std::size_t mostRows = 100'000;
    std::ifstream in(path, std::ios::binary);
    std::string line;
    std::getline(in, line);
    if (line.starts_with("\xEF\xBB\xBF"))
        line.erase(0, 3);
    auto columns = split(line, '\t');
    std::ranges::transform(columns, columns.begin(), lowerCase);
    const auto at = [&](std::string_view name) { return std::ranges::find(columns, name) - columns.begin(); };
    const auto name = at("name");
    const auto none = static_cast<std::ptrdiff_t>(columns.size());
    if (!in || name == none) {
        reason = "has no column 'name'";
        return std::nullopt;
    }
    std::map<std::string, Row> rows;
    while (rows.size() < mostRows && std::getline(in, line)) {
        const auto fields = split(line, '\t');
        const auto field = [&](std::ptrdiff_t column) {
            return column < static_cast<std::ptrdiff_t>(fields.size()) ? fields[static_cast<std::size_t>(column)]
                                                                       : std::string();
        };
        const auto status = at("status");
        const auto type = at("type");
        rows[field(name)] = { type == none ? std::string() : lowerCase(field(type)),
                              status != none && lowerCase(field(status)) == "bad" };
    }
    return rows;
}

} // namespace

void applyBidsChannels(Recording& recording)
{
    const auto path = tableOf(recording.path);
    if (!path)
        return;
    const std::string file = path->filename().string();
    std::string reason;
    const auto rows = readTable(*path, reason);
    if (!rows) {
        recording.warnings.push_back(file + " is not used: it " + reason);
        return;
    }
    std::string changed;
    std::size_t found = 0;
    for (Channel& channel : recording.channels) {
        const auto row = rows->find(channel.label);
        if (row == rows->end())
            continue;
        ++found;
        if (row->second.bad)
            channel.markedBad = "in " + file;
        const auto kind = kindOf(row->second.type);
        if (!kind) // "n/a" takes nothing back that the file says itself
            continue;
        channel.kindStated = true;
        channel.notEeg.clear();
        if (*kind == channel.kind)
            continue;
        changed += (changed.empty() ? "" : ", ") + channel.name + " (" + std::string(channelKindName(*kind)) + ")";
        channel.kind = *kind;
    }
    if (!changed.empty())
        recording.warnings.push_back(file + " gives channels another kind than their labels: " + changed);
    if (found < recording.channels.size())
        recording.warnings.push_back(file + " lists " + std::to_string(found) + " of "
                                     + std::to_string(recording.channels.size()) + " channels");
}

} // namespace maskscope
