#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <numeric>

#include "core/diagnosis/diagnosis.h"
#include "core/workspace/workspace.h"
#include "tests/support/fake_domain.h"
#include "tests/support/fake_engine.h"

using namespace sightline;
using namespace sightline::testing;
namespace fs = std::filesystem;

namespace {

learning::ModelPtr fakeModel()
{
    learning::Model model;
    learning::ModelInfo& info = model.info;
    info.id = "fake-model";
    info.name = "Fake model";
    info.domain = "fake";
    info.task = "shade";
    info.classIds = {"light", "dark"};
    info.recipe = {"fake-1", {}};
    info.inputKind = "surface fake";
    info.channels = 1;
    info.height = 2;
    info.width = 2;
    learning::ModelMember member;
    member.architecture = "nearest-mean";
    member.prefix = "member0.";
    info.members = {member};
    info.thresholds = {0.6, 0.1, 10};
    model.tensors["member0.means"] = learning::floatTensor({2}, {1.0F, 0.0F});
    return std::make_shared<const learning::Model>(std::move(model));
}

class StopAfter final : public Progress {
public:
    explicit StopAfter(int reports) : m_left(reports) {}
    [[nodiscard]] bool cancelled() const override { return m_left <= 0; }
    void report(double /*fraction*/, std::string_view /*stage*/) override { --m_left; }

private:
    int m_left;
};

std::vector<std::size_t> allOf(const diagnosis::OpenedRecording& opened)
{
    std::vector<std::size_t> all(opened.samples.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

}  // namespace

class TestDiagnosis : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    FakeDomain m_domain;
    NoProgress m_quiet;

    [[nodiscard]] fs::path file(const std::string& name) const
    {
        return pathFromUtf8(m_dir.path().toStdString()) / pathFromUtf8(name);
    }
    Result<diagnosis::OpenedRecording> open(const fs::path& path, const Answers& answers = {})
    {
        return diagnosis::openRecording({&m_domain}, path, answers, {}, m_quiet);
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void foldersAreWalkedInNameOrder()
    {
        fs::create_directories(file("tree/b"));
        fs::create_directories(file("tree/.git"));
        for (const char* name : {"tree/c.fake", "tree/a.fake", "tree/b/é.fake", "tree/.hidden", "tree/.git/x.fake"}) {
            writeFakes(file(name), {});
        }
        const auto inputs = diagnosis::listInputs({file("tree"), file("missing.fake")});
        QCOMPARE(inputs.size(), std::size_t{4});
        QCOMPARE(utf8(inputs[0].path.filename()), std::string("a.fake"));
        QCOMPARE(utf8(inputs[1].path.filename()), std::string("é.fake"));
        QCOMPARE(utf8(inputs[2].path.filename()), std::string("c.fake"));
        QVERIFY(!inputs[0].named && !inputs[1].named && !inputs[2].named);
        QVERIFY(inputs[3].named);
    }

    void openingSaysWhatIsWrongAndWhere()
    {
        std::ofstream(file("other.txt")) << "hello\n";
        const auto other = open(file("other.txt"));
        QVERIFY(!other);
        QCOMPARE(other.error().code, ErrorCode::NotMine);
        QCOMPARE(other.error().where.file, utf8(file("other.txt")));

        std::ofstream(file("broken.fake")) << "fake\na,,,0.5,\nb,,,half,\n";
        const auto broken = open(file("broken.fake"));
        QVERIFY(!broken);
        QCOMPARE(broken.error().code, ErrorCode::Corrupt);
        QCOMPARE(broken.error().where.line, std::optional<std::int64_t>(3));

        const auto missing = open(file("nowhere.fake"));
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::Unreadable);
    }

    void whatMustBeAskedBecomesMapOptions()
    {
        writeFakes(file("ask.fake"), {{"a", "", "", 0.5, ""}}, "fake?");
        const auto asked = open(file("ask.fake"));
        QVERIFY(!asked);
        QCOMPARE(asked.error().code, ErrorCode::Invalid);
        QVERIFY(asked.error().message.find("--map unit=m|ft") != std::string::npos);
        QVERIFY(asked.error().message.find("both fit") != std::string::npos);
        const auto answered = open(file("ask.fake"), {{"unit", "ft"}});
        QVERIFY(answered.has_value());
        QCOMPARE(answered->samples.size(), std::size_t{1});
    }

    void batchesComeInOrderWhereverTheyAreDrawn()
    {
        std::vector<FakeSample> fakes;
        for (int i = 0; i < 333; ++i) {
            fakes.push_back({std::to_string(i), "", "", (i % 7) / 7.0, i % 50 == 3 ? "reject" : ""});
        }
        const auto opened = open(writeFakes(file("many.fake"), fakes));
        QVERIFY(opened.has_value());
        NearestMean classifier(fakeModel());
        jobs::ThreadLane threads(3);
        jobs::InlineLane here;
        std::vector<std::vector<diagnosis::Diagnosed>> runs(3);
        const auto into = [](std::vector<diagnosis::Diagnosed>& run) {
            return
                [&run](std::vector<diagnosis::Diagnosed> batch) { run.insert(run.end(), batch.begin(), batch.end()); };
        };
        QVERIFY(diagnosis::diagnose(*opened, allOf(*opened), classifier, into(runs[0]), m_quiet).has_value());
        QVERIFY(diagnosis::diagnose(*opened, allOf(*opened), classifier, threads, into(runs[1]), m_quiet).has_value());
        QVERIFY(diagnosis::diagnose(*opened, allOf(*opened), classifier, here, into(runs[2]), m_quiet).has_value());
        for (const auto& run : runs) {
            QCOMPARE(run.size(), fakes.size());
            for (std::size_t i = 0; i < run.size(); ++i) {
                QCOMPARE(run[i].sample.key.sample, fakes[i].id);
                QCOMPARE(run[i].verdict.probabilities, runs[0][i].verdict.probabilities);
                QCOMPARE(run[i].verdict.rejected, fakes[i].flags == "reject");
            }
        }
        QCOMPARE(classifier.judged, std::size_t{3 * (333 - 7)});
    }

    void badSamplesNeverReachTheNetwork()
    {
        const auto opened = open(writeFakes(file("bad.fake"), {{"good", "", "", 0.1, ""},
                                                               {"broken", "", "", 0.1, "reject"},
                                                               {"other", "", "", 0.1, "pump"},
                                                               {"blank", "", "", 0.1, "undrawable"},
                                                               {"odd", "", "", 0.1, "doubt"},
                                                               {"between", "", "", 0.5, ""}}));
        QVERIFY(opened.has_value());
        NearestMean classifier(fakeModel());
        std::vector<diagnosis::Diagnosed> all;
        QVERIFY(diagnosis::diagnose(
                    *opened, allOf(*opened), classifier,
                    [&](std::vector<diagnosis::Diagnosed> batch) { all = std::move(batch); }, m_quiet)
                    .has_value());
        QCOMPARE(classifier.judged, std::size_t{3});
        QVERIFY(!all[0].verdict.rejected && !all[0].verdict.abstained);
        QCOMPARE(all[0].verdict.bestClass(), std::string("dark"));
        QCOMPARE(all[0].verdict.modelId, std::string("fake-model"));
        QCOMPARE(all[0].verdict.device, std::string("cpu"));
        QVERIFY(all[0].verdict.milliseconds > 0);
        QVERIFY(all[1].verdict.rejected);
        QVERIFY(all[1].verdict.reason.find("it is broken") != std::string::npos);
        QVERIFY(all[2].verdict.rejected);
        QVERIFY(all[2].verdict.reason.find("pump fake") != std::string::npos);
        QVERIFY(all[3].verdict.rejected);
        QVERIFY(all[3].verdict.reason.find("nothing to draw") != std::string::npos);
        QVERIFY(all[4].verdict.abstained && !all[4].verdict.rejected);
        QCOMPARE(all[4].verdict.bestClass(), std::string("dark"));
        QVERIFY(all[4].verdict.reason.find("it is odd") != std::string::npos);
        QVERIFY(all[5].verdict.abstained);  // 0.5 against a threshold of 0.6
    }

    void drawnAheadGivesTheSameVerdict()
    {
        const auto opened = open(writeFakes(file("two.fake"), {{"a", "", "", 0.9, ""}, {"b", "", "", 0.2, ""}}));
        QVERIFY(opened.has_value());
        NearestMean classifier(fakeModel());
        std::vector<diagnosis::Diagnosed> whole;
        QVERIFY(diagnosis::diagnose(
                    *opened, {1}, classifier,
                    [&](std::vector<diagnosis::Diagnosed> batch) { whole = std::move(batch); }, m_quiet)
                    .has_value());
        const auto parts =
            diagnosis::judgeDrawn(*opened, {diagnosis::draw(*opened, 1, classifier.info().recipe)}, classifier);
        QVERIFY(parts.has_value());
        QCOMPARE(parts->front().verdict.probabilities, whole.front().verdict.probabilities);
        QCOMPARE(parts->front().sample.key.sample, std::string("b"));
    }

    void stoppingStopsBetweenBatches()
    {
        const std::vector<FakeSample> fakes(200, FakeSample{"a", "", "", 0.5, ""});
        const auto opened = open(writeFakes(file("long.fake"), fakes));
        QVERIFY(opened.has_value());
        NearestMean classifier(fakeModel());
        StopAfter progress(2);
        std::size_t batches = 0;
        const auto done = diagnosis::diagnose(
            *opened, allOf(*opened), classifier, [&](const std::vector<diagnosis::Diagnosed>&) { ++batches; },
            progress);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Cancelled);
        QCOMPARE(batches, std::size_t{2});
    }

