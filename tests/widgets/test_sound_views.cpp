// Spectrogram and waveform of long recordings: what is drawn, in which order it is made, mouse and keys.
#include <QApplication>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "core/jobs/lane.h"
#include "widgets/spectrogram_view.h"
#include "widgets/theme.h"
#include "widgets/waveform_view.h"

using namespace sightline;
using namespace sightline::widgets;

namespace {

using Signal = std::function<double(double seconds)>;

double tone(double hertz, double seconds)
{
    return std::sin(2 * std::numbers::pi * hertz * seconds);
}

dsp::SampleReader readerOf(const Signal& signal, double rate)
{
    return [signal, rate](std::int64_t first, std::span<float> out) -> Result<void> {
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = static_cast<float>(signal(static_cast<double>(first + static_cast<std::int64_t>(i)) / rate));
        return {};
    };
}

class MadeSpectrogram final : public SpectrogramSource {
public:
    MadeSpectrogram(Signal signal, double rate, double seconds)
        : m_stft(*dsp::Stft::create({256, 256, 128})),
          m_read(readerOf(signal, rate)),
          m_rate(rate),
          m_samples(static_cast<std::int64_t>(rate * seconds))
    {
    }
    [[nodiscard]] SpectrogramShape shape() const override
    {
        return {{m_stft.frameCount(m_samples)}, m_rate / 128, m_stft.bins(), m_rate / 256, 0, QStringLiteral("dB")};
    }
    [[nodiscard]] std::vector<std::int64_t> passes(int level) const override
    {
        return level < 3 ? std::vector<std::int64_t>{0} : std::vector<std::int64_t>{1, 0};
    }
    Result<dsp::SpectrogramTile> tile(int level, std::int64_t tile, std::int64_t frames,
                                      Progress& progress) const override
    {
        asked.push_back({{level, tile}, frames});
        if (broken)
            return fail(ErrorCode::Corrupt, "made to fail");
        return dsp::computeTile(m_stft, m_read, m_samples, level, tile, frames, progress);
    }
    struct Asked {
        TileId id;
        std::int64_t frames;
    };
    mutable std::vector<Asked> asked;
    bool broken = false;

private:
    dsp::Stft m_stft;
    dsp::SampleReader m_read;
    double m_rate;
    std::int64_t m_samples;
};

class MadeWaveform final : public WaveformSource {
public:
    MadeWaveform(Signal signal, double rate, double seconds)
        : m_read(readerOf(signal, rate)), m_rate(rate), m_samples(static_cast<std::int64_t>(rate * seconds))
    {
    }
    [[nodiscard]] double rateHz() const override { return m_rate; }
    [[nodiscard]] std::int64_t samples() const override { return m_samples; }
    Result<WaveformPart> part(dsp::SampleRange range, int parts, Progress& /*progress*/) const override
    {
        WaveformPart result;
        result.range = range;
        std::vector<float> all(static_cast<std::size_t>(range.count));
        static_cast<void>(m_read(range.begin, all));
        if (range.count <= parts * 3) {
            result.samples = all;
            return result;
        }
        for (int i = 0; i < parts; ++i) {
            const auto begin = all.begin() + range.count * i / parts, end = all.begin() + range.count * (i + 1) / parts;
            result.low.push_back(*std::min_element(begin, end));
            result.high.push_back(*std::max_element(begin, end));
        }
        return result;
    }

private:
    dsp::SampleReader m_read;
    double m_rate;
    std::int64_t m_samples;
};

void settle(const SpectrogramView& view)
{
    QTRY_COMPARE(view.tiles().running(), std::size_t{0});
}

void wheel(QWidget& target, QPointF at, int turned, Qt::KeyboardModifiers keys)
{
    QWheelEvent event(at, target.mapToGlobal(at), {}, {0, turned}, Qt::NoButton, keys, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&target, &event);
}

void drag(QWidget& view, QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton)
{
    QTest::mousePress(&view, button, {}, from);
    QMouseEvent move(QEvent::MouseMove, to, view.mapToGlobal(to), Qt::NoButton, button, Qt::NoModifier);
    QApplication::sendEvent(&view, &move);
    QTest::mouseRelease(&view, button, {}, to);
}

/// A view of 1,000 pixels' width with a made recording, shown.
struct Shown {
    jobs::InlineLane lane;
    SpectrogramView view{lane};
    std::shared_ptr<MadeSpectrogram> source;

