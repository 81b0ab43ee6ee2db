// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/channel_audit_view.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <nlohmann/json.hpp>

namespace maskscope {

namespace {

using Json = nlohmann::json;

QString tr(const char* text) { return QCoreApplication::translate("ChannelAudit", text); }

QString textOf(const Json& channel, const char* key)
{
    const auto found = channel.find(key);
    return found != channel.end() && found->is_string() ? QString::fromStdString(found->get<std::string>()) : QString();
}

ChannelAuditRow rowOf(const Json& channel)
{
    ChannelAuditRow row { .label = textOf(channel, "label"),
                          .name = textOf(channel, "name"),
                          .kind = textOf(channel, "kind"),
                          .unit = textOf(channel, "unit"),
                          .electrode = textOf(channel, "position_source"),
                          .remark = textOf(channel, "note"),
                          .leftOut = textOf(channel, "left_out"),
                          .setAside = channel.value("set_aside", false) };
    const bool placed = channel.contains("position") && channel["position"].is_array();
    if (!placed)
        row.electrode.clear();
    else if (const QString as = textOf(channel, "placed_as"); !as.isEmpty())
        row.electrode = tr("%1, as %2").arg(row.electrode, as);
    return row;
}

} // namespace

ChannelAudit channelAudit(const InputEntry& recording)
{
    ChannelAudit audit { QFileInfo(recording.path).fileName(), {}, {}, {} };
    audit.choices = recording.choices;
    const Json json = Json::parse(recording.reportJson.toStdString(), nullptr, false);
    if (!json.is_object())
        return audit;
    audit.choosable = json.value("format", std::string()) != "HDF5 windowed";
    qsizetype taking = 0, unplaced = 0;
    for (const Json& channel : json.value("channels", Json::array())) {
        audit.rows.push_back(rowOf(channel));
        const bool takesPart = audit.rows.back().leftOut.isEmpty();
        taking += takesPart ? 1 : 0;
        unplaced += takesPart && audit.rows.back().electrode.isEmpty() ? 1 : 0;
    }
    for (const Json& warning : json.value("warnings", Json::array()))
        if (warning.is_string())
            audit.warnings << QString::fromStdString(warning.get<std::string>());
    audit.summary = tr("%1: %2 of %3 channels take part in an analysis, %4 of them without a position.")
                        .arg(recording.detail)
                        .arg(taking)
                        .arg(audit.rows.size())
                        .arg(unplaced);
    return audit;
}

} // namespace maskscope
