// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/edf/edf_header.h"

#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <string_view>

#include "analysis/data/recording/units.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t fixedHeaderBytes = 256;
constexpr std::int64_t signalHeaderBytes = 256;

/// Reads fields of a header text one after another.
class FieldReader {
public:
    explicit FieldReader(std::string_view text)
        : m_text(text)
    {
    }
    std::string_view next(std::size_t width)
    {
        const std::string_view field = m_text.substr(0, width);
        m_text.remove_prefix(field.size());
        return trimmed(field);
    }

private:
    std::string_view m_text;
};

tl::unexpected<Error> badField(const fs::path& path, const std::string& field, std::string_view found)
{
    return failure(ErrorCode::CorruptInput, path.string(), "its EDF header is damaged: " + field, "a number",
                   "'" + toUtf8(found) + "'");
}

std::string shortNumber(double value)
{
    std::array<char, 32> text {};
    const auto* end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return { text.data(), static_cast<std::size_t>(end - text.data()) };
}

Result<void> readFixedPart(const fs::path& path, std::string_view text, EdfHeader& header, std::int64_t& signals)
{
    header.bdf = text.starts_with('\xFF');
    FieldReader fields(text);
    fields.next(8 + 80 + 80 + 8 + 8); // version, patient, recording, date, time: nothing that the analysis needs
    const std::string_view headerBytes = fields.next(8);
    const std::string_view reserved = fields.next(44);
    const std::string_view records = fields.next(8);
    const std::string_view duration = fields.next(8);
    const std::string_view count = fields.next(4);
    header.plus = reserved.starts_with("EDF+") || reserved.starts_with("BDF+");
    header.discontinuous = reserved.starts_with("EDF+D") || reserved.starts_with("BDF+D");
    const auto n = parseNumber(count);
    const auto bytes = parseNumber(headerBytes);
    const auto recordCount = parseNumber(records);
    const auto recordDuration = parseNumberOrComma(duration);
    if (!n || *n < 1 || *n > 9999 || *n != std::floor(*n))
        return badField(path, "number of signals", count);
    if (!recordDuration || *recordDuration < 0)
        return badField(path, "duration of a data record", duration);
    signals = static_cast<std::int64_t>(*n);
    header.headerBytes = fixedHeaderBytes + signals * signalHeaderBytes;
    if (!bytes || *bytes != static_cast<double>(header.headerBytes))
        header.wrongHeaderSize = "'" + toUtf8(headerBytes) + "'";
    constexpr double most = 1e15; // exact in a double
    const bool counted = recordCount && *recordCount >= 0 && *recordCount < most;
    header.records = counted && *recordCount == std::floor(*recordCount) ? std::llround(*recordCount) : -1;
    if (header.records < 0 && !(recordCount && *recordCount == -1))
        header.warnings.push_back("the header's number of data records is '" + toUtf8(records) + "'");
    header.recordDurationS = *recordDuration;
    return {};
}

Result<void> checkSignal(const fs::path& path, const EdfSignal& signal)
{
    const std::string subject = path.string() + ": channel " + signal.label;
    const double mostSamples = 50e6; // in one data record
    if (!(signal.samplesPerRecord >= 0 && static_cast<double>(signal.samplesPerRecord) <= mostSamples))
        return failure(ErrorCode::CorruptInput, subject, "has an impossible number of samples in a data record",
                       "0 or more", std::to_string(signal.samplesPerRecord));
    return {};
}

/// Amplitudes come from two points (digital, physical): they are unknown where these are one.
void checkScale(EdfSignal& signal, std::vector<std::string>& warnings)
{
    if (signal.annotations || !signal.fault.empty())
        return;
    if (signal.digitalMax == signal.digitalMin)
        signal.fault = "no digital range (minimum and maximum are both " + shortNumber(signal.digitalMin)
            + "), so its amplitudes are unknown";
    else if (signal.physicalMax == signal.physicalMin)
        signal.fault = "no physical range (minimum and maximum are both " + shortNumber(signal.physicalMin)
            + "), so its amplitudes are unknown";
    else if (signal.digitalMax < signal.digitalMin)
        warnings.push_back("channel " + signal.label + " has a digital minimum of " + shortNumber(signal.digitalMin)
                           + " above its maximum of " + shortNumber(signal.digitalMax)
                           + ": each still stands for its physical value");
}

