// The commands on recordings that are listened through, with the shipped starter.
#include <sstream>

#include <QStandardPaths>

#include "core/data/extent.h"
#include "core/formats/sound_writer.h"
#include "tests/app/support.h"

using namespace sightline;
using namespace sightline::testing;

class TestListening : public QObject {
    Q_OBJECT

    Program m_program;
    const std::string m_sample = std::string(SIGHTLINE_SOURCE) + "/resources/samples/hydrophone/simulated_upcalls.wav";
    const std::string m_table =
        std::string(SIGHTLINE_SOURCE) + "/resources/samples/hydrophone/simulated_upcalls.Table.1.selections.txt";
    const std::string m_starter = std::string(SIGHTLINE_SOURCE) + "/resources/models/hydrophone-calls.safetensors";

    static std::vector<std::string> linesOf(const std::string& text)
    {
        std::vector<std::string> lines;
        std::istringstream stream(text);
        for (std::string line; std::getline(stream, line);) {
            lines.push_back(line);
        }
        return lines;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QVERIFY2(std::filesystem::exists(SIGHTLINE_PROGRAM), SIGHTLINE_PROGRAM);
        if (!learning::loadEngine()) {
            QSKIP("the torch half was not built: no verdicts here");
        }
    }

    void theStarterFindsTheCallsOfTheSample()
    {
        const Ran ran = m_program.run({"classify", m_sample, "--model", m_starter, "--format", "json"});
        COMPARE_CODE(ran, 0);
        QVERIFY2(ran.err.find("x real time") != std::string::npos, ran.err.c_str());
        const std::vector<double> calls = {7.3, 23.7, 50.7, 66, 92.1, 112.2};
        const std::vector<std::string> rows = linesOf(ran.out);
        QCOMPARE(rows.size(), calls.size());
        for (std::size_t k = 0; k < rows.size(); ++k) {
            const auto row = nlohmann::json::parse(rows[k]);
            QCOMPARE(QString::fromStdString(row["class"].get<std::string>()), "upcall");
            QCOMPARE(row["abstained"].get<bool>(), false);
            const auto seconds = secondsNamed(row["sample"].get<std::string>());
            QVERIFY(seconds && seconds->begin < calls[k] && calls[k] < seconds->end);
        }
    }

    void everyWindowOrFewerEventsAsAsked()
    {
        const Ran windows = m_program.run({"classify", m_sample, "--model", m_starter, "--windows", "--format", "csv"});
        COMPARE_CODE(windows, 0);
        // 120 s, a window every 0.128 s, and the header.
        QCOMPARE(linesOf(windows.out).size(), std::size_t{923});
        const Ran sure =
            m_program.run({"classify", m_sample, "--model", m_starter, "--threshold", "0.9999", "--format", "csv"});
        const Ran all =
            m_program.run({"classify", m_sample, "--model", m_starter, "--threshold", "0.0001", "--format", "csv"});
        COMPARE_CODE(sure, 0);
        QVERIFY(linesOf(sure.out).size() <= 7 && linesOf(all.out).size() >= 7);
    }

    void eventsAreJudgedAgainstATable()
    {
        const Ran ran = m_program.run({"evaluate", "--domain", "hydrophone", "--model", m_starter, "--data", m_sample,
                                       "--labels", m_table, "--format", "json", "--curves", "curve.json"});
        COMPARE_CODE(ran, 0);
        const auto json = nlohmann::json::parse(ran.out);
        QCOMPARE(json["event_f1"]["value"].get<double>(), 1.0);
        QCOMPARE(json["detections"]["boxes"].get<int>(), 6);
        QVERIFY(json.contains("window_ap") && json.contains("false_alarms_per_hour"));
        QVERIFY(m_program.exists("curve.json"));
        const Ran window = m_program.run({"evaluate", "--domain", "hydrophone", "--model", m_starter, "--data",
                                          m_sample, "--labels", m_table, "--format", "json", "--window", "2"});
        QCOMPARE(nlohmann::json::parse(window.out)["detections"]["windows"].get<int>(), 60);
        const Ran folds = m_program.run({"evaluate", "--domain", "hydrophone", "--model", m_starter, "--data", m_sample,
                                         "--labels", m_table, "--scores", "s.csv"});
        COMPARE_CODE(folds, 2);
    }

    void aKindWithoutAModelDoesNotKeepTheOthersFromTheirVerdicts()
    {
        const std::filesystem::path models = m_program.file("two") / "models";
        std::filesystem::create_directories(models);
        for (const char* name : {"hydrophone-calls.safetensors", "pumpcards-condition.safetensors"}) {
            std::filesystem::copy_file(std::filesystem::path(SIGHTLINE_SOURCE) / "resources/models" / name,
                                       models / name);
        }
        m_program.set("SIGHTLINE_RESOURCES", utf8(m_program.file("two")));
        const Ran ran =
            m_program.run({"classify", std::string(SIGHTLINE_SOURCE) + "/resources/samples", "--format", "csv"});
        m_program.set("SIGHTLINE_RESOURCES", utf8(m_program.file("resources")));
        COMPARE_CODE(ran, 1);
        QVERIFY2(ran.err.find("no model for \"owner\" of mouse") != std::string::npos, ran.err.c_str());
        QVERIFY(ran.out.find("upcall") != std::string::npos);
        QVERIFY(ran.out.find("parted_rods") != std::string::npos);
    }

    void aClipShorterThanAWindowGetsNoVerdictAndSaysWhy()
    {
        const std::filesystem::path clip = m_program.file("clip.wav");
        auto writer = formats::SoundWriter::create(clip, 4000, 1);
        QVERIFY(writer && writer->write(std::vector<float>(4000, 0.1F)) && writer->close());
        const Ran ran = m_program.run({"classify", utf8(clip), "--model", m_starter, "--format", "json"});
        COMPARE_CODE(ran, 1);  // as for every file in which nothing can be judged
        const std::vector<std::string> rows = linesOf(ran.out);
        QCOMPARE(rows.size(), std::size_t{1});
        const auto row = nlohmann::json::parse(rows.front());
        QVERIFY(row["class"].is_null());
        QCOMPARE(QString::fromStdString(row["reason"].get<std::string>()), "shorter than one window of 2.05 s");
    }

    void aLabelTableIsNoRecording()
    {
        COMPARE_CODE(m_program.run({"classify", m_table, "--model", m_starter}), 1);
        const Ran folder = m_program.run({"classify", std::string(SIGHTLINE_SOURCE) + "/resources/samples/hydrophone",
                                          "--model", m_starter, "--format", "csv"});
        COMPARE_CODE(folder, 0);
        QCOMPARE(linesOf(folder.out).size(), std::size_t{7});
    }
};

QTEST_GUILESS_MAIN(TestListening)
#include "test_listening.moc"
