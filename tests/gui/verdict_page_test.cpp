// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The verdict page: answers, evidence, the way to the numbers, other limits.
#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>
#include <QUrl>

#include "app/window/main_window.h"
#include "widgets/models/verdict_model.h"
#include "widgets/panels/message_bar.h"
#include "widgets/panels/numbers_panel.h"
#include "widgets/panels/verdict_panel.h"

using namespace maskscope;

namespace {

Statement statement(const char* id, Finding finding)
{
    Statement own;
    own.id = id;
    own.question = std::string("Does ") + id + "?";
    own.finding = finding;
    own.badNews = own.id.starts_with("collapsed");
    own.reason = std::string("because of ") + id;
    own.whatWouldChange = "more data";
    own.evidence = { .text = "All of:",
                     .key = {},
                     .value = {},
                     .interval = {},
                     .untrained = {},
                     .threshold = {},
                     .thresholdName = {},
                     .finding = finding,
                     .children = { { .text = "its interval lies above 0",
                                     .key = "diag.v1.position_gain",
                                     .value = 0.25,
                                     .interval = Interval { 0.1, 0.4 },
                                     .untrained = Interval { -0.01, 0.02 },
                                     .threshold = 0.01,
                                     .thresholdName = "practical_share",
                                     .finding = finding,
                                     .children = {} } } };
    return own;
}

std::vector<RunVerdict> twoRuns()
{
    RunVerdict first { QStringLiteral("A"), Qt::blue, {} }, second { QStringLiteral("B"), Qt::red, {} };
    first.verdict.statements
        = { statement("position.learned", Finding::Supported), statement("context.learned", Finding::NotTestable),
            statement("collapsed.targets", Finding::Supported) };
    first.verdict.positionOnly = Finding::NotSupported;
    first.verdict.positionOnlyReason = "it learned from the channel";
    second.verdict.statements = { statement("position.learned", Finding::TooLittleData) };
    second.verdict.nextSteps = { "Record more." };
    return { first, second };
}

} // namespace

class VerdictPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void modelHoldsQuestionsAgainstRuns()
    {
        VerdictModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setVerdicts(twoRuns());
        QCOMPARE(model.rowCount(), 4); // three questions and the old verdict
        QCOMPARE(model.columnCount(), 2);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("supported"));
        QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("too little data"));
        QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("–")); // the second run does not know it
        QCOMPARE(model.index(1, 0).data(Qt::ToolTipRole).toString(), QStringLiteral("because of context.learned"));
        QCOMPARE(model.index(3, 0).data().toString(), QStringLiteral("not supported"));
        QCOMPARE(model.index(3, 0).data(Qt::ToolTipRole).toString(), QStringLiteral("it learned from the channel"));
        QCOMPARE(model.index(2, 0).data().toString(),
                 QStringLiteral("yes")); // "supported" in red would be read as good
        // A collapse is no good news; what cannot be tested is grey.
        QVERIFY(model.index(0, 0).data(Qt::ForegroundRole) != model.index(2, 0).data(Qt::ForegroundRole));
        QCOMPARE(model.index(1, 0).data(Qt::ForegroundRole).value<QColor>(), findingColor(Finding::NotTestable, false));
        model.setVerdicts({});
        QCOMPARE(model.rowCount(), 0);
    }

    void anAnswerShowsItsArgument()
    {
        VerdictPanel panel;
        panel.setVerdicts(twoRuns());
        panel.resize(1000, 600);
        panel.show();
        auto* table = panel.findChild<QTableView*>(QStringLiteral("verdictTable"));
        auto* evidence = panel.findChild<QTextBrowser*>(QStringLiteral("evidence"));
        table->setCurrentIndex(table->model()->index(1, 0));
        QVERIFY(panel.findChild<QLabel*>(QStringLiteral("verdictQuestion"))
                    ->text()
                    .contains(QStringLiteral("A: Does context.learned?")));
        QCOMPARE(panel.findChild<QLabel*>(QStringLiteral("verdictReason"))->text(),
                 QStringLiteral("because of context.learned"));
        const QString steps = evidence->toPlainText();
        for (const char* part :
             { "not testable", "its interval lies above 0", "diag.v1.position_gain = 0.2500 [0.1000, 0.4000]",
               "limit 0.01000 (practical_share)", "untrained copies [−0.01000, 0.02000]" })
            QVERIFY2(steps.contains(QString::fromUtf8(part)), qPrintable(steps));
        table->setCurrentIndex(table->model()->index(0, 1));
        QVERIFY(panel.findChild<QTextBrowser*>(QStringLiteral("verdictRun"))
                    ->toPlainText()
                    .contains(QStringLiteral("Record more.")));
        table->setCurrentIndex(table->model()->index(1, 1)); // nothing to show
        QVERIFY(evidence->toPlainText().isEmpty());
        QVERIFY(panel.markdown().contains(QStringLiteral("| Does context.learned? | *not testable* |  |")));
    }

    void theWindowLeadsFromAnswersToNumbers()
    {
        openDemo();
        auto* tabs = m_window->findChild<QTabWidget*>();
        auto* panel = m_window->findChild<VerdictPanel*>();
        tabs->setCurrentWidget(panel);
        auto* table = panel->findChild<QTableView*>(QStringLiteral("verdictTable"));
        QTRY_COMPARE(table->model()->columnCount(), 3);
        QTRY_VERIFY(table->currentIndex().isValid());
        const auto row = [&](const QString& question) {
            for (int i = 0; i < table->model()->rowCount(); ++i)
                if (table->model()->headerData(i, Qt::Vertical).toString().contains(question))
                    return i;
            return -1;
        };
        // What README says of the demo can be read off the page.
        const QHash<QString, QStringList> answers {
            { QStringLiteral("learned from the position"), { "supported", "supported", "supported" } },
            { QStringLiteral("learned from the context"), { "not testable", "supported", "supported" } }
        };
        for (auto it = answers.begin(); it != answers.end(); ++it)
            for (int run = 0; run < 3; ++run)
                QCOMPARE(table->model()->index(row(it.key()), run).data().toString(), it.value()[run]);
        table->setCurrentIndex(table->model()->index(row(QStringLiteral("learned from the position")), 0));
        auto* evidence = panel->findChild<QTextBrowser*>(QStringLiteral("evidence"));
        QVERIFY(evidence->toHtml().contains(QStringLiteral("number:diag.v1.carries_position")));
        Q_EMIT evidence->anchorClicked(QUrl(QStringLiteral("number:diag.v1.position_gain")));
        auto* numbers = m_window->findChild<NumbersPanel*>();
        QCOMPARE(tabs->currentWidget(), numbers);
        auto* shown = numbers->findChild<QTableView*>(QStringLiteral("numbersTable"))->model();
        QVERIFY(shown->rowCount() >= 1);
        QVERIFY(shown->index(0, 0).data().toString().contains(QStringLiteral("position_gain")));
        QVERIFY(shown->index(0, 1).data().toString().contains(QLatin1Char('['))); // with its interval
        QVERIFY(shown->index(0, 1).data(Qt::ToolTipRole).toString().contains(QStringLiteral("untrained copies")));
    }

    void otherLimitsGiveOtherAnswers()
    {
        openDemo();
        auto* table = m_window->findChild<VerdictPanel*>()->findChild<QTableView*>(QStringLiteral("verdictTable"));
        QTRY_COMPARE(table->model()->columnCount(), 3);
        const QTemporaryDir folder;
        const auto write = [&](const char* name, const char* content) {
            QFile file(folder.filePath(QString::fromLatin1(name)));
            if (file.open(QIODevice::WriteOnly))
                file.write(content);
            return file.fileName();
        };
        m_window->session().useThresholds(write("broken.json", "{ \"no such limit\": 1 }"));
        auto* messages = m_window->findChild<MessageBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(messages->text().contains(QStringLiteral("broken.json")), 10'000);
        QVERIFY(QString::fromStdString(m_window->session().thresholds().source).contains(QStringLiteral("built-in")));
        m_window->session().useThresholds(write("strict.json", "{ \"min_recordings\": 50 }"));
        QTRY_VERIFY_WITH_TIMEOUT(table->model()->index(1, 0).data().toString() == QStringLiteral("too little data"),
                                 10'000);
    }

private:
    void openDemo()
    {
        QSettings().clear();
        m_window = std::make_unique<MainWindow>();
        m_window->setTheme(Theme::Light);
        m_window->resize(1280, 800);
        m_window->show();
        m_window->openDemo();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->session().runs().size() == 3 && !m_window->session().isRunning(), 120'000);
    }

    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(VerdictPageTest)
#include "verdict_page_test.moc"
