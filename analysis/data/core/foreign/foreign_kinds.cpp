// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/foreign/foreign_kinds.h"

#include <array>

#include "analysis/data/core/foreign/foreign_advice.h"
#include "analysis/data/core/foreign/foreign_text.h"

namespace maskscope {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

namespace {

bool beside(const fs::path& path, const char* suffix)
{
    std::error_code ec;
    return fs::is_regular_file(fs::path(path).replace_extension(suffix), ec);
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::optional<ForeignFile> ant(const fs::path& path, std::string_view head)
{
    if (!(head.starts_with("RIFF") || head.starts_with("RF64")) || !contains(head.substr(0, 16), "CNT "))
        return std::nullopt;
    return foreignFile(path, "a recording of ANT (.cnt)", "read_raw_ant");
}

/// The amplifier's name, as "EEG-1100C V01.00", begins a recording and its companions.
std::optional<ForeignFile> nihonKohden(const fs::path& path, std::string_view head)
{
    const bool device = head.starts_with("EEG-1") || head.starts_with("EEG-2") || head.starts_with("EEG-9")
        || head.starts_with("QI-403A") || head.starts_with("DAE-2");
    const std::string suffix = lowerSuffix(path);
    const bool electrodes = suffix == ".21e" && contains(head, "[ELECTRODE]");
    if (!electrodes && !(device && head.size() > 16 && !contains(head.substr(0, 128), ",")))
        return std::nullopt;
    const fs::path samples = suffix == ".eeg" ? path : fs::path(path).replace_extension(".EEG");
    return foreignFile(samples, "a Nihon Kohden recording (.EEG with .21E)", "read_raw_nihon");
}

std::optional<ForeignFile> persyst(const fs::path& path, std::string_view head)
{
    const bool layout = contains(head, "[FileInfo]") && contains(head, "FileType=");
    if (!layout && !(lowerSuffix(path) == ".dat" && beside(path, ".lay")))
        return std::nullopt;
    return foreignFile(fs::path(path).replace_extension(".lay"), "a Persyst recording (.lay with .dat)",
                       "read_raw_persyst");
}

/// MATLAB's format before 5 begins with five 32-bit numbers, of which the first tells the type; then comes a name.
bool isOldMatlab(std::string_view head)
{
    if (head.size() < 24 || static_cast<unsigned char>(head[0]) > 52 || head.substr(1, 3) != "\0\0\0"sv)
        return false;
    const bool real = head.substr(12, 4) == "\0\0\0\0"sv || head.substr(12, 4) == "\1\0\0\0"sv;
    return real && head[16] > 1 && head.substr(17, 3) == "\0\0\0"sv
        && head.substr(20, static_cast<std::size_t>(head[16])).find('\0') == static_cast<std::size_t>(head[16]) - 1;
}

std::optional<ForeignFile> wfdb(const fs::path& path, std::string_view head)
{
    const std::string suffix = lowerSuffix(path);
    const bool header = suffix == ".hea" && looksLikeText(head) && looksLikeWfdbHeader(head);
    const bool matlab = isOldMatlab(head) && head.substr(20, 4) == "val\0"sv;
    const bool samples = (suffix == ".dat" || suffix == ".mat") && beside(path, ".hea");
    if (!header && !matlab && !samples)
        return std::nullopt;
    return foreignFile(path, "a PhysioNet recording (WFDB)",
                       "convert it in Python: import wfdb, h5py; r = wfdb.rdrecord(<stem>); f = h5py.File(<h5>, 'w'); "
                       "f['eeg'] = r.p_signal.T; f['eeg'].attrs.update(sampling_rate_hz=r.fs, unit=r.units[0]); "
                       "f['channel_names'] = r.sig_name");
}

std::optional<ForeignFile> oldMatlab(const fs::path& path, std::string_view head)
{
    if (!isOldMatlab(head))
        return std::nullopt;
    return foreignFile(path, "a MATLAB 4 file", adviceForArrays, true);
}

/// EGI's simple binary: big-endian, a version from 2 to 7.
std::optional<ForeignFile> egi(const fs::path& path, std::string_view head)
{
    const bool version = head.starts_with("\0\0\0"sv) && head.size() > 3 && head[3] >= 2 && head[3] <= 7;
    if (!version || lowerSuffix(path) != ".raw")
        return std::nullopt;
    return foreignFile(path, "an EGI recording (simple binary)", "read_raw_egi");
}

std::optional<ForeignFile> nicolet(const fs::path& path, std::string_view)
{
    const std::string suffix = lowerSuffix(path);
    const bool samples = suffix == ".data" && beside(path, ".head");
    if (!samples && !(suffix == ".head" && beside(path, ".data")))
        return std::nullopt;
    return foreignFile(fs::path(path).replace_extension(".data"), "a Nicolet recording (.data with .head)",
                       "read_raw_nicolet");
}

/// By the name of the first entry.
std::optional<ForeignFile> zip(const fs::path& path, std::string_view head)
{
    if (!head.starts_with("PK\3\4") || head.size() < 30)
        return std::nullopt;
    const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(head[i])); };
    const std::string_view entry = head.substr(30, byte(26) + 256 * byte(27));
    if (entry.ends_with(".npy"))
        return foreignFile(path, "a set of NumPy arrays (.npz)",
                           "if they are windows of EEG with columns parent_window_id and sub_window_id, convert them: "
                           "<windows>; for other arrays of EEG say in Python what the numbers are: import h5py; "
                           "f = h5py.File(<h5>, 'w'); f['eeg'] = X; f['eeg'].attrs.update(sampling_rate_hz=HZ, "
                           "unit='uV'); f['channel_names'] = NAMES, with X as [channel, sample]",
                           true);
    if (contains(entry, "/data.pkl") || contains(entry, "/version") || contains(entry, "/.format_version")
        || contains(entry, "/.data/"))
        return foreignFile(path, "a PyTorch file", "if it holds a model, give it as a checkpoint");
    if (entry == "[Content_Types].xml" || entry.starts_with("xl/") || entry.starts_with("_rels/"))
        return foreignFile(path, "an Excel workbook", adviceForArrays, true);
    return foreignFile(path, "a zip archive", "unpack it first: unzip <file>");
}

/// Protocols 2 to 5 begin with a mark, 0 with the brackets of its first container.
std::optional<ForeignFile> pickle(const fs::path& path, std::string_view head)
{
    const bool marked = head.size() > 1 && head[0] == '\x80' && head[1] >= 2 && head[1] <= 5;
    const bool text = head.starts_with("(dp0\n") || head.starts_with("(lp0\n") || head.starts_with("(dp1\n")
        || head.starts_with("(lp1\n") || head.starts_with("cnumpy.") || head.starts_with("ccopy_reg\n");
    if (!marked && !text)
        return std::nullopt;
    if (contains(head, "pandas"))
        return foreignFile(path, "a pickle of a pandas table", adviceForArrays, true);
    if (contains(head, "numpy") && !contains(head, "torch"))
        return foreignFile(path, "a pickle of NumPy arrays", adviceForArrays, true);
    return foreignFile(path, "a Python pickle", "if it holds a model, give it as a checkpoint");
}

std::optional<ForeignFile> tar(const fs::path& path, std::string_view head)
{
    if (head.size() < 263 || head.substr(257, 5) != "ustar")
        return std::nullopt;
    return foreignFile(path, "a tar archive", "unpack it first: tar --extract --file <file>");
}

std::optional<ForeignFile> table(const fs::path& path, std::string_view head)
{
    if (!looksLikeText(head))
        return std::nullopt;
    if (contains(firstLine(head), "parent_window_id"))
        return foreignFile(path, "a table of windows", "convert it: <windows>");
    const std::string suffix = lowerSuffix(path);
    if (suffix != ".csv" && suffix != ".tsv" && !looksLikeTable(head))
        return std::nullopt;
    return foreignFile(path, "a table as text (CSV)", adviceForArrays, true);
}

} // namespace

std::span<const ForeignKind> foreignKinds()
{
    static constexpr std::array<ForeignKind, 11> kinds { ant,     nihonKohden, persyst, wfdb, oldMatlab, egi,
                                                         nicolet, zip,         pickle,  tar,  table };
    return kinds;
}

} // namespace maskscope
