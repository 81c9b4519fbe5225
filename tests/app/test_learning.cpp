// The commands that need the network: train, evaluate, classify, models, and how they stop.
#include <QScopeGuard>
#include <QStandardPaths>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/file.h"
#include "core/diagnosis/diagnosis.h"
#include "core/retraining/examples.h"
#include "core/workspace/workspace.h"
#include "tests/app/support.h"

using namespace sightline;
using namespace sightline::testing;

namespace {

/// One smooth closed card in the long CSV form.
std::string card(int points, const std::string& badLoad = {}, bool reversed = false, int padding = 0)
{
    std::string text = "card_id,label,point,position_m,load_kN\n";
    constexpr double pi = 3.14159265358979;
    for (int i = 0; i < points; ++i) {
        const double t = 2 * pi * (reversed ? points - 1 - i : i) / points;
        const double load = 40 + 15 * std::sin(t) + 3 * std::sin(2 * t);
        const bool bad = !badLoad.empty() && i % 5 == 0;
        text += "A1,," + std::to_string(i) + "," + std::to_string(1.5 * (1 - std::cos(t))) + "," +
                (bad ? badLoad : std::to_string(load)) + "\n";
    }
    for (int i = 0; i < padding; ++i) {
        text += "A1,," + std::to_string(points + i) + ",0.0,0.0\n";
    }
    return text;
}

}  // namespace

class TestLearning : public QObject {
    Q_OBJECT

private:
    Program m_program;
    bool m_trained = false;

    /// Accuracy of the nearest training card by normalised shape and loads.
    [[nodiscard]] double nearestNeighbour(const std::string& train, const std::string& test) const
    {
        const domains::Domain& domain = *domains::findDomain("pumpcards");
        NoProgress quiet;
        const auto signatures = [&](const std::string& name) {
            const auto opened = diagnosis::openRecording({&domain}, m_program.file(name), {}, {}, quiet);
            std::vector<std::pair<std::vector<double>, std::string>> all;
            for (const Sample& sample : opened->samples) {
                const auto signature = domain.twinSignature(*opened->recording, sample);
                std::vector<double> point;
                if (signature) {
                    point.assign(signature->shape.begin(), signature->shape.end());
                    for (const float magnitude : signature->magnitudes) {
                        point.push_back(std::log(static_cast<double>(magnitude)));
                    }
                }
                all.emplace_back(std::move(point), sample.ownLabel);
            }
            return all;
        };
        const auto known = signatures(train);
        const auto asked = signatures(test);
        std::size_t right = 0;
        for (const auto& [point, label] : asked) {
            double best = std::numeric_limits<double>::max();
            const std::string* answer = nullptr;
            for (const auto& [other, otherLabel] : known) {
                double distance = other.size() == point.size() ? 0 : best;
                for (std::size_t i = 0; i < std::min(point.size(), other.size()); ++i) {
                    distance += (point[i] - other[i]) * (point[i] - other[i]);
                }
                if (distance < best) {
                    best = distance;
                    answer = &otherLabel;
                }
            }
            right += answer != nullptr && *answer == label ? 1 : 0;
        }
        return static_cast<double>(right) / static_cast<double>(asked.size());
    }

#define NEEDS_THE_MODEL()                                                        \
    if (!m_trained) {                                                            \
        QSKIP("the torch half was not built: no training and no verdicts here"); \
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QVERIFY2(std::filesystem::exists(SIGHTLINE_PROGRAM), SIGHTLINE_PROGRAM);
        COMPARE_CODE(m_program.run({"simulate", "--count", "780", "--seed", "11", "--out", "train.csv"}), 0);
        COMPARE_CODE(m_program.run({"simulate", "--count", "260", "--seed", "12", "--out", "test.csv"}), 0);
        if (!learning::loadEngine()) {
            return;
        }
        const Ran ran = m_program.run(
            {"train",           "--domain", "pumpcards", "--data",   "train.csv", "--out",      "m.safetensors",
             "--epochs",        "12",       "--members", "1",        "--threads", "1",          "--name",
             "Test, simulated", "--origin", "simulated", "--format", "json",      "--progress", "json"});
        COMPARE_CODE(ran, 0);
        const auto answer = jsonLines(ran.out);
        QCOMPARE(answer.size(), std::size_t{1});
        QCOMPARE(answer[0]["name"].get<std::string>(), std::string("Test, simulated"));
        QVERIFY(answer[0]["held_out"]["accuracy"]["n"].get<int>() > 0);
        int epochs = 0;
        bool written = false;
        for (const auto& row : jsonLines(ran.err)) {
            epochs += row.contains("epoch") ? 1 : 0;
            written = written || row.contains("model");
        }
        QCOMPARE(epochs, 12);
        QVERIFY(written);
        m_trained = true;
    }

