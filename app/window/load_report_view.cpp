// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/load_report_view.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <nlohmann/json.hpp>

namespace maskscope {

namespace {

using Json = nlohmann::ordered_json;

QString tr(const char* text) { return QCoreApplication::translate("LoadReport", text); }

QString textOf(const Json& value)
{
    if (value.is_null())
        return QStringLiteral("–");
    return QString::fromStdString(value.is_string() ? value.get<std::string>() : value.dump());
}

const Json& at(const Json& json, const char* key)
{
    static const Json none;
    const auto found = json.find(key);
    return found == json.end() ? none : *found;
}

void addRow(ReportSection& section, const QString& name, const Json& value)
{
    if (!value.is_null())
        section.rows.push_back({ name, textOf(value), ReportTone::Plain });
}

ReportSection linesOf(const QString& title, const Json& list, ReportTone tone)
{
    ReportSection section { title, {}, true };
    for (const Json& line : list)
        section.rows.push_back({ {}, textOf(line), tone });
    return section;
}

ReportSection sizes(const Json& json)
{
    ReportSection section { tr("Network"), {}, true };
    addRow(section, tr("Generation"), at(json, "architecture"));
    addRow(section, tr("Backbone"), at(json, "backbone"));
    addRow(section, tr("d_model"), at(json, "d_model"));
    addRow(section, tr("Layers"), at(json, "layers"));
    addRow(section, tr("Window (samples)"), at(json, "window"));
    addRow(section, tr("Parameters"), at(json, "parameters"));
    addRow(section, tr("Epoch"), at(json, "epoch"));
    addRow(section, tr("Best loss"), at(json, "best_loss"));
    if (at(json, "fine_tuned") == true)
        section.rows.push_back({ tr("Fine-tuned"), tr("read as its encoder"), ReportTone::Caution });
    return section;
}

/// "58 of 58 expected tensors matched": weights that match nothing stay random unnoticed.
QString matched(const Json& json)
{
    const Json& tensors = at(json, "tensors");
    if (at(tensors, "expected").is_null())
        return tr("%1 tensors").arg(textOf(at(tensors, "used")));
    return tr("%1 of %2 expected tensors matched").arg(textOf(at(tensors, "used")), textOf(at(tensors, "expected")));
}

ReportSection weights(const Json& json)
{
    ReportSection section { tr("Sets of weights"), {}, true };
    const Json& weights = at(json, "weights");
    const Json& sets = at(weights, "sets");
    for (const Json& set : sets.size() > 1 ? sets : Json::array())
        section.rows.push_back({ textOf(at(set, "name")),
                                 tr("%1 of %2 tensors%3")
                                     .arg(textOf(at(set, "used")), textOf(at(set, "expected")),
                                          at(set, "name") == at(weights, "chosen") ? tr(", used") : QString()),
                                 ReportTone::Caution });
    return section;
}

ReportSection tensors(const Json& json)
{
    ReportSection section { tr("Tensors"), {}, true };
    const Json& tensors = at(json, "tensors");
    if (at(json, "architecture").is_null()) {
        for (const Json& tensor : at(json, "found"))
            section.rows.push_back({ textOf(at(tensor, "name")),
                                     textOf(at(tensor, "shape")) + QLatin1Char(' ') + textOf(at(tensor, "type")),
                                     ReportTone::Plain });
        return section;
    }
    section.rows.push_back({ tr("Used"), matched(json), ReportTone::Good });
    for (const Json& name : at(tensors, "missing"))
        section.rows.push_back({ textOf(name), tr("missing"), ReportTone::Bad });
    for (const Json& tensor : at(tensors, "misshaped"))
        section.rows.push_back(
            { textOf(at(tensor, "name")),
              tr("expected %1, found %2").arg(textOf(at(tensor, "expected")), textOf(at(tensor, "found"))),
              ReportTone::Bad });
    for (const Json& name : at(tensors, "unexpected"))
        section.rows.push_back({ textOf(name), tr("unexpected: not used"), ReportTone::Caution });
    return section;
}

ReportSection fields(const QString& title, const Json& object)
{
    ReportSection section { title, {}, true };
    for (const auto& [key, value] : object.items())
        section.rows.push_back({ QString::fromStdString(key), textOf(value), ReportTone::Plain });
    return section;
}

ReportSection absences(const Json& json)
{
    ReportSection section = linesOf(tr("Not in the file"), at(json, "absent_buffers"), ReportTone::Caution);
    if (!section.rows.empty())
        section.rows.push_back({ {}, textOf(at(json, "absence_means")), ReportTone::Plain });
    return section;
}

ReportSection electrodes(const std::vector<InputEntry>& inputs)
{
    ReportSection section { tr("Electrodes the model cannot place"), {}, true };
    for (const InputEntry& input : inputs)
        if (!input.electrodesWithoutPosition.isEmpty())
            section.rows.push_back({ QFileInfo(input.path).fileName(),
                                     input.electrodesWithoutPosition.join(QStringLiteral(", ")), ReportTone::Caution });
    return section;
}

void judge(LoadReportItem& item, const Json& json)
{
    const Json& lists = at(json, "tensors");
    const auto missing = at(lists, "missing").size(), misshaped = at(lists, "misshaped").size();
    if (at(json, "architecture").is_null()) {
        item.verdict = textOf(at(json, "reason"));
        item.tone = ReportTone::Bad;
    } else if (missing + misshaped > 0) {
        item.verdict = tr("Recognised, but cannot be run: %1 tensors are missing, %2 have another shape.")
                           .arg(missing)
                           .arg(misshaped);
        item.tone = ReportTone::Bad;
    } else if (at(json, "architecture") == "torchscript") {
        item.verdict = tr("A TorchScript archive: running it runs its own code, which needs your consent.");
        item.tone = ReportTone::Caution;
    } else {
        item.verdict = tr("Recognised and complete: it can be run.");
        item.tone = ReportTone::Good;
    }
    if (!at(json, "architecture").is_null())
        item.verdict = matched(json) + QStringLiteral(". ") + item.verdict;
}

} // namespace

LoadReportItem loadReportItem(const InputEntry& checkpoint, const std::vector<InputEntry>& inputs)
{
    LoadReportItem item;
    item.title = QFileInfo(checkpoint.path).fileName();
    item.text = checkpoint.reportText;
    const Json json = Json::parse(checkpoint.reportJson.toStdString(), nullptr, false);
    if (!json.is_object())
        return item;
    judge(item, json);
    item.sections = { sizes(json),
                      linesOf(tr("Recognised by"), at(json, "evidence"), ReportTone::Plain),
                      linesOf(tr("Warnings"), at(json, "warnings"), ReportTone::Caution),
                      absences(json),
                      electrodes(inputs),
                      tensors(json),
                      weights(json),
                      fields(tr("Manifest"), at(json, "manifest")),
                      fields(tr("Config"), at(json, "config")) };
    return item;
}

} // namespace maskscope
