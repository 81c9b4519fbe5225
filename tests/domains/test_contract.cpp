// What every kind of signal owes the house, asked of all there are and of one that no room knows.
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <set>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/composite.h"
#include "core/domains/domain.h"
#include "tests/domains/pulse_domain.h"

using namespace sightline;
using namespace sightline::domains;
using sightline::testing::PulseDomain;

namespace {

constexpr std::size_t lookedAt = 12;  ///< samples of a recording

const std::vector<const Domain*>& everyDomain()
{
    static const PulseDomain pulse;
    static const std::vector<const Domain*> all = [] {
        std::vector<const Domain*> list = allDomains();
        list.push_back(&pulse);
        return list;
    }();
    return all;
}

bool isId(const std::string& text)
{
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
}

class Stopped final : public Progress {
public:
    [[nodiscard]] bool cancelled() const override { return true; }
    void report(double /*fraction*/, std::string_view /*stage*/) override {}
};

/// A simulated recording of a domain, cut by a recipe.
struct Cut {
    RecordingPtr recording;
    SampleList samples;
    ImageRecipe recipe;
};

}  // namespace

class TestContract : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    NoProgress m_quiet;

    /// One row for each kind of signal.
    static void addDomains()
    {
        QTest::addColumn<std::size_t>("index");
        for (std::size_t i = 0; i < everyDomain().size(); ++i) {
            QTest::newRow(everyDomain()[i]->id().c_str()) << i;
        }
    }
    static const Domain& domain()
    {
        QFETCH(std::size_t, index);
        return *everyDomain()[index];
    }

    /// Where a simulated file lies, under a name as the domain's own have.
    [[nodiscard]] std::filesystem::path pathOf(const Domain& of, const std::string& name) const
    {
        const std::string pattern = of.filePatterns().front();
        return pathFromUtf8(m_folder.path().toStdString()) / (name + pattern.substr(pattern.find('*') + 1));
    }
    /// A simulated recording, cut for the task; nothing where the domain simulates none.
    std::optional<Cut> simulated(const Domain& of, const std::string& task)
    {
        const auto path = pathOf(of, of.id());
        if (!of.simulate(8, 1, path, m_quiet)) {
            return std::nullopt;
        }
        const OpenedFile opened = openFile(everyDomain(), {path, {}}, {}, m_quiet);
        const auto* recording = std::get_if<RecordingPtr>(&opened.outcome);
        if (recording == nullptr || opened.domain != &of) {
            return std::nullopt;
        }
        const ImageRecipe recipe = of.defaultRecipe(task);
        auto samples = of.samples(**recording, recipe);
        return samples ? std::optional(Cut{*recording, std::move(*samples), recipe}) : std::nullopt;
    }

