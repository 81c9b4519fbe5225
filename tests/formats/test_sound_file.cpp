// Sound files: every container and sample format, headers that lie, ranges, threads, and rubbish.
#include <QTemporaryDir>
#include <QtTest>

#include <sndfile.h>
#include <cmath>
#include <thread>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/formats/sound_file.h"
#include "core/formats/sound_writer.h"
#include "tests/formats/sound_bytes.h"

using namespace sightline;
using namespace sightline::formats;
using namespace sightline::test;

namespace {

constexpr int frames = 5000;
constexpr int channels = 2;

/// What the library writes in the formats below: two channels that differ.
std::vector<float> stereo()
{
    std::vector<float> samples;
    for (int i = 0; i < frames; ++i) {
        samples.push_back(static_cast<float>(0.8 * std::sin(0.01 * i)));
        samples.push_back(static_cast<float>(0.4 * std::cos(0.003 * i)));
    }
    return samples;
}

class Stopped : public Progress {
    [[nodiscard]] bool cancelled() const override { return true; }
    void report(double /*fraction*/, std::string_view /*stage*/) override {}
};

bool has(const SoundInfo& info, const std::string& kind)
{
    return std::any_of(info.findings.begin(), info.findings.end(), [&](const Finding& f) { return f.kind == kind; });
}

}  // namespace

class TestSoundFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    NoProgress m_quiet;

    std::filesystem::path place(const QString& name) { return pathFromUtf8(m_folder.filePath(name).toStdString()); }
    std::filesystem::path written(const QByteArray& bytes, const QString& name = "sound.wav")
    {
        write(m_folder.filePath(name), bytes);
        return place(name);
    }
    std::shared_ptr<const SoundFile> opened(const std::filesystem::path& path)
    {
        const auto file = SoundFile::open(path);
        if (!file) {
            qWarning("%s", file.error().text().c_str());
        }
        return file ? *file : nullptr;
    }
    std::shared_ptr<const SoundFile> opened(const QByteArray& bytes) { return opened(written(bytes)); }
    Error refused(const QByteArray& bytes)
    {
        const auto file = SoundFile::open(written(bytes));
        return file ? Error{ErrorCode::Internal, "it opened", {}} : file.error();
    }
    std::filesystem::path byLibrary(const QString& name, int format, int rate = 48000)
    {
        SF_INFO info{};
        info.samplerate = rate;
        info.channels = channels;
        info.format = format;
        SNDFILE* handle = sf_open(m_folder.filePath(name).toUtf8().constData(), SFM_WRITE, &info);
        if (!handle) {
            return {};
        }
        const std::vector<float> samples = stereo();
        sf_writef_float(handle, samples.data(), frames);
        sf_close(handle);
        return place(name);
    }

