// When sounds were recorded: HARP headers, names, SoundTrap logs.
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/formats/sound_file.h"
#include "core/formats/sound_time.h"
#include "tests/formats/sound_bytes.h"

using namespace sightline;
using namespace sightline::formats;
using namespace sightline::test;

class TestSoundTime : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::shared_ptr<const SoundFile> opened(const QByteArray& bytes)
    {
        write(m_folder.filePath("s.x.wav"), bytes);
        const auto file = SoundFile::open(pathFromUtf8(m_folder.filePath("s.x.wav").toStdString()));
        return file ? *file : nullptr;
    }
    static QByteArray xwav(const QByteArray& rawFiles, int count, int sampleCount = 20)
    {
        return wav(format(1, 1, 100, 16) + chunk("harp", harpHead(count) + rawFiles) +
                   chunk("data", ramp(sampleCount)));
    }
    static std::filesystem::path field(const char* name)
    {
        return pathFromUtf8(qgetenv("SIGHTLINE_FIELD_DATA").toStdString()) / "hydrophone" / "formats" / name;
    }

private Q_SLOTS:
    void names_data()
    {
        QTest::addColumn<QString>("expected");
        QTest::addColumn<bool>("utc");
        QTest::addColumn<bool>("doubtful");
        const auto row = [](const char* name, const char* expected, bool utc = false, bool doubtful = false) {
            QTest::newRow(name) << expected << utc << doubtful;
        };
        row("NOPP6_EST_20090329_121500.flac", "2009-03-29 12:15:00");
        row("DUB_384kHz_20200623_000152_885.wav", "2020-06-23 00:01:52.885");
        row("x_20200623_000152_885123.wav", "2020-06-23 00:01:52.885123");
        row("S20210715T002700Z.x.flac", "2021-07-15 00:27:00", true);
        row("a20210715T002700.wav", "2021-07-15 00:27:00");
        row("20210715-002700.wav", "2021-07-15 00:27:00");
        row("20210715$002700.WAV", "2021-07-15 00:27:00");
        row("/sea/2020-01-01_00-00-00/2021-07-15_00-27-00.wav", "2021-07-15 00:27:00");
        row("2021_07_15_00_27_00.wav", "2021-07-15 00:27:00");
        row("sample_220925_223450.wav", "2022-09-25 22:34:50", false, true);
        row("220925-223450.aif", "2022-09-25 22:34:50", false, true);
        row("67416073.210610033655.wav", "2021-06-10 03:36:55", false, true);
        row("unit_09088_121500.wav", "2009-03-29 12:15:00", false, true);
        row("12_15_00__DMY_29_03_09.wav", "2009-03-29 12:15:00", false, true);
        row("PAM_20010327_091800_000.wav", "2001-03-27 09:18:00");
        row("whale.wav", "");
        row("20210732_002700.wav", "");
        row("18000101_000000.wav", "");
        row("123456789012345.wav", "");
        row("", "");
    }
    void names()
    {
        QFETCH(QString, expected);
        QFETCH(bool, utc);
        QFETCH(bool, doubtful);
        const auto found = timeFromName(QTest::currentDataTag());
        QCOMPARE(QString::fromStdString(found ? civilText(found->microseconds) : ""), expected);
        if (found) {
            QCOMPARE(found->utc, utc);
            QCOMPARE(!found->caution.empty(), doubtful);
        }
    }

    void patternsOfTheUser()
    {
        const auto found = timeFromName("buoy 29.03.2009 at 12h15.wav", "dd.MM.yyyy' at 'HH'h'mm");
        QVERIFY(found);
        QCOMPARE(civilText(found->microseconds), std::string("2009-03-29 12:15:00"));
        QCOMPARE(timeFromName("whale.wav", "yyyyMMdd_HHmmss").error().code, ErrorCode::NotFound);
        QCOMPARE(timeFromName("whale.wav", "yyyy").error().code, ErrorCode::Invalid);
    }

    void civilTimes()
    {
        QCOMPARE(civilTime(1970, 1, 1, 0, 0, 0).value(), 0);
        QCOMPARE(civilTime(2000, 3, 1, 0, 0, 0).value(), 951868800'000'000);
        QVERIFY(!civilTime(2021, 2, 29, 0, 0, 0));
        QVERIFY(!civilTime(2021, 1, 1, 24, 0, 0));
        QCOMPARE(civilText(-1'000'000), std::string("1969-12-31 23:59:59"));
    }

    void harpSegmentsKeepTheirClocks()
    {
        // Address 172 is the first sample. 10 frames at 100 Hz take 0.1 s; the second raw file begins a minute later.
        const auto file = opened(xwav(harpRaw(27, 0, 172, 20, 100) + harpRaw(28, 0, 192, 20, 100, 3), 2));
        QVERIFY(file);
        const SoundInfo& info = file->info();
        QVERIFY(info.harp && info.findings.empty());
        QCOMPARE(info.harp->longitudeDegrees, -159.53383);
        QCOMPARE(info.harp->depthMetres, 720);
        QCOMPARE(info.harp->site, std::string("SITE"));
        QCOMPARE(info.segments.size(), 2U);
        QCOMPARE(info.segments[1].firstFrame, 10);
        QCOMPARE(info.segments[1].gain, 3);
        QVERIFY(info.segments[1].gapBefore && info.hasGaps());
        QVERIFY(info.start && info.start->utc);
        QCOMPARE(civilText(info.timeOf(9).value()), std::string("2021-07-15 00:27:00.090"));
        QCOMPARE(civilText(info.timeOf(10).value()), std::string("2021-07-15 00:28:00"));
        for (std::int64_t frame = 0; frame < 20; ++frame) {
            QCOMPARE(info.frameAt(info.timeOf(frame).value()).value(), frame);
        }
        QVERIFY(!info.frameAt(info.timeOf(9).value() + 1'000'000));
    }

    void harpThatDoesNotFit()
    {
        const auto far =
            opened(xwav(harpRaw(27, 0, 34444, 1500000, 100) + harpRaw(28, 0, 1534444, 1500000, 100), 2, 4));
        QVERIFY(far);
        QCOMPARE(far->info().segments.size(), 1U);
        QCOMPARE(far->info().segments[0].frames, 4);
        QCOMPARE(far->info().findings.front().kind, std::string("harp_addresses"));
        QVERIFY(far->info().start);

        const auto stray = opened(xwav(harpRaw(27, 0, 150, 10, 100), 1));
        QCOMPARE(stray->info().segments.size(), 2U);
        QVERIFY(!stray->info().timeOf(0) && stray->info().timeOf(5));
        QCOMPARE(stray->info().findings.front().count, 15);

        const auto broken = opened(xwav({}, 2));
        QVERIFY(broken && !broken->info().harp);
        QCOMPARE(broken->info().findings.front().kind, std::string("harp_time"));

        const auto back = opened(xwav(harpRaw(28, 0, 172, 20, 100) + harpRaw(27, 0, 192, 20, 100), 2));
        QVERIFY(back->info().segments[1].gapBefore);
        QCOMPARE(back->info().findings.front().kind, std::string("harp_time"));
    }

    void harpRawFilesThatContradictEachOtherAreFindings()
    {
        // 10 frames at 100 Hz take 0.1 s. Here 300 take 3 s, and the next raw file begins a second after the first.
        const QByteArray longer = harpRaw(27, 0, 172, 600, 100) + harpRaw(27, 1, 772, 20, 100);
        const auto overlap = opened(xwav(longer, 2, 310));
        QCOMPARE(overlap->info().findings.size(), 1U);
        QCOMPARE(overlap->info().findings.front().kind, std::string("harp_time"));
        QCOMPARE(overlap->info().findings.front().count, 1);
        QVERIFY(overlap->info().segments[1].gapBefore);

        const auto rates = opened(xwav(harpRaw(27, 0, 172, 20, 100) + harpRaw(28, 0, 192, 20, 200), 2));
        QCOMPARE(rates->info().findings.size(), 1U);
        QCOMPARE(rates->info().findings.front().kind, std::string("odd_header"));
        QCOMPARE(rates->info().findings.front().count, 1);
    }

    void startsFromElsewhere()
    {
        auto info = opened(wav(format(1, 1, 100, 16) + chunk("data", ramp(20))))->info();
        QVERIFY(!info.timeOf(0) && !info.hasGaps());
        setStart(info, {1'000'000, false, "test", {}});
        QCOMPARE(info.timeOf(10).value(), 1'100'000);
        auto harp = opened(xwav(harpRaw(27, 0, 140, 40, 100), 1))->info();
        const auto own = harp.timeOf(0);
        setStart(harp, {1'000'000, false, "test", {}});
        QCOMPARE(harp.timeOf(0), own);
    }

    void broadcastHeader()
    {
        QByteArray bext(602, '\0');
        bext.replace(0, 5, "a sea");
        bext.replace(320, 18, "2019-05-0112:30:59");
        const auto file = opened(wav(chunk("bext", bext) + format(1, 1, 100, 16) + chunk("data", ramp(20))));
        QVERIFY(file && file->info().start);
        QCOMPARE(civilText(file->info().start->microseconds), std::string("2019-05-01 12:30:59"));
        QCOMPARE(file->info().comment, std::string("a sea"));
    }

    void soundTrapLogs()
    {
        const QString path = m_folder.filePath("1.210610033655.log.xml");
        const auto log = [&](const QByteArray& text) {
            write(path, text);
            return readSoundTrapLog(pathFromUtf8(path.toStdString()));
        };
        const QByteArray cfg =
            "<CFG ID='12'><SUFFIX> dwv </SUFFIX></CFG><CFG ID='4'><FS> 96000 </FS><SUFFIX> wav </SUFFIX></CFG>";
        const QByteArray events =
            "<PROC_EVENT ID='12'><WavFileHandler SamplingStartTimeUTC='2020-01-01T00:00:00'/></PROC_EVENT>"
            "<PROC_EVENT ID='4'><WavFileHandler SamplingStartTimeUTC='2021-06-10T03:36:54'/></PROC_EVENT>"
            "<PROC_EVENT ID='4'><WavFileHandler CumulativeSamplingGap='-4882 us'/></PROC_EVENT>";
        const auto good = log("<ST>" + cfg + events + "</ST>");
        QVERIFY(good && good->start());
        QCOMPARE(civilText(good->start()->microseconds), std::string("2021-06-10 03:36:54"));
        QCOMPARE(good->gapMicroseconds.value(), -4882);
        QCOMPARE(good->rateHz.value(), 96000.0);
        QCOMPARE(log("<ST>" + events + "</ST>").error().code, ErrorCode::Corrupt);
        QCOMPARE(log("<ST><CFG").error().code, ErrorCode::Corrupt);
        QCOMPARE(log("<html></html>").error().code, ErrorCode::NotMine);
        QCOMPARE(log("time,level").error().code, ErrorCode::NotMine);
        QVERIFY(soundTrapLogOf(pathFromUtf8(m_folder.filePath("1.210610033655.wav").toStdString())));
        QVERIFY(!soundTrapLogOf(pathFromUtf8(m_folder.filePath("2.wav").toStdString())));
    }

    void fieldHeaders()
    {
        if (qEnvironmentVariableIsEmpty("SIGHTLINE_FIELD_DATA")) {
            QSKIP("SIGHTLINE_FIELD_DATA is not set: recordings of the field are not read");
        }
        const auto flac = SoundFile::open(field("fixture_two_chunk_xwav.x.flac"));
        QVERIFY(flac);
        const SoundInfo& info = (*flac)->info();
        QCOMPARE(info.segments.size(), 2U);
        QCOMPARE(civilText(info.timeOf(0).value()), std::string("2021-07-15 00:27:00"));
        QCOMPARE(civilText(info.timeOf(10).value()), std::string("2021-07-15 00:28:00"));
        QVERIFY(info.hasGaps());
        for (const char* name : {"xwav_headers_only.x.wav", "xwav_headers_only.x.flac"}) {
            const auto headers = SoundFile::open(field(name));
            QVERIFY(headers && (*headers)->info().harp);
            QCOMPARE(civilText((*headers)->info().start->microseconds), std::string("2010-02-28 02:21:15"));
            QCOMPARE((*headers)->info().harp->latitudeDegrees, 21.57224);
        }
        const auto log = readSoundTrapLog(field("67416073.210610033655.log.xml"));
        QVERIFY(log);
        QCOMPARE(civilText(log->startUtc.value()), std::string("2021-06-10 03:36:54"));
        QCOMPARE(log->sampleCount.value(), 28801648);
        QCOMPARE(log->serial, std::string("ST300"));
    }
};

QTEST_APPLESS_MAIN(TestSoundTime)
#include "test_sound_time.moc"
