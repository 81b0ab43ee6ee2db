// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/edf/edf_damage.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

#include "analysis/data/recording/formats/edf/edf_source.h"

namespace maskscope {

namespace {

constexpr std::int64_t recordsLookedAt = 24; // evenly spread
constexpr std::int64_t samplesLookedAt = 4096; // of each signal, of each such record
constexpr std::int64_t bytesLookedAt = 64LL << 20U;
constexpr std::int64_t mostValues = 1 << 22;
constexpr double manyAtLimits = 0.05; // of a channel's samples: ten times more than in any sound file seen here

/// Share of each signal's stored numbers that lie at a limit of its digital range or beyond, for signals of one length.
Result<void> sharesAtLimits(EdfSource& source, const EdfHeader& header, std::span<const int> signals,
                            std::vector<double>& shares)
{
    const std::int64_t perRecord = header.signals[static_cast<std::size_t>(signals.front())].samplesPerRecord;
    const std::int64_t n
        = std::min({ samplesLookedAt, perRecord,
                     std::max<std::int64_t>(1, mostValues / static_cast<std::int64_t>(signals.size())) });
    const std::int64_t affordable = std::max<std::int64_t>(1, bytesLookedAt / header.recordBytes);
    const std::int64_t looked = std::min({ recordsLookedAt, header.records, affordable });
    std::vector<double> stored(static_cast<std::size_t>(n) * signals.size());
    for (std::int64_t i = 0; i < looked; ++i) {
        if (auto ok = source.readTogether(signals, i * header.records / looked * perRecord, n, stored); !ok)
            return ok;
        auto first = stored.begin();
        for (const int signal : signals) {
            const EdfSignal& own = header.signals[static_cast<std::size_t>(signal)];
            const auto atLimits
                = std::count_if(first, first + n, [&](double v) { return v <= own.digitalMin || v >= own.digitalMax; });
            shares[static_cast<std::size_t>(signal)] += static_cast<double>(atLimits) / static_cast<double>(n * looked);
            first += n;
        }
    }
    return {};
}

struct Saturation {
    std::vector<std::string> channels; // with many samples at the limits
    std::vector<std::size_t> signals; // the same, of the header
    double share = 0; // of the samples of those channels
};

Result<Saturation> findSaturation(const std::filesystem::path& path, const EdfHeader& header,
                                  const std::vector<ChannelKind>& kinds)
{
    std::vector<EdfStoredChannel> stored;
    std::map<std::int64_t, std::vector<int>> signalsOfLength;
    for (std::size_t i = 0; i < header.signals.size(); ++i) {
        const EdfSignal& signal = header.signals[i];
        stored.push_back({ signal.label, signal.offsetInRecord, signal.samplesPerRecord, 1, 0 });
        const bool known = signal.fault.empty() && signal.samplesPerRecord > 0;
        if (!signal.annotations && known && kinds[i] != ChannelKind::Trigger)
            signalsOfLength[signal.samplesPerRecord].push_back(static_cast<int>(i));
    }
    EdfSource source(path, header, std::move(stored));
    std::vector<double> shares(header.signals.size(), 0);
    for (const auto& [length, signals] : signalsOfLength) {
        if (auto ok = sharesAtLimits(source, header, signals, shares); !ok)
            return tl::unexpected(ok.error());
    }
    Saturation found;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        if (shares[i] < manyAtLimits)
            continue;
        found.channels.push_back(header.signals[i].label);
        found.signals.push_back(i);
        found.share += shares[i];
    }
    found.share /= static_cast<double>(std::max<std::size_t>(1, found.channels.size()));
    return found;
}

std::string sentenceOf(const Saturation& saturation)
{
    constexpr std::size_t mostNames = 5;
    std::string names;
    for (std::size_t i = 0; i < std::min(mostNames, saturation.channels.size()); ++i)
        names += (i == 0 ? "" : ", ") + saturation.channels[i];
    if (saturation.channels.size() > mostNames)
        names += ", ...";
    return std::to_string(std::lround(100 * saturation.share)) + " % of the samples of "
        + std::to_string(saturation.channels.size()) + (saturation.channels.size() == 1 ? " channel" : " channels")
        + " sit at or beyond the limits of the digital range (" + names + ")";
}

} // namespace

Result<std::vector<std::size_t>> checkEdfDamage(const std::filesystem::path& path, const EdfHeader& header,
                                                const EdfTimeline& timeline, const std::vector<ChannelKind>& kinds,
                                                std::vector<std::string>& warnings)
{
    const auto saturation = findSaturation(path, header, kinds);
    if (!saturation)
        return tl::unexpected(saturation.error());
    std::vector<std::string> signs;
    if (!saturation->channels.empty())
        signs.push_back(sentenceOf(*saturation));
    if (timeline.undecodableRecords > 0)
        signs.push_back("the annotations of " + std::to_string(timeline.undecodableRecords) + " of "
                        + std::to_string(header.records) + " data records cannot be decoded");
    if (lineEndingsConverted(path, header.headerBytes)) {
        std::string reason = "every line feed byte follows a carriage return, as after a transfer in text mode: the "
                             "samples are shifted and worthless; copy the original again in binary mode";
        if (signs.empty() && header.warnings.empty()) {
            warnings.push_back(reason);
            return saturation->signals;
        }
        for (const std::string& sign : signs)
            reason += "; " + sign;
        return failure(ErrorCode::CorruptInput, path.string(), "is damaged: " + reason);
    }
    for (const std::string& sign : signs)
        warnings.push_back(sign + ": the file may be damaged"
                           + (sign.find("limits") != std::string::npos ? ", or the amplifier was overdriven" : ""));
    return saturation->signals;
}

} // namespace maskscope
