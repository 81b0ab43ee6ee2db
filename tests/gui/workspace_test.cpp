// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// An afternoon of comparing: runs accumulate, are named, removed and brought back, and survive the window.
#include <QAction>
#include <QDir>
#include <QDragEnterEvent>
#include <QFile>
#include <QGraphicsView>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "app/pipeline/resources.h"
#include "app/window/command_palette.h"
#include "app/window/main_window.h"
#include "tests/gui/filled_panels.h"
#include "widgets/charts/figure_view.h"
#include "widgets/models/compare_model.h"
#include "widgets/panels/figure_board.h"
#include "widgets/panels/message_bar.h"

using namespace maskscope;

namespace {

constexpr int runTimeoutMs = 120'000;

} // namespace

class WorkspaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = newWindow();
        const auto demo = demoRequest();
        QVERIFY2(demo.has_value(), demo ? "" : demo.error().sentence().c_str());
        m_demo = *demo;
    }

    void cleanup() { m_window.reset(); }

    void runsAccumulateAndNothingIsComputedTwice()
    {
        openDemoFiles(*m_window, 2);
        run(QStringLiteral("0.5"));
        QCOMPARE(labels(), (QStringList { named(0, "0.5"), named(1, "0.5") }));
        const Rgb first = session().keptRuns()[0].color;
        run(QStringLiteral("0.8"));
        QCOMPARE(session().runs().size(), std::size_t { 4 });
        QVERIFY(session().keptRuns()[0].color == first);
        QSignalSpy running(&session(), &Session::runningChanged), said(&session(), &Session::notice);
        QTest::mouseClick(m_window->findChild<QPushButton*>(QStringLiteral("runButton")), Qt::LeftButton);
        QTRY_COMPARE(said.count(), 1);
        QVERIFY(said.front().front().toString().contains(QStringLiteral("Nothing to run")));
        QCOMPARE(running.count(), 0);
        session().removeRuns({ 3 }); // of the second checkpoint: now there is something to do again
        run(QStringLiteral("0.8"));
        QCOMPARE(session().runs().size(), std::size_t { 4 });
    }

    void namesAreEditedInTheListAndReachTheFigures()
    {
        openDemoFiles(*m_window, 2);
        run(QStringLiteral("0.5"));
        auto* list = m_window->findChild<QListWidget*>(QStringLiteral("runsList"));
        list->setFocus();
        list->setCurrentRow(0);
        QTest::keyClick(list, Qt::Key_F2);
        auto* editor = list->findChild<QLineEdit*>();
        QVERIFY(editor != nullptr);
        QCOMPARE(editor->text(), named(0, "0.5"));
        editor->setText(QStringLiteral("Mamba, half"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(labels().front(), QStringLiteral("Mamba, half"));
        showPage(QStringLiteral("Figures"));
        QTRY_VERIFY(figuresName(QStringLiteral("Mamba, half")));
    }

    void deleteRemovesAndUndoBringsBack()
    {
        openDemoFiles(*m_window, 1);
        run(QStringLiteral("0.5 0.6 0.7"));
        const QStringList before = labels();
        auto* list = m_window->findChild<QListWidget*>(QStringLiteral("runsList"));
        list->setFocus();
        list->setCurrentRow(1);
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(labels(), (QStringList { before[0], before[2] }));
        QCOMPARE(list->currentRow(), 1); // the place is kept
        QVERIFY(action(QKeySequence::Undo)->isEnabled());
        action(QKeySequence::Undo)->trigger();
        QCOMPARE(labels(), before);
        action(QKeySequence::Redo)->trigger();
        QCOMPARE(labels().size(), 2);
    }

    void theFirstPageLaysRunsSideBySide()
    {
        openDemoFiles(*m_window, 2, 2);
        run(QStringLiteral("0.5 0.8"));
        auto* table = m_window->findChild<QTableView*>(QStringLiteral("compareTable"));
        QVERIFY(table != nullptr && table->isVisible()); // it is what one sees first
        const QAbstractItemModel& model = *table->model();
        QTRY_COMPARE(model.rowCount(), 4);
        const auto text
            = [&](int row, CompareModel::Column column) { return model.index(row, column).data().toString(); };
        for (int row = 0; row < 4; ++row) {
            const RunResult& own = *session().runs()[static_cast<std::size_t>(row)];
            QCOMPARE(text(row, CompareModel::Run), QString::fromStdString(own.label));
            const MetricValue* skill = own.metric("skill")->value("diag.v1.skill_vs_global");
            QVERIFY(skill != nullptr);
            QVERIFY(text(row, CompareModel::Skill).startsWith(QString::number(std::get<double>(skill->value), 'g', 3)));
            for (const auto column : { CompareModel::Position, CompareModel::Channel, CompareModel::Context,
                                       CompareModel::Collapse, CompareModel::Leaks })
                QVERIFY(!text(row, column).isEmpty());
        }
        QCOMPARE(text(0, CompareModel::Difference), QStringLiteral("reference"));
        table->setCurrentIndex(model.index(2, CompareModel::Run));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_COMPARE(text(2, CompareModel::Difference), QStringLiteral("reference"));
        QVERIFY(text(0, CompareModel::Difference) != QStringLiteral("reference"));
        table->sortByColumn(CompareModel::Ratio, Qt::DescendingOrder);
        QVERIFY(text(0, CompareModel::Ratio).startsWith(QStringLiteral("0.8")));
    }

    void aSessionComesBackInAnotherWindow()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("afternoon.maskscope"));
        openDemoFiles(*m_window, 2);
        run(QStringLiteral("0.5"));
        session().renameRun(0, QStringLiteral("mine"));
        session().setRunVisible(1, false);
        QSignalSpy said(&session(), &Session::notice);
        session().saveSession(path);
        QTRY_VERIFY(said.count() > 0);
        const auto other = newWindow();
        other->open({ path });
        QTRY_COMPARE_WITH_TIMEOUT(other->session().runs().size(), std::size_t { 2 }, 20'000);
        QCOMPARE(other->session().runs()[0]->label, std::string("mine"));
        QVERIFY(!other->session().isRunVisible(1));
        QVERIFY(other->session().keptRuns()[0].color == session().keptRuns()[0].color);
        QTRY_COMPARE_WITH_TIMEOUT(other->session().inputs().size(), session().inputs().size(), 30'000);
        QVERIFY(other->session().canRun());
    }

    void whatAClosedWindowHeldIsOffered()
    {
        const QTemporaryDir folder;
        m_window->keepSessions(folder.path());
        openDemoFiles(*m_window, 1);
        run(QStringLiteral("0.5"));
        m_window.reset(); // at once: nothing waits for the timer
        m_window = newWindow();
        m_window->keepSessions(folder.path());
        QAction* last = nullptr;
        for (QAction* each : m_window->findChildren<QAction*>())
            if (each->text().remove(QLatin1Char('&')) == QStringLiteral("Open the last session"))
                last = each;
        QVERIFY(last != nullptr && last->isEnabled());
        last->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(session().runs().size(), std::size_t { 1 }, 20'000);
    }

    void everyActionIsFoundByItsName()
    {
        action(QKeySequence(Qt::CTRL | Qt::Key_K))->trigger();
        auto* palette = m_window->findChild<CommandPalette*>();
        QVERIFY(palette != nullptr);
        QTRY_VERIFY(palette->isVisible());
        auto* list = palette->findChild<QListWidget*>();
        QVERIFY(list->count() > 12);
        QTest::keyClicks(palette->findChild<QLineEdit*>(), QStringLiteral("view numb"));
        QCOMPARE(list->count(), 1);
        QTest::keyClick(palette->findChild<QLineEdit*>(), Qt::Key_Return);
        auto* tabs = m_window->findChild<QTabWidget*>();
        QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("Numbers"));
    }

    void filesAreTakenWhereverTheyAreDropped()
    {
        const QString recording = QString::fromStdString(m_demo.recordings[0].string());
        QMimeData mime;
        mime.setUrls({ QUrl::fromLocalFile(recording) });
        auto* ratios = m_window->findChild<QLineEdit*>(QStringLiteral("maskRatios"));
        QWidget* figure = nullptr;
        for (QGraphicsView* view : m_window->findChildren<QGraphicsView*>())
            figure = view->viewport();
        QVERIFY(figure != nullptr);
        for (QWidget* target : { static_cast<QWidget*>(ratios), figure }) {
            QSignalSpy changed(&session(), &Session::inputsChanged);
            QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(target, &enter);
            QVERIFY(enter.isAccepted());
            QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(target, &drop);
            QTRY_VERIFY_WITH_TIMEOUT(changed.count() > 0, 20'000);
            QCOMPARE(session().inputs().size(), std::size_t { 1 });
        }
        QVERIFY(ratios->text().isEmpty()); // no path was pasted into the field
    }

    void aDarkDesktopGivesDarkFiguresFromTheStart()
    {
        m_window->setTheme(Theme::Dark);
        m_window = newWindow();
        openDemoFiles(*m_window, 1);
        run(QStringLiteral("0.5"));
        showPage(QStringLiteral("Figures"));
        auto* board = m_window->findChild<FigureBoard*>();
        QTRY_VERIFY(!filledPanels(*board).isEmpty());
        const QImage picture = filledPanels(*board).front()->view()->grab().toImage();
        QVERIFY(picture.pixelColor(2, 2).lightness() < 100);
        m_window->setTheme(Theme::Light);
    }

    void reportsAndFiguresAreWrittenBesideTheWindow()
    {
        const QTemporaryDir folder;
        const QString report = folder.filePath(QStringLiteral("report.html")),
                      figures = folder.filePath(QStringLiteral("figures"));
        openDemoFiles(*m_window, 2);
        run(QStringLiteral("0.5"));
        session().renameRun(0, QStringLiteral("my own name"));
        m_window->exportRuns(QStringLiteral("report"), { QStringLiteral("--out"), report });
        m_window->exportRuns(QStringLiteral("figures"),
                             { QStringLiteral("--out"), figures, QStringLiteral("--format"), QStringLiteral("csv") });
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(report), 60'000);
        QFile file(report);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("my own name"));
        QTRY_VERIFY_WITH_TIMEOUT(QDir(figures).entryList(QDir::Files).size() > 10, 60'000);
        auto* messages = m_window->findChild<MessageBar*>();
        m_window->exportRuns(QStringLiteral("report"),
                             { QStringLiteral("--out"), QString::fromStdString(m_demo.recordings[0].string()) });
        QVERIFY(!messages->text().isEmpty()); // an input is never replaced
    }

    void aDamagedSessionIsRefusedAndNothingGoes()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("broken.maskscope"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"schema\": ");
        file.close();
        openDemoFiles(*m_window, 1);
        run(QStringLiteral("0.5"));
        m_window->open({ path });
        auto* messages = m_window->findChild<MessageBar*>();
        QTRY_VERIFY(messages->text().contains(QStringLiteral("broken.maskscope")));
        QCOMPARE(session().runs().size(), std::size_t { 1 });
    }

private:
    static std::unique_ptr<MainWindow> newWindow()
    {
        auto window = std::make_unique<MainWindow>();
        window->resize(1280, 800);
        window->show();
        return window;
    }
    void showPage(const QString& title)
    {
        auto* tabs = m_window->findChild<QTabWidget*>();
        for (int page = 0; page < tabs->count(); ++page)
            if (tabs->tabText(page) == title)
                tabs->setCurrentIndex(page);
    }
    Session& session() { return m_window->session(); }
    QStringList labels()
    {
        QStringList all;
        for (const auto& run : session().runs())
            all << QString::fromStdString(run->label);
        return all;
    }
    /// "M75 @ 0.5 (trained at 0.75)"
    QString named(std::size_t checkpoint, const char* ratio)
    {
        for (const auto& run : session().runs())
            if (run->checkpoint.path == m_demo.checkpoints[checkpoint].path.string()
                && run->label.find(std::string(" @ ") + ratio) != std::string::npos)
                return QString::fromStdString(run->label);
        return QStringLiteral("no such run");
    }
    bool figuresName(const QString& run)
    {
        for (const FigurePanel* panel : m_window->findChildren<FigurePanel*>())
            for (const Panel& each : panel->view()->figure() ? panel->view()->figure()->panels : std::vector<Panel> {})
                if (QString::fromStdString(each.title).contains(run))
                    return true;
        return false;
    }
    QAction* action(const QKeySequence& keys)
    {
        for (QAction* each : m_window->findChildren<QAction*>())
            if (each->shortcut() == keys)
                return each;
        return nullptr;
    }

    void openDemoFiles(MainWindow& window, std::size_t checkpoints, std::size_t recordings = 1)
    {
        QStringList paths;
        for (std::size_t i = 0; i < recordings; ++i)
            paths << QString::fromStdString(m_demo.recordings[i].string());
        for (std::size_t i = 0; i < checkpoints; ++i)
            paths << QString::fromStdString(m_demo.checkpoints[i].path.string());
        window.open(paths);
        QTRY_COMPARE_WITH_TIMEOUT(window.session().inputs().size(), static_cast<std::size_t>(paths.size()), 30'000);
    }

    void run(const QString& ratios)
    {
        m_window->findChild<QLineEdit*>(QStringLiteral("maskRatios"))->setText(ratios);
        QSignalSpy running(&session(), &Session::runningChanged);
        QTest::mouseClick(m_window->findChild<QPushButton*>(QStringLiteral("runButton")), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(running.count(), 2, runTimeoutMs);
    }

    std::unique_ptr<MainWindow> m_window;
    AnalysisRequest m_demo;
};

QTEST_MAIN(WorkspaceTest)
#include "workspace_test.moc"