    void aModelOfAnotherDomainIsRefused()
    {
        auto model = std::make_shared<learning::Model>(*fakeModel());
        model->info.domain = "pumpcards";
        NearestMean classifier(model);
        const auto opened = open(writeFakes(file("one.fake"), {{"a", "", "", 0.9, ""}}));
        QVERIFY(opened.has_value());
        const auto done = diagnosis::diagnose(
            *opened, {0}, classifier, [](const std::vector<diagnosis::Diagnosed>&) {}, m_quiet);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Invalid);
    }

    void theModelIsNamedElseActiveElseTheStarter()
    {
        qputenv("SIGHTLINE_RESOURCES", m_dir.path().toUtf8() + "/resources");
        const auto none = diagnosis::chooseModel(std::nullopt, nullptr, m_domain, "shade");
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::NotFound);

        learning::Model named = *fakeModel();
        QVERIFY(learning::writeModel(file("named.safetensors"), named).has_value());
        learning::Model starter = *fakeModel();
        starter.tensors["member0.means"] = learning::floatTensor({2}, {0.9F, 0.1F});
        fs::create_directories(diagnosis::starterModelPath("fake", "shade").parent_path());
        QVERIFY(learning::writeModel(diagnosis::starterModelPath("fake", "shade"), starter).has_value());
        learning::Model active = *fakeModel();
        active.tensors["member0.means"] = learning::floatTensor({2}, {0.8F, 0.2F});
        QVERIFY(learning::writeModel(file("active.safetensors"), active).has_value());

        auto workspace = workspace::Workspace::open(file("w.sightline"));
        QVERIFY(workspace.has_value());
        const auto shipped = diagnosis::chooseModel(std::nullopt, workspace->get(), m_domain, "shade");
        QVERIFY(shipped.has_value());
        QVERIFY(shipped->starter);
        const auto stored = (*workspace)->addModel(file("active.safetensors"));
        QVERIFY(stored.has_value());
        QVERIFY((*workspace)->activate(stored->id, "fake", "shade", "me", "better").has_value());
        const auto inUse = diagnosis::chooseModel(std::nullopt, workspace->get(), m_domain, "shade");
        QVERIFY(inUse.has_value());
        QVERIFY(!inUse->starter);
        QCOMPARE(inUse->model->info.id, stored->id);
        const auto byName = diagnosis::chooseModel(file("named.safetensors"), workspace->get(), m_domain, "shade");
        QVERIFY(byName.has_value());
        QVERIFY(!byName->starter);
        QVERIFY(byName->model->info.id != stored->id);
        const auto wrong = diagnosis::chooseModel(file("named.safetensors"), nullptr, m_domain, "another");
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, ErrorCode::Invalid);
        qunsetenv("SIGHTLINE_RESOURCES");
    }
};

QTEST_GUILESS_MAIN(TestDiagnosis)
#include "test_diagnosis.moc"