private Q_SLOTS:
    void formats_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("container");
        QTest::addColumn<QString>("samples");
        QTest::addColumn<double>("error");
        const auto row = [](const char* name, int format, const char* container, const char* samples, double error) {
            QTest::newRow(name) << format << QString(container) << QString::fromUtf8(samples) << error;
        };
        row("wav u8", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, "WAV", "8-bit", 0.02);
        row("wav 16", SF_FORMAT_WAV | SF_FORMAT_PCM_16, "WAV", "16-bit", 4e-5);
        row("wav 24", SF_FORMAT_WAV | SF_FORMAT_PCM_24, "WAV", "24-bit", 3e-7);
        row("wav 32", SF_FORMAT_WAV | SF_FORMAT_PCM_32, "WAV", "32-bit", 1e-7);
        row("wav float", SF_FORMAT_WAV | SF_FORMAT_FLOAT, "WAV", "32-bit float", 0);
        row("wav double", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, "WAV", "64-bit float", 0);
        row("wav mu-law", SF_FORMAT_WAV | SF_FORMAT_ULAW, "WAV", "µ-law", 0.03);
        row("wav A-law", SF_FORMAT_WAV | SF_FORMAT_ALAW, "WAV", "A-law", 0.03);
        row("rifx 16", SF_FORMAT_WAV | SF_FORMAT_PCM_16 | SF_ENDIAN_BIG, "WAV", "16-bit", 4e-5);
        row("extensible 24", SF_FORMAT_WAVEX | SF_FORMAT_PCM_24, "WAVE_EXTENSIBLE", "24-bit", 3e-7);
        row("extensible float", SF_FORMAT_WAVEX | SF_FORMAT_FLOAT, "WAVE_EXTENSIBLE", "32-bit float", 0);
        row("rf64", SF_FORMAT_RF64 | SF_FORMAT_PCM_24, "RF64", "24-bit", 3e-7);
        row("w64 16", SF_FORMAT_W64 | SF_FORMAT_PCM_16, "W64", "16-bit", 4e-5);
        row("w64 float", SF_FORMAT_W64 | SF_FORMAT_FLOAT, "W64", "32-bit float", 0);
        row("flac 16", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, "FLAC", "16-bit", 4e-5);
        row("flac 24", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, "FLAC", "24-bit", 3e-7);
        row("aiff 8", SF_FORMAT_AIFF | SF_FORMAT_PCM_S8, "AIFF", "8-bit", 0.02);
        row("aiff 24", SF_FORMAT_AIFF | SF_FORMAT_PCM_24, "AIFF", "24-bit", 3e-7);
        row("aifc float", SF_FORMAT_AIFF | SF_FORMAT_FLOAT, "AIFC", "32-bit float", 0);
        row("aifc sowt", SF_FORMAT_AIFF | SF_FORMAT_PCM_16 | SF_ENDIAN_LITTLE, "AIFC", "16-bit", 4e-5);
        row("wav adpcm", SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, "WAV", "ADPCM", 0.1);
    }
    void formats()
    {
        QFETCH(int, format);
        QFETCH(QString, container);
        QFETCH(QString, samples);
        QFETCH(double, error);
        const auto file = opened(byLibrary("library.snd", format));
        QVERIFY(file);
        const SoundInfo& info = file->info();
        QCOMPARE(QString::fromStdString(info.container), container);
        QCOMPARE(QString::fromStdString(info.sampleFormat), samples);
        QCOMPARE(info.channels, channels);
        QCOMPARE(info.rateHz, 48000.0);
        if (samples == "ADPCM") {
            QVERIFY(info.frames >= frames && has(info, "lossy"));
        } else {
            QCOMPARE(info.frames, frames);
        }
        const std::vector<float> expected = stereo();
        // A range in the middle, so that nothing depends on beginning at the start.
        const auto block = file->read(1234, 3000, m_quiet);
        QVERIFY2(block, block ? "" : block.error().text().c_str());
        std::vector<float> mean(3000);
        QVERIFY(file->readInto(1234, mean, {}, m_quiet));
        for (std::size_t i = 0; i < 3000; ++i) {
            const float left = expected[2 * (i + 1234)];
            const float right = expected[2 * (i + 1234) + 1];
            QVERIFY(std::abs(block->channels[0][i] - left) <= error);
            QVERIFY(std::abs(block->channels[1][i] - right) <= error);
            QVERIFY(std::abs(mean[i] - (left + right) / 2) <= error + 1e-7);
        }
    }

    void validBitsAreSaid()
    {
        QByteArray ext = le(0xFFFE, 2) + le(1, 2) + le(96000, 4) + le(384000, 4) + le(4, 2) + le(32, 2) + le(22, 2) +
                         le(24, 2) + le(0, 4) + le(1, 2) +
                         QByteArray("\x00\x00\x00\x00\x10\x00\x80\x00\x00\xAA\x00\x38\x9B\x71", 14);
        const auto file = opened(wav(chunk("fmt ", ext) + chunk("data", le(0x40000000, 4) + le(0xC0000000, 4))));
        QVERIFY(file);
        QCOMPARE(file->info().sampleFormat, std::string("24-bit in 32"));
        const auto block = file->read(0, 2, m_quiet);
        QCOMPARE(block->channels[0], (std::vector<float>{0.5F, -0.5F}));
    }

    void headersThatLie_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("frameCount");
        QTest::addColumn<QString>("finding");
        const QByteArray f = format(1, 1, 2000, 16);
        const QByteArray data = ramp(100);
        QTest::newRow("length 0") << wav(f + chunk("data", data, 0)) << 100 << "header_repaired";
        QTest::newRow("length all ones") << wav(f + chunk("data", data, 0xFFFFFFFF)) << 100 << "header_repaired";
        QTest::newRow("placeholder") << wav(f + chunk("data", data, 0x7FFFFFFE)) << 100 << "header_repaired";
        QTest::newRow("cut off") << wav(f + chunk("data", data, 500)) << 100 << "truncated";
        QTest::newRow("half a frame") << wav(f + chunk("data", data + "x", 201)).chopped(1) << 100 << "truncated";
        QTest::newRow("RF64 without ds64")
            << wav(f + chunk("data", data, 0xFFFFFFFF), "RF64") << 100 << "header_repaired";
        QTest::newRow("rubbish behind") << wav(f + chunk("data", data) + QByteArray(50, '\1')) << 100 << "odd_header";
        QTest::newRow("frame size 0") << wav(f.left(20) + le(0, 2) + f.mid(22) + chunk("data", data)) << 100
                                      << "odd_header";
        QTest::newRow("nothing in it") << wav(f + chunk("data", {})) << 0 << "empty";
        QTest::newRow("empty, then a chunk") << wav(f + chunk("data", {}) + chunk("LIST", "abcd")) << 0 << "empty";
        QTest::newRow("strange chunks") << wav(chunk("JUNK", "odd") + f + chunk("mark", QByteArray(33, 'x')) +
                                               chunk("data", data) + chunk("mrk2", data))
                                        << 100 << "";
        QTest::newRow("mu-law is lossy") << wav(format(7, 1, 8000, 8) + chunk("data", data)) << 200 << "lossy";
    }
    void headersThatLie()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, frameCount);
        QFETCH(QString, finding);
        const auto file = opened(bytes);
        QVERIFY(file);
        QCOMPARE(file->info().frames, frameCount);
        QCOMPARE(file->info().segments.front().frames, frameCount);
        QCOMPARE(file->info().findings.size(), finding.isEmpty() ? 0U : 1U);
        if (!finding.isEmpty()) {
            QCOMPARE(file->info().findings.front().kind, finding.toStdString());
        }
        const auto block = file->read(0, frameCount, m_quiet);
        QVERIFY(block);
        if (frameCount == 100) {
            QCOMPARE(block->channels[0][99], 9900.0F / 32768.0F);
        }
    }

    void sizeWrappedBeyondFourGibibytes()
    {
        // Five gigabytes that take no room: a file with a hole.
        const QByteArray head = wav(format(1, 1, 96000, 16) + chunk("data", {}, 1000000));
        const std::int64_t sound = 1000000 + (std::int64_t{1} << 32);
        {
            QFile file(m_folder.filePath("huge.wav"));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(head);
            if (!file.resize(head.size() + sound)) {
                QSKIP("this disk takes no file of 5 GB");
            }
            file.seek(head.size() + sound - 2);
            file.write(le(0x4000, 2));
        }
        const auto file = opened(place("huge.wav"));
        QVERIFY(file);
        QVERIFY(has(file->info(), "header_repaired"));
        QCOMPARE(file->info().frames, sound / 2);
        std::vector<float> last(3);
        QVERIFY(file->readInto(sound / 2 - 3, last, {0}, m_quiet));
        QCOMPARE(last, (std::vector<float>{0, 0, 0.5F}));
        QFile::remove(m_folder.filePath("huge.wav"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("byte");
        const QByteArray f = format(1, 1, 2000, 16);
        const auto row = [](const char* name, const QByteArray& bytes, ErrorCode code, int byte) {
            QTest::newRow(name) << bytes << static_cast<int>(code) << byte;
        };
        row("empty", {}, ErrorCode::Corrupt, 0);
        row("text", "time,level\n1,2\n", ErrorCode::NotMine, 0);
        row("UTF-16 text", QByteArray("\xFF\xFE") + QByteArray("t\0i\0m\0e\0,\0a\0b\0c\0", 16), ErrorCode::NotMine, 0);
        row("head alone", wav({}), ErrorCode::Corrupt, 12);
        row("no samples", wav(f), ErrorCode::Corrupt, 36);
        row("samples before the format", wav(chunk("data", ramp(4)) + f), ErrorCode::Corrupt, 12);
        row("no channels", wav(format(1, 0, 2000, 16) + chunk("data", ramp(4))), ErrorCode::Corrupt, 20);
        row("no rate", wav(format(1, 1, 0, 16) + chunk("data", ramp(4))), ErrorCode::Corrupt, 20);
        row("unknown code", wav(format(0x161, 1, 2000, 16) + chunk("data", ramp(4))), ErrorCode::Corrupt, 20);
        row("short format", wav(chunk("fmt ", "abcd") + chunk("data", ramp(4))), ErrorCode::Corrupt, 20);
        row("rubbish for a chunk", wav(f + QByteArray(40, '\2')), ErrorCode::Corrupt, 36);
        row("FLAC cut in its header", QByteArray("fLaC\x80\0\0\x22", 8) + QByteArray(5, '\0'), ErrorCode::Corrupt, 4);
        row("AIFF without COMM", QByteArray("FORM\0\0\0\4AIFF", 12), ErrorCode::Corrupt, 12);
        row("MPEG that is none", QByteArray("ID3\4\0\0\0\0\0\2xx") + QByteArray(100, 'x'), ErrorCode::Corrupt, 0);
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        QFETCH(int, byte);
        const Error error = refused(bytes);
        QVERIFY2(error.code == static_cast<ErrorCode>(code), error.text().c_str());
        QCOMPARE(error.where.byte.value_or(-1), byte);
        QVERIFY(error.where.file.find("sound.wav") != std::string::npos);
    }

    void refusesWhatIsNoFile()
    {
        QCOMPARE(SoundFile::open(place("missing.wav")).error().code, ErrorCode::Unreadable);
        QCOMPARE(SoundFile::open(place(".")).error().code, ErrorCode::Unreadable);
        const auto sud = SoundFile::open(written("X3ARCHIV", "67416073.sud"));
        QCOMPARE(sud.error().code, ErrorCode::Invalid);
        QVERIFY(sud.error().message.find("SoundTrap Host") != std::string::npos);
    }

    void flacWithoutLengthAndCutOff()
    {
        byLibrary("whole.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16);
        QFile source(m_folder.filePath("whole.flac"));
        QVERIFY(source.open(QIODevice::ReadOnly));
        const QByteArray whole = source.readAll();
        QByteArray unknown = whole;
        unknown[21] = static_cast<char>(unknown[21] & 0xF0);
        unknown.replace(22, 4, QByteArray(4, '\0'));
        const auto repaired = opened(unknown);
        QVERIFY(repaired && has(repaired->info(), "header_repaired"));
        QCOMPARE(repaired->info().frames, frames);
        QVERIFY(repaired->read(frames - 10, 10, m_quiet));

        const auto cut = opened(whole.chopped(10));
        QVERIFY(cut && has(cut->info(), "truncated"));
        QVERIFY(cut->info().frames > 0 && cut->info().frames < frames);
        const auto all = cut->read(0, cut->info().frames, m_quiet);
        QVERIFY2(all, all ? "" : all.error().text().c_str());
    }

    void mpegUnderAWavName()
    {
        const auto path = byLibrary("loud.wav", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III);
        if (path.empty()) {
            QSKIP("this libsndfile writes no MPEG");
        }
        const auto file = opened(path);
        QVERIFY(file);
        QCOMPARE(file->info().container, std::string("MPEG"));
        QVERIFY(file->info().lossy && has(file->info(), "lossy"));
        QVERIFY(std::abs(static_cast<double>(file->info().frames) - frames) < 3000);
        QVERIFY(file->read(100, 1000, m_quiet));
    }

    void countsWhatIsNoNumber()
    {
        QByteArray samples;
        for (const float value : {0.5F, std::nanf(""), INFINITY, -2.0F}) {
            samples += QByteArray(reinterpret_cast<const char*>(&value), 4);
        }
        const auto file = opened(wav(format(3, 1, 8000, 32) + chunk("data", samples)));
        QVERIFY(file);
        const auto block = file->read(0, 4, m_quiet);
        QCOMPARE(block->channels[0], (std::vector<float>{0.5F, 0, 0, -2.0F}));
        QCOMPARE(block->tally.notFinite, 2);
        QCOMPARE(block->tally.beyondFullScale, 1);
    }

    void asksForWhatIsThere()
    {
        const auto file = opened(wav(format(1, 1, 8000, 16) + chunk("data", ramp(10))));
        std::vector<float> out(5);
        QCOMPARE(file->readInto(6, out, {}, m_quiet).error().code, ErrorCode::Invalid);
        QCOMPARE(file->readInto(-1, out, {}, m_quiet).error().code, ErrorCode::Invalid);
        QCOMPARE(file->readInto(0, out, {1}, m_quiet).error().code, ErrorCode::Invalid);
        QCOMPARE(file->read(0, std::int64_t{1} << 62, m_quiet).error().code, ErrorCode::Invalid);
        Stopped stopped;
        QCOMPARE(file->readInto(0, out, {}, stopped).error().code, ErrorCode::Cancelled);
        QVERIFY(file->read(10, 0, m_quiet));
    }

    void noticesAChangedFile()
    {
        const auto file = opened(wav(format(1, 1, 8000, 16) + chunk("data", ramp(10))));
        written(wav(format(1, 1, 8000, 16) + chunk("data", ramp(12))));
        QCOMPARE(file->read(0, 10, m_quiet).error().code, ErrorCode::Unreadable);
    }

    void manyThreadsReadTheSameFile()
    {
        const auto file = opened(byLibrary("threads.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16));
        const auto expected = file->read(0, frames, m_quiet);
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                NoProgress quiet;
                Rng rng(static_cast<std::uint64_t>(t));
                for (int i = 0; i < 50; ++i) {
                    const auto first = static_cast<std::int64_t>(rng.below(frames - 500));
                    std::vector<float> part(500);
                    const auto got = file->readInto(first, part, {1}, quiet);
                    if (!got || !std::equal(part.begin(), part.end(), expected->channels[1].begin() + first)) {
                        ++wrong;
                    }
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        QCOMPARE(wrong, 0);
    }

    void manyFilesAtOnce()
    {
        // More than the handles a process may usually have.
        const auto path = written(wav(format(1, 1, 8000, 16) + chunk("data", ramp(10))));
        std::vector<std::shared_ptr<const SoundFile>> files;
        for (int i = 0; i < 1500; ++i) {
            files.push_back(opened(path));
            QVERIFY(files.back() && files.back()->read(0, 10, m_quiet));
        }
    }

    void writesWhatItReads()
    {
        for (const auto samples : {WavSamples::Signed16, WavSamples::Signed24, WavSamples::Float32}) {
            auto writer = SoundWriter::create(place("folder/out.wav"), 44100, channels, samples);
            QVERIFY(writer);
            QVERIFY(writer->write(stereo()));
            QVERIFY(!std::filesystem::exists(place("folder/out.wav")));
            QVERIFY(writer->close());
            const auto file = opened(place("folder/out.wav"));
            QVERIFY(file && file->info().findings.empty());
            QVERIFY(file->info().container != "RF64");
            QCOMPARE(file->info().frames, frames);
            QVERIFY(std::abs(file->read(77, 1, m_quiet)->channels[1][0] - stereo()[155]) < 4e-5);
            std::filesystem::remove(place("folder/out.wav"));
        }
        {
            auto dropped = SoundWriter::create(place("dropped.wav"), 8000, 1);
            const std::vector<float> loud = {7, std::nanf(""), -7};
            QVERIFY(dropped->write(loud));
        }
        QVERIFY(!std::filesystem::exists(place("dropped.wav")) && !std::filesystem::exists(place("dropped.wav.part")));
        QCOMPARE(SoundWriter::create(place("no.wav"), 0, 1).error().code, ErrorCode::Invalid);
    }

    /// Small files with bytes changed, cut and doubled: an answer each time, and reading what was promised.
    void survivesMutations_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto whole = [](const std::filesystem::path& path) {
            QFile file(QString::fromStdString(utf8(path)));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QTest::newRow("wav") << wav(format(1, 2, 8000, 16) + chunk("LIST", "INFOICMT\5\0\0\0hello\0") +
                                    chunk("data", ramp(50)));
        QTest::newRow("harp") << wav(
            format(1, 1, 100, 16) +
            chunk("harp", harpHead(2) + harpRaw(1, 0, 172, 20, 100) + harpRaw(2, 0, 192, 20, 100)) +
            chunk("data", ramp(20)));
        QTest::newRow("float") << whole(byLibrary("m.wav", SF_FORMAT_WAVEX | SF_FORMAT_FLOAT)).left(600);
        QTest::newRow("w64") << whole(byLibrary("m.w64", SF_FORMAT_W64 | SF_FORMAT_PCM_16)).left(600);
        QTest::newRow("rf64") << whole(byLibrary("m.rf64", SF_FORMAT_RF64 | SF_FORMAT_PCM_16)).left(600);
        QTest::newRow("aiff") << whole(byLibrary("m.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16)).left(600);
        QTest::newRow("flac") << whole(byLibrary("m.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16));
    }
    void survivesMutations()
    {
        QFETCH(QByteArray, bytes);
        Rng rng(11);
        int opens = 0;
        for (int round = 0; round < 400; ++round) {
            QByteArray mutant = bytes;
            const auto reach =
                static_cast<std::size_t>(rng.chance(0.7) ? std::min<qsizetype>(mutant.size(), 160) : mutant.size());
            for (std::size_t change = rng.below(4) + 1; change > 0; --change) {
                static constexpr unsigned char nasty[] = {0, 0xFF, 0x7F, 0x80, 1};
                mutant[static_cast<qsizetype>(rng.below(reach))] =
                    static_cast<char>(rng.chance(0.5) ? nasty[rng.below(5)] : rng.below(256));
            }
            if (rng.chance(0.2)) {
                mutant.truncate(static_cast<qsizetype>(rng.below(static_cast<std::size_t>(mutant.size()))));
            }
            // A new file each time: rewriting one makes the disk wait.
            const auto path = written(mutant, QString("mutant%1.wav").arg(round));
            const auto file = SoundFile::open(path);
            const auto removed = qScopeGuard([&] { std::filesystem::remove(path); });
            if (!file) {
                QVERIFY(!file.error().message.empty() && !file.error().where.file.empty());
                continue;
            }
            ++opens;
            const SoundInfo& info = (*file)->info();
            std::int64_t at = 0;
            for (const SoundSegment& segment : info.segments) {
                QCOMPARE(segment.firstFrame, at);
                at = segment.endFrame();
            }
            QCOMPARE(at, info.frames);
            const std::int64_t some = std::min<std::int64_t>(info.frames, 2000);
            std::vector<float> out(static_cast<std::size_t>(some));
            const auto got = (*file)->readInto(info.frames - some, out, {}, m_quiet);
            QVERIFY(got || !got.error().where.file.empty());
            QVERIFY(std::all_of(out.begin(), out.end(), [](float x) { return std::isfinite(x); }));
        }
        QVERIFY(opens > 20);
    }

    void fieldFilesOpen()
    {
        const QByteArray folder = qgetenv("SIGHTLINE_FIELD_DATA");
        if (folder.isEmpty()) {
            QSKIP("SIGHTLINE_FIELD_DATA is not set: recordings of the field are not opened");
        }
        int sounds = 0;
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(pathFromUtf8(folder.toStdString()) / "hydrophone")) {
            const std::string extension = entry.path().extension().string();
            if (extension != ".wav" && extension != ".flac") {
                continue;
            }
            const auto file = opened(entry.path());
            QVERIFY2(file, entry.path().c_str());
            const auto block = file->read(0, std::min<std::int64_t>(file->info().frames, 1 << 20), m_quiet);
            QVERIFY2(block, entry.path().c_str());
            for (const Finding& finding : file->info().findings) {
                QVERIFY2(finding.kind == "harp_addresses", (finding.where.file + finding.message).c_str());
            }
            ++sounds;
        }
        QVERIFY(sounds > 100);
    }
};

QTEST_APPLESS_MAIN(TestSoundFile)
#include "test_sound_file.moc"
