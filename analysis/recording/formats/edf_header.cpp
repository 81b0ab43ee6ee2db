// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/formats/edf_header.h"

#include <cmath>
#include <fstream>
#include <string_view>

#include "analysis/recording/units.h"

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
    const auto recordDuration = parseNumber(duration);
    if (!n || *n < 1 || *n > 9999 || *n != std::floor(*n))
        return badField(path, "number of signals", count);
    if (!recordCount || *recordCount < -1 || *recordCount != std::floor(*recordCount))
        return badField(path, "number of data records", records);
    if (!recordDuration || *recordDuration < 0)
        return badField(path, "duration of a data record", duration);
    signals = static_cast<std::int64_t>(*n);
    header.headerBytes = fixedHeaderBytes + signals * signalHeaderBytes;
    if (!bytes || static_cast<std::int64_t>(*bytes) != header.headerBytes)
        return failure(ErrorCode::CorruptInput, path.string(), "its EDF header is damaged: header size",
                       std::to_string(header.headerBytes) + " bytes for " + std::to_string(signals) + " signals",
                       "'" + toUtf8(headerBytes) + "'");
    header.records = static_cast<std::int64_t>(*recordCount);
    header.recordDurationS = *recordDuration;
    return {};
}

Result<void> checkSignal(const fs::path& path, const EdfSignal& signal)
{
    const std::string subject = path.string() + ": channel " + signal.label;
    const double mostSamples = 50e6; // in one data record
    if (!(signal.samplesPerRecord >= 1 && static_cast<double>(signal.samplesPerRecord) <= mostSamples))
        return failure(ErrorCode::CorruptInput, subject, "has an impossible number of samples in a data record",
                       "1 or more", std::to_string(signal.samplesPerRecord));
    if (signal.annotations)
        return {};
    if (signal.digitalMax <= signal.digitalMin)
        return failure(ErrorCode::CorruptInput, subject, "has no digital range, so its amplitudes are unknown",
                       "digital maximum above digital minimum",
                       std::to_string(signal.digitalMax) + " and " + std::to_string(signal.digitalMin));
    if (signal.physicalMax == signal.physicalMin)
        return failure(ErrorCode::CorruptInput, subject, "has no physical range, so its amplitudes are unknown",
                       "physical maximum other than physical minimum",
                       std::to_string(signal.physicalMax) + " for both");
    return {};
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
    const auto numbers = [&](double EdfSignal::*member, const char* name) -> Result<void> {
        for (EdfSignal& signal : header.signals) {
            const std::string_view field = fields.next(8);
            const auto value = parseNumber(field);
            if (!value && !signal.annotations)
                return badField(path, std::string(name) + " of channel " + signal.label, field);
            signal.*member = value.value_or(0);
        }
        return {};
    };
    for (const auto& [member, name] : { std::pair { &EdfSignal::physicalMin, "physical minimum" },
                                        std::pair { &EdfSignal::physicalMax, "physical maximum" },
                                        std::pair { &EdfSignal::digitalMin, "digital minimum" },
                                        std::pair { &EdfSignal::digitalMax, "digital maximum" } }) {
        if (auto ok = numbers(member, name); !ok)
            return ok;
    }
    fields.next(80 * count); // prefilter
    for (EdfSignal& signal : header.signals) {
        const std::string_view field = fields.next(8);
        const auto value = parseNumber(field);
        if (!value || std::abs(*value) > 1e9)
            return badField(path, "samples per record of channel " + signal.label, field);
        signal.samplesPerRecord = static_cast<std::int64_t>(*value);
        if (auto ok = checkSignal(path, signal); !ok)
            return ok;
        signal.offsetInRecord = header.recordBytes;
        header.recordBytes += signal.samplesPerRecord * header.sampleBytes();
    }
    return {};
}

Result<void> checkSize(const fs::path& path, std::int64_t fileBytes, EdfHeader& header)
{
    const std::int64_t dataBytes = fileBytes - header.headerBytes;
    const std::int64_t whole = dataBytes / header.recordBytes;
    if (header.records == -1) {
        header.records = whole;
        header.warnings.push_back(
            "the header does not say how many data records there are (the recording was not closed): "
            + std::to_string(whole) + " by the size of the file");
    }
    if (header.records == 0)
        return failure(ErrorCode::CorruptInput, path.string(), "holds a header but no samples");
    if (header.records > whole)
        return failure(ErrorCode::CorruptInput, path.string(), "is truncated",
                       std::to_string(header.headerBytes) + " + " + std::to_string(header.records) + " x "
                           + std::to_string(header.recordBytes) + " bytes by its header",
                       std::to_string(fileBytes) + " bytes");
    if (const std::int64_t extra = dataBytes - header.records * header.recordBytes; extra > 0)
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
