// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/checkpoint_archive.h"

#include <string_view>

namespace maskscope {

namespace {

bool endsWith(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

const ZipEntry* locate(const ZipArchive& archive)
{
    for (const ZipEntry& entry : archive.entries()) {
        const std::size_t slash = entry.name.find('/');
        if (slash != std::string::npos && slash > 0 && std::string_view(entry.name).substr(slash) == "/data.pkl")
            return &entry;
    }
    return nullptr;
}

bool isTorchScript(const ZipArchive& archive, const std::string& folder)
{
    if (archive.find(folder + "constants.pkl") != nullptr)
        return true;
    for (const ZipEntry& entry : archive.entries()) {
        if (entry.name.compare(0, folder.size() + 5, folder + "code/") == 0)
            return true;
    }
    return false;
}

std::string firstNames(const ZipArchive& archive)
{
    std::string text = "a zip file of " + std::to_string(archive.entries().size()) + " entries";
    std::size_t shown = 0;
    for (const ZipEntry& entry : archive.entries()) {
        if (++shown > 4)
            break;
        text += (shown == 1 ? ": " : ", ") + entry.name.substr(0, 60);
    }
    return text;
}

} // namespace

Result<const ZipEntry*> findPickleEntry(const ZipArchive& archive, const std::string& subject)
{
    const ZipEntry* pickle = locate(archive);
    if (pickle == nullptr)
        return failure(ErrorCode::UnsupportedFormat, subject, "is no checkpoint",
                       "a zip file written by torch.save, with an entry <name>/data.pkl", firstNames(archive));
    const std::string folder = pickle->name.substr(0, pickle->name.size() - std::string_view("data.pkl").size());
    if (isTorchScript(archive, folder))
        return failure(ErrorCode::UnsupportedFormat, subject,
                       "is a TorchScript archive, which is not read yet; save the model's state_dict with torch.save");
    if (const ZipEntry* order = archive.find(folder + "byteorder")) {
        const auto bytes = archive.read(*order, 64);
        if (!bytes)
            return tl::unexpected(bytes.error());
        const std::string_view text(bytes->data(), bytes->size());
        if (text != "little" && !endsWith(text, "little\n"))
            return failure(ErrorCode::UnsupportedFormat, subject, "its numbers have another byte order", "'little'",
                           "'" + std::string(text) + "'; re-save it on a little-endian machine");
    }
    return pickle;
}

} // namespace maskscope
