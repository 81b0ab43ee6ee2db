// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Choices about channels in the channel dialog, and where they go.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QTreeWidget>

#include "app/pipeline/resources.h"
#include "app/window/main_window.h"
#include "widgets/panels/channel_audit_dialog.h"
#include "widgets/panels/signal_page.h"
#include "widgets/signals/signal_view.h"

using namespace maskscope;

namespace {

constexpr int kKind = 2, kAnalysis = 5;

std::vector<ChannelAuditRow> threeRows()
{
    const auto row = [](const char* label, const char* name, const char* kind, const char* leftOut) {
        return ChannelAuditRow { .label = QString::fromLatin1(label),
                                 .name = QString::fromLatin1(name),
                                 .kind = QString::fromLatin1(kind),
                                 .unit = {},
                                 .electrode = {},
                                 .remark = {},
                                 .leftOut = QString::fromLatin1(leftOut) };
    };
    return { row("EEG Fz-REF", "FZ", "EEG", ""), row("VEOG", "VEOG", "EOG", "EOG"), row("Fz", "FZ-1", "EEG", "") };
}

} // namespace

class ChannelChoiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QSettings().clear(); }

    void editsBecomeChoices()
    {
        ChannelAuditModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(threeRows(), {}, true);
        const auto cell = [&](int row, int column) { return model.index(row, column); };
        QCOMPARE(cell(0, kAnalysis).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QCOMPARE(cell(1, kAnalysis).data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        QSignalSpy changed(&model, &ChannelAuditModel::choicesChanged);
        QVERIFY(model.setData(cell(0, kAnalysis), Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(model.choices() == (ChannelChoices { .exclude = { "EEG Fz-REF" } }));
        QVERIFY(model.setData(cell(0, kAnalysis), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(model.choices().empty()); // taken back, not one more
        QVERIFY(model.setData(cell(1, kAnalysis), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(model.choices() == (ChannelChoices { .kinds = { { "VEOG", ChannelKind::Eeg } } }));
        QCOMPARE(cell(1, kKind).data(Qt::EditRole).toString(), QStringLiteral("eeg"));
        QVERIFY(model.setData(cell(1, kAnalysis), Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(model.choices().empty());
        QVERIFY(model.setData(cell(2, kKind), QStringLiteral("ref"), Qt::EditRole));
        QVERIFY(model.choices() == (ChannelChoices { .kinds = { { "Fz", ChannelKind::Reference } } }));
        QVERIFY(model.setData(cell(2, kKind), QString(), Qt::EditRole));
        QVERIFY(model.choices().empty());
        QCOMPARE(changed.size(), 6);
        model.setRows(threeRows(), { .only = { "Fz" } }, true);
        QVERIFY(model.setData(cell(1, kAnalysis), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(model.choices() == (ChannelChoices { .only = { "Fz", "VEOG" } }));
    }

    /// An empty "only" would let all take part again.
    void withoutTheLastOfOnlyNobodyTakesPart()
    {
        ChannelAuditModel model;
        model.setRows(threeRows(), { .only = { "Fz" } }, true);
        QVERIFY(model.setData(model.index(2, kAnalysis), Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(model.choices() == (ChannelChoices { .only = { "Fz" }, .exclude = { "Fz" } }));
        QVERIFY(model.setData(model.index(1, kAnalysis), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(model.choices() == (ChannelChoices { .only = { "Fz", "VEOG" }, .exclude = { "Fz" } }));
        QVERIFY(model.setData(model.index(2, kAnalysis), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(model.choices() == (ChannelChoices { .only = { "Fz", "VEOG" } }));
    }

    void whatIsSetAsideCannotBeTicked()
    {
        ChannelAuditModel model;
        auto rows = threeRows();
        rows[2].setAside = true;
        model.setRows(rows, {}, true);
        QVERIFY(model.flags(model.index(0, kAnalysis)) & Qt::ItemIsUserCheckable);
        QVERIFY(!(model.flags(model.index(2, kAnalysis)) & Qt::ItemIsUserCheckable));
        QVERIFY(!model.setData(model.index(2, kAnalysis), Qt::Checked, Qt::CheckStateRole));
    }

    void labelsInTheClipboardAreNoFormulas()
    {
        ChannelAuditModel model;
        auto rows = threeRows();
        rows[0].label = QStringLiteral("=1+1");
        rows[1].label = QStringLiteral("a\tb\nc");
        rows[2].label = QStringLiteral("-3.2");
        model.setRows(rows);
        const QStringList lines = model.toText().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 4);
        QVERIFY(lines[1].startsWith(QStringLiteral("'=1+1\tFZ\t")));
        QVERIFY(lines[2].startsWith(QStringLiteral("a b c\tVEOG\t")));
        QVERIFY(lines[3].startsWith(QStringLiteral("-3.2\t"))); // a number stays one
    }

    void badMarksAreKeptByABox()
    {
        ChannelAuditDialog dialog;
        QSignalSpy changed(&dialog, &ChannelAuditDialog::choicesChanged);
        ChannelAudit audit { .title = {}, .summary = {}, .rows = threeRows(), .warnings = {} };
        audit.choices.exclude = { "Fz" };
        dialog.setAudit(audit);
        auto* box = dialog.findChild<QCheckBox*>(QStringLiteral("auditKeepBad"));
        QVERIFY(box != nullptr && !box->isChecked());
        box->click();
        QCOMPARE(changed.size(), 1);
        QVERIFY(changed[0][0].value<ChannelChoices>() == (ChannelChoices { .exclude = { "Fz" }, .keepBad = true }));
        audit.choices.keepBad = true;
        dialog.setAudit(audit);
        QVERIFY(box->isChecked());
        QCOMPARE(changed.size(), 1);
    }

    void windowedFilesHaveNothingToChoose()
    {
        ChannelAuditModel model;
        model.setRows(threeRows());
        QVERIFY(!(model.flags(model.index(0, kAnalysis)) & Qt::ItemIsUserCheckable));
        QVERIFY(!(model.flags(model.index(0, kKind)) & Qt::ItemIsEditable));
        QVERIFY(!model.setData(model.index(0, kAnalysis), Qt::Unchecked, Qt::CheckStateRole));
    }

    void equalLabelsAreToldApart()
    {
        ChannelAuditModel model;
        auto rows = threeRows();
        rows[0].label = rows[2].label = QStringLiteral("Fz");
        model.setRows(rows, {}, true);
        QCOMPARE(model.choiceName(0), std::string("FZ"));
        QCOMPARE(model.choiceName(2), std::string("FZ-1"));
    }

    /// Dialog -> session -> file read anew -> dialog; and the run carries the choice.
    void choicesAreAppliedAndTravelWithTheRun()
    {
        const auto demo = demoRequest();
        QVERIFY2(demo.has_value(), "the demo's files are there");
        const QString path = QString::fromStdString(demo->recordings.front().string());
        MainWindow window;
        window.resize(1280, 800);
        window.show();
        window.open({ path, QString::fromStdString(demo->checkpoints.front().path.string()),
                      QString::fromStdString(demo->montage->string()) });
        QTRY_COMPARE_WITH_TIMEOUT(window.session().inputs().size(), std::size_t { 2 }, 20'000);
        auto* page = window.findChild<SignalPage*>();
        Q_EMIT page->channelsRequested(path);
        auto* audit = page->findChild<ChannelAuditDialog*>();
        QVERIFY(audit != nullptr);
        QAbstractItemModel* model = audit->findChild<QTableView*>(QStringLiteral("auditTable"))->model();
        const QString first = model->index(0, 0).data().toString();
        QVERIFY(model->setData(model->index(0, kAnalysis), Qt::Unchecked, Qt::CheckStateRole));
        QTRY_COMPARE_WITH_TIMEOUT(model->index(0, kAnalysis).data().toString(), QStringLiteral("left out: by choice"),
                                  20'000);
        auto* unit = audit->findChild<QComboBox*>(QStringLiteral("auditUnit"));
        unit->setCurrentIndex(unit->findData(QStringLiteral("mV")));
        Q_EMIT unit->activated(unit->currentIndex());
        QTRY_VERIFY_WITH_TIMEOUT(window.session().inputs().front().choices.unit == "mV"
                                     || window.session().inputs().back().choices.unit == "mV",
                                 20'000);
        AnalysisRequest settings;
        settings.ratios = { 0.5 };
        settings.untrainedCopies = 0;
        settings.projectionDraws = 0;
        window.session().run(settings);
        QTRY_VERIFY_WITH_TIMEOUT(window.session().runs().size() == 1 && !window.session().isRunning(), 120'000);
        const ChannelChoices expected { .exclude = { first.toStdString() }, .unit = "mV" };
        QVERIFY(window.session().runs().front()->recordings.front().choices == expected);
        audit->findChild<QPushButton*>(QStringLiteral("auditAsFound"))->click();
        QTRY_COMPARE_WITH_TIMEOUT(model->index(0, kAnalysis).data().toString(), QStringLiteral("takes part"), 20'000);
        QVERIFY(window.session().channelChoices(path).empty());
    }

    /// Column -> session -> run; one name for all that is selected, taken back by an empty one.
    void subjectsAreNamedInTheList()
    {
        const auto demo = demoRequest();
        QVERIFY2(demo.has_value(), "the demo's files are there");
        QStringList paths;
        for (const auto& recording : demo->recordings)
            paths << QString::fromStdString(recording.string());
        MainWindow window;
        window.show();
        window.open(paths
                    + QStringList { QString::fromStdString(demo->checkpoints.front().path.string()),
                                    QString::fromStdString(demo->montage->string()) });
        QTRY_COMPARE_WITH_TIMEOUT(window.session().inputs().size(), std::size_t(paths.size() + 1), 20'000);
        auto* tree = window.findChild<QTreeWidget*>(QStringLiteral("inputsTree"));
        const auto rowOf = [&](const QString& path) {
            const auto named = tree->findItems(QFileInfo(path).fileName(), Qt::MatchExactly | Qt::MatchRecursive);
            return named.size() == 1 ? named.front() : nullptr;
        };
        QVERIFY(rowOf(paths[0]) != nullptr && rowOf(paths[1]) != nullptr && rowOf(paths[2]) != nullptr);
        rowOf(paths[0])->setSelected(true);
        rowOf(paths[1])->setSelected(true);
        rowOf(paths[1])->setText(1, QStringLiteral(" P1 "));
        QTRY_COMPARE(window.session().subject(paths[1]), QStringLiteral("P1"));
        QCOMPARE(window.session().subject(paths[0]), QStringLiteral("P1"));
        QVERIFY(window.session().subject(paths[2]).isEmpty());
        QCOMPARE(rowOf(paths[0])->text(1), QStringLiteral("P1"));
        AnalysisRequest settings;
        settings.ratios = { 0.5 };
        settings.untrainedCopies = 0;
        settings.projectionDraws = 0;
        window.session().run(settings);
        QTRY_VERIFY_WITH_TIMEOUT(window.session().runs().size() == 1 && !window.session().isRunning(), 120'000);
        int named = 0;
        for (const RecordingSummary& recording : window.session().runs().front()->recordings)
            named += recording.subject == "P1" ? 1 : 0;
        QCOMPARE(named, 2);
        rowOf(paths[1])->setText(1, QString());
        QTRY_VERIFY(window.session().subject(paths[0]).isEmpty());
    }

    /// The same choices for all that are open.
    void choicesForAllRecordings()
    {
        const auto demo = demoRequest();
        QVERIFY2(demo.has_value(), "the demo's files are there");
        QStringList paths;
        for (const auto& recording : demo->recordings)
            paths << QString::fromStdString(recording.string());
        MainWindow window;
        window.show();
        window.open(paths);
        QTRY_COMPARE_WITH_TIMEOUT(window.session().inputs().size(), std::size_t(paths.size()), 20'000);
        auto* page = window.findChild<SignalPage*>();
        Q_EMIT page->channelsRequested(paths.front());
        auto* audit = page->findChild<ChannelAuditDialog*>();
        auto* table = audit->findChild<QTableView*>(QStringLiteral("auditTable"));
        table->selectAll();
        const int channels = table->model()->rowCount();
        table->selectionModel()->select(table->model()->index(0, 0),
                                        QItemSelectionModel::Deselect | QItemSelectionModel::Rows);
        audit->findChild<QPushButton*>(QStringLiteral("auditOnlySelected"))->click();
        const auto chosen = [&](const QString& path) { return window.session().channelChoices(path).only.size(); };
        QCOMPARE(chosen(paths.front()), std::size_t(channels - 1));
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->index(0, kAnalysis).data().toString(),
                                  QStringLiteral("left out: by choice"), 20'000);
        QCOMPARE(chosen(paths.back()), std::size_t { 0 });
        audit->findChild<QPushButton*>(QStringLiteral("auditUseForAll"))->click();
        QCOMPARE(chosen(paths.back()), std::size_t(channels - 1));
    }
};

QTEST_MAIN(ChannelChoiceTest)
#include "channel_choice_test.moc"
