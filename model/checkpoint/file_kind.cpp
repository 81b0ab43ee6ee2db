// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/file_kind.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "analysis/data/core/foreign/foreign_file.h"

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

/// A small text that stands in for a file which a version control system keeps elsewhere; empty: it is none.
std::string pointerAdvice(std::string_view head)
{
    if (head.substr(0, 42) == "version https://git-lfs.github.com/spec/v1") {
        const std::size_t at = head.find("\nsize ");
        const std::string size(at == head.npos ? "" : head.substr(at + 6, head.find('\n', at + 6) - at - 6));
        return "is a Git LFS pointer, not the file itself; fetch it first with git lfs pull"
            + (size.empty() || size.size() > 20 ? std::string() : " (" + size + " bytes)");
    }
    if (head.substr(0, 300).find("/annex/objects/") != head.npos)
        return "is a git-annex (DataLad) pointer, not the file itself; fetch it first with datalad get or git annex "
               "get";
    return {};
}

bool isWebPage(std::string_view head)
{
    std::string start(head.substr(0, 64));
    start.erase(0, std::min(start.size(), start.find_first_not_of(" \t\r\n\xef\xbb\xbf")));
    std::transform(start.begin(), start.end(), start.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return start.substr(0, 14) == "<!doctype html" || start.substr(0, 5) == "<html";
}

std::string kindOf(std::string_view head)
{
    if (isWebPage(head))
        return "a web page: the download went to a page about the file, not to the file";
    if (!head.empty() && head.front() == '\x08' && head.substr(0, 64).find("pytorch") != head.npos)
        return "an ONNX model, which is not read";
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
    if (const std::string pointer = pointerAdvice(head.substr(0, 512)); !pointer.empty())
        return failure(ErrorCode::UnsupportedFormat, subject, pointer);
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