/// The header holds each field for all signals before the next field.
Result<void> readSignals(const fs::path& path, std::string_view text, std::size_t count, EdfHeader& header)
{
    FieldReader fields(text);
    header.signals.resize(count);
    for (EdfSignal& signal : header.signals) {
        const std::string_view label = fields.next(16);
        signal.label = toUtf8(label);
        signal.annotations = label == "EDF Annotations" || label == "BDF Annotations";
    }
    fields.next(80 * count); // transducer
    for (EdfSignal& signal : header.signals)
        signal.unit = toUtf8(fields.next(8));
    int commas = 0;
    const auto numbers = [&](double EdfSignal::*member, const char* name) {
        for (EdfSignal& signal : header.signals) {
            const std::string_view field = fields.next(8);
            const auto value = parseNumberOrComma(field);
            commas += value && field.find(',') != std::string_view::npos ? 1 : 0;
            if (!value && signal.fault.empty())
                signal.fault = "its " + std::string(name) + " is no number but '" + toUtf8(field)
                    + "', so its amplitudes are unknown";
            signal.*member = value.value_or(0);
        }
    };
    for (const auto& [member, name] : { std::pair { &EdfSignal::physicalMin, "physical minimum" },
                                        std::pair { &EdfSignal::physicalMax, "physical maximum" },
                                        std::pair { &EdfSignal::digitalMin, "digital minimum" },
                                        std::pair { &EdfSignal::digitalMax, "digital maximum" } }) {
        numbers(member, name);
    }
    if (commas > 0)
        header.warnings.emplace_back("the header writes decimal commas: they are taken as decimal points");
    fields.next(80 * count); // prefilter
    for (EdfSignal& signal : header.signals) {
        const std::string_view field = fields.next(8);
        const auto value = parseNumber(field);
        if (!value || std::abs(*value) > 1e9)
            return badField(path, "samples per record of channel " + signal.label, field);
        signal.samplesPerRecord = static_cast<std::int64_t>(*value);
        if (auto ok = checkSignal(path, signal); !ok)
            return ok;
        checkScale(signal, header.warnings);
        signal.offsetInRecord = header.recordBytes;
        header.recordBytes += signal.samplesPerRecord * header.sampleBytes();
    }
    return {};
}

/// The records that the file really holds count. A file whose header says fewer of them was not closed, or its header
/// was not brought up to date; one with fewer was cut.
Result<void> checkSize(const fs::path& path, std::int64_t fileBytes, EdfHeader& header)
{
    if (header.recordBytes == 0)
        return failure(ErrorCode::CorruptInput, path.string(), "has data records that hold no samples");
    const std::int64_t dataBytes = fileBytes - header.headerBytes;
    const std::int64_t whole = dataBytes / header.recordBytes;
    const std::string sizes = "expected " + std::to_string(header.headerBytes) + " + " + std::to_string(header.records)
        + " x " + std::to_string(header.recordBytes) + " bytes by its header, found " + std::to_string(fileBytes);
    if (whole == 0)
        return failure(ErrorCode::CorruptInput, path.string(), "holds a header but no samples",
                       "at least one data record of " + std::to_string(header.recordBytes) + " bytes",
                       std::to_string(dataBytes) + " bytes of them");
    if (header.records == -1)
        header.warnings.push_back(
            "the header does not say how many data records there are (the recording was not closed): "
            + std::to_string(whole) + " by the size of the file");
    else if (header.records > whole)
        header.warnings.push_back("the file is truncated (" + sizes + "): its " + std::to_string(whole)
                                  + " whole data records are read");
    else if (header.records < whole)
        header.warnings.push_back("the header counts " + std::to_string(header.records)
                                  + " data records, the file holds " + std::to_string(whole) + ": all are read");
    if (!header.wrongHeaderSize.empty() && dataBytes != header.records * header.recordBytes)
        return failure(ErrorCode::CorruptInput, path.string(), "its EDF header is damaged: header size",
                       std::to_string(header.headerBytes) + " bytes for " + std::to_string(header.signals.size())
                           + " signals",
                       header.wrongHeaderSize);
    if (!header.wrongHeaderSize.empty())
        header.warnings.push_back("the header gives its own size as " + header.wrongHeaderSize
                                  + "; the size of the file shows that it is " + std::to_string(header.headerBytes));
    const bool cut = header.records > whole;
    header.records = whole;
    if (const std::int64_t extra = dataBytes - whole * header.recordBytes; extra > 0 && !cut)
        header.warnings.push_back(std::to_string(extra) + " bytes after the last data record are ignored");
    return {};
}

} // namespace

std::string EdfHeader::formatName() const
{
    return std::string(bdf ? "BDF" : "EDF") + (discontinuous ? "+D" : plus ? "+C" : "");
}

Result<EdfHeader> readEdfHeader(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be opened for reading");
    std::string text(static_cast<std::size_t>(fixedHeaderBytes), '\0');
    if (!in.read(text.data(), fixedHeaderBytes))
        return failure(ErrorCode::CorruptInput, path.string(), "ends within its EDF header", "256 bytes or more",
                       std::to_string(in.gcount()));
    EdfHeader header;
    std::int64_t signals = 0;
    if (auto ok = readFixedPart(path, text, header, signals); !ok)
        return tl::unexpected(ok.error());
    text.resize(static_cast<std::size_t>(signals * signalHeaderBytes));
    if (!in.read(text.data(), static_cast<std::streamsize>(text.size())))
        return failure(ErrorCode::CorruptInput, path.string(), "ends within its EDF header",
                       std::to_string(header.headerBytes) + " bytes of header",
                       std::to_string(fixedHeaderBytes + in.gcount()));
    if (auto ok = readSignals(path, text, static_cast<std::size_t>(signals), header); !ok)
        return tl::unexpected(ok.error());
    std::error_code ec;
    if (auto ok = checkSize(path, static_cast<std::int64_t>(fs::file_size(path, ec)), header); !ok)
        return tl::unexpected(ok.error());
    return header;
}

} // namespace maskscope