    void trainingBeatsTheNearestNeighbour()
    {
        NEEDS_THE_MODEL();
        const Ran ran =
            m_program.run({"evaluate", "--model", "m.safetensors", "--data", "test.csv", "--format", "json"});
        COMPARE_CODE(ran, 0);
        const auto json = jsonLines(ran.out)[0];
        for (const char* key : {"accuracy", "macro_f1", "top2", "ece", "coverage"}) {
            for (const char* part : {"value", "low", "high", "n"}) {
                QVERIFY2(json[key].contains(part), key);
            }
        }
        for (const char* key :
             {"classes", "confusion", "rejected", "abstained", "excluded", "split", "probe", "model", "seconds"}) {
            QVERIFY2(json.contains(key), key);
        }
        QCOMPARE(json["accuracy"]["n"].get<int>(), 260);
        const double accuracy = json["accuracy"]["value"].get<double>();
        const double floor = nearestNeighbour("train.csv", "test.csv");
        qInfo("accuracy %.3f, 1-nearest-neighbour %.3f", accuracy, floor);
        QVERIFY2(accuracy > floor, qPrintable(QStringLiteral("%1 against %2").arg(accuracy).arg(floor)));

        const Ran own =
            m_program.run({"evaluate", "--model", "m.safetensors", "--data", "train.csv", "--format", "json"});
        QVERIFY2(own.code != 0 || jsonLines(own.out)[0]["excluded"].get<int>() > 700,
                 "a model is never judged on what it was trained on");
        const Ran table = m_program.run({"evaluate", "--model", "m.safetensors", "--data", "test.csv"});
        COMPARE_CODE(table, 0);
        QVERIFY(contains(table.out, "macro_f1") && contains(table.out, "truth \\ answer"));
        const Ran csv =
            m_program.run({"evaluate", "--model", "m.safetensors", "--data", "test.csv", "--format", "csv"});
        QVERIFY(csv.out.rfind("figure,value,low,high,n\n", 0) == 0);
        QVERIFY(contains(csv.out, "\nauc,") && contains(csv.out, "\nprecision normal,"));
    }

    void evaluationWritesCurvesAndDoubtfulLabels()
    {
        NEEDS_THE_MODEL();
        const Ran ran = m_program.run({"evaluate", "--model", "m.safetensors", "--data", "test.csv", "--format", "json",
                                       "--positive", "normal", "--curves", "out/curves.json", "--label-issues",
                                       "out/doubtful.csv"});
        COMPARE_CODE(ran, 0);
        const auto answer = jsonLines(ran.out)[0];
        QCOMPARE(answer["positive"].get<std::string>(), std::string("normal"));
        const auto bytes = readFile(m_program.file("out/curves.json"));
        QVERIFY(bytes.has_value());
        const auto curves = nlohmann::json::parse(*bytes);
        QCOMPARE(curves["classes"].size(), std::size_t{1});
        QCOMPARE(curves["classes"][0]["auc"].get<double>(), answer["auc"]["value"].get<double>());
        QVERIFY(contains(ran.err, "labels are probably wrong"));

        // A label file again: what is listed can be judged as it stands.
        const auto lines = retraining::readLabelFile(m_program.file("out/doubtful.csv"));
        QVERIFY2(lines.has_value(), lines ? "" : lines.error().text().c_str());
        QCOMPARE(lines->size(), answer["label_issues"]["listed"].get<std::size_t>());
        if (!lines->empty()) {
            const Ran again = m_program.run(
                {"evaluate", "--model", "m.safetensors", "--labels", "out/doubtful.csv", "--format", "json"});
            COMPARE_CODE(again, 0);
            QCOMPARE(jsonLines(again.out)[0]["accuracy"]["n"].get<std::size_t>(), lines->size());
            QCOMPARE(jsonLines(again.out)[0]["accuracy"]["value"].get<double>(), 0.0);
        }

        const std::vector<std::vector<std::string>> wrong = {{"--model", "m.safetensors", "--positive", "whale"},
                                                             {"--model", "m.safetensors", "--folds", "3"},
                                                             {"--folds", "3", "--mask"},
                                                             {"--folds", "3", "--positive", "whale"},
                                                             {"--epochs", "3"}};
        for (const std::vector<std::string>& options : wrong) {
            std::vector<std::string> line = {"evaluate", "--data", "test.csv"};
            line.insert(line.end(), options.begin(), options.end());
            const Ran refused = m_program.run(line);
            COMPARE_CODE(refused, 2);
            QVERIFY(refused.out.empty());
        }
    }

