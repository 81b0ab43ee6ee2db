// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/gdf/gdf_events.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <optional>

#include "analysis/data/recording/formats/gdf/gdf_bytes.h"

namespace maskscope {

namespace {

constexpr std::uint16_t newSegment = 0x7FFE;
constexpr std::uint16_t sparseSample = 0x7FFF; // its duration is a value of a channel without samples
constexpr std::uint16_t endOfEvent = 0x8000;

/// The table as it is stored.
struct Table {
    bool durations = false;
    double rateHz = 0;
    std::int64_t count = 0;
    std::string bytes; // positions, types, and with durations channels and durations: each for all events

    [[nodiscard]] std::uint32_t position(std::size_t i) const { return littleEndian<std::uint32_t>(bytes, 4 * i); }
    [[nodiscard]] std::uint16_t type(std::size_t i) const
    {
        return littleEndian<std::uint16_t>(bytes, 4 * static_cast<std::size_t>(count) + 2 * i);
    }
    [[nodiscard]] std::uint32_t duration(std::size_t i) const
    {
        return durations ? littleEndian<std::uint32_t>(bytes, 8 * static_cast<std::size_t>(count) + 4 * i) : 0;
    }
};

/// Mode, rate and count stand in eight bytes whose order changed with version 1.94.
bool readTableHead(std::string_view head, double version, Table& table)
{
    const auto mode = static_cast<unsigned char>(head.front());
    constexpr unsigned timeStamps = 4; // behind all the rest: not needed
    if (mode != 1 && mode != 3 && mode != (1 | timeStamps) && mode != (3 | timeStamps))
        return false;
    table.durations = (mode & 2U) != 0;
    const std::uint32_t three = littleEndian<std::uint32_t>(head, 0) >> 8U;
    const bool first = version < 1.94;
    table.rateHz = first ? static_cast<double>(three) : static_cast<double>(littleEndian<float>(head, 4));
    table.count = first ? littleEndian<std::uint32_t>(head, 4) : three;
    return true;
}

std::optional<Table> readTable(const std::filesystem::path& path, const GdfHeader& header,
                               std::vector<std::string>& warnings)
{
    constexpr std::int64_t headBytes = 8;
    const std::int64_t there = header.fileBytes - header.eventTable;
    if (header.eventTable == 0 || there < headBytes)
        return std::nullopt;
    std::ifstream in(path, std::ios::binary);
    in.seekg(header.eventTable);
    std::string head(static_cast<std::size_t>(headBytes), '\0');
    Table table;
    if (!in.read(head.data(), headBytes) || !readTableHead(head, header.version, table)) {
        warnings.push_back(std::to_string(there) + " bytes after the last data record are no event table: ignored");
        return std::nullopt;
    }
    const std::int64_t full = table.count * (table.durations ? 12 : 6);
    if (full > there - headBytes) { // never more memory than the file can fill
        warnings.push_back("the event table is cut short: it says " + std::to_string(table.count)
                           + " events, which take " + std::to_string(full) + " bytes, and "
                           + std::to_string(there - headBytes) + " are there: no events are read");
        return std::nullopt;
    }
    table.bytes.resize(static_cast<std::size_t>(full));
    if (!in.read(table.bytes.data(), full))
        return std::nullopt;
    return table;
}

std::string textOf(std::uint16_t code, const std::vector<std::string>& texts)
{
    return code < texts.size() && !texts[code].empty() ? texts[code] : std::to_string(code);
}

/// Tables without durations tell an event's end by an entry of its own: the code with its highest bit set.
class EventList {
public:
    EventList(const Table& table, const std::vector<std::string>& texts, double rateHz)
        : m_table(table)
        , m_texts(texts)
        , m_rateHz(rateHz)
    {
    }
    void add(std::size_t i, GdfEvents& events)
    {
        const std::uint16_t code = m_table.type(i);
        const double onsetS = secondsAt(i);
        if (!m_table.durations && (code & endOfEvent) != 0) {
            const auto begun = m_open.find(code & ~endOfEvent);
            if (begun != m_open.end()) {
                Annotation& annotation = events.annotations[begun->second];
                annotation.durationS = std::max(0.0, onsetS - annotation.onsetS);
                m_open.erase(begun);
                return;
            }
        }
        m_open[code] = events.annotations.size();
        if (code == newSegment)
            events.segmentStartsS.push_back(onsetS);
        events.annotations.push_back(
            { onsetS, static_cast<double>(m_table.duration(i)) / m_rateHz, textOf(code, m_texts) });
    }
    /// Positions count from 1; writers that count from 0 mean the first sample too.
    [[nodiscard]] double secondsAt(std::size_t i) const
    {
        return (std::max(1.0, static_cast<double>(m_table.position(i))) - 1) / m_rateHz;
    }

private:
    const Table& m_table;
    const std::vector<std::string>& m_texts;
    double m_rateHz;
    std::map<int, std::size_t> m_open; // code to its annotation
};

std::string counted(std::int64_t count, const char* one, const char* many)
{
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

/// Codes that say that something is wrong with the signal.
bool marksBadData(std::uint16_t code)
{
    constexpr std::uint16_t rejectedTrial = 0x03FF;
    return code == rejectedTrial || (code >= 0x0101 && code <= 0x010F);
}

} // namespace

Result<GdfEvents> readGdfEvents(const std::filesystem::path& path, const GdfHeader& header, double samplingRateHz,
                                double durationS)
{
    GdfEvents events;
    const auto table = readTable(path, header, events.warnings);
    if (!table)
        return events;
    const bool ownRate = std::isfinite(table->rateHz) && table->rateHz > 0;
    EventList list(*table, header.eventTexts, ownRate ? table->rateHz : samplingRateHz);
    std::int64_t outside = 0;
    std::int64_t sparse = 0;
    std::int64_t bad = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(table->count); ++i) {
        const std::uint16_t code = table->type(i);
        if (code == sparseSample && table->durations) {
            ++sparse;
        } else if (list.secondsAt(i) > durationS) {
            ++outside;
        } else {
            bad += marksBadData(code) ? 1 : 0;
            list.add(i, events);
        }
    }
    if (outside > 0)
        events.warnings.push_back(counted(outside, "event lies", "events lie") + " outside the recording: left out");
    if (sparse > 0)
        events.warnings.push_back(counted(sparse, "single value", "single values")
                                  + " of channels without a sampling rate are left out");
    if (bad > 0)
        events.warnings.push_back(counted(bad, "event marks", "events mark")
                                  + " artefacts (257 to 271) or rejected trials (1023): analysed like the rest");
    return events;
}

} // namespace maskscope
