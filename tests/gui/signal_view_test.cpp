// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The signal view alone, on signals whose every pixel can be foretold.
#include <cmath>

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "analysis/data/signals/sample_columns.h"
#include "widgets/signals/signal_raster.h"
#include "widgets/signals/signal_view.h"
#include "widgets/signals/time_axis.h"

namespace maskscope {
namespace {

constexpr double rateHz = 100, durationS = 600;

/// Channel c: a sine of c + 1 Hz and 50 µV, on an offset of 1000 c µV.
class SineSource : public SampleSource {
public:
    Result<void> read(int channel, std::int64_t first, std::span<double> out) override
    {
        for (double& value : out)
            value = 1000.0 * channel
                + 50 * std::sin(2 * 3.14159265358979 * (channel + 1) * static_cast<double>(first++) / rateHz);
        return {};
    }
};

std::shared_ptr<SignalContent> sines(int channels)
{
    auto content = std::make_shared<SignalContent>();
    std::vector<SignalTrack> tracks;
    for (int c = 0; c < channels; ++c) {
        const QString name = QStringLiteral("E%1").arg(c + 1);
        content->rows.push_back({ name, name, QStringLiteral("µV"), {}, false });
        tracks.push_back({ name.toStdString(), rateHz, static_cast<std::int64_t>(durationS * rateHz) });
    }
    content->path = QStringLiteral("/x/sines.edf");
    content->durationS = durationS;
    content->marks = { { 2, QStringLiteral("eyes closed") } };
    content->store = std::make_shared<SignalStore>(std::move(tracks), std::make_shared<SineSource>());
    for (auto more = content->store->fillNext(); more && *more; more = content->store->fillNext())
        continue;
    return content;
}

/// Every second token of the first channel is hidden.
std::shared_ptr<SignalOverlay> everySecond(int rows)
{
    auto overlay = std::make_shared<SignalOverlay>();
    overlay->run = QStringLiteral("M50 @ 0.5");
    overlay->color = QColor(230, 120, 0);
    overlay->tokenS = 2;
    for (int token = 0; token < 300; ++token)
        overlay->startS.push_back(2.0 * token);
    overlay->rows.resize(static_cast<std::size_t>(rows));
    for (int token = 0; token < 300; ++token)
        overlay->rows[0].masked.push_back(token % 2 == 1 ? 255 : 0);
    return overlay;
}

} // namespace

class SignalViewTest : public QObject {
    Q_OBJECT

    std::unique_ptr<SignalView> shown(int channels)
    {
        auto view = std::make_unique<SignalView>();
        view->resize(900, 500);
        const auto content = sines(channels);
        connect(view.get(), &SignalView::samplesWanted, view.get(),
                [content, v = view.get()](double from, double to, double columnS) {
                    if (v->property("answers").toBool())
                        v->setCloseUp({ std::make_shared<const SignalStretch>(*content->store->read(from, to, columnS)),
                                        nullptr });
                });
        view->setProperty("answers", true);
        view->setContent(content);
        view->show();
        return view;
    }

private Q_SLOTS:
    void startsWithTenSecondsOfAllChannels()
    {
        const auto view = shown(5);
        QCOMPARE(view->fromS(), 0.0);
        QCOMPARE(view->spanS(), 10.0);
        QCOMPARE(view->rowCount(), 5);
        QVERIFY(view->uvPerRow() >= 100 && view->uvPerRow() <= 200); // 100 µV from peak to peak
    }

    void rangeStaysWithinTheRecording()
    {
        const auto view = shown(2);
        QSignalSpy moved(view.get(), &SignalView::rangeChanged);
        view->setRange(595, 10);
        QCOMPARE(view->fromS(), 590.0);
        view->setRange(-5, 10);
        QCOMPARE(view->fromS(), 0.0);
        view->setRange(100, 1e9);
        QCOMPARE(view->spanS(), durationS);
        QCOMPARE(moved.count(), 3);
    }

    void wheelAndKeysMoveAndZoom()
    {
        const auto view = shown(8);
        const auto wheel = [&](Qt::KeyboardModifiers modifiers, int delta) {
            const QPointF at(500, 250);
            QWheelEvent event(at, view->mapToGlobal(at), {}, { 0, delta }, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                              false);
            QCoreApplication::sendEvent(view.get(), &event);
        };
        wheel(Qt::NoModifier, -120);
        QCOMPARE(view->fromS(), 1.0);
        const double pointed = view->frame().timeAt(500);
        wheel(Qt::ControlModifier, 120);
        QCOMPARE(view->spanS(), 8.0);
        QVERIFY(std::abs(view->frame().timeAt(500) - pointed) < 1e-9); // what the pointer is on stays there
        view->setRows(0, 4);
        wheel(Qt::ShiftModifier, -120);
        QCOMPARE(view->firstRow(), 3);
        QTest::keyClick(view.get(), Qt::Key_Home);
        QCOMPARE(view->fromS(), 0.0);
        QTest::keyClick(view.get(), Qt::Key_PageDown);
        QCOMPARE(view->fromS(), 8.0);
        QTest::keyClick(view.get(), Qt::Key_End);
        QCOMPARE(view->fromS(), 592.0);
        const double before = view->uvPerRow();
        QTest::keyClick(view.get(), Qt::Key_Plus);
        QVERIFY(view->uvPerRow() < before);
    }

