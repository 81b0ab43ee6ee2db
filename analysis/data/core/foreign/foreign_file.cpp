// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/foreign/foreign_file.h"

#include <algorithm>
#include <array>

#include "analysis/data/core/foreign/foreign_advice.h"
#include "analysis/data/core/foreign/foreign_kinds.h"

namespace maskscope {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

namespace {

constexpr std::string_view labStreaming
    = "convert it in Python: import pyxdf, mne; s = pyxdf.load_xdf(<file>)[0][0]; "
      "mne.io.RawArray(s['time_series'].T * 1e-6, mne.create_info(NAMES, float(s['info']['nominal_srate'][0]), 'eeg'))"
      ".export(<edf>), where the first stream is EEG in microvolt";
constexpr std::string_view parquet = "if it holds windows of EEG, convert it: <windows>";

/// A kind of file by how it begins, or by its suffix.
struct Sign {
    std::string_view text;
    std::string_view name;
    std::string_view advice;
    bool table = false;
};

constexpr auto beginnings = std::to_array<Sign>({
    { "Version 3.0"sv, "a Neuroscan recording (.cnt)", "read_raw_cnt" },
    { "XDF:"sv, "a recording of the Lab Streaming Layer (XDF)", labStreaming },
    { "PAR1"sv, "a Parquet table", parquet },
    { "ARROW1"sv, "an Arrow table (Feather)", adviceForArrays, true },
    { "\x93NUMPY"sv, "a NumPy array (.npy)", adviceForArrays, true },
    { "* MICROMED"sv, "a Micromed recording (.trc)", adviceToExport },
    { "NEURALEV"sv, "a Blackrock recording", adviceToExport },
    { "NEURALSG"sv, "a Blackrock recording", adviceToExport },
    { "NEURALCD"sv, "a Blackrock recording", adviceToExport },
    { "BRSMPGRP"sv, "a Blackrock recording", adviceToExport },
    { "%OpenBCI"sv, "an OpenBCI text recording", adviceForArrays },
    { "SQLite format 3"sv, "an SQLite database", adviceToExport },
    { "\x1F\x8B"sv, "a gzip file", "unpack it first: gunzip --keep <file>" },
    { "BZh"sv, "a bzip2 file", "unpack it first: bunzip2 --keep <file>" },
    { "\xFD"
      "7zXZ"sv,
      "an xz file", "unpack it first: unxz --keep <file>" },
    { "\x28\xB5\x2F\xFD"sv, "a zstd file", "unpack it first: unzstd --keep <file>" },
    { "7z\xBC\xAF\x27\x1C"sv, "a 7z archive", "unpack it first: 7z x <file>" },
    { "Rar!"sv, "a RAR archive", "unpack it first: unrar x <file>" },
});

constexpr auto suffixes = std::to_array<Sign>({
    { ".cnt", "a recording of Neuroscan or ANT (.cnt)", "read_raw_cnt" },
    { ".xdf", "a recording of the Lab Streaming Layer (XDF)", labStreaming },
    { ".sqd", "a KIT recording (MEG)", "read_raw_kit" },
    { ".con", "a KIT recording (MEG)", "read_raw_kit" },
    { ".cdt", "a Curry recording", "read_raw_curry" },
    { ".dap", "a Curry recording", "read_raw_curry" },
    { ".rs3", "a Curry recording", "read_raw_curry" },
    { ".nxe", "an eXimia recording", "read_raw_eximia" },
    { ".lay", "a Persyst recording (.lay with .dat)", "read_raw_persyst" },
    { ".21e", "a part of a Nihon Kohden recording (.EEG with .21E)", adviceToExport },
    { ".parquet", "a Parquet table", parquet },
    { ".npy", "a NumPy array (.npy)", adviceForArrays, true },
    { ".npz", "a set of NumPy arrays (.npz)", adviceForArrays, true },
    { ".pkl", "a Python pickle", adviceForArrays, true },
    { ".pickle", "a Python pickle", adviceForArrays, true },
    { ".mat", "a MATLAB file", adviceForArrays, true },
    { ".acq", "a Biopac recording", adviceToExport },
    { ".trc", "a Micromed recording (.trc)", adviceToExport },
    { ".erd", "a Natus recording", adviceToExport },
    { ".smr", "a Spike2 recording", adviceToExport },
    { ".smrx", "a Spike2 recording", adviceToExport },
    { ".adicht", "a LabChart recording", adviceToExport },
});

constexpr auto folders = std::to_array<Sign>({
    { ".mff", "an EGI recording (MFF)", "read_raw_egi" },
    { ".ds", "a CTF recording (MEG)", "read_raw_ctf" },
    { ".zarr", "a Zarr store", adviceForArrays, true },
    { ".mefd", "a MEF3 recording", adviceToExport },
});

std::optional<ForeignFile> signOf(const fs::path& path, const auto& signs)
{
    const auto found = std::ranges::find(signs, lowerSuffix(path), &Sign::text);
    if (found == signs.end())
        return std::nullopt;
    return foreignFile(path, found->name, found->advice, found->table);
}

} // namespace

std::optional<ForeignFile> foreignByContent(const fs::path& path, std::string_view head)
{
    for (const Sign& sign : beginnings) {
        if (head.starts_with(sign.text))
            return foreignFile(path, sign.name, sign.advice, sign.table);
    }
    for (const ForeignKind kind : foreignKinds()) {
        if (auto found = kind(path, head))
            return found;
    }
    return std::nullopt;
}

std::optional<ForeignFile> foreignByName(const fs::path& path) { return signOf(path, suffixes); }

std::optional<ForeignFile> foreignFolder(const fs::path& path)
{
    // "rec.mff/" has no extension of its own
    return signOf(path.has_filename() ? path : path.parent_path(), folders);
}

bool looksLikeText(std::string_view head)
{
    return !head.empty() && std::ranges::all_of(head, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20U || c == '\n' || c == '\r' || c == '\t';
    });
}

} // namespace maskscope
