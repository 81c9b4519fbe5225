// A kind of signal no room knows takes the whole way: file, samples, picture, verdict, label, training, and the verdict
// of what was trained.
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <numeric>

#include "core/retraining/training.h"
#include "core/workspace/workspace.h"
#include "tests/domains/pulse_domain.h"
#include "tests/support/fake_engine.h"

using namespace sightline;
using namespace sightline::testing;
using workspace::Workspace;
namespace fs = std::filesystem;

class TestFourthDomain : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    PulseDomain m_domain;
    NearestMeanEngine m_means;
    NoProgress m_quiet;

    [[nodiscard]] fs::path file(const std::string& name) const
    {
        return pathFromUtf8(m_dir.path().toStdString()) / pathFromUtf8(name);
    }
    fs::path simulated(const std::string& name, std::size_t count, std::uint64_t seed)
    {
        if (!m_domain.simulate(count, seed, file(name), m_quiet)) {
            qFatal("cannot simulate");
        }
        return file(name);
    }
    diagnosis::OpenedRecording opened(const fs::path& path)
    {
        // Among all the others: nobody else takes the file.
        std::vector<const domains::Domain*> all = domains::allDomains();
        all.push_back(&m_domain);
        auto recording = diagnosis::openRecording(all, path, {}, {}, m_quiet);
        if (!recording || recording->domain != &m_domain) {
            qFatal("the file was not opened as a pulse");
        }
        return std::move(*recording);
    }
    std::vector<diagnosis::Diagnosed> judged(const diagnosis::OpenedRecording& recording,
                                             learning::Classifier& classifier)
    {
        std::vector<std::size_t> indices(recording.samples.size());
        std::iota(indices.begin(), indices.end(), std::size_t{0});
        std::vector<diagnosis::Diagnosed> all;
        const auto take = [&](std::vector<diagnosis::Diagnosed> batch) {
            all.insert(all.end(), batch.begin(), batch.end());
        };
        if (!diagnosis::diagnose(recording, indices, classifier, take, m_quiet)) {
            qFatal("cannot judge");
        }
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        qputenv("SIGHTLINE_RESOURCES", m_dir.path().toUtf8() + "/resources");
    }

    void itTakesTheWholeWay()
    {
        // There is no model yet, and the house says so.
        auto workspace = Workspace::open(file("w.sightline"));
        QVERIFY(workspace.has_value());
        const auto none = diagnosis::chooseModel({}, workspace->get(), m_domain, "pace");
        QVERIFY(!none && none.error().code == ErrorCode::NotFound);

        // A first, cheap judge gives verdicts on pictures.
        const auto recording = opened(simulated("a.pulse", 96, 1));
        QCOMPARE(recording.samples.size(), std::size_t{96});
        const ImageRecipe recipe = m_domain.defaultRecipe("pace");
        const auto picture = m_domain.picture(*recording.recording, recording.samples.front(), recipe);
        QVERIFY(picture.has_value());
        learning::ModelInfo info;
        info.id = "stand-in";
        info.domain = m_domain.id();
        info.task = "pace";
        info.classIds = {"slow", "fast"};
        info.recipe = recipe;
        info.channels = picture->example.image.channels;
        info.height = picture->example.image.height;
        info.width = picture->example.image.width;
        info.scalars = {m_domain.scalarNames(recipe), {0.5F}, {0.1F}};
        const auto standIn = learning::makeStandInClassifier(info);
        const auto first = judged(recording, *standIn);
        QCOMPARE(first.size(), std::size_t{96});
        QVERIFY(std::all_of(first.begin(), first.end(),
                            [](const diagnosis::Diagnosed& one) { return !one.verdict.bestClass().empty(); }));

        // A person says what is true.
        QVERIFY((*workspace)->addRecording(recording.recording->info(), {}).has_value());
        QVERIFY((*workspace)->addSamples(recording.samples, {}).has_value());
        for (const diagnosis::Diagnosed& one : first) {
            LabelEvent event;
            event.subject = one.sample.key;
            event.task = "pace";
            event.classId = one.sample.ownLabel;
            event.action = one.verdict.bestClass() == event.classId ? LabelAction::Confirm : LabelAction::Correct;
            event.reviewer = "tester";
            event.modelId = one.verdict.modelId;
            event.modelClassId = one.verdict.bestClass();
            QVERIFY((*workspace)->append(event).has_value());
        }
        const auto gathered = retraining::gatherFromWorkspace(**workspace, m_domain, "pace", recipe, m_quiet);
        QVERIFY(gathered.has_value());
        QCOMPARE(gathered->dataset.samples.size(), std::size_t{96});
        QCOMPARE(retraining::groupedBy(*gathered), std::string("group"));

        // The labels become a network; where there is no torch, the mean brightness of one pixel.
        const auto loaded = learning::loadEngine();
        learning::Engine& engine = loaded ? **loaded : static_cast<learning::Engine&>(m_means);
        const auto outcome =
            retraining::retrainWorkspace(**workspace, m_domain, "pace", engine,
                                         retraining::defaultRequest(m_domain, "pace"), file("m.safetensors"), m_quiet);
        QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().text().c_str());
        QCOMPARE(outcome->model.domain, std::string("pulse"));
        QCOMPARE(outcome->model.recipe, recipe);

        // It comes into service, and is the one that is asked.
        const auto stored = (*workspace)->addModel(file("m.safetensors"));
        QVERIFY(stored.has_value());
        QVERIFY((*workspace)->activate(stored->id, "pulse", "pace", "tester", "the first").has_value());
        const auto chosen = diagnosis::chooseModel({}, workspace->get(), m_domain, "pace");
        QVERIFY(chosen.has_value());
        QCOMPARE(chosen->model->info.id, outcome->model.id);
        auto classifier = engine.open(chosen->model);
        QVERIFY2(classifier.has_value(), classifier ? "" : classifier.error().text().c_str());
        const auto second = judged(opened(simulated("b.pulse", 64, 2)), **classifier);
        QCOMPARE(second.size(), std::size_t{64});
        const auto right = std::count_if(second.begin(), second.end(), [](const diagnosis::Diagnosed& one) {
            return one.verdict.bestClass() == one.sample.ownLabel;
        });
        if (loaded) {
            QVERIFY2(right >= 58, qPrintable(QString("%1 of 64 right").arg(right)));
        }
    }

    void labelFilesServeItToo()
    {
        simulated("c.pulse", 16, 3);
        std::string table = "path,sample,label,group\n";
        for (int i = 0; i < 16; ++i) {
            table +=
                "c.pulse,p" + std::to_string(i) + (i % 2 == 1 ? ",FAST,g" : ",calm,g") + std::to_string(i / 2) + "\n";
        }
        QVERIFY(writeFileAtomically(file("labels.csv"), table).has_value());
        retraining::GatherOptions options;
        options.domain = &m_domain;
        options.task = "pace";
        options.labelFiles = {file("labels.csv")};
        options.recipe = m_domain.defaultRecipe("pace");
        const auto gathered = retraining::gather(options, false, m_quiet);
        QVERIFY2(gathered.has_value(), gathered ? "" : gathered.error().text().c_str());
        QCOMPARE(gathered->dataset.samples.size(), std::size_t{16});
        QCOMPARE(gathered->dataset.classIds, (std::vector<std::string>{"slow", "fast"}));
    }

    void aBrokenFileIsNamedWithItsLine()
    {
        QVERIFY(writeFileAtomically(file("broken.pulse"), "pulse 1\np0 slow - 0.5 0.5\n").has_value());
        const auto broken = diagnosis::openRecording({&m_domain}, file("broken.pulse"), {}, {}, m_quiet);
        QVERIFY(!broken);
        QCOMPARE(broken.error().code, ErrorCode::Corrupt);
        QCOMPARE(broken.error().where.line.value_or(0), std::int64_t{2});
    }
};

QTEST_GUILESS_MAIN(TestFourthDomain)
#include "test_fourth_domain.moc"
