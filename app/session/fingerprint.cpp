// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/fingerprint.h"

#include <algorithm>

#include <QDateTime>
#include <QFileInfo>
#include <QStringList>

namespace maskscope {

namespace {

QString text(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

/// A file as it is now; what is no file ("seed:3") is its text.
QString fileText(const QString& path)
{
    const QFileInfo file(path);
    return file.exists() ? QStringLiteral("%1|%2|%3")
                               .arg(file.canonicalFilePath())
                               .arg(file.size())
                               .arg(file.lastModified().toMSecsSinceEpoch())
                         : path;
}

QString number(double value) { return QString::number(value, 'g', 17); }

template <typename T>
QString orUnset(const std::optional<T>& value)
{
    return value ? QString::number(static_cast<double>(*value), 'g', 17) : QStringLiteral("unset");
}

void addChoices(QStringList& parts, const ChannelChoices& choices)
{
    for (const auto* names : { &choices.only, &choices.exclude }) {
        parts << QStringLiteral("names");
        for (const std::string& name : *names)
            parts << QString::fromStdString(name);
    }
    for (const auto& [name, kind] : choices.kinds)
        parts << QString::fromStdString(name) << QString::number(static_cast<int>(kind));
    parts << QString::fromStdString(choices.unit) << QString::number(choices.keepBad ? 1 : 0);
}

void addRecordings(QStringList& parts, const AnalysisRequest& request)
{
    for (const auto& path : request.recordings) {
        parts << QStringLiteral("recording") << fileText(text(path));
        const auto own = request.channelsOf.find(path);
        addChoices(parts, own == request.channelsOf.end() ? request.channels : own->second);
        const auto subject = request.subjectOf.find(path);
        parts << (subject == request.subjectOf.end() ? QString() : QString::fromStdString(subject->second));
    }
}

} // namespace

QString pathOf(const AnalysisRequest::CheckpointInput& checkpoint) { return text(checkpoint.path); }

qsizetype ratioCount(const AnalysisRequest& request)
{
    return std::max<qsizetype>(1, static_cast<qsizetype>(request.ratios.size()));
}

QString fingerprint(const AnalysisRequest& request, const AnalysisRequest::CheckpointInput& checkpoint)
{
    const std::string& projection = checkpoint.projection.empty() ? request.projection : checkpoint.projection;
    QStringList parts { fileText(pathOf(checkpoint)), QString::fromStdString(checkpoint.weights),
                        fileText(QString::fromStdString(projection)) };
    addRecordings(parts, request);
    for (const double ratio : request.ratios)
        parts << number(ratio);
    parts << orUnset(request.style) << orUnset(request.replacement)
          << (request.maskFile ? fileText(text(*request.maskFile)) : QString()) << QString::number(request.seed)
          << QString::number(request.untrainedCopies) << orUnset(request.projectionDraws)
          << (request.montage ? fileText(text(*request.montage)) : QString())
          << fileText(QString::fromStdString(request.subjects)) << QString::number(request.keepBad ? 1 : 0)
          << orUnset(request.modelRateHz) << QString::fromStdString(request.inference.device)
          << QString::number(request.inference.batch) << QString::number(static_cast<int>(request.inference.precision))
          << QString::number(request.inference.mambaGroups);
    return parts.join(QChar(0x1f)); // no name holds this sign
}

} // namespace maskscope