    void foldsJudgeEverySampleWithoutAModel()
    {
        NEEDS_THE_MODEL();
        const Ran ran = m_program.run({"evaluate", "--data", "test.csv", "--folds", "2", "--epochs", "1", "--format",
                                       "json", "--label-issues", "folds.csv"});
        COMPARE_CODE(ran, 0);
        const auto json = jsonLines(ran.out)[0];
        QCOMPARE(json["accuracy"]["n"].get<int>(), 260);
        QCOMPARE(json["excluded"].get<int>(), 0);
        QCOMPARE(json["label_issues"]["judged"].get<int>(), 260);
        QVERIFY(retraining::readLabelFile(m_program.file("folds.csv")).has_value());
    }

    void verdictsAreTheLibrarysOwn()
    {
        NEEDS_THE_MODEL();
        const Ran ran =
            m_program.run({"classify", "test.csv", "--model", "m.safetensors", "--format", "json", "--device", "cpu"});
        COMPARE_CODE(ran, 0);
        const auto rows = jsonLines(ran.out);
        QCOMPARE(rows.size(), std::size_t{260});

        NoProgress quiet;
        const domains::Domain& domain = *domains::findDomain("pumpcards");
        const auto opened = diagnosis::openRecording({&domain}, m_program.file("test.csv"), {}, {}, quiet);
        QVERIFY(opened.has_value());
        const auto chosen = diagnosis::chooseModel(m_program.file("m.safetensors"), nullptr, domain, "condition");
        QVERIFY(chosen.has_value());
        const auto engine = learning::loadEngine();
        (*engine)->chooseDevice(learning::DeviceChoice::Cpu);
        const auto classifier = (*engine)->open(chosen->model);
        QVERIFY(classifier.has_value());
        std::vector<std::size_t> all(opened->samples.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        std::vector<diagnosis::Diagnosed> here;
        QVERIFY(
            diagnosis::diagnose(
                *opened, all, **classifier,
                [&](std::vector<diagnosis::Diagnosed> batch) { here.insert(here.end(), batch.begin(), batch.end()); },
                quiet)
                .has_value());
        const std::vector<std::string> keys = {
            "file",      "sample", "class",        "probability", "second", "second_probability",
            "abstained", "reason", "milliseconds", "device",      "model"};
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::vector<std::string> found;
            for (const auto& [key, value] : rows[i].items()) {
                found.push_back(key);
            }
            QCOMPARE(found, keys);
            QCOMPARE(rows[i]["sample"].get<std::string>(), here[i].sample.key.sample);
            const Verdict& v = here[i].verdict;
            if (v.rejected) {
                QVERIFY(rows[i]["class"].is_null());
                QVERIFY(!rows[i]["reason"].get<std::string>().empty());
                continue;
            }
            QCOMPARE(rows[i]["class"].get<std::string>(), v.bestClass());
            QVERIFY(std::abs(rows[i]["probability"].get<double>() - v.bestProbability()) < 1e-5);
            QCOMPARE(rows[i]["abstained"].get<bool>(), v.abstained);
            QCOMPARE(rows[i]["model"].get<std::string>(), chosen->model->info.id);
            QCOMPARE(rows[i]["device"].get<std::string>(), std::string("cpu"));
        }
    }

