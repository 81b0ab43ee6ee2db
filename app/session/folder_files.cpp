// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/folder_files.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include <QCollator>
#include <QLocale>

#include "analysis/data/recording/reading/recording_formats.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr int kDeepest = 6; // an artifact of MLflow lies five deep
constexpr qsizetype kMostFiles = 5000; // a window is no place for more

std::set<std::string> openable()
{
    std::set<std::string> suffixes { ".pt", ".pth", ".ckpt", ".safetensors" };
    for (const RecordingFormat& format : recordingFormats())
        for (const std::string_view suffix : format.suffixes)
            suffixes.emplace(suffix);
    for (const char* companion : { ".eeg", ".vmrk", ".fdt" })
        suffixes.erase(companion);
    return suffixes;
}

std::string lowerSuffix(const fs::path& path)
{
    std::string suffix = path.extension().string();
    std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return suffix;
}

} // namespace

QStringList filesInFolder(const QString& folder)
{
    const std::set<std::string> suffixes = openable();
    QStringList found;
    std::error_code ec;
    fs::recursive_directory_iterator it(folder.toStdString(), fs::directory_options::skip_permission_denied, ec);
    for (const fs::recursive_directory_iterator end; !ec && it != end && found.size() < kMostFiles; it.increment(ec)) {
        const bool hidden = it->path().filename().string().starts_with('.');
        std::error_code ignored;
        if (it->is_directory(ignored)) {
            if (hidden || it.depth() + 1 >= kDeepest)
                it.disable_recursion_pending();
        } else if (!hidden && it->is_regular_file(ignored) && suffixes.contains(lowerSuffix(it->path()))) {
            found << QString::fromStdString(it->path().string());
        }
    }
    QCollator byPeople(QLocale(QLocale::English)); // the C locale knows no numbers
    byPeople.setNumericMode(true);
    std::ranges::sort(found, [&](const QString& a, const QString& b) { return byPeople.compare(a, b) < 0; });
    return found;
}

} // namespace maskscope
