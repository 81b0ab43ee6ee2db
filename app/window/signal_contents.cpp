// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/signal_contents.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QCoreApplication>

#include "analysis/data/recording/samples/channel_statistics.h"
#include "analysis/data/recording/precut_layout.h"

namespace maskscope {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("Signals", text); }

QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

SignalRow rowOf(const Recording& recording, const Channel& channel)
{
    SignalRow row { text(channel.name), text(channel.label), text(channel.unit), text(whyLeftOut(recording, channel)),
                    channel.unit != "µV" };
    if (row.detail != row.name)
        row.detail = QStringLiteral("%1 (%2)").arg(row.name, row.detail);
    row.detail += QStringLiteral(" · ") + text(std::string(channelKindName(channel.kind)));
    row.detail += QStringLiteral(" · ") + (channel.position ? text(channel.positionSource) : tr("no position"));
    if (!row.leftOut.isEmpty())
        row.detail += QStringLiteral(" · ") + tr("left out: %1").arg(row.leftOut);
    return row;
}

void addPieces(SignalContent& content, const Recording& recording, double rateHz)
{
    for (std::size_t i = 1; i < recording.segments.size(); ++i) {
        const Segment& segment = recording.segments[i];
        QString name = tr("gap");
        if (segment.part != recording.segments[i - 1].part && !recording.parts.empty())
            name = text(recording.parts.at(static_cast<std::size_t>(segment.part)));
        content.borders.push_back({ static_cast<double>(segment.first) / rateHz, name });
    }
}

} // namespace

std::shared_ptr<const SignalContent> signalContent(const Recording& recording)
{
    auto content = std::make_shared<SignalContent>();
    const double rateHz = recording.samplingRateHz > 0 ? recording.samplingRateHz : 1;
    content->path = text(recording.path.string());
    content->countsSamples = !(recording.samplingRateHz > 0);
    std::int64_t samples = recording.samples;
    auto source = recording.source;
    if (recording.precut) {
        const PrecutLayout layout = layOutPrecut(*recording.precut);
        samples = layout.samples;
        source = precutSource(recording.precut);
        for (const PrecutLayout::Part& part : layout.parts)
            if (part.first > 0)
                content->borders.push_back(
                    { static_cast<double>(part.first) / rateHz, tr("recording %1").arg(part.recording) });
    } else {
        addPieces(*content, recording, rateHz);
    }
    content->durationS = static_cast<double>(samples) / rateHz;
    std::vector<SignalTrack> tracks;
    for (std::size_t c = 0; c < recording.channels.size(); ++c) {
        const Channel& channel = recording.channels[c];
        content->rows.push_back(rowOf(recording, channel));
        const bool ownRate = !recording.precut && channel.samplingRateHz > 0 && recording.samplingRateHz > 0;
        tracks.push_back({ channel.name, ownRate ? channel.samplingRateHz : rateHz,
                           ownRate ? samplesOfChannel(recording, c) : samples });
    }
    for (const Annotation& annotation : recording.annotations)
        content->marks.push_back({ annotation.onsetS, text(annotation.text) });
    std::ranges::stable_sort(content->marks, {}, &SignalMark::atS);
    content->store = std::make_shared<SignalStore>(std::move(tracks), std::move(source));
    return content;
}

namespace {

/// Appends a part's tokens to a row. Parts that do not hold the channel, or less of it, are filled up.
void append(SignalOverlay::Row& row, const TokenTrack& track, std::size_t before)
{
    row.masked.resize(before, -1);
    row.masked.insert(row.masked.end(), track.masked.begin(), track.masked.end());
    if (!track.kept.empty()) {
        row.kept.resize(before, 0);
        row.kept.insert(row.kept.end(), track.kept.begin(), track.kept.end());
    }
    if (!track.r.empty()) {
        row.r.resize(before, std::numeric_limits<float>::quiet_NaN());
        row.r.insert(row.r.end(), track.r.begin(), track.r.end());
    }
}

} // namespace

std::shared_ptr<const SignalOverlay> signalOverlay(const SignalContent& content,
                                                   const std::shared_ptr<const RunTokens>& tokens, const QString& label,
                                                   const QColor& color)
{
    auto overlay = std::make_shared<SignalOverlay>();
    overlay->run = label;
    overlay->color = color;
    overlay->rows.resize(content.rows.size());
    const std::filesystem::path path = content.path.toStdString();
    overlay->predictsSamples = tokens->predictsSamples;
    double rateHz = 0;
    for (const RecordingTokens& recording : tokens->recordings) {
        if (recording.path != path)
            continue;
        const std::size_t before = overlay->startS.size();
        rateHz = recording.rateHz; // parts of one file share it
        overlay->tokenS = recording.tokenS;
        for (std::size_t row = 0; row < content.rows.size(); ++row) {
            const auto track
                = std::ranges::find(recording.tracks, content.rows[row].name.toStdString(), &TokenTrack::channel);
            if (track != recording.tracks.end())
                append(overlay->rows[row], *track, before);
        }
        overlay->startS.insert(overlay->startS.end(), recording.startS.begin(), recording.startS.end());
    }
    if (overlay->startS.empty())
        return nullptr;
    if (tokens->samplesUv.empty())
        return overlay;
    std::vector<SignalTrack> tracks;
    std::vector<std::string> names;
    const auto samples = static_cast<std::int64_t>(std::ceil(content.durationS * rateHz));
    for (std::size_t row = 0; row < content.rows.size(); ++row)
        if (!overlay->rows[row].masked.empty()) {
            overlay->rows[row].track = static_cast<int>(tracks.size());
            names.push_back(content.rows[row].name.toStdString());
            tracks.push_back({ names.back(), rateHz, samples });
        }
    if (auto source = reconstructionSource(tokens, path, names))
        overlay->reconstruction = std::make_shared<SignalStore>(std::move(tracks), std::move(source));
    return overlay;
}

} // namespace maskscope
