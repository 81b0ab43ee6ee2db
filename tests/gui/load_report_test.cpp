// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What the window's load report says of a file, from the loader's answer alone.
#include <QTest>

#include "app/window/load_report_view.h"

using namespace maskscope;

class LoadReportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void loadReportItemTellsWhatIsWrong()
    {
        InputEntry entry {
            .kind = InputKind::Checkpoint,
            .path = QStringLiteral("/x/m.pt"),
            .detail = {},
            .reportText = QStringLiteral("text"),
            .reportJson = QStringLiteral(
                R"({"architecture":"A","tensors":{"used":3,"expected":5,"missing":["a.b"],"unexpected":["c"],)"
                R"("misshaped":[{"name":"d","expected":[2],"found":[3]}]},"config":{"lr":0.5},)"
                R"("weights":{"chosen":"model","sets":[{"name":"model","used":3,"expected":5},)"
                R"({"name":"ema","used":2,"expected":5}]}})"),
            .electrodesWithoutPosition = {},
            .choices = {},
            .subject = {},
            .projection = {},
            .usable = true
        };
        InputEntry recording = entry;
        recording.path = QStringLiteral("/x/r.edf");
        recording.electrodesWithoutPosition = QStringList { QStringLiteral("CB1"), QStringLiteral("CB2") };
        const LoadReportItem item = loadReportItem(entry, { entry, recording });
        QVERIFY(item.tone == ReportTone::Bad);
        QCOMPARE(
            item.verdict,
            QStringLiteral("3 of 5 expected tensors matched. Recognised, but cannot be run: 1 tensors are missing, "
                           "1 have another shape."));
        QStringList rows;
        for (const ReportSection& section : item.sections)
            for (const ReportRow& row : section.rows)
                rows << section.title + QLatin1Char('|') + row.name + QLatin1Char('|') + row.value;
        for (const char* row :
             { "Tensors|a.b|missing", "Tensors|d|expected [2], found [3]", "Tensors|c|unexpected: not used",
               "Sets of weights|model|3 of 5 tensors, used", "Sets of weights|ema|2 of 5 tensors", "Config|lr|0.5",
               "Electrodes the model cannot place|r.edf|CB1, CB2" })
            QVERIFY2(rows.contains(QString::fromUtf8(row)), qPrintable(rows.join(QLatin1Char('\n'))));
        entry.reportJson = QStringLiteral(R"({"architecture":null,"reason":"m.pt: no known architecture.","found":)"
                                          R"([{"name":"conv.weight","shape":[1,2],"type":"float32"}]})");
        const LoadReportItem other = loadReportItem(entry, {});
        QCOMPARE(other.verdict, QStringLiteral("m.pt: no known architecture."));
        QVERIFY(other.sections[5].rows.size() == 1
                && other.sections[5].rows[0].value == QStringLiteral("[1,2] float32"));
    }
};

QTEST_GUILESS_MAIN(LoadReportTest)
#include "load_report_test.moc"
