#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <set>

#include "core/base/random.h"
#include "core/retraining/training.h"
#include "core/retraining/training_process.h"
#include "core/workspace/workspace.h"
#include "tests/support/fake_domain.h"
#include "tests/support/fake_engine.h"

using namespace sightline;
using namespace sightline::testing;
using workspace::Workspace;
namespace fs = std::filesystem;

class TestWorkspaceRetraining : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    FakeDomain m_domain;
    NearestMeanEngine m_engine;
    NoProgress m_quiet;
    std::unique_ptr<Workspace> m_workspace;

    [[nodiscard]] fs::path file(const std::string& name) const
    {
        return pathFromUtf8(m_dir->path().toStdString()) / pathFromUtf8(name);
    }
    /// A file of its own with every sample labelled by a person as its own label says.
    diagnosis::OpenedRecording labelled(const std::string& name, const std::vector<FakeSample>& fakes,
                                        Certainty certainty = Certainty::Sure)
    {
        auto opened = diagnosis::openRecording({&m_domain}, writeFakes(file(name), fakes), {}, {}, m_quiet);
        if (!opened || !m_workspace->addRecording(opened->recording->info(), {})) {
            qFatal("cannot add the recording");
        }
        std::vector<LabelEvent> events;
        std::vector<std::string> groups;
        for (const Sample& sample : opened->samples) {
            LabelEvent event;
            event.subject = sample.key;
            event.task = "shade";
            event.classId = sample.ownLabel;
            event.certainty = certainty;
            event.reviewer = "tester";
            events.push_back(event);
            groups.push_back(sample.group);
        }
        if (!m_workspace->addSamples(opened->samples, groups) || !m_workspace->append(events)) {
            qFatal("cannot label");
        }
        return std::move(*opened);
    }
    static std::vector<FakeSample> shades(int perClass, int wells, std::uint64_t seed)
    {
        Rng rng(seed);
        std::vector<FakeSample> fakes;
        for (int i = 0; i < perClass; ++i) {
            const std::string well = std::to_string(seed) + "-" + std::to_string(i % wells);
            fakes.push_back({"l" + std::to_string(i), "light", "wl" + well, 0.8 + 0.08 * rng.normal(), ""});
            fakes.push_back({"d" + std::to_string(i), "dark", "wd" + well, 0.2 + 0.08 * rng.normal(), ""});
        }
        return fakes;
    }
    Result<retraining::RetrainingOutcome> retrain(const std::string& out, const std::string& snapshot = {})
    {
        return retraining::retrainWorkspace(*m_workspace, m_domain, "shade", m_engine,
                                            retraining::defaultRequest(m_domain, "shade"), file(out), m_quiet,
                                            snapshot);
    }
    std::vector<std::string> missing()
    {
        const auto list = retraining::missingForRetraining(*m_workspace, m_domain, "shade", m_quiet);
        return list ? *list : std::vector<std::string>{"error: " + list.error().text()};
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        qputenv("SIGHTLINE_RESOURCES", m_dir->path().toUtf8() + "/resources");
        auto opened = Workspace::open(file("w.sightline"));
        QVERIFY(opened.has_value());
        m_workspace = std::move(*opened);
    }
    void cleanup() { m_workspace.reset(); }

    void itSaysWhatIsMissing()
    {
        QCOMPARE(missing(), std::vector<std::string>{"labels: no sample is labelled yet"});
        labelled("a.fake",
                 {{"a", "light", "w1", 0.9, ""}, {"b", "light", "w2", 0.8, ""}, {"c", "light", "w2", 0.7, ""}});
        QCOMPARE(missing().size(), std::size_t{1});
        QVERIFY(missing().front().find("one more class") != std::string::npos);
        labelled("b.fake", {{"a", "dark", "w1", 0.1, ""}, {"b", "dark", "w1", 0.15, ""}});
        QCOMPARE(missing(), std::vector<std::string>{"1 more label of Dark from another source"});
        labelled("c.fake", {{"a", "dark", "w3", 0.2, ""}});
        QVERIFY(missing().empty());
        labelled("d.fake", {{"a", "grey", "w3", 0.5, ""}}, Certainty::Unsure);
        QVERIFY(missing().empty());
        labelled("e.fake", {{"a", "grey", "w3", 0.52, ""}});
        QCOMPARE(missing(), std::vector<std::string>{"2 more labels of Grey from another source"});
        const auto refused = retrain("no.safetensors");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
        QVERIFY(refused.error().message.find("Grey") != std::string::npos);
        QVERIFY(!fs::exists(file("no.safetensors")));
    }

    void aRunLeavesACandidateAndItsComparison()
    {
        labelled("a.fake", shades(40, 10, 1));
        const auto outcome = retrain("candidate.safetensors");
        QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().text().c_str());
        const auto info = learning::readModelInfo(file("candidate.safetensors"));
        QVERIFY(info.has_value());
        QCOMPARE(info->id, outcome->model.id);
        QCOMPARE(info->report.dataOrigin, std::string("labels of the workspace"));
        const auto bytes = readFile(retraining::comparisonPath(file("candidate.safetensors")));
        QVERIFY(bytes.has_value());
        const auto json = nlohmann::json::parse(*bytes);
        QVERIFY(json["active"].is_null());
        QVERIFY(json["recommend"].get<bool>());
        QVERIFY(json["candidate"]["accuracy"]["value"].get<double>() > 0.9);
        QCOMPARE(json["candidate"]["excluded"].get<int>(), 0);
        const int held = json["held_back"]["samples"].get<int>();
        QVERIFY(held > 0);
        QCOMPARE(static_cast<int>(info->report.trainedOn.size()) + held, 80);
        QVERIFY(m_workspace->dataset(json["dataset"].get<std::string>()).has_value());
        // Nothing was put into service.
        QVERIFY(!m_workspace->activeModel("fake", "shade")->has_value());
    }

    void heldBackSourcesStayHeldBackWhenLabelsAreAdded()
    {
        const auto opened = labelled("a.fake", shades(40, 10, 2));
        QVERIFY(retrain("first.safetensors").has_value());
        std::set<std::string> held;
        for (const Sample& sample : opened.samples) {
            const auto part = m_workspace->partOf("fake", "source:" + sample.group);
            QVERIFY(part.has_value() && part->has_value());
            if (**part == Part::Test) {
                held.insert(sample.contentHash);
            }
        }
        QVERIFY(!held.empty());
        const auto stored = m_workspace->addModel(file("first.safetensors"));
        QVERIFY(stored.has_value());
        QVERIFY(m_workspace->activate(stored->id, "fake", "shade", "tester", "first").has_value());

        labelled("b.fake", shades(30, 6, 3));
        const auto second = retrain("second.safetensors");
        QVERIFY(second.has_value());
        for (const std::string& hash : second->model.report.trainedOn) {
            QVERIFY2(held.count(hash) == 0, "a held-back source was trained on");
        }
        QVERIFY(second->comparison["active"].is_object());
        QCOMPARE(second->comparison["active_model"]["id"].get<std::string>(), stored->id);
        QCOMPARE(second->comparison["active"]["excluded"].get<int>(), 0);
        QCOMPARE(second->comparison["shared"].get<std::size_t>(),
                 second->comparison["held_back"]["samples"].get<std::size_t>());
    }

    void twinsWithoutASourceAreRememberedByContent()
    {
        std::vector<FakeSample> fakes;
        for (int i = 0; i < 20; ++i) {
            fakes.push_back({"l" + std::to_string(i), "light", "", 0.7 + 0.01 * i, ""});
            fakes.push_back({"d" + std::to_string(i), "dark", "", 0.1 + 0.01 * i, ""});
        }
        const auto opened = labelled("a.fake", fakes);
        QVERIFY(retrain("first.safetensors").has_value());
        std::string heldHash;
        double heldValue = 0;
        for (std::size_t i = 0; i < fakes.size(); ++i) {
            const auto part = m_workspace->partOf("fake", "content:" + opened.samples[i].contentHash);
            QVERIFY(part.has_value() && part->has_value());
            if (**part == Part::Test && fakes[i].label == "light") {
                heldHash = opened.samples[i].contentHash;
                heldValue = fakes[i].value;
            }
        }
        QVERIFY(!heldHash.empty());
        // A near-twin of a held-back sample arrives: it must not train.
        const auto twin = labelled("b.fake", {{"t", "light", "", heldValue + 0.0005, ""}});
        const auto second = retrain("second.safetensors");
        QVERIFY(second.has_value());
        const auto& trained = second->model.report.trainedOn;
        QVERIFY(std::find(trained.begin(), trained.end(), twin.samples[0].contentHash) == trained.end());
        QVERIFY(std::find(trained.begin(), trained.end(), heldHash) == trained.end());
    }

    void theShippedModelIsTheBaseAndTheOpponent()
    {
        labelled("a.fake", shades(40, 10, 4));
        fs::create_directories(diagnosis::starterModelPath("fake", "shade").parent_path());
        QVERIFY(retrain("starter.safetensors").has_value());
        fs::copy_file(file("starter.safetensors"), diagnosis::starterModelPath("fake", "shade"));
        const auto outcome = retrain("candidate.safetensors");
        QVERIFY(outcome.has_value());
        QVERIFY(outcome->comparison["active_model"]["starter"].get<bool>());
        QVERIFY(!outcome->model.parent.empty());
    }

    void aSnapshotIsTrainedOnAsItWasFrozen()
    {
        labelled("a.fake", shades(40, 10, 5));
        const auto first = retrain("first.safetensors");
        QVERIFY(first.has_value());
        const std::string snapshot = first->comparison["dataset"].get<std::string>();
        labelled("b.fake", shades(40, 10, 6));
        const auto again = retrain("again.safetensors", snapshot);
        QVERIFY2(again.has_value(), again ? "" : again.error().text().c_str());
        QCOMPARE(again->model.report.trainedOn, first->model.report.trainedOn);
        const auto unknown = retrain("x.safetensors", "no such snapshot");
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().code, ErrorCode::NotFound);
    }

    void aRecordingThatChangedIsNamedAndLeftOut()
    {
        labelled("a.fake", shades(40, 10, 7));
        labelled("b.fake", shades(10, 5, 8));
        writeFakes(file("b.fake"), {{"other", "", "", 0.5, ""}});
        const auto outcome = retrain("m.safetensors");
        QVERIFY(outcome.has_value());
        QCOMPARE(outcome->comparison["unreadable"].size(), std::size_t{1});
        QVERIFY(outcome->comparison["unreadable"][0].get<std::string>().find("b.fake") != std::string::npos);
    }

    void theChildProcessReportsAndEndsOnce()
    {
        // A stand-in for the program: what a training run prints.
        const QString script = m_dir->filePath(QStringLiteral("child.sh"));
        const auto child = [&](const QByteArray& body) {
            QFile f(script);
            QVERIFY(f.open(QIODevice::WriteOnly | QIODevice::Truncate));
            f.write("#!/bin/sh\n" + body);
            f.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        };
        retraining::TrainingProcess process;
        std::vector<nlohmann::json> reports;
        std::vector<Error> ends;
        connect(&process, &retraining::TrainingProcess::progress, this,
                [&](const nlohmann::json& report) { reports.push_back(report); });
        connect(&process, &retraining::TrainingProcess::ended, this,
                [&](const Error& error) { ends.push_back(error); });
        const auto start = [&] {
            reports.clear();
            ends.clear();
            process.start(script, file("w.sightline"), QStringLiteral("fake"), QStringLiteral("shade"),
                          file("out.safetensors"), QStringLiteral("cpu"));
        };

        child(
            "echo '{\"fraction\":0.5,\"stage\":\"training\",\"epoch\":1}' >&2\n"
            "echo '{\"fraction\":1,\"stage\":\"written\",\"model\":\"m\"}' >&2\n");
        start();
        QTRY_COMPARE(ends.size(), std::size_t{1});
        QVERIFY2(ends[0].message.empty(), ends[0].message.c_str());
        QCOMPARE(reports.size(), std::size_t{2});
        QCOMPARE(reports[0]["epoch"].get<int>(), 1);
        QVERIFY(!process.running());

        child("echo '{\"level\":\"error\",\"message\":\"'\"$*\"'\"}' >&2\nexit 2\n");
        start();
        QTRY_COMPARE(ends.size(), std::size_t{1});
        QVERIFY2(ends[0].message.find("--device cpu") != std::string::npos, ends[0].message.c_str());

        child("echo '{\"level\":\"error\",\"message\":\"not enough labels\"}' >&2\nexit 2\n");
        start();
        QTRY_COMPARE(ends.size(), std::size_t{1});
        QCOMPARE(ends[0].message, std::string("not enough labels"));

        child("kill -9 $$\n");
        start();
        QTRY_COMPARE(ends.size(), std::size_t{1});
        QVERIFY(ends[0].message.find("unexpectedly") != std::string::npos);

        // Asked to stop, it writes what it has.
        child(
            "trap 'echo \"{\\\"model\\\":\\\"m\\\"}\" >&2; exit 0' TERM\n"
            "echo '{\"fraction\":0.1,\"stage\":\"training\"}' >&2\nwhile :; do sleep 0.05; done\n");
        start();
        QTRY_COMPARE(reports.size(), std::size_t{1});
        process.stop();
        QTRY_COMPARE(ends.size(), std::size_t{1});
        QVERIFY2(ends[0].message.empty(), ends[0].message.c_str());

        // Deaf to being asked: it is killed.
        child(
            "trap '' TERM\necho '{\"fraction\":0.1,\"stage\":\"training\"}' >&2\n"
            "while :; do sleep 0.05; done\n");
        start();
        QTRY_COMPARE(reports.size(), std::size_t{1});
        process.stop();
        QTRY_COMPARE_WITH_TIMEOUT(ends.size(), std::size_t{1}, 30000);
        QCOMPARE(ends[0].code, ErrorCode::Cancelled);

        process.start(m_dir->filePath(QStringLiteral("no such program")), file("w.sightline"), QStringLiteral("fake"),
                      QStringLiteral("shade"), file("out.safetensors"), QStringLiteral("auto"));
        QTRY_COMPARE(ends.size(), std::size_t{2});
        QVERIFY(!ends[1].message.empty());
    }
};

QTEST_GUILESS_MAIN(TestWorkspaceRetraining)
#include "test_workspace_retraining.moc"
