// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The window as a user meets it: open, run, cancel, hover, export, errors, fluency; and the pictures in docs/.
#include <QAbstractItemModelTester>
#include <QDir>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QTreeWidget>

#include "app/pipeline/resources.h"
#include "app/window/main_window.h"
#include "tests/gui/filled_panels.h"
#include "widgets/charts/figure_view.h"
#include "widgets/models/numbers_model.h"
#include "tests/gui/pointer_places.h"
#include "widgets/panels/figure_board.h"
#include "widgets/panels/figure_panel.h"
#include "widgets/panels/load_report_panel.h"
#include "widgets/panels/message_bar.h"

using namespace maskscope;

namespace {

constexpr int runTimeoutMs = 120'000;

QString demoFile(const AnalysisRequest& demo, bool checkpoint, std::size_t index)
{
    return QString::fromStdString(checkpoint ? demo.checkpoints[index].path.string() : demo.recordings[index].string());
}

} // namespace

class WindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->setTheme(Theme::Light);
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        auto* tabs = m_window->findChild<QTabWidget*>();
        for (int page = 0; page < tabs->count(); ++page)
            if (tabs->tabText(page) == QStringLiteral("Figures"))
                tabs->setCurrentIndex(page);
        const auto demo = demoRequest();
        QVERIFY2(demo.has_value(), demo ? "" : demo.error().sentence().c_str());
        m_demo = *demo;
    }

    void cleanup() { m_window.reset(); }

    void saysWhatToDoWithNothingOpen()
    {
        auto* button = m_window->findChild<QPushButton*>(QStringLiteral("demoButton"));
        QVERIFY(button != nullptr && button->isVisible());
        QVERIFY(!m_window->findChild<QPushButton*>(QStringLiteral("runButton"))->isEnabled());
    }

    void opensSeveralFilesAndRuns()
    {
        openDemoFiles(2);
        auto* tree = m_window->findChild<QTreeWidget*>(QStringLiteral("inputsTree"));
        QCOMPARE(tree->topLevelItem(0)->childCount(), 2); // checkpoints
        QCOMPARE(tree->topLevelItem(1)->childCount(), static_cast<int>(m_demo.recordings.size()));
        runToTheEnd();
        QCOMPARE(m_window->session().runs().size(), std::size_t { 2 });
        QCOMPARE(m_window->findChild<QListWidget*>(QStringLiteral("runsList"))->count(), 2);
        for (const FigurePanel* panel : panels()) {
            QTRY_VERIFY2(panel->view()->figure().has_value()
                             && panel->view()->figure()->panels.size() >= 2, // side by side
                         qPrintable(panel->title()));
        }
        QVERIFY(m_window->findChild<QTableView*>(QStringLiteral("numbersTable"))->model()->rowCount() > 40);
    }

    void numbersModelKeepsItsPromises()
    {
        NumbersModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto run = std::make_shared<RunResult>();
        run->label = "one";
        MetricResult result;
        result.metric = "m";
        result.values.push_back({ .key = "legacy.mean",
                                  .value = 0.5,
                                  .interval = {},
                                  .null = {},
                                  .unit = "1",
                                  .n = 3,
                                  .unitOfInference = "token",
                                  .note = "n" });
        result.values.push_back({ .key = "diag.v1.x",
                                  .value = MetricNumbers { { "a", 1.0 }, { "b", 2.5 } },
                                  .interval = {},
                                  .null = {},
                                  .unit = "µV",
                                  .n = 3,
                                  .unitOfInference = "token",
                                  .note = {} });
        run->metrics.push_back(result);
        model.setRuns({ run, run });
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(model.index(2, 1).data().toString(), QStringLiteral("2.5"));
        QVERIFY(model.toText().contains(QStringLiteral("diag.v1.x.b\t2.5\t2.5")));
        auto named = std::make_shared<RunResult>(*run);
        named->label = "=HYPERLINK(\"x\")\tb";
        model.setRuns({ named });
        QVERIFY(model.toText().contains(QStringLiteral("\t'=HYPERLINK(\"x\") b\n"))); // text, in one cell
        model.setRuns({});
        QCOMPARE(model.rowCount(), 0);
    }

    void loadReportShowsACheckpointsSections()
    {
        openDemoFiles(1);
        auto* inputs = m_window->findChild<QTreeWidget*>(QStringLiteral("inputsTree"));
        inputs->topLevelItem(0)->child(0)->setSelected(true); // the checkpoint
        auto* report = m_window->findChild<QTreeWidget*>(QStringLiteral("loadReportTree"));
        QHash<QString, QTreeWidgetItem*> sections;
        for (int i = 0; i < report->topLevelItemCount(); ++i)
            sections[report->topLevelItem(i)->text(0)] = report->topLevelItem(i);
        for (const char* title : { "Network", "Recognised by", "Not in the file", "Tensors", "Config" })
            QVERIFY2(sections.contains(QString::fromLatin1(title)), title);
        QCOMPARE(sections["Network"]->child(0)->text(1), QStringLiteral("A"));
        QVERIFY(sections["Not in the file"]->child(0)->text(0).contains(QStringLiteral("spatial_encoder.proj")));
        QVERIFY(sections["Not in the file"]->child(1)->text(0).contains(QStringLiteral("depend on the draw")));
        const QString matched = sections["Tensors"]->child(0)->text(1);
        QVERIFY2(matched.endsWith(QStringLiteral(" expected tensors matched")), qPrintable(matched));
        QVERIFY(matched.section(QLatin1Char(' '), 0, 0).toInt() > 10);
        QCOMPARE(matched.section(QLatin1Char(' '), 0, 0), matched.section(QLatin1Char(' '), 2, 2));
        auto* verdict = m_window->findChild<QLabel*>(QStringLiteral("loadVerdict"));
        QVERIFY(verdict->text().startsWith(matched)); // before all else
        QVERIFY(verdict->text().contains(QStringLiteral("can be run")));
        QVERIFY(m_window->findChild<LoadReportPanel*>()->text().contains(QStringLiteral("recognised by:")));
        inputs->topLevelItem(0)->child(0)->setSelected(false);
        inputs->topLevelItem(1)->child(0)->setSelected(true); // a recording
        QVERIFY(m_window->findChild<LoadReportPanel*>()->text().contains(QStringLiteral("Hz")));
    }

    void dropOpensFiles()
    {
        QMimeData mime;
        mime.setUrls(
            { QUrl::fromLocalFile(demoFile(m_demo, false, 0)), QUrl::fromLocalFile(demoFile(m_demo, true, 0)) });
        QDragEnterEvent enter(QPoint(400, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(400, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &drop);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session().inputs().size(), std::size_t { 2 }, 20'000);
    }

    void errorsAreSentencesAndWorkGoesOn()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("letter.edf"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("Dear reader, this is no recording.\n");
        file.close();
        m_window->open({ path });
        auto* messages = m_window->findChild<MessageBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(messages->text().contains(QStringLiteral("letter.edf")), 20'000);
        openDemoFiles(1);
        QVERIFY(m_window->findChild<QPushButton*>(QStringLiteral("runButton"))->isEnabled());
    }

    void cancelStopsAndKeepsTheWindowUsable()
    {
        openDemoFiles(3);
        auto* ratios = m_window->findChild<QLineEdit*>(QStringLiteral("maskRatios"));
        ratios->setText(QStringLiteral("0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0")); // thirty runs: time enough to stop
        QSignalSpy progress(&m_window->session(), &Session::progressed);
        QTest::mouseClick(m_window->findChild<QPushButton*>(QStringLiteral("runButton")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(progress.count() > 0, 20'000);
        auto* cancel = m_window->findChild<QPushButton*>(QStringLiteral("cancelButton"));
        QVERIFY(cancel->isVisible());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->session().isRunning(), 10'000);
        QVERIFY(m_window->session().runs().size() < 30); // it did stop half-way
        ratios->clear();
        QVERIFY(m_window->findChild<QPushButton*>(QStringLiteral("runButton"))->isEnabled());
        const std::size_t finished = m_window->session().runs().size();
        runToTheEnd();
        QVERIFY(m_window->session().runs().size() >= finished); // what had finished stays
    }

    void hoveringNamesAPoint()
    {
        openDemoFiles(2);
        runToTheEnd();
        QTest::qWait(300); // every panel shows its last figure
        auto* tabs = m_window->findChild<QTabWidget*>();
        for (FigurePanel* panel : panels()) {
            for (int page = 0; page < tabs->count(); ++page) // a panel is laid out once its page shows
                if (tabs->widget(page)->isAncestorOf(panel))
                    tabs->setCurrentIndex(page);
            QTRY_VERIFY(panel->view()->figure().has_value() && !panel->view()->figure()->panels.empty());
            QTest::qWait(50);
            bringIntoView(panel); // the pointer reaches what can be seen
            QTest::qWait(50);
            const QPoint place = placeThatSpeaks(*panel->view());
            QVERIFY2(place.x() >= 0, qPrintable(panel->title() + QStringLiteral(": nothing speaks")));
            QSignalSpy hovered(panel->view(), &FigureView::hovered);
            QTest::mouseMove(panel->view()->viewport(), QPoint(1, 1)); // a pointer that rests sends nothing
            QTest::mouseMove(panel->view()->viewport(), place);
            QTRY_VERIFY2(!hovered.isEmpty(), qPrintable(panel->title()));
            QVERIFY(!hovered.last().first().toString().isEmpty());
        }
    }

    void exportsEveryPanel()
    {
        openDemoFiles(2);
        runToTheEnd();
        const QTemporaryDir folder;
        const QHash<QString, QByteArray> magic { { QStringLiteral("svg"), "<?xml" },
                                                 { QStringLiteral("pdf"), "%PDF-" },
                                                 { QStringLiteral("png"), "\x89PNG" } };
        for (const FigurePanel* panel : panels()) {
            QTRY_VERIFY(panel->view()->figure().has_value());
            for (auto it = magic.begin(); it != magic.end(); ++it) {
                const QString path = folder.filePath(QString::fromStdString(panel->view()->figure()->metric)
                                                     + QLatin1Char('.') + it.key());
                m_window->exportFigure(*panel->view()->figure(), path);
                QFile file(path);
                QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
                QVERIFY(file.read(16).startsWith(it.value()));
                QVERIFY(file.size() > 2000);
            }
        }
        m_window->exportFigure(*panels().first()->view()->figure(), QStringLiteral("/nowhere/at/all.svg"));
        QVERIFY(m_window->findChild<MessageBar*>()->text().contains(QStringLiteral("/nowhere/at")));
    }

    void nothingIsWrittenOverAnOpenInput()
    {
        openDemoFiles(2);
        runToTheEnd();
        const QString open = m_window->session().inputs().front().path;
        QFile before(open);
        QVERIFY(before.open(QIODevice::ReadOnly));
        const QByteArray bytes = before.readAll();
        const QTemporaryDir folder;
        const QString link = folder.filePath(QStringLiteral("link.svg"));
        QVERIFY(QFile::link(open, link));
        QTRY_VERIFY(panels().first()->view()->figure().has_value());
        m_window->exportFigure(*panels().first()->view()->figure(), link);
        const auto* messages = m_window->findChild<MessageBar*>();
        QVERIFY2(messages->text().contains(QStringLiteral("is also read")), qPrintable(messages->text()));
        QSignalSpy refused(&m_window->session(), &Session::failed);
        m_window->session().saveResults(open);
        QCOMPARE(refused.count(), 1);
        QFile after(open);
        QVERIFY(after.open(QIODevice::ReadOnly));
        QVERIFY(after.readAll() == bytes);
    }

    void hidingARunKeepsTheOthersColours()
    {
        openDemoFiles(3);
        runToTheEnd();
        const FigureView* view = m_window->findChild<FigurePanel*>(QStringLiteral("figure_channel_means"))->view();
        QTRY_VERIFY(view->figure().has_value() && view->figure()->panels.size() >= 3);
        const Rgb second = view->figure()->panels[1].titleColor;
        m_window->session().setRunVisible(0, false);
        QTRY_COMPARE(view->figure()->panels.size(), std::size_t { 2 });
        QVERIFY(view->figure()->panels[0].titleColor == second);
    }

    void resultsCanBeSavedAndOpened()
    {
        openDemoFiles(2);
        runToTheEnd();
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("results.h5"));
        m_window->session().saveResults(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), 20'000);
        MainWindow other;
        other.open({ path });
        QTRY_COMPARE_WITH_TIMEOUT(other.session().runs().size(), std::size_t { 2 }, 20'000);
    }

    /// The longest time the event loop did not come round while an analysis used every core.
    void staysFluentWhileEveryCoreIsBusy()
    {
        openDemoFiles(3);
        std::vector<qint64> gaps;
        QElapsedTimer sinceLast;
        QTimer heartbeat;
        heartbeat.setTimerType(Qt::PreciseTimer);
        connect(&heartbeat, &QTimer::timeout, this, [&] { gaps.push_back(sinceLast.restart()); });
        sinceLast.start();
        heartbeat.start(5);
        for (int i = 0; i < 4; ++i) { // one analysis of the demo is over in half a second
            if (i > 0)
                m_window->session().removeRuns({ 0, 1, 2 }); // else there is nothing to do
            runToTheEnd();
        }
        QTest::qWait(500); // the last figures
        heartbeat.stop();
        std::sort(gaps.begin(), gaps.end());
        QVERIFY(gaps.size() > 60);
        const qint64 longest = gaps.back();
        qInfo("event loop: median %lld ms, 99 %% %lld ms, longest %lld ms over %zu beats",
              static_cast<long long>(gaps[gaps.size() / 2]), static_cast<long long>(gaps[gaps.size() * 99 / 100]),
              static_cast<long long>(longest), gaps.size());
        QVERIFY2(longest <= 200, qPrintable(QStringLiteral("the window hung for %1 ms").arg(longest)));
    }

    void pictures_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        QTest::newRow("window_light") << false << QSize(1280, 800);
        QTest::newRow("window_dark") << true << QSize(1280, 800);
        QTest::newRow("window_light_large") << false << QSize(2560, 1440);
        QTest::newRow("window_dark_large") << true << QSize(2560, 1440);
    }

    /// Screenshots with the demo's three runs, written to <build>/screenshots; docs/ keeps copies of the first two.
    void pictures()
    {
        QFETCH(bool, dark);
        QFETCH(QSize, size);
        m_window->setTheme(dark ? Theme::Dark : Theme::Light);
        m_window->resize(size);
        m_window->openDemo();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->session().runs().size() == 3 && !m_window->session().isRunning(),
                                 runTimeoutMs);
        for (const FigurePanel* panel : panels())
            QTRY_VERIFY(panel->view()->figure().has_value() && panel->view()->figure()->panels.size() >= 3);
        QTest::qWait(300);
        const QString folder = QStringLiteral(MASKSCOPE_BINARY_DIR "/screenshots");
        QVERIFY(QDir().mkpath(folder));
        const QPixmap picture = m_window->grab();
        QCOMPARE(picture.size(), size);
        const QString name = folder + QLatin1Char('/') + QString::fromLatin1(QTest::currentDataTag());
        QVERIFY(picture.save(name + QStringLiteral(".png")));
        auto* tabs = m_window->findChild<QTabWidget*>();
        for (int page = 0; page < tabs->count(); ++page) {
            if (tabs->tabText(page) == QStringLiteral("Figures"))
                continue;
            tabs->setCurrentIndex(page);
            QTest::qWait(100);
            QVERIFY(m_window->grab().save(name + QLatin1Char('_') + tabs->tabText(page).toLower().replace(' ', '_')
                                          + QStringLiteral(".png")));
        }
    }

private:
    void openDemoFiles(std::size_t checkpoints)
    {
        QStringList paths;
        for (std::size_t i = 0; i < m_demo.recordings.size(); ++i)
            paths << demoFile(m_demo, false, i);
        for (std::size_t i = 0; i < checkpoints; ++i)
            paths << demoFile(m_demo, true, i);
        m_window->open(paths);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session().inputs().size(), static_cast<std::size_t>(paths.size()), 30'000);
    }

    void runToTheEnd()
    {
        QSignalSpy running(&m_window->session(), &Session::runningChanged);
        auto* button = m_window->findChild<QPushButton*>(QStringLiteral("runButton"));
        QVERIFY(button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(running.count(), 2, runTimeoutMs); // started, ended
        QVERIFY2(!m_window->session().runs().empty(), qPrintable(m_window->findChild<MessageBar*>()->text()));
    }

    QList<FigurePanel*> panels() const { return filledPanels(*m_window->findChild<FigureBoard*>()); }

    std::unique_ptr<MainWindow> m_window;
    AnalysisRequest m_demo;
};

QTEST_MAIN(WindowTest)
#include "window_test.moc"