    void draggingMovesAndAClickSelects()
    {
        const auto view = shown(4);
        QSignalSpy clicked(view.get(), &SignalView::channelClicked);
        const QRect plot = view->frame().plot();
        const QPoint third(plot.center().x(), static_cast<int>(view->frame().middleOf(2)));
        QTest::mouseClick(view.get(), Qt::LeftButton, {}, third);
        QCOMPARE(clicked.takeFirst().at(0).toString(), QStringLiteral("E3"));
        view->setSelectedChannel(QStringLiteral("E3"));
        QTest::mouseClick(view.get(), Qt::LeftButton, {}, third);
        QCOMPARE(clicked.takeFirst().at(0).toString(), QString()); // again: none
        view->setRange(100, 10);
        QTest::mousePress(view.get(), Qt::LeftButton, {}, third);
        QMouseEvent move(QEvent::MouseMove, third - QPointF(plot.width() / 2.0, 0),
                         view->mapToGlobal(third - QPointF(plot.width() / 2.0, 0)), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(view.get(), &move);
        QTest::mouseRelease(view.get(), Qt::LeftButton, {}, third - QPoint(plot.width() / 2, 0));
        QVERIFY(std::abs(view->fromS() - 105) < 0.05);
        QVERIFY(clicked.isEmpty());
    }

    void aSelectedChannelIsScrolledTo()
    {
        const auto view = shown(40);
        view->setRows(0, 8);
        view->setSelectedChannel(QStringLiteral("E30"));
        QVERIFY(view->firstRow() <= 29 && view->firstRow() + 8 > 29);
    }

    /// The trace of a row lies where the scale says, whatever the channel's offset.
    void tracesLieInTheirRows()
    {
        const auto view = shown(3);
        view->setUvPerRow(200); // the sines take half of their rows
        const QImage picture = view->grab().toImage();
        const SignalFrame frame = view->frame();
        const QRgb ground = view->palette().color(QPalette::Base).rgb();
        const int x = frame.plot().left() + frame.plot().width() * 37 / 100;
        for (int row = 0; row < 3; ++row) {
            int top = 0, bottom = 0;
            const double middle = frame.middleOf(row), half = frame.rowHeight() / 2;
            for (int y = static_cast<int>(middle - half) + 3; y < middle + half - 3; ++y)
                if (qGray(ground) - qGray(picture.pixel(x, y)) > 60) {
                    top = top == 0 ? y : top;
                    bottom = y;
                }
            QVERIFY2(top > 0, qPrintable(QStringLiteral("no trace in row %1").arg(row)));
            const double s = frame.timeAt(x + 0.5);
            const double expected
                = middle - 50 * std::sin(2 * 3.14159265358979 * (row + 1) * s) / 200 * frame.rowHeight();
            QVERIFY2(std::abs((top + bottom) / 2.0 + 0.5 - expected) < 5,
                     qPrintable(
                         QStringLiteral("row %1: %2 to %3, expected %4").arg(row).arg(top).arg(bottom).arg(expected)));
        }
    }

    void hiddenTokensAreShaded()
    {
        const auto view = shown(2);
        view->setOverlay(everySecond(2));
        view->setRange(0, 8);
        const QImage picture = view->grab().toImage();
        const SignalFrame frame = view->frame();
        const auto ground = [&](double s, int row) {
            return picture.pixelColor(static_cast<int>(frame.xOf(s)),
                                      static_cast<int>(frame.middleOf(row) - frame.rowHeight() / 2) + 4);
        };
        const QColor base = view->palette().color(QPalette::Base);
        QCOMPARE(ground(1.1, 0), base); // visible
        QVERIFY(ground(3.1, 0) != base); // hidden
        QVERIFY(ground(3.1, 0).red() > ground(3.1, 0).blue()); // in the run's colour
        QCOMPARE(ground(3.1, 1), base); // the run does not know the second channel
        QVERIFY(view->hoverTextAt({ frame.xOf(3.1), frame.middleOf(0) }).contains(QStringLiteral("token 1, masked")));
        QVERIFY(view->hoverTextAt({ frame.xOf(1.1), frame.middleOf(0) }).contains(QStringLiteral("token 0, visible")));
        QVERIFY(view->hoverTextAt({ frame.xOf(1.1), frame.middleOf(1) }).contains(QStringLiteral("takes no part")));
    }

    void closeLooksAskForTheSamples()
    {
        const auto view = shown(2);
        view->setProperty("answers", false);
        QSignalSpy wanted(view.get(), &SignalView::samplesWanted);
        view->setRange(100, 300);
        QCOMPARE(wanted.count(), 0); // bins of eight samples are finer than a pixel
        view->setRange(100, 2);
        QCOMPARE(wanted.count(), 1);
        const double from = wanted[0][0].toDouble(), to = wanted[0][1].toDouble();
        QVERIFY(from <= 100 && to >= 102);
        view->setRange(100.1, 2);
        QCOMPARE(wanted.count(), 1); // one at a time
        auto store = sines(2)->store;
        view->setCloseUp({ std::make_shared<const SignalStretch>(*store->read(from, to, 0.001)), nullptr });
        const QString text = view->hoverTextAt({ view->frame().xOf(100.25), view->frame().middleOf(0) });
        QVERIFY2(text.contains(QStringLiteral("1:40.25: 5")) || text.contains(QStringLiteral("1:40.25: 49.")),
                 qPrintable(text)); // the crest of 50 µV
        view->setRange(104, 2); // beyond what is known
        QCOMPARE(wanted.count(), 2);
    }

    void nothingOpenSaysWhatToDo()
    {
        SignalView view;
        view.setEmptyText(QStringLiteral("Open a recording."));
        view.resize(400, 300);
        QVERIFY(!view.grab().isNull());
        QCOMPARE(view.hoverTextAt({ 100, 100 }), QString());
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::mouseClick(&view, Qt::LeftButton, {}, { 100, 100 });
    }

    void rasterJoinsColumnsAndKeepsToItsClip()
    {
        QImage image(4, 20, QImage::Format_RGB32);
        image.fill(Qt::white);
        SignalRaster raster(image);
        const std::vector<SignalExtent> columns { { 0, 0 }, { 8, 8 }, {}, { 0, 0 } };
        raster.trace(columns, 0, { 15, 0, 1 }, Qt::black, QRect(0, 10, 4, 10));
        const auto dark = [&](int x, int y) { return qGray(image.pixel(x, y)) < 140; };
        QVERIFY(dark(0, 14) || dark(0, 15));
        for (int y = 10; y <= 14; ++y)
            QVERIFY2(dark(1, y),
                     qPrintable(QString::number(y))); // joined to the column before, from 8 (clipped) down to 0
        for (int y = 0; y < 10; ++y)
            QVERIFY(!dark(1, y));
        for (int y = 0; y < 20; ++y)
            QVERIFY(!dark(2, y));
    }

    void ticks_data()
    {
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("to");
        QTest::addColumn<double>("least");
        QTest::addColumn<QStringList>("labels");
        QTest::newRow("seconds") << 0.0 << 10.0 << 1.8 << QStringList { "0 s", "2 s", "4 s", "6 s", "8 s", "10 s" };
        QTest::newRow("fractions") << 1.0 << 1.5 << 0.13 << QStringList { "1.0 s", "1.2 s", "1.4 s" };
        QTest::newRow("minutes") << 50.0 << 200.0 << 40.0 << QStringList { "1:00", "2:00", "3:00" };
        QTest::newRow("hours") << 3500.0 << 8000.0 << 1700.0 << QStringList { "1:00:00", "1:30:00", "2:00:00" };
    }
    void ticks()
    {
        QFETCH(double, from);
        QFETCH(double, to);
        QFETCH(double, least);
        QFETCH(QStringList, labels);
        QStringList found;
        for (const TimeTick& tick : timeTicks(from, to, least))
            found << tick.label;
        QCOMPARE(found, labels);
    }

    void steps()
    {
        QCOMPARE(roundUp125(1.1), 2.0);
        QCOMPARE(roundUp125(2.0), 2.0);
        QCOMPARE(roundUp125(2.1), 5.0);
        QCOMPARE(roundUp125(5.1), 10.0);
        QCOMPARE(roundDown125(4.9), 2.0);
        QCOMPARE(roundDown125(99.0), 50.0);
        QCOMPARE(roundDown125(100.0), 100.0);
        QCOMPARE(roundUp125(0.03), 0.05);
    }
};

} // namespace maskscope

QTEST_MAIN(maskscope::SignalViewTest)
#include "signal_view_test.moc"
