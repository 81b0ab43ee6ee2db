// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "analysis/report/chapters/report_chapters.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

/// Files with their SHA-256, each once.
class FileTable {
public:
    void add(const std::string& kind, const std::string& path, const std::string& sha256)
    {
        if (m_known.insert(kind + '\n' + path + '\n' + sha256).second)
            m_table.rows.push_back({ { .text = kind },
                                     { .text = path, .kind = CellKind::Code },
                                     { .text = sha256.empty() ? "–" : sha256, .kind = CellKind::Code } });
    }

    /// "FILE (SHA-256 HEX)", as a projection's source has it; a seed is no file.
    void addSource(const std::string& kind, const std::string& source)
    {
        constexpr std::string_view mark = " (SHA-256 ";
        const std::size_t at = source.rfind(mark);
        if (at != std::string::npos && source.ends_with(')'))
            add(kind, source.substr(0, at), source.substr(at + mark.size(), source.size() - at - mark.size() - 1));
    }

    [[nodiscard]] ReportTable take() && { return std::move(m_table); }

private:
    ReportTable m_table { {}, { { "Input" }, { "File" }, { "SHA-256" } }, {} };
    std::set<std::string> m_known;
};

ReportTable hashes(const ReportContext& context)
{
    FileTable files;
    for (const auto& [path, sha256] : context.inputs.files)
        files.add("This report is written from", path, sha256);
    for (std::size_t i = 0; i < context.runCount(); ++i) {
        files.add("Checkpoint", context.run(i).checkpoint.path, context.run(i).checkpoint.sha256);
        files.addSource("Spatial projection", context.run(i).checkpoint.projection);
        if (!context.run(i).mask.source.starts_with("seed"))
            files.add("Masks", context.run(i).mask.source, {});
    }
    for (std::size_t i = 0; i < context.runCount(); ++i)
        for (const RecordingSummary& recording : context.run(i).recordings)
            files.add("Recording", recording.path, recording.sha256);
    return std::move(files).take();
}

ReportTable recordings(const ReportContext& context)
{
    ReportTable table { {},
                        { { "Recording" },
                          { "Format" },
                          { "Rate (Hz)", true },
                          { "As the model saw it (Hz)", true },
                          { "Sequences", true },
                          { "Tokens of the longest", true } },
                        {} };
    std::set<std::string> known;
    for (std::size_t i = 0; i < context.runCount(); ++i)
        for (const RecordingSummary& r : context.run(i).recordings)
            if (known.insert(fmt::format("{}\n{}\n{}\n{}", r.id, r.sha256, r.rateHz, r.tokens)).second)
                table.rows.push_back({ { .text = r.id, .kind = CellKind::Code },
                                       { .text = r.format },
                                       { .text = reportNumber(r.originalRateHz), .kind = CellKind::Number },
                                       { .text = reportNumber(r.rateHz), .kind = CellKind::Number },
                                       { .text = std::to_string(r.sequences), .kind = CellKind::Number },
                                       { .text = std::to_string(r.tokens), .kind = CellKind::Number } });
    return table;
}

void addLoadReports(Report& report, const ReportContext& context)
{
    std::set<std::string> known;
    for (std::size_t i = 0; i < context.runCount(); ++i) {
        const CheckpointSummary& checkpoint = context.run(i).checkpoint;
        if (checkpoint.loadReport.empty() || !known.insert(checkpoint.path + checkpoint.sha256).second)
            continue;
        ReportTable table { {}, { { "Load report" }, { "" } }, {} };
        for (const auto& [name, lines] : checkpoint.loadReport) {
            bool repeats = false;
            for (const std::string& line : lines) {
                table.rows.push_back(
                    { { .text = name, .repeats = repeats }, { .text = line, .kind = CellKind::Code } });
                repeats = true;
            }
        }
        report.chapters.push_back({ 3, "Load report of " + fileName(checkpoint.path), { std::move(table) } });
    }
}

} // namespace

void addInputs(Report& report, const ReportContext& context)
{
    report.chapters.push_back({ 2, "Inputs", { hashes(context) } });
    report.chapters.push_back({ 3, "Recordings", { recordings(context) } });
    addLoadReports(report, context);
}

} // namespace maskscope