    Shown(const Signal& signal, double rate, const Timeline& timeline)
    {
        source = std::make_shared<MadeSpectrogram>(signal, rate, timeline.recordedSeconds());
        view.resize(1000, 400);
        view.setRecording(timeline, {0, rate / 2}, rate);
        view.setSource(source);
        view.show();
        settle(view);
        picture();
    }
    QImage picture() { return view.grab().toImage(); }
    [[nodiscard]] QPointF at(double seconds, double hertz) const
    {
        const QRect area = view.plotArea();
        const FrequencyAxis axis{view.viewport().hertz, view.scale()};
        return {view.xOf(seconds), area.bottom() + 1 - axis.positionOf(hertz) * area.height()};
    }
};

int brightness(const QImage& picture, QPointF at)
{
    return qGray(picture.pixel(at.toPoint()));
}

}  // namespace

class SoundViewsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        theme().setChoice(ThemeChoice::Light);
    }

    void aToneStandsAtItsFrequency_data()
    {
        QTest::addColumn<int>("scale");
        QTest::newRow("linear") << static_cast<int>(FrequencyScale::Linear);
        QTest::newRow("log") << static_cast<int>(FrequencyScale::Log);
        QTest::newRow("mel") << static_cast<int>(FrequencyScale::Mel);
    }
    void aToneStandsAtItsFrequency()
    {
        QFETCH(int, scale);
        Shown shown([](double t) { return t > 2 && t < 4 ? tone(1000, t) : 1e-4 * tone(3000, t); }, 8000, Timeline(10));
        shown.view.setScale(static_cast<FrequencyScale>(scale));
        const QImage picture = shown.picture();
        QVERIFY(!shown.view.preliminary());
        QVERIFY(brightness(picture, shown.at(3, 1000)) > brightness(picture, shown.at(6, 1000)) + 80);
        QVERIFY(brightness(picture, shown.at(3, 1000)) > brightness(picture, shown.at(3, 2000)) + 80);
        // The level under the mouse is the tone's: a full sine in a Hann window of 256 is (256/4)².
        const double level = shown.view.decibelAt(shown.at(3, 1000)).value_or(-999);
        QVERIFY2(std::abs(level - 20 * std::log10(64.0)) < 0.2, qPrintable(QString::number(level)));
        QTest::mouseMove(&shown.view, shown.at(3, 1000).toPoint());
        QVERIFY2(shown.view.cursorText().contains(QStringLiteral("kHz")) ||
                     shown.view.cursorText().contains(QStringLiteral("Hz")),
                 qPrintable(shown.view.cursorText()));
        QVERIFY2(shown.view.cursorText().contains(QStringLiteral("36.1 dB")), qPrintable(shown.view.cursorText()));
    }

    void aShortCallOfALongRecordingDoesNotVanish()
    {
        Shown shown([](double t) { return t > 450 && t < 450.1 ? tone(1000, t) : 1e-3 * tone(2500, t); }, 8000,
                    Timeline(900));
        const QImage picture = shown.picture();
        QVERIFY(!shown.view.preliminary());
        int most = 0;
        for (int x = -2; x <= 2; ++x)
            most = std::max(most, brightness(picture, shown.at(450, 1000) + QPointF(x, 0)));
        QVERIFY(most > brightness(picture, shown.at(425, 1000)) + 80);
    }

    void roughTilesComeFirst()
    {
        Shown shown([](double t) { return tone(1000, t); }, 8000, Timeline(900));
        const auto& asked = shown.source->asked;
        const auto firstExact = std::find_if(asked.begin(), asked.end(), [](const auto& a) { return a.frames == 0; });
        const auto lastRough = std::find_if(asked.rbegin(), asked.rend(), [&](const auto& a) {
            return a.frames == 1 && a.id.level == asked.front().id.level && a.id.tile < 100;
        });
        QVERIFY(firstExact != asked.end() && lastRough != asked.rend());
        QVERIFY(firstExact - asked.begin() >= 2);
        QCOMPARE(asked.front().frames, std::int64_t{1});
    }

    void whatIsOutOfViewIsNotMade()
    {
        jobs::CrankedLane lane;
        SpectrogramView view(lane);
        const auto source = std::make_shared<MadeSpectrogram>([](double t) { return tone(1000, t); }, 8000, 900);
        view.resize(600, 300);
        view.setRecording(Timeline(900), {0, 4000}, 8000);
        view.setViewport({{0, 20}, {0, 4000}});
        view.setSource(source);
        view.setViewport({{800, 820}, {0, 4000}});
        while (lane.turn() || view.tiles().running() > 0)
            QCoreApplication::processEvents();
        QVERIFY(!source->asked.empty());
        for (const auto& asked : source->asked)
            QVERIFY2(asked.id.level > 3 || asked.id.tile > 10, "a tile of the place that was left was made");
    }

    void theCacheHasALimitButKeepsWhatIsSeen()
    {
        Shown shown([](double t) { return tone(1000, t); }, 8000, Timeline(900));
        shown.view.setByteLimit(1 << 20);
        for (double begin = 0; begin < 600; begin += 50) {
            shown.view.setViewport({{begin, begin + 20}, {0, 4000}});
            settle(shown.view);
        }
        shown.picture();
        QVERIFY(!shown.view.preliminary());
        QVERIFY(shown.view.tiles().bytes() <= (1U << 20));
    }

    void aTileThatFailsIsToldOnce()
    {
        jobs::InlineLane lane;
        SpectrogramView view(lane);
        const auto source = std::make_shared<MadeSpectrogram>([](double t) { return tone(1000, t); }, 8000, 10);
        source->broken = true;
        QSignalSpy failed(&view, &SpectrogramView::failed);
        view.resize(600, 300);
        view.setRecording(Timeline(10), {0, 4000}, 8000);
        view.setSource(source);
        settle(view);
        const auto tries = source->asked.size();
        QVERIFY(!failed.empty());
        view.setViewport({{0, 9.9}, {0, 4000}});
        settle(view);
        QCOMPARE(source->asked.size(), tries);
    }

    void gapsAreDrawnAsGaps()
    {
        const Timeline timeline({{0, 0, 4}, {6, 4, 4}});
        // Recorded second 4 lies at 6 of the axis.
        Shown shown([](double t) { return t < 4 ? tone(1000, t) : tone(3000, t); }, 8000, timeline);
        const QImage picture = shown.picture();
        QVERIFY(brightness(picture, shown.at(2, 1000)) > brightness(picture, shown.at(2, 3000)) + 80);
        QVERIFY(brightness(picture, shown.at(8, 3000)) > brightness(picture, shown.at(8, 1000)) + 80);
        QVERIFY(!shown.view.decibelAt(shown.at(5, 1000)));
        shown.view.setCursorMoment(5);
        QVERIFY(shown.view.cursorText().contains(QStringLiteral("nothing recorded")));
    }

    void contrastFollowsWhatIsShownUntilItIsChosen()
    {
        Shown shown(
            [](double t) { return t < 5 ? tone(1000, t) + 0.01 * tone(3333 * t, t) : 1e-3 * tone(2000 * t, t); }, 8000,
            Timeline(10));
        const Contrast loud = shown.view.contrast();
        shown.view.setViewport({{6, 9}, {0, 4000}});
        settle(shown.view);
        shown.picture();
        QVERIFY(shown.view.contrast().highest < loud.highest - 20);
        QSignalSpy changed(&shown.view, &SpectrogramView::contrastChanged);
        const Contrast quiet = shown.view.contrast();
        wheel(shown.view, {300, 200}, 120, Qt::AltModifier);
        QCOMPARE(shown.view.contrast().lowest, quiet.lowest + 2);
        wheel(shown.view, {300, 200}, -120, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(shown.view.contrast().highest, quiet.highest - 2);
        QCOMPARE(changed.size(), 2);
        shown.view.setViewport({{1, 4}, {0, 4000}});
        settle(shown.view);
        shown.picture();
        QCOMPARE(shown.view.contrast().highest, quiet.highest - 2);
        QTest::keyClick(&shown.view, Qt::Key_A);
        shown.picture();
        QVERIFY(shown.view.contrast().highest > quiet.highest + 10);
    }

    void theWheelScrollsAndZooms()
    {
        Shown shown([](double t) { return tone(1000, t); }, 8000, Timeline(100));
        shown.view.setViewport({{40, 60}, {1000, 2000}});
        QSignalSpy changed(&shown.view, &SpectrogramView::viewportChanged);
        wheel(shown.view, {400, 200}, 120, Qt::NoModifier);
        QCOMPARE(shown.view.viewport().seconds, (Interval{40, 60}));
        QVERIFY(std::abs(shown.view.viewport().hertz.begin - 1100) < 1e-6);
        wheel(shown.view, {400, 200}, 120, Qt::ShiftModifier);
        QVERIFY(std::abs(shown.view.viewport().seconds.begin - 38) < 1e-9);
        const double under = shown.view.secondsAt(400);
        wheel(shown.view, {400, 200}, 120, Qt::ControlModifier);
        QVERIFY(std::abs(shown.view.viewport().seconds.length() - 16) < 1e-9);
        QVERIFY(std::abs(shown.view.secondsAt(400) - under) < 1e-9);
        wheel(shown.view, {400, 200}, 120, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(std::abs(shown.view.viewport().hertz.length() - 800) < 1e-6);
        QCOMPARE(changed.size(), 4);
        // Told from outside: no echo, and never outside the recording.
        shown.view.setViewport({{-50, 30}, {-100, 9000}});
        QCOMPARE(changed.size(), 4);
        QCOMPARE(shown.view.viewport().seconds, (Interval{0, 80}));
        QCOMPARE(shown.view.viewport().hertz, (Interval{0, 4000}));
    }

    void keysZoomPanAndStep()
    {
        Shown shown([](double t) { return tone(1500, t); }, 8000, Timeline(100));
        shown.view.setViewport({{40, 60}, {1000, 2000}});
        QTest::keyClick(&shown.view, Qt::Key_Right);
        QVERIFY(std::abs(shown.view.viewport().seconds.begin - 42) < 1e-9);
        QTest::keyClick(&shown.view, Qt::Key_Up);
        QVERIFY(std::abs(shown.view.viewport().hertz.begin - 1100) < 1e-6);
        QTest::keyClick(&shown.view, Qt::Key_Plus);
        QVERIFY(std::abs(shown.view.viewport().seconds.length() - 16) < 1e-9);
        QSignalSpy cursor(&shown.view, &SpectrogramView::cursorMoved);
        QTest::keyClick(&shown.view, Qt::Key_Period);
        QTest::keyClick(&shown.view, Qt::Key_Period, Qt::ShiftModifier);
        QCOMPARE(cursor.size(), 2);
        QVERIFY(cursor[1][0].toDouble() > cursor[0][0].toDouble());
        // No mouse points at a frequency: the strongest is told, once it is drawn.
        QVERIFY(!shown.view.cursorText().contains(QStringLiteral("strongest")));
        settle(shown.view);
        shown.picture();
        QVERIFY2(shown.view.cursorText().contains(QStringLiteral("strongest 1.5")),
                 qPrintable(shown.view.cursorText()));
        QTest::keyClick(&shown.view, Qt::Key_F);
        QCOMPARE(shown.view.viewport().seconds, (Interval{0, 100}));
    }

    void aBoxIsDrawnMovedAndResizedByTheMouse()
    {
        Shown shown([](double t) { return tone(1000, t); }, 8000, Timeline(100));
        SpectrogramView& view = shown.view;
        QSignalSpy drawn(&view, &SpectrogramView::boxDrawn), changed(&view, &SpectrogramView::boxChanged),
            chosen(&view, &SpectrogramView::boxSelected);
        drag(view, shown.at(20, 3000).toPoint(), shown.at(30, 1000).toPoint());
        QCOMPARE(drawn.size(), 1);
        const auto where = drawn[0][0].value<Extent>();
        QVERIFY(std::abs(where.seconds->begin - 20) < 0.2 && std::abs(where.seconds->end - 30) < 0.2);
        QVERIFY(std::abs(where.hertz->begin - 1000) < 30 && std::abs(where.hertz->end - 3000) < 30);

        TimeBox box{QStringLiteral("a"), {Interval{20, 30}, Interval{1000, 3000}, {}}};
        box.editable = true;
        view.setBoxes({box});
        QTest::mouseClick(&view, Qt::LeftButton, {}, shown.at(25, 2000).toPoint());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(view.selectedBox(), QStringLiteral("a"));
        QVERIFY(changed.empty());
        drag(view, shown.at(30, 2000).toPoint(), shown.at(40, 2000).toPoint());
        QCOMPARE(changed.size(), 1);
        Extent moved = changed[0][1].value<Extent>();
        QCOMPARE(moved.seconds->begin, 20.0);
        QVERIFY(std::abs(moved.seconds->end - 40) < 0.3);
        QCOMPARE(moved.hertz.value_or(Interval{}), (Interval{1000, 3000}));
        drag(view, shown.at(28, 2000).toPoint(), shown.at(38, 2500).toPoint());
        moved = changed[1][1].value<Extent>();
        QVERIFY(std::abs(moved.seconds->begin - 30) < 0.3);
        QVERIFY(std::abs(moved.hertz->begin - 1500) < 30);
        QCOMPARE(drawn.size(), 1);
        // Beside it: nothing is selected, nothing drawn.
        QTest::mouseClick(&view, Qt::LeftButton, {}, shown.at(80, 3500).toPoint());
        QVERIFY(view.selectedBox().isEmpty());
        QCOMPARE(drawn.size(), 1);
    }

    void keysDrawAndNudgeBoxes()
    {
        Shown shown([](double t) { return tone(1000, t); }, 8000, Timeline(100));
        SpectrogramView& view = shown.view;
        QSignalSpy drawn(&view, &SpectrogramView::boxDrawn), changed(&view, &SpectrogramView::boxChanged),
            removal(&view, &SpectrogramView::boxRemovalAsked);
        view.setCursorMoment(50);
        QTest::keyClick(&view, Qt::Key_Insert);
        QCOMPARE(drawn.size(), 1);
        QVERIFY(drawn[0][0].value<Extent>().seconds->overlap({49, 51}) > 1.9);
        TimeBox a{QStringLiteral("a"), {Interval{20, 30}, Interval{1000, 3000}, {}}};
        a.editable = true;
        TimeBox b = a;
        b.id = QStringLiteral("b");
        b.where.seconds = Interval{60, 70};
        view.setBoxes({b, a});
        QTest::keyClick(&view, Qt::Key_P);
        QCOMPARE(view.selectedBox(), QStringLiteral("a"));
        QTest::keyClick(&view, Qt::Key_P);
        QCOMPARE(view.selectedBox(), QStringLiteral("b"));
        QTest::keyClick(&view, Qt::Key_P, Qt::ShiftModifier);
        QCOMPARE(view.selectedBox(), QStringLiteral("a"));
        QTest::keyClick(&view, Qt::Key_Right, Qt::ControlModifier);
        Extent moved = changed.last()[1].value<Extent>();
        QVERIFY(moved.seconds->begin > 20.01 && std::abs(moved.seconds->length() - 10) < 1e-9);
        QTest::keyClick(&view, Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(changed.last()[1].value<Extent>().seconds->length() < 9.99);
        QTest::keyClick(&view, Qt::Key_Down, Qt::AltModifier);
        moved = changed.last()[1].value<Extent>();
        QVERIFY(moved.hertz->begin < 995 && moved.hertz->end == 3000);
        QTest::keyClick(&view, Qt::Key_Delete);
        QCOMPARE(removal.size(), 1);
        QCOMPARE(view.viewport().seconds, (Interval{0, 100}));
    }

    void anEventOfAModelIsNotMoved()
    {
        Shown shown([](double t) { return tone(1000, t); }, 8000, Timeline(100));
        TimeBox event{QStringLiteral("e"), {Interval{20, 30}, {}, {}}, QStringLiteral("call 0.91")};
        event.event = true;
        shown.view.setBoxes({event});
        shown.view.setSelectedBox(QStringLiteral("e"));
        QSignalSpy changed(&shown.view, &SpectrogramView::boxChanged);
        drag(shown.view, shown.at(25, 2000).toPoint(), shown.at(45, 2000).toPoint());
        QTest::keyClick(&shown.view, Qt::Key_Right, Qt::ControlModifier);
        QTest::keyClick(&shown.view, Qt::Key_Delete);
        QVERIFY(changed.empty());
        QCOMPARE(shown.view.boxes()[0], event);
    }

    void draggingWithTheRightButtonPans()
    {
        Shown shown([](double t) { return tone(1000, t); }, 8000, Timeline(100));
        shown.view.setViewport({{40, 60}, {1000, 2000}});
        const double before = shown.view.secondsAt(500);
        QSignalSpy changed(&shown.view, &SpectrogramView::viewportChanged);
        drag(shown.view, {500, 200}, {600, 200}, Qt::RightButton);
        QVERIFY(std::abs(shown.view.secondsAt(600) - before) < 0.05);
        QCOMPARE(changed.size(), 1);
        QVERIFY(std::abs(shown.view.viewport().hertz.begin - 1000) < 1e-6);
    }

    void bothViewsShareOneAxis()
    {
        jobs::InlineLane lane;
        SpectrogramView spectrogram(lane);
        WaveformView waveform(lane);
        for (TimeView* view : std::initializer_list<TimeView*>{&spectrogram, &waveform}) {
            view->setRecording(Timeline(100), {0, 4000}, 8000);
            view->resize(900, 200);
        }
        waveform.setTimeAxisVisible(false);
        connect(&spectrogram, &TimeView::viewportChanged, &waveform, &TimeView::setViewport);
        connect(&waveform, &TimeView::viewportChanged, &spectrogram, &TimeView::setViewport);
        wheel(waveform, {400, 100}, 240, Qt::ControlModifier);
        QCOMPARE(spectrogram.viewport(), waveform.viewport());
        QCOMPARE(spectrogram.xOf(33), waveform.xOf(33));
        QCOMPARE(spectrogram.plotArea().left(), waveform.plotArea().left());
        QCOMPARE(spectrogram.plotArea().right(), waveform.plotArea().right());
    }

    void theWaveformGoesFromHoursToSingleCycles()
    {
        jobs::InlineLane lane;
        WaveformView view(lane);
        view.resize(1000, 200);
        const Timeline timeline({{0, 0, 5}, {8, 5, 5}});
        view.setRecording(timeline, {0, 4000}, 8000);
        view.setSource(std::make_shared<MadeWaveform>(
            [](double t) { return t > 2 && t < 2.5 ? 0.4 * tone(100, t) : 0.01 * tone(100, t); }, 8000, 10));
        view.show();
        QTRY_VERIFY(!view.part().low.empty());
        QCOMPARE(view.amplitude(), 0.5);
        const QImage whole = view.grab().toImage();
        const int quarter = view.plotArea().top() + view.plotArea().height() / 4;
        const QColor ink = theme().colours().seriesColour(0);
        const auto inked = [&](double seconds) {
            return whole.pixelColor(static_cast<int>(view.xOf(seconds)), quarter) == ink;
        };
        QVERIFY(inked(2.25));
        QVERIFY(!inked(1));
        QVERIFY(!inked(6.5));
        view.setViewport({{2.1, 2.13}, {0, 4000}});
        QTRY_VERIFY(!view.part().samples.empty());
        view.setCursorMoment(2.1025);  // a quarter of the period of 100 Hz
        QVERIFY2(view.cursorText().endsWith(QStringLiteral("· 0.4")), qPrintable(view.cursorText()));
        view.setCursorMoment(6);
        view.setViewport({{5.5, 6.5}, {0, 4000}});
        QVERIFY(view.cursorText().contains(QStringLiteral("nothing recorded")));
    }
};

QTEST_MAIN(SoundViewsTest)
#include "test_sound_views.moc"