    void thePictureSaysWhereTheNetworkLooked()
    {
        NEEDS_THE_MODEL();
        const auto image = [&](const std::string& out, std::vector<std::string> more) {
            std::vector<std::string> arguments = {"image",    "test.csv", "--sample", "3", "--model",  "m.safetensors",
                                                  "--device", "cpu",      "--out",    out, "--format", "json"};
            arguments.insert(arguments.end(), more.begin(), more.end());
            return m_program.run(arguments);
        };
        const Ran plain = image("plain.png", {});
        COMPARE_CODE(plain, 0);
        QVERIFY(!jsonLines(plain.out)[0].contains("why"));
        const Ran first = image("first.png", {"--why"});
        COMPARE_CODE(first, 0);
        const auto why = jsonLines(first.out)[0]["why"];
        const Ran judged =
            m_program.run({"classify", "test.csv", "--model", "m.safetensors", "--device", "cpu", "--format", "json"});
        COMPARE_CODE(judged, 0);
        const auto verdict = jsonLines(judged.out)[3];
        QCOMPARE(verdict["sample"].get<std::string>(), std::string("3"));
        QCOMPARE(why["class"], verdict["class"]);
        QVERIFY(std::abs(why["probability"].get<double>() - verdict["probability"].get<double>()) < 1e-4);
        QCOMPARE(why["map"].get<std::string>(), std::string("shown"));
        QVERIFY(why["scalars"].contains("log_pprl"));
        QVERIFY(*readFile(m_program.file("first.png")) != *readFile(m_program.file("plain.png")));

        const Ran second = image("second.png", {"--why", verdict["second"].get<std::string>()});
        COMPARE_CODE(second, 0);
        QCOMPARE(jsonLines(second.out)[0]["why"]["class"], verdict["second"]);
        QVERIFY(*readFile(m_program.file("second.png")) != *readFile(m_program.file("first.png")));

        const Ran unknown = image("unknown.png", {"--why", "hiccups"});
        COMPARE_CODE(unknown, 2);
        QVERIFY(contains(unknown.err, "hiccups") && contains(unknown.err, verdict["class"].get<std::string>()));
        QVERIFY(!m_program.exists("unknown.png"));
    }

    void aGpuThatIsAskedForAndNotThereIsAnError()
    {
        NEEDS_THE_MODEL();
        const std::vector<std::string> judge = {"classify", "test.csv", "--model", "m.safetensors", "--device", "cuda"};
        const Ran none = m_program.run(judge);
        COMPARE_CODE(none, 2);
        QVERIFY2(none.out.empty(), none.out.c_str());
        QVERIFY2(contains(none.err, "--device cuda: GPU support not installed"), none.err.c_str());
        QVERIFY2(contains(none.err, "run --gpu"), none.err.c_str());
        const Ran training = m_program.run(
            {"train", "--domain", "pumpcards", "--data", "train.csv", "--out", "g.safetensors", "--device", "cuda"});
        COMPARE_CODE(training, 2);
        QVERIFY(!m_program.exists("g.safetensors"));
    }

    void gpuSupportThatIsNotUsedSaysWhyAndTheProcessorDoesTheWork()
    {
        NEEDS_THE_MODEL();
#ifdef Q_OS_WIN
        QSKIP("the files have other names there");
#endif
        m_program.write("gpu/torch/lib/libtorch_cuda.so", "not looked into without a driver");
        Program& program = m_program;
        const auto restore =
            qScopeGuard([&program, before = utf8(m_program.file("no gpu"))] { program.set("SIGHTLINE_GPU", before); });
        m_program.set("SIGHTLINE_GPU", utf8(m_program.file("gpu")));
        m_program.set("SIGHTLINE_NVIDIA_DRIVER", utf8(m_program.file("no driver")));
        std::vector<std::string> judge = {"classify", "test.csv", "--model", "m.safetensors", "--format", "json"};
        const Ran automatic = m_program.run(judge);
        COMPARE_CODE(automatic, 0);
        QVERIFY2(contains(automatic.err, "using the CPU: GPU support is installed, but there is no NVIDIA driver"),
                 automatic.err.c_str());
        QCOMPARE(jsonLines(automatic.out)[0]["device"].get<std::string>(), std::string("cpu"));
        judge.insert(judge.end(), {"--device", "cpu"});
        const Ran processor = m_program.run(judge);
        COMPARE_CODE(processor, 0);
        QVERIFY2(!contains(processor.err, "GPU"), processor.err.c_str());
    }

