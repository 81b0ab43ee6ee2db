// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/file_kind.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "analysis/core/foreign_file.h"

namespace maskscope {

using namespace std::string_view_literals;

const char* const resaveAdvice = "in Python, load it where it was made and re-save it with "
                                 "torch.save({'model': model.state_dict(), 'config': config}, 'new.pt')";

namespace {

struct Magic {
    std::string_view bytes;
    std::string_view name;
};

// torch.save before 1.6 began with a pickled long, 0x1950a86a20f9469cfc6c.
constexpr std::string_view legacyMagic = "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."sv;

constexpr std::array knownKinds {
    Magic { "\x89HDF\r\n\x1a\n"sv, "an HDF5 file" },
    Magic { "\x93NUMPY"sv, "a NumPy array (.npy)" },
    Magic { "\x1f\x8b"sv, "a gzip file" },
    Magic { "BZh"sv, "a bzip2 file" },
    Magic { "\xfd"
            "7zXZ"sv,
            "an xz file" },
    Magic { "MATLAB 5.0"sv, "a MATLAB file" },
    Magic { "\xff"
            "BIOSEMI"sv,
            "a BDF recording" },
    Magic { "0       "sv, "an EDF recording" },
    Magic { "\x7f"
            "ELF"sv,
            "a program" },
    Magic { "%PDF"sv, "a PDF document" },
    Magic { "\x89PNG"sv, "a PNG picture" },
};

bool isText(std::string_view head)
{
    return std::all_of(head.begin(), head.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 || c == '\n' || c == '\r' || c == '\t';
    });
}

std::string kindOf(std::string_view head)
{
    for (const Magic& magic : knownKinds) {
        if (head.substr(0, magic.bytes.size()) == magic.bytes)
            return std::string(magic.name);
    }
    if (head.size() > 262 && head.substr(257, 5) == "ustar")
        return "a tar archive";
    return isText(head) ? "a text file" : "bytes of no known format";
}

} // namespace

bool looksLikeSafetensors(std::string_view head)
{
    const auto isAscii = [](char c) { return (c >= ' ' && c <= '~') || c == '\n' || c == '\r' || c == '\t'; };
    return head.size() > 9 && head[8] == '{' && !std::all_of(head.begin(), head.begin() + 8, isAscii);
}

tl::unexpected<Error> notACheckpoint(const ForeignFile& found, const std::string& subject)
{
    return failure(ErrorCode::UnsupportedFormat, subject,
                   "is " + found.name + ", no checkpoint and no recording that is read; " + found.advice);
}

Result<Container> containerOf(std::string_view head, const std::string& subject)
{
    constexpr std::string_view wanted = "a checkpoint written by torch.save (a zip file) or a safetensors file";
    if (head.empty())
        return failure(ErrorCode::UnsupportedFormat, subject, "is no checkpoint", std::string(wanted), "an empty file");
    if (head.substr(0, 4) == "PK\3\4"sv || head.substr(0, 4) == "PK\5\6"sv)
        return Container::Zip;
    if (looksLikeSafetensors(head))
        return Container::Safetensors;
    if (head.front() == '\x80' && head.substr(0, 32).find(legacyMagic) != std::string_view::npos)
        return failure(ErrorCode::UnsupportedFormat, subject,
                       std::string("is in the old format of torch.save (before PyTorch 1.6), which is not read; ")
                           + resaveAdvice);
    const bool pickle = head.size() > 1 && head.front() == '\x80' && head[1] <= 5 && head[1] >= 2;
    if (const auto found = foreignByContent(subject, head.substr(0, 4096)); found && (found->table || !pickle))
        return notACheckpoint(*found, subject);
    if (pickle)
        return failure(ErrorCode::UnsupportedFormat, subject, "is no checkpoint", std::string(wanted),
                       std::string("a plain pickle; ") + resaveAdvice);
    return failure(ErrorCode::UnsupportedFormat, subject, "is no checkpoint", std::string(wanted),
                   kindOf(head.substr(0, 512)));
}

} // namespace maskscope