private Q_SLOTS:
    void theListHasNoTwoAlike()
    {
        std::set<std::string> ids;
        std::set<std::string> titles;
        for (const Domain* one : everyDomain()) {
            QVERIFY2(isId(one->id()) && ids.insert(one->id()).second, one->id().c_str());
            QVERIFY2(!one->title().empty() && titles.insert(one->title()).second, one->title().c_str());
        }
        for (const Domain* one : allDomains()) {
            QVERIFY(findDomain(one->id()) == one);
        }
        QVERIFY(findDomain("pulse") == nullptr);
    }

    void itSaysWhatItIs_data() { addDomains(); }
    void itSaysWhatItIs()
    {
        const Domain& one = domain();
        QVERIFY(!one.sampleNoun().empty());
        QVERIFY(!one.filePatterns().empty());
        QVERIFY(!one.tasks().empty());
        std::set<std::string> tasks;
        for (const Task& task : one.tasks()) {
            QVERIFY2(isId(task.id) && tasks.insert(task.id).second && !task.title.empty(), task.id.c_str());
            const ImageRecipe recipe = one.defaultRecipe(task.id);
            QVERIFY(!recipe.id.empty());
            QCOMPARE(*imageRecipeFromJson(toJson(recipe)), recipe);
            for (const std::string& name : one.scalarNames(recipe)) {
                QVERIFY2(isId(name) && !one.scalarTitle(name).empty(), name.c_str());
            }
            const TrainingDefaults defaults = one.trainingDefaults(task.id);
            QVERIFY(!defaults.architecture.empty());
            QVERIFY(defaults.members >= 1 && defaults.epochs >= 1 && defaults.batch >= 1 && defaults.learningRate > 0);
        }
    }

    void aClassHasOneName_data() { addDomains(); }
    void aClassHasOneName()
    {
        const Domain& one = domain();
        for (const Task& task : one.tasks()) {
            const auto classes = one.classes(task.id);
            QVERIFY2(classes.size() >= 2 || task.openClasses, "people cannot choose among fewer than two");
            std::set<std::string> names;
            for (const SignalClass& signalClass : classes) {
                QVERIFY2(isId(signalClass.id), signalClass.id.c_str());
                QVERIFY2(!signalClass.name.empty() && names.insert(lowerAscii(signalClass.name)).second,
                         signalClass.name.c_str());
                QVERIFY(findClass(classes, signalClass.id) == &signalClass);
                for (const std::string& alias : signalClass.aliases) {
                    QVERIFY2(findClass(classes, alias) == &signalClass, alias.c_str());
                }
            }
        }
    }

    void aReaderKnowsItsOwn_data() { addDomains(); }
    void aReaderKnowsItsOwn()
    {
        const Domain& one = domain();
        QVERIFY(!one.readers().empty());
        std::set<std::string> ids;
        const auto strange = pathFromUtf8(m_folder.path().toStdString()) / "strange";
        std::string noise;
        Rng rng(5);
        for (int i = 0; i < 4000; ++i) {
            noise += static_cast<char>(rng.next() & 0xFF);
        }
        for (const auto& reader : one.readers()) {
            QVERIFY2(ids.insert(reader->id()).second, reader->id().c_str());
            const std::size_t dash = reader->id().rfind('-');
            QVERIFY2(dash != std::string::npos && parseInteger(reader->id().substr(dash + 1)).has_value(),
                     "a reader's id ends in its version");
            QVERIFY(!reader->format().empty());
            for (const std::string& content : {std::string("Dear reader,\nthis is a letter.\n"), noise}) {
                QVERIFY(writeFileAtomically(strange, content).has_value());
                QVERIFY2(std::holds_alternative<NotMine>(reader->read({strange, {}}, m_quiet)), reader->id().c_str());
            }
        }
    }

    void simulatedFilesAreItsOwnAndTheSameForTheSameSeed_data() { addDomains(); }
    void simulatedFilesAreItsOwnAndTheSameForTheSameSeed()
    {
        const Domain& one = domain();
        const auto path = pathOf(one, "first");
        const auto again = pathOf(one, "again");
        const auto other = pathOf(one, "other");
        if (const auto written = one.simulate(8, 7, path, m_quiet); !written) {
            QCOMPARE(written.error().code, ErrorCode::Invalid);
            QSKIP("simulates nothing");
        }
        QVERIFY(one.simulate(8, 7, again, m_quiet).has_value());
        QVERIFY(one.simulate(8, 8, other, m_quiet).has_value());
        QVERIFY(*readFile(path) == *readFile(again));
        QVERIFY(*readFile(path) != *readFile(other));
        const OpenedFile opened = openFile(everyDomain(), {path, {}}, {}, m_quiet);
        QVERIFY(opened.domain == &one);
        const auto* recording = std::get_if<RecordingPtr>(&opened.outcome);
        QVERIFY(recording != nullptr);
        const RecordingInfo& info = (*recording)->info();
        QVERIFY(!info.id.empty() && !info.format.empty());
        QCOMPARE(info.domain, one.id());
        QVERIFY(std::any_of(one.readers().begin(), one.readers().end(),
                            [&](const auto& reader) { return reader->id() == info.reader; }));

        Stopped stopped;
        const auto none = pathOf(one, "none");
        const auto refused = one.simulate(400, 7, none, stopped);
        QVERIFY(!refused && refused.error().code == ErrorCode::Cancelled);
        QVERIFY(!std::filesystem::exists(none));
        const OpenedFile halted = openFile({&one}, {path, {}}, {}, stopped);
        QVERIFY(std::holds_alternative<Error>(halted.outcome));
        QCOMPARE(std::get<Error>(halted.outcome).code, ErrorCode::Cancelled);
    }

    void samplesAreNamedOnce_data() { addDomains(); }
    void samplesAreNamedOnce()
    {
        const Domain& one = domain();
        for (const Task& task : one.tasks()) {
            const auto cut = simulated(one, task.id);
            if (!cut) {
                QSKIP("simulates nothing");
            }
            QVERIFY(!cut->samples.empty());
            std::set<SampleKey> keys;
            std::set<std::string> hashes;
            std::size_t index = 0;
            for (const Sample& sample : cut->samples) {
                QCOMPARE(sample.key.recording, cut->recording->info().id);
                QVERIFY2(keys.insert(sample.key).second, sample.key.sample.c_str());
                QCOMPARE(sample.index, index++);
                // A window's place may stand behind the hash of the whole.
                QVERIFY2(sample.contentHash.size() >= 32 &&
                             sample.contentHash.find_first_not_of("0123456789abcdef") >= std::size_t(32),
                         sample.contentHash.c_str());
                hashes.insert(sample.contentHash);
            }
            QCOMPARE(hashes.size(), keys.size());  // no two simulated signals are the same
        }
    }

    void aPictureIsDrawnOneWay_data() { addDomains(); }
    void aPictureIsDrawnOneWay()
    {
        const Domain& one = domain();
        for (const Task& task : one.tasks()) {
            const auto cut = simulated(one, task.id);
            if (!cut) {
                QSKIP("simulates nothing");
            }
            std::optional<Example> first;
            for (std::size_t i = 0; i < std::min(cut->samples.size(), lookedAt); ++i) {
                const Sample sample = cut->samples[i];
                if (worst(sample.findings) == Severity::Reject) {
                    continue;
                }
                const auto picture = one.picture(*cut->recording, sample, cut->recipe);
                QVERIFY2(picture.has_value(), picture ? "" : picture.error().text().c_str());
                const Example& example = picture->example;
                first = first ? first : std::optional(example);
                QVERIFY(!example.image.empty() && example.image.sameShape(first->image));
                QVERIFY(std::all_of(example.image.pixels.begin(), example.image.pixels.end(),
                                    [](float value) { return value >= 0 && value <= 1; }));
                QCOMPARE(example.scalars.size(), one.scalarNames(cut->recipe).size());
                QCOMPARE(example.features.size(), first->features.size());
                QVERIFY(std::all_of(example.scalars.begin(), example.scalars.end(),
                                    [](float value) { return std::isfinite(value); }));
                QVERIFY(one.picture(*cut->recording, sample, cut->recipe)->example == example);
                const auto planes = one.planes(cut->recipe);
                QVERIFY(planes.empty() ? example.image.channels <= 3
                                       : domains::composite(example.image, planes).has_value());

                Rng unmoved(3);
                QVERIFY(*one.augmented(*cut->recording, sample, cut->recipe, 0, unmoved) == example);
                Rng moved(3);
                Rng movedAgain(3);
                const auto changed = one.augmented(*cut->recording, sample, cut->recipe, 1, moved);
                QVERIFY(changed.has_value() && changed->image.sameShape(example.image));
                QVERIFY(*changed != example);
                QVERIFY(*one.augmented(*cut->recording, sample, cut->recipe, 1, movedAgain) == *changed);
                QCOMPARE(changed->scalars.size(), example.scalars.size());
            }
            QVERIFY(first.has_value());
        }
    }

    void whatIsNotThereIsSaid_data() { addDomains(); }
    void whatIsNotThereIsSaid()
    {
        const Domain& one = domain();
        const auto cut = simulated(one, one.tasks().front().id);
        if (!cut) {
            QSKIP("simulates nothing");
        }
        Sample gone = cut->samples.front();
        gone.key.sample = "no such sample";
        gone.index = cut->samples.size() + 7;
        Rng rng(1);
        QVERIFY(!one.picture(*cut->recording, gone, cut->recipe));
        QVERIFY(!one.augmented(*cut->recording, gone, cut->recipe, 1, rng));
        // Another kind's recording is no reason to fall.
        RecordingInfo info;
        info.id = gone.key.recording;
        const Recording foreign(info);
        const Sample sample = cut->samples.front();
        QVERIFY(!one.picture(foreign, sample, cut->recipe));
        const auto none = one.samples(foreign, cut->recipe);
        QVERIFY(!none || none->empty());
    }

    void aLabelHoldsForItsSampleAlone_data() { addDomains(); }
    void aLabelHoldsForItsSampleAlone()
    {
        const Domain& one = domain();
        for (const Task& task : one.tasks()) {
            const auto cut = simulated(one, task.id);
            if (!cut) {
                QSKIP("simulates nothing");
            }
            const Sample sample = cut->samples.front();
            const std::string whole = one.wholeOf(sample);
            Label label;
            label.subject = {sample.key.recording, whole.empty() ? sample.key.sample : whole};
            label.extent = whole.empty() ? sample.extent : Extent{};
            label.task = task.id;
            const auto classes = one.classes(task.id);
            label.classId = classes.empty() ? "somebody" : classes.front().id;
            QCOMPARE(one.targetOf(sample, {label}, task.id), std::optional(label.classId));
            QVERIFY(!one.targetOf(sample, {}, task.id));
            const auto without = [&](auto change) {
                Label changed = label;
                change(changed);
                return !one.targetOf(sample, {changed}, task.id);
            };
            QVERIFY(without([](Label& l) { l.task = "another task"; }));
            QVERIFY(without([](Label& l) { l.subject.recording = "another file"; }));
            if (!one.scanRule(task.id)) {  // a box has its own name, and covers windows of other names
                QVERIFY(without([](Label& l) { l.subject.sample = "another sample"; }));
            }
            QVERIFY(without([](Label& l) { l.certainty = Certainty::Unsure; }));
            QVERIFY(without([](Label& l) { l.certainty = Certainty::Skip; }));
        }
    }

    void verdictsAreJoinedNotInvented_data() { addDomains(); }
    void verdictsAreJoinedNotInvented()
    {
        const Domain& one = domain();
        const auto cut = simulated(one, one.tasks().front().id);
        if (!cut) {
            QSKIP("simulates nothing");
        }
        QVERIFY(one.combine({}).empty());
        std::vector<std::pair<Sample, Verdict>> windows;
        std::set<std::string> wholes;
        for (std::size_t i = 0; i < std::min(cut->samples.size(), lookedAt); ++i) {
            Verdict verdict;
            verdict.classIds = {"a", "b"};
            verdict.probabilities = {0.9F, 0.1F};
            windows.emplace_back(cut->samples[i], verdict);
            wholes.insert(one.wholeOf(cut->samples[i]));
        }
        const auto combined = one.combine(windows);
        QVERIFY(!combined.empty() && combined.size() <= windows.size());
        if (!wholes.contains("")) {
            QCOMPARE(combined.size(), wholes.size());
        }
        for (const Verdict& verdict : combined) {
            QCOMPARE(verdict.bestClass(), std::string("a"));
            QVERIFY(std::abs(verdict.probabilities[0] + verdict.probabilities[1] - 1) < 1e-4F);
        }
    }

    void numbersAreKnownOrSaidToBeMissing_data() { addDomains(); }
    void numbersAreKnownOrSaidToBeMissing()
    {
        const Domain& one = domain();
        const auto cut = simulated(one, one.tasks().front().id);
        if (!cut) {
            QSKIP("simulates nothing");
        }
        std::size_t shape = 0;
        std::size_t magnitudes = 0;
        for (std::size_t i = 0; i < std::min(cut->samples.size(), lookedAt); ++i) {
            const auto measures = one.measures(*cut->recording, cut->samples[i]);
            QVERIFY(measures.has_value());
            std::set<std::string> ids;
            for (const Measure& measure : *measures) {
                QVERIFY2(ids.insert(measure.id).second && !measure.name.empty(), measure.id.c_str());
                QVERIFY2(measure.value.has_value() != !measure.missing.empty(), measure.id.c_str());
                QVERIFY2(!measure.value || std::isfinite(*measure.value), measure.id.c_str());
            }
            const auto twin = one.twinSignature(*cut->recording, cut->samples[i]);
            QVERIFY(twin.has_value());
            if (i == 0) {
                shape = twin->shape.size();
                magnitudes = twin->magnitudes.size();
            }
            QCOMPARE(twin->shape.size(), shape);
            QCOMPARE(twin->magnitudes.size(), magnitudes);
        }
    }
};

QTEST_GUILESS_MAIN(TestContract)
#include "test_contract.moc"
