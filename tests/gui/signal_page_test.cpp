// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Signals, channel selection and the channel audit in the window, with the demo's files.
#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "analysis/data/signals/token_layout.h"
#include "app/pipeline/resources.h"
#include "app/window/main_window.h"
#include "app/window/signal_contents.h"
#include "app/window/signal_controller.h"
#include "widgets/charts/figure_view.h"
#include "widgets/panels/channel_audit_dialog.h"
#include "widgets/panels/figure_board.h"
#include "widgets/panels/figure_panel.h"
#include "widgets/panels/message_bar.h"
#include "widgets/panels/signal_page.h"
#include "widgets/signals/signal_view.h"

using namespace maskscope;

class SignalPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QSettings().clear();
        m_window = std::make_unique<MainWindow>();
        m_window->setTheme(Theme::Light);
        m_window->resize(1280, 800);
        m_window->show();
    }
    void cleanup() { m_window.reset(); }

    void aRecordingShowsOnceItsPageIsOpen()
    {
        openDemoRecording();
        SignalPage* page = showPage();
        QTRY_COMPARE_WITH_TIMEOUT(page->view()->rows(), 32, 20'000);
        QTRY_COMPARE(page->view()->frame().content->store->filledShare(), 1.0);
        QVERIFY(page->view()->durationS() > 30);
        page->view()->setRange(5, 2);
        QTRY_VERIFY(page->view()->frame().closeUp.recording != nullptr);
        QVERIFY(page->view()->hoverTextAt(QPointF(page->view()->frame().plot().center())).contains("µV"));
    }

    /// What the view shows is what the file holds, sample by sample.
    void theViewShowsTheFilesSamples()
    {
        openDemoRecording();
        SignalPage* page = showPage();
        QTRY_VERIFY_WITH_TIMEOUT(page->view()->rows() > 0, 20'000);
        page->view()->setRange(3, 1);
        QTRY_VERIFY(page->view()->frame().closeUp.recording != nullptr);
        const SignalFrame frame = page->view()->frame();
        const auto recording = readRecording(m_demo.recordings.front(), m_demo.montage);
        QVERIFY(recording.has_value());
        std::vector<double> samples(1024);
        for (const int channel : { 0, 7 }) {
            QVERIFY(recording->source->read(channel, 0, samples).has_value());
            const auto columns = frameColumns(frame, *frame.content->store, frame.closeUp.recording.get(),
                                              static_cast<std::size_t>(channel));
            for (std::size_t i = 0; i < columns.size(); i += 17) {
                const double at
                    = (3 + static_cast<double>(i) / static_cast<double>(columns.size())) * recording->samplingRateHz;
                const auto left = static_cast<std::size_t>(at);
                const double share = at - static_cast<double>(left);
                const double value = samples[left] * (1 - share) + samples[left + 1] * share;
                QVERIFY(static_cast<double>(columns[i].low) <= value + 1e-3);
                QVERIFY(static_cast<double>(columns[i].high) >= value - 1e-3);
            }
        }
    }

    void hiddenTokensOfARunAreThoseOfItsMask()
    {
        m_window->openDemo();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->session().runs().size() == 3 && !m_window->session().isRunning(), 120'000);
        SignalPage* page = showPage();
        auto* runs = page->findChild<QComboBox*>(QStringLiteral("signalRun"));
        QTRY_COMPARE(runs->count(), 4); // and "no run"
        for (int run = 0; run < 3; ++run) {
            runs->setCurrentIndex(run + 1);
            Q_EMIT runs->activated(run + 1);
            const RunResult& result = *m_window->session().runs()[static_cast<std::size_t>(run)];
            QTRY_VERIFY(page->view()->frame().overlay != nullptr
                        && page->view()->frame().overlay->run == QString::fromStdString(result.label));
            const SignalOverlay& overlay = *page->view()->frame().overlay;
            for (const SignalOverlay::Row& row : overlay.rows) {
                const auto hidden = std::count(row.masked.begin(), row.masked.end(), 255);
                QCOMPARE(static_cast<double>(hidden),
                         std::ceil(result.mask.ratio * static_cast<double>(overlay.startS.size())));
            }
            QVERIFY(page->findChild<QLabel*>(QStringLiteral("signalNote"))
                        ->text()
                        .contains(QStringLiteral("predicts embeddings")));
        }
        runs->setCurrentIndex(0);
        Q_EMIT runs->activated(0);
        QTRY_VERIFY(page->view()->frame().overlay == nullptr);
    }

    /// A model that predicts samples: the curve lies over hidden tokens, in microvolt, and its r is that of the
    /// numbers.
    void reconstructionsLieOverTheirWindows()
    {
        const QTemporaryDir folder;
        const QString checkpoint = folder.filePath(QStringLiteral("strided.pt"));
        if (!makeSignalCheckpoint(checkpoint))
            QSKIP("no oracle (../shared) or no python3-torch to make a checkpoint that predicts samples");
        m_window->open({ QString::fromStdString(m_demo.recordings.front().string()), checkpoint });
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session().inputs().size(), std::size_t { 2 }, 20'000);
        AnalysisRequest settings;
        settings.ratios = { 0.5 };
        settings.montage = m_demo.montage;
        settings.untrainedCopies = 0;
        m_window->session().run(settings);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->session().runs().size() == 1 && !m_window->session().isRunning(), 120'000);
        SignalPage* page = showPage();
        QTRY_VERIFY_WITH_TIMEOUT(page->view()->frame().overlay != nullptr
                                     && page->view()->frame().overlay->reconstruction != nullptr,
                                 20'000);
        const SignalOverlay& overlay = *page->view()->frame().overlay;
        QTRY_COMPARE(overlay.reconstruction->filledShare(), 1.0);
        for (std::size_t row = 0; row < overlay.rows.size(); ++row) {
            const SignalOverlay::Row& own = overlay.rows[row];
            for (std::size_t token = 0; token < own.masked.size(); ++token) {
                QCOMPARE(std::isfinite(own.r[token]), own.masked[token] == 255);
                const double rateHz = overlay.reconstruction->tracks()[row].rateHz;
                const auto first = static_cast<std::int64_t>(overlay.startS[token] * rateHz);
                const auto middle = first + static_cast<std::int64_t>(overlay.tokenS * rateHz / 2);
                SignalExtent extent;
                overlay.reconstruction->pyramid(row).columns(static_cast<double>(middle), 1, { &extent, 1 });
                QCOMPARE(extent.empty(), own.masked[token] == 0);
            }
        }
        page->view()->setRows(0, 4);
        page->view()->setRange(0, 6);
        QTRY_VERIFY(page->view()->frame().closeUp.reconstruction != nullptr);
        QVERIFY(page->view()->frame().showsCorrelations());
        savePicture(*m_window, "signals_reconstruction");
    }

    void aChannelIsSelectedEverywhere()
    {
        m_window->openDemo();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->session().runs().size() == 3 && !m_window->session().isRunning(), 120'000);
        auto* tabs = m_window->findChild<QTabWidget*>();
        tabs->setCurrentIndex(1); // the figures
        FigureView* figure = m_window->findChild<FigurePanel*>(QStringLiteral("figure_channel_means"))->view();
        QTRY_VERIFY(figure->figure().has_value() && figure->figure()->panels.size() >= 3);
        QTest::qWait(200);
        QSignalSpy clicked(figure, &FigureView::channelClicked);
        for (int y = 2; y < figure->viewport()->height() && clicked.isEmpty(); y += 3)
            for (int x = 2; x < figure->viewport()->width() && clicked.isEmpty(); x += 3)
                if (!figure->hoverTextAt({ x, y }).isEmpty())
                    QTest::mouseClick(figure->viewport(), Qt::LeftButton, {}, { x, y });
        QVERIFY(!clicked.isEmpty());
        const QString name = clicked.first().first().toString();
        SignalPage* page = showPage();
        QTRY_VERIFY_WITH_TIMEOUT(page->view()->rows() > 0, 20'000);
        QCOMPARE(page->view()->selectedChannel(), name);
        // And from the signals to the audit.
        Q_EMIT page->channelsRequested(page->chosenRecording());
        auto* audit = page->findChild<ChannelAuditDialog*>();
        QVERIFY(audit != nullptr && audit->isVisible());
        auto* table = audit->findChild<QTableView*>(QStringLiteral("auditTable"));
        QCOMPARE(table->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(table->selectionModel()->selectedRows(1).first().data().toString(), name);
        Q_EMIT page->view()->channelClicked({});
        QVERIFY(page->view()->selectedChannel().isEmpty());
        QVERIFY(!table->selectionModel()->hasSelection());
    }

    void theAuditShowsEveryChannelsFate()
    {
        const QString path = QStringLiteral(MASKSCOPE_SHARED_DIR "/recordings/edf_eegmmidb/S001R04.edf");
        if (!QFile::exists(path))
            QSKIP("../shared/recordings is absent");
        m_window->open({ path });
        SignalPage* page = showPage();
        QTRY_VERIFY_WITH_TIMEOUT(page->view()->rows() > 0, 20'000);
        Q_EMIT page->channelsRequested(path);
        auto* audit = page->findChild<ChannelAuditDialog*>();
        QVERIFY(audit != nullptr);
        const QAbstractItemModel* model = audit->findChild<QTableView*>(QStringLiteral("auditTable"))->model();
        QCOMPARE(model->rowCount(), 64);
        QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("Fc5."));
        QCOMPARE(model->index(0, 1).data().toString(), QStringLiteral("FC5"));
        QVERIFY(audit->findChild<QLabel*>(QStringLiteral("auditSummary"))->text().contains(QStringLiteral("64 of 64")));
        savePicture(*audit, "channel_audit");
    }

    /// A file of electrode positions gives them to recordings that are open, and to those opened with it.
    void aMontageFileIsReadAndUsed()
    {
        QVERIFY(m_demo.montage.has_value());
        QStringList paths;
        for (const auto& recording : m_demo.recordings)
            paths << QString::fromStdString(recording.string());
        m_window->open(paths);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session().inputs().size(), m_demo.recordings.size(), 20'000);
        const auto placed = [&](std::size_t input) {
            return m_window->session().inputs()[input].reportJson.contains(QStringLiteral("montage electrodes"));
        };
        QVERIFY(!placed(0));
        m_window->open({ QString::fromStdString(m_demo.montage->string()) });
        QTRY_VERIFY_WITH_TIMEOUT(placed(0) && placed(3), 20'000);
        const QTemporaryDir folder;
        const QString broken = folder.filePath(QStringLiteral("broken.ced"));
        QFile file(broken);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("Dear reader, this is no montage.\n");
        file.close();
        m_window->open({ broken });
        QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<MessageBar*>()->text().contains(QStringLiteral("broken.ced")),
                                 20'000);
        QVERIFY(m_window->session().montage() == QString::fromStdString(m_demo.montage->string()));
    }

    void aFileThatVanishedIsASentence()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("r.edf"));
        QVERIFY(QFile::copy(QString::fromStdString(m_demo.recordings.front().string()), path));
        m_window->open({ path });
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session().inputs().size(), std::size_t { 1 }, 20'000);
        QVERIFY(QFile::remove(path));
        showPage();
        auto* messages = m_window->findChild<MessageBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(messages->text().contains(QStringLiteral("r.edf")), 20'000);
    }

    void initTestCase()
    {
        const auto demo = demoRequest();
        QVERIFY2(demo.has_value(), "the demo's files are there");
        m_demo = *demo;
    }

private:
    void openDemoRecording()
    {
        m_window->open({ QString::fromStdString(m_demo.recordings.front().string()) });
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session().inputs().size(), std::size_t { 1 }, 20'000);
    }

    static bool makeSignalCheckpoint(const QString& path)
    {
        const QString oracle = QStringLiteral(MASKSCOPE_SHARED_DIR "/oracle/oracle.py");
        if (!QFile::exists(oracle))
            return false;
        const QStringList arguments { oracle,
                                      QStringLiteral("make-checkpoint"),
                                      QStringLiteral("--generation"),
                                      QStringLiteral("C-strided"),
                                      QStringLiteral("--d-model"),
                                      QStringLiteral("32"),
                                      QStringLiteral("--layers"),
                                      QStringLiteral("1"),
                                      QStringLiteral("--window"),
                                      QStringLiteral("256"),
                                      QStringLiteral("--out"),
                                      path };
        return QProcess::execute(QStringLiteral("/usr/bin/python3"), arguments) == 0 && QFile::exists(path);
    }

    SignalPage* showPage()
    {
        auto* page = m_window->findChild<SignalPage*>();
        m_window->findChild<QTabWidget*>()->setCurrentWidget(page);
        return page;
    }

    static void savePicture(QWidget& widget, const char* name)
    {
        const QString folder = QStringLiteral(MASKSCOPE_BINARY_DIR "/screenshots");
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(widget.grab().save(folder + QLatin1Char('/') + QString::fromLatin1(name) + QStringLiteral(".png")));
    }

    std::unique_ptr<MainWindow> m_window;
    AnalysisRequest m_demo;
};

QTEST_MAIN(SignalPageTest)
#include "signal_page_test.moc"
