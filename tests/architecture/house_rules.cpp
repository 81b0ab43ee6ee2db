// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/house_rules.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <string_view>

namespace maskscope::architecture {

namespace {

constexpr int kLongestFile = 400; // lines
constexpr int kLongestModule = 600; // of Python, which people copy as one file
constexpr std::size_t kFullestFolder = 16; // names: a header and its source have one

/// Folders that hold more and still have to be divided.
constexpr std::array<std::string_view, 4> kCrowdedFolders { "model/checkpoint", "model/session", "widgets/charts",
                                                            "widgets/panels" };

const std::regex kQt(R"(^(Q[A-Z]\w*|Qt\w*/.*)$)");
const std::regex kTorch(R"(^(torch|ATen|c10|caffe2)/)");
const std::regex kHdf5(R"(^(hdf5|H5|analysis/data/hdf5/))");
const std::regex kAnalysisData(R"(^analysis/data/)");

struct LayerRule {
    std::string_view folder;
    std::function<bool(const Include&)> breaks;
    std::string_view sentence;
};

bool matches(const Include& include, const std::regex& pattern) { return std::regex_search(include.path, pattern); }

std::function<bool(const Include&)> any(const std::regex& pattern)
{
    return [pattern](const Include& include) { return matches(include, pattern); };
}

std::function<bool(const Include&)> folder(std::string name)
{
    return [name = std::move(name)](const Include& include) { return include.path.starts_with(name); };
}

const std::vector<LayerRule>& layerRules()
{
    static const std::vector<LayerRule> rules {
        { "analysis/", any(kQt), "analysis knows no Qt" },
        { "analysis/", any(kTorch), "analysis knows no Torch" },
        { "analysis/", folder("model/"), "analysis does not know model" },
        { "analysis/", folder("widgets/"), "analysis does not know widgets" },
        { "analysis/", folder("app/"), "only app knows app" },
        { "analysis/data/",
          [](const Include& i) { return i.path.starts_with("analysis/") && !matches(i, kAnalysisData); },
          "analysis/data knows nothing but itself" },
        { "model/", any(kQt), "model knows no Qt" },
        { "model/", any(kHdf5), "model knows no HDF5" },
        { "model/", [](const Include& i) { return i.path.starts_with("analysis/") && !matches(i, kAnalysisData); },
          "model knows only analysis/data of analysis" },
        { "model/", folder("widgets/"), "model does not know widgets" },
        { "model/", folder("app/"), "only app knows app" },
        { "widgets/", any(kTorch), "widgets know no Torch" },
        { "widgets/", any(kHdf5), "widgets know no HDF5" },
        { "widgets/", folder("model/"), "widgets do not know model" },
        { "widgets/", folder("app/"), "only app knows app" },
    };
    return rules;
}

std::string place(const std::string& path, const Include& include)
{
    return path + ":" + std::to_string(include.line) + ": includes " + include.path;
}

/// Calls `visit(header, include)` for each include of the project headers that `path` reaches, itself among them.
void walkIncludes(const SourceTree& tree, const std::string& path, std::set<std::string>& seen,
                  const std::function<void(const std::string&, const Include&)>& visit)
{
    const auto file = tree.find(path);
    if (file == tree.end() || !seen.insert(path).second)
        return;
    for (const auto& include : file->second.includes) {
        visit(path, include);
        walkIncludes(tree, include.path, seen, visit);
    }
}

/// The folder of a path from the root: "analysis/data/core" of "analysis/data/core/error.h".
std::string folderOf(const std::string& path) { return path.substr(0, path.find_last_of('/')); }

/// Which folders each folder includes from, and one include that shows it.
using FolderArrows = std::map<std::string, std::map<std::string, std::string>>;

FolderArrows folderArrows(const SourceTree& tree)
{
    FolderArrows arrows;
    for (const auto& [path, file] : tree)
        for (const auto& include : file.includes)
            if (tree.contains(include.path) && folderOf(include.path) != folderOf(path))
                arrows[folderOf(path)].emplace(folderOf(include.path), place(path, include));
    return arrows;
}

bool leadsTo(const FolderArrows& arrows, const std::string& from, const std::string& target,
             std::set<std::string>& seen)
{
    if (from == target)
        return true;
    const auto out = arrows.find(from);
    if (out == arrows.end() || !seen.insert(from).second)
        return false;
    return std::ranges::any_of(out->second,
                               [&](const auto& arrow) { return leadsTo(arrows, arrow.first, target, seen); });
}

bool isPublicModelHeader(const std::string& path)
{
    static const std::regex pattern(R"(^model/(checkpoint/)?[^/]+\.h$)");
    return std::regex_match(path, pattern);
}

bool holdsText(const SourceFile& file, std::string_view text)
{
    for (const auto& line : file.head)
        if (line.find(text) != std::string::npos)
            return true;
    return false;
}

} // namespace

Violations layerViolations(const SourceTree& tree)
{
    Violations found;
    for (const auto& [path, file] : tree)
        for (const auto& include : file.includes)
            for (const auto& rule : layerRules())
                if (path.starts_with(rule.folder) && rule.breaks(include))
                    found.push_back(place(path, include) + ", but " + std::string(rule.sentence));
    return found;
}

Violations torchInPublicHeaders(const SourceTree& tree)
{
    Violations found;
    for (const auto& [path, file] : tree) {
        if (!isPublicModelHeader(path))
            continue;
        std::set<std::string> seen;
        walkIncludes(tree, path, seen, [&, &publicHeader = path](const std::string& header, const Include& include) {
            if (matches(include, kTorch))
                found.push_back(place(header, include) + ", but " + publicHeader + " is public and Torch-free");
        });
    }
    return found;
}

Violations includeCycles(const SourceTree& tree)
{
    Violations found;
    for (const auto& [path, file] : tree) {
        std::set<std::string> seen;
        walkIncludes(tree, path, seen, [&, &start = path](const std::string& header, const Include& include) {
            if (include.path == start)
                found.push_back(place(header, include) + ", which includes it in turn");
        });
    }
    return found;
}

Violations folderCycles(const SourceTree& tree)
{
    Violations found;
    const FolderArrows arrows = folderArrows(tree);
    for (const auto& [from, out] : arrows)
        for (const auto& [to, shown] : out) {
            std::set<std::string> seen;
            if (leadsTo(arrows, to, from, seen))
                found.push_back(shown + ", and " + to + " leads back to " + from);
        }
    return found;
}

Violations crowdedFolders(const SourceTree& tree)
{
    std::map<std::string, std::set<std::string>> names;
    for (const auto& [path, file] : tree)
        if (isCpp(path) && !path.starts_with("tests/"))
            names[folderOf(path)].insert(path.substr(0, path.find_last_of('.')));
    Violations found;
    for (const auto& [folder, held] : names)
        if (held.size() > kFullestFolder && std::ranges::find(kCrowdedFolders, folder) == kCrowdedFolders.end())
            found.push_back(folder + ": " + std::to_string(held.size()) + " names, more than "
                            + std::to_string(kFullestFolder));
    return found;
}

Violations ownHeaderViolations(const SourceTree& tree)
{
    Violations found;
    for (const auto& [path, file] : tree) {
        if (!path.ends_with(".cpp"))
            continue;
        const std::string own = path.substr(0, path.size() - 3) + "h";
        if (tree.contains(own) && (file.includes.empty() || file.includes.front().path != own))
            found.push_back(path + ": its first include is not " + own);
    }
    return found;
}

Violations sourceFormViolations(const SourceTree& tree)
{
    Violations found;
    for (const auto& [path, file] : tree) {
        // Split, so that licence tools do not take these strings for the licence of this file.
        for (const std::string text : { "SPDX-File"
                                        "CopyrightText: ",
                                        "SPDX-License-"
                                        "Identifier: " })
            if (!holdsText(file, text))
                found.push_back(path + ": no line \"" + text + "...\" at the top");
        const int longest = path.ends_with(".py") ? kLongestModule : kLongestFile;
        if (file.lines > longest)
            found.push_back(path + ": " + std::to_string(file.lines) + " lines, more than " + std::to_string(longest));
        for (const auto& include : file.includes)
            if (include.quoted && include.path.find('/') == std::string::npos && !include.path.ends_with(".moc"))
                found.push_back(place(path, include) + ", but includes of the project name the path from its root");
    }
    return found;
}

} // namespace maskscope::architecture