    void badFilesAreNamedAndTheOthersAreDone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("extension");
        QTest::newRow("empty") << QByteArray() << "csv";
        QTest::newRow("binary") << QByteArray("\x00\x01\x02\xff\xfe\x00\x80", 7).repeated(300) << "csv";
        QTest::newRow("no points") << QByteArray("card_id,label,point,position_m,load_kN\n") << "csv";
        QTest::newRow("truncated") << QByteArray("100\n0.0, 9000\n1.0, 9100\n2.5, 9200\n") << "dyn";
        QTest::newRow("all nan") << QByteArray::fromStdString(card(100, "nan")) << "csv";
        QTest::newRow("text") << QByteArray("Dear colleague,\nthe card is attached.\n") << "txt";
    }

    void badFilesAreNamedAndTheOthersAreDone()
    {
        NEEDS_THE_MODEL();
        QFETCH(QByteArray, bytes);
        QFETCH(QString, extension);
        const std::string bad = m_program.write("bad." + extension.toStdString(), bytes.toStdString());
        const std::string good = m_program.write("good.csv", card(100));
        const Ran ran = m_program.run({"classify", bad, good, "--model", "m.safetensors", "--format", "json"});
        COMPARE_CODE(ran, 1);
        QVERIFY2(contains(ran.err, bad), ran.err.c_str());
        const auto rows = jsonLines(ran.out);
        QVERIFY(!rows.empty());
        QCOMPARE(rows.back()["file"].get<std::string>(), good);
        QVERIFY(rows.back()["class"].is_string());
    }

    void whatCannotBeOpenedIsNamed()
    {
        NEEDS_THE_MODEL();
        const std::string good = m_program.write("good.csv", card(100));
        const Ran ran = m_program.run({"classify", "gone.csv", good, "--model", "m.safetensors", "--format", "json"});
        COMPARE_CODE(ran, 1);
        QVERIFY(contains(ran.err, "gone.csv"));
        QCOMPARE(jsonLines(ran.out).size(), std::size_t{1});
    }

    void doubtfulCardsAreDoneAndSaidWithFileAndPlace()
    {
        NEEDS_THE_MODEL();
        const std::string good = m_program.write("good.csv", card(100));
        const std::string padded = m_program.write("padded.csv", card(100, {}, false, 40));
        const std::string reversed = m_program.write("reversed.csv", card(100, {}, true));
        const Ran ran =
            m_program.run({"classify", good, padded, reversed, "--model", "m.safetensors", "--format", "json"});
        COMPARE_CODE(ran, 0);
        const auto rows = jsonLines(ran.out);
        QCOMPARE(rows.size(), std::size_t{3});
        QCOMPARE(rows[0]["class"], rows[1]["class"]);
        QVERIFY(std::abs(rows[0]["probability"].get<double>() - rows[1]["probability"].get<double>()) < 1e-5);
        QVERIFY2(contains(ran.err, "padded.csv:") && contains(ran.err, "padding"), ran.err.c_str());
        QVERIFY(rows[2]["abstained"].get<bool>());
        QVERIFY(!rows[2]["reason"].get<std::string>().empty());
        QVERIFY2(contains(ran.err, "reversed.csv:"), ran.err.c_str());
    }

    void inAFolderWhatIsNobodysIsSkippedAndCounted()
    {
        NEEDS_THE_MODEL();
        m_program.write("folder/a/good.csv", card(100));
        m_program.write("folder/notes.txt", "nothing to see\n");
        const Ran ran = m_program.run({"classify", "folder", "--model", "m.safetensors", "--format", "json"});
        COMPARE_CODE(ran, 0);
        QCOMPARE(jsonLines(ran.out).size(), std::size_t{1});
        QVERIFY(contains(ran.err, "1 file"));
        const Ran named = m_program.run({"classify", "folder/notes.txt", "--model", "m.safetensors"});
        COMPARE_CODE(named, 1);
        QVERIFY(contains(named.err, "folder/notes.txt"));
    }

    void aBrokenModelIsNamed()
    {
        NEEDS_THE_MODEL();
        const std::string whole = *readFile(m_program.file("m.safetensors"));
        m_program.write("half.safetensors", whole.substr(0, whole.size() / 2));
        const Ran ran = m_program.run({"classify", "test.csv", "--model", "half.safetensors"});
        COMPARE_CODE(ran, 1);
        QVERIFY(contains(ran.err, "half.safetensors"));
        QVERIFY(ran.out.empty());
    }

    void unknownLabelsStopAnEvaluation()
    {
        NEEDS_THE_MODEL();
        m_program.write("labels.csv", "path,sample,label,group\ntest.csv,0,normal,\ntest.csv,1,haunted,\n");
        const Ran ran =
            m_program.run({"evaluate", "--model", "m.safetensors", "--data", "test.csv", "--labels", "labels.csv"});
        COMPARE_CODE(ran, 2);
        QVERIFY2(contains(ran.err, "labels.csv:3") && contains(ran.err, "haunted"), ran.err.c_str());
    }

    void interruptedTrainingKeepsTheBestSoFar()
    {
        NEEDS_THE_MODEL();
        QProcess process;
        m_program.start(process, {"train", "--data", "train.csv", "--out", "stopped.safetensors", "--epochs", "5000",
                                  "--members", "1", "--threads", "1", "--progress", "json", "--format", "json"});
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("\"epoch\""), 120000);
        process.terminate();
        QVERIFY(process.waitForFinished(120000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
        const auto answer = jsonLines(process.readAllStandardOutput().toStdString());
        QCOMPARE(answer.size(), std::size_t{1});
        QVERIFY(contains(answer[0]["notes"].dump(), "Stopped by the user"));
        const Ran ran = m_program.run({"classify", "test.csv", "--model", "stopped.safetensors", "--format", "csv"});
        COMPARE_CODE(ran, 0);
    }

    void killedTrainingEndsAtTheSameBitsWhenStartedAgain()
    {
        NEEDS_THE_MODEL();
        const auto arguments = [](const std::string& out) {
            return std::vector<std::string>{"train", "--data",     "train.csv", "--out",    out,    "--epochs",
                                            "8",     "--members",  "2",         "--forest", "0",    "--ema",
                                            "0.9",   "--seed",     "5",         "--format", "json", "--threads",
                                            "2",     "--progress", "json"};
        };
        const Ran whole = m_program.run(arguments("whole.safetensors"));
        COMPARE_CODE(whole, 0);
        for (const auto& report : jsonLines(whole.err)) {
            if (report.contains("epoch")) {  // only the first network is judged on what it did not learn from
                QCOMPARE(report.contains("tune_loss"), report["member"] == 0);
            }
        }
        QVERIFY(!m_program.exists("whole.safetensors.checkpoint"));

        QProcess process;
        m_program.start(process, arguments("killed.safetensors"));
        QTRY_VERIFY_WITH_TIMEOUT(m_program.exists("killed.safetensors.checkpoint/member0.checkpoint") ||
                                     process.state() == QProcess::NotRunning,
                                 120000);
        process.kill();
        QVERIFY(process.waitForFinished(60000));
        QVERIFY(!m_program.exists("killed.safetensors"));

        const Ran again = m_program.run(arguments("killed.safetensors"));
        COMPARE_CODE(again, 0);
        QVERIFY2(contains(again.err, "going on after epoch"), again.err.c_str());
        // A model's id is the hash of its tensors.
        QCOMPARE(jsonLines(again.out)[0]["model"], jsonLines(whole.out)[0]["model"]);
        QVERIFY(!m_program.exists("killed.safetensors.checkpoint"));
    }

    void picturesOfAnotherSizeGoAllTheWay()
    {
        NEEDS_THE_MODEL();
        const Ran wrong =
            m_program.run({"train", "--data", "train.csv", "--out", "x.safetensors", "--recipe", "sise=8"});
        COMPARE_CODE(wrong, 2);
        QVERIFY2(contains(wrong.err, "sise") && contains(wrong.err, "size"), wrong.err.c_str());
        COMPARE_CODE(m_program.run({"train", "--data", "test.csv", "--out", "sized.safetensors", "--recipe", "size=32",
                                    "--epochs", "1", "--members", "1", "--forest", "0"}),
                     0);
        QCOMPARE(learning::readModelInfo(m_program.file("sized.safetensors"))->width, 32);
        COMPARE_CODE(m_program.run({"evaluate", "--model", "sized.safetensors", "--data", "train.csv"}), 0);
        const std::string good = m_program.write("good.csv", card(100));
        COMPARE_CODE(m_program.run({"classify", good, "--model", "sized.safetensors"}), 0);
    }

    void interruptedOthersExit130()
    {
        QProcess process;
        m_program.start(process, {"simulate", "--count", "10000000", "--out", "endless.csv", "--progress", "json"});
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("fraction"), 60000);
        process.terminate();
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(!m_program.exists("endless.csv"));
    }

    void modelsComeIntoServiceAndGoAgain()
    {
        NEEDS_THE_MODEL();
        const Ran activated =
            m_program.run({"models", "activate", "m.safetensors", "--reason", "first", "--format", "json"});
        COMPARE_CODE(activated, 0);
        const std::string id = jsonLines(activated.out)[0]["active"].get<std::string>();
        const auto listed = jsonLines(m_program.run({"models", "list", "--format", "json"}).out);
        QCOMPARE(listed.size(), std::size_t{1});
        QCOMPARE(listed[0]["id"].get<std::string>(), id);
        QVERIFY(listed[0]["active"].get<bool>());
        const auto shown = jsonLines(m_program.run({"models", "show", id.substr(0, 8), "--format", "json"}).out);
        QCOMPARE(shown[0]["trained_on"].get<std::string>(), std::string("simulated"));
        QVERIFY(contains(shown[0]["command"].get<std::string>(), "--epochs 12"));
        // In service without being named.
        const Ran used = m_program.run({"classify", "test.csv", "--format", "json"});
        COMPARE_CODE(used, 0);
        QCOMPARE(jsonLines(used.out)[0]["model"].get<std::string>(), id);
        COMPARE_CODE(m_program.run({"models", "rollback"}), 0);
        const auto after = jsonLines(m_program.run({"models", "list", "--format", "json"}).out);
        QVERIFY(!after[0]["active"].get<bool>());
    }

    void aWorkspacesLabelsBecomeACandidate()
    {
        NEEDS_THE_MODEL();
        auto workspace = workspace::Workspace::open(m_program.file("field.sightline"));
        QVERIFY(workspace.has_value());
        NoProgress quiet;
        const domains::Domain& domain = *domains::findDomain("pumpcards");
        const auto opened = diagnosis::openRecording({&domain}, m_program.file("test.csv"), {}, {}, quiet);
        QVERIFY(opened.has_value());
        const std::vector<std::string> few = {
            "train",    "--workspace", "field.sightline", "--domain", "pumpcards", "--out", "candidate.safetensors",
            "--epochs", "3",           "--members",       "1",        "--threads", "1",     "--format",
            "json"};
        const Ran empty = m_program.run(few);
        COMPARE_CODE(empty, 2);
        QVERIFY2(contains(empty.err, "label"), empty.err.c_str());

        QVERIFY((*workspace)->addRecording(opened->recording->info(), {}).has_value());
        QVERIFY(
            (*workspace)->addSamples(opened->samples, std::vector<std::string>(opened->samples.size())).has_value());
        std::vector<LabelEvent> events;
        for (const Sample& sample : opened->samples) {
            LabelEvent event;
            event.subject = sample.key;
            event.task = "condition";
            event.classId = sample.ownLabel;
            event.reviewer = "tester";
            events.push_back(event);
        }
        QVERIFY((*workspace)->append(events).has_value());
        const Ran ran = m_program.run(few);
        COMPARE_CODE(ran, 0);
        QVERIFY(m_program.exists("candidate.safetensors"));
        const auto comparison =
            nlohmann::json::parse(*readFile(m_program.file("candidate.safetensors.comparison.json")));
        QVERIFY(comparison["candidate"]["accuracy"]["n"].get<int>() > 20);
        QVERIFY(!comparison["why"].get<std::string>().empty());
        QVERIFY(jsonLines(ran.out)[0].contains("comparison"));
    }
};

QTEST_GUILESS_MAIN(TestLearning)
#include "test_learning.moc"
