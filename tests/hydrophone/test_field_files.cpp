// Every file of the hydrophone collection opens, or is refused with a reason. Skipped without the collection.
#include <filesystem>

#include <QTest>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/hydrophone/hydrophone_domain.h"
#include "core/domains/hydrophone/sound_recording.h"

using namespace sightline;
namespace fs = std::filesystem;

class TestFieldFiles : public QObject {
    Q_OBJECT

    std::unique_ptr<domains::Domain> m_domain = hydrophone::makeHydrophoneDomain();

    static fs::path folder()
    {
        const QString data = qEnvironmentVariable("SIGHTLINE_FIELD_DATA");
        return data.isEmpty() ? fs::path() : fs::path(data.toStdU16String()) / "hydrophone";
    }
    domains::ReadOutcome read(const fs::path& path)
    {
        NoProgress progress;
        return domains::openFile({m_domain.get()}, {path, {}}, {}, progress).outcome;
    }
    std::shared_ptr<const hydrophone::SoundRecording> open(const char* name)
    {
        const auto outcome = read(folder() / name);
        const auto* recording = std::get_if<domains::RecordingPtr>(&outcome);
        return recording ? std::dynamic_pointer_cast<const hydrophone::SoundRecording>(*recording) : nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (folder().empty() || !fs::is_directory(folder())) {
            QSKIP("SIGHTLINE_FIELD_DATA is not set");
        }
    }

    void everySoundOpensAndHasItsFirstPictureOrTheReasonWhyNot()
    {
        int sounds = 0;
        int judged = 0;
        int deaf = 0;
        int others = 0;
        for (const auto& entry : fs::recursive_directory_iterator(folder())) {
            if (!entry.is_regular_file()) {
                continue;
            }
            const std::string name = utf8(entry.path());
            const domains::ReadOutcome outcome = read(entry.path());
            if (const auto* error = std::get_if<Error>(&outcome)) {
                QFAIL((name + ": " + error->text()).c_str());
            }
            const auto* recording = std::get_if<domains::RecordingPtr>(&outcome);
            if (recording == nullptr) {
                const std::string ending = lowerAscii(utf8(entry.path().extension()));
                QVERIFY2(ending != ".wav" && ending != ".flac", name.c_str());
                ++others;
                continue;
            }
            ++sounds;
            const ImageRecipe recipe = m_domain->defaultRecipe("calls");
            const auto samples = m_domain->samples(**recording, recipe);
            QVERIFY2(samples && !samples->empty(), name.c_str());
            const Sample first = samples->front();
            if (!first.findings.empty()) {
                QCOMPARE(worst(first.findings), Severity::Reject);
                QVERIFY2(!first.findings.front().message.empty(), name.c_str());
                ++deaf;
                continue;
            }
            const auto picture = m_domain->picture(**recording, first, recipe);
            QVERIFY2(picture.has_value(), (name + (picture ? "" : ": " + picture.error().text())).c_str());
            QCOMPARE(picture->example.image.height, 48);
            ++judged;
        }
        QCOMPARE(sounds, 151);
        QCOMPARE(others, 6);
        QCOMPARE(judged + deaf, sounds);
        qInfo("%d sounds: %d with windows, %d that cannot be listened to; %d other files", sounds, judged, deaf,
              others);
    }

    void clocksAreRead()
    {
        const auto whale = open("narw_dclde2013/NOPP6_EST_20090329_121500.flac");
        QVERIFY(whale != nullptr && whale->start() && !whale->start()->utc);
        QCOMPARE(whale->seconds(), 900.0);
        // Two raw files a minute apart, ten samples of 100 Hz each.
        const auto harp = open("formats/fixture_two_chunk_xwav.x.flac");
        QVERIFY(harp != nullptr && harp->start() && harp->start()->utc);
        QCOMPARE(*harp->dateTimeAt(0.1) - *harp->dateTimeAt(0), std::int64_t{60'000'000});
        QCOMPARE(*harp->dateTimeAt(0.15) - *harp->dateTimeAt(0.1), std::int64_t{50'000});
    }
};

QTEST_GUILESS_MAIN(TestFieldFiles)
#include "test_field_files.moc"
