// Which of several readers and domains gets a file, and what is remembered.
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/domain.h"

using namespace sightline;
using namespace sightline::domains;

namespace {

/// Answers with what the first line of the file tells it to.
class ScriptedReader final : public Reader {
public:
    explicit ScriptedReader(std::string name) : m_name(std::move(name)) {}
    [[nodiscard]] std::string id() const override { return m_name; }
    [[nodiscard]] std::string format() const override { return m_name; }
    [[nodiscard]] ReadOutcome read(const ReadRequest& request, Progress& /*progress*/) const override
    {
        const auto text = readFile(request.path);
        const std::string_view all = text ? std::string_view(*text) : std::string_view();
        for (const std::string_view line : split(all, '\n')) {
            if (!startsWithIgnoreCase(line, m_name + ":")) {
                continue;
            }
            const std::string_view what = line.substr(m_name.size() + 1);
            if (what == "broken") {
                return Error{ErrorCode::Corrupt, m_name + " is broken", {utf8(request.path), 1, {}}};
            }
            if (what == "ask" && request.answers.contains("unit")) {
                return request.answers.at("unit") == "m" ? recording()
                                                         : ReadOutcome(Error{ErrorCode::Invalid, "no such unit", {}});
            }
            if (what == "ask") {
                return MustAsk{{{"unit", "Unit?", {}, "", "why"}}, m_name + "|layout", ""};
            }
            return recording();
        }
        return NotMine{};
    }

private:
    [[nodiscard]] ReadOutcome recording() const
    {
        RecordingInfo info;
        info.reader = m_name;
        return std::make_shared<const Recording>(std::move(info));
    }
    std::string m_name;
};

/// Nothing but readers.
class ReaderDomain final : public Domain {
public:
    ReaderDomain(std::string id, std::initializer_list<const char*> readers) : m_id(std::move(id))
    {
        for (const char* reader : readers) {
            m_readers.push_back(std::make_unique<ScriptedReader>(reader));
        }
    }
    [[nodiscard]] std::string id() const override { return m_id; }
    [[nodiscard]] std::string title() const override { return m_id; }
    [[nodiscard]] std::string sampleNoun() const override { return "sample"; }
    [[nodiscard]] std::vector<std::string> filePatterns() const override { return {}; }
    [[nodiscard]] std::vector<Task> tasks() const override { return {}; }
    [[nodiscard]] const std::vector<std::unique_ptr<Reader>>& readers() const override { return m_readers; }
    [[nodiscard]] Result<SampleList> samples(const Recording&, const ImageRecipe&) const override { return {}; }
    [[nodiscard]] ImageRecipe defaultRecipe(const std::string&) const override { return {}; }
    [[nodiscard]] std::vector<std::string> scalarNames(const ImageRecipe&) const override { return {}; }
    [[nodiscard]] Result<Picture> picture(const Recording&, const Sample&, const ImageRecipe&) const override
    {
        return {};
    }
    [[nodiscard]] Result<Example> augmented(const Recording&, const Sample&, const ImageRecipe&, double,
                                            Rng&) const override
    {
        return {};
    }
    [[nodiscard]] std::string inputKind(const Recording&, const Sample&) const override { return {}; }
    [[nodiscard]] Result<std::vector<Measure>> measures(const Recording&, const Sample&) const override { return {}; }
    [[nodiscard]] std::vector<SignalClass> classes(const std::string&) const override { return {}; }
    [[nodiscard]] std::string caution(const Verdict&) const override { return {}; }
    [[nodiscard]] TrainingDefaults trainingDefaults(const std::string&) const override { return {}; }
    [[nodiscard]] std::optional<std::string> targetOf(const Sample&, const std::vector<Label>&,
                                                      const std::string&) const override
    {
        return {};
    }
    [[nodiscard]] Result<TwinSignature> twinSignature(const Recording&, const Sample&) const override { return {}; }
    [[nodiscard]] std::vector<Verdict> combine(const std::vector<std::pair<Sample, Verdict>>&) const override
    {
        return {};
    }
    [[nodiscard]] Result<void> simulate(std::size_t, std::uint64_t, const std::filesystem::path&,
                                        Progress&) const override
    {
        return {};
    }

private:
    std::string m_id;
    std::vector<std::unique_ptr<Reader>> m_readers;
};

std::string textOf(const OpenedFile& opened)
{
    if (const Error* error = std::get_if<Error>(&opened.outcome)) {
        return error->message;
    }
    if (const MustAsk* ask = std::get_if<MustAsk>(&opened.outcome)) {
        return "ask " + ask->layout;
    }
    const auto* recording = std::get_if<RecordingPtr>(&opened.outcome);
    return recording == nullptr ? "not mine" : (*recording)->info().reader;
}

}  // namespace

class TestOpenFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    ReaderDomain m_one{"one", {"a", "b"}};
    ReaderDomain m_two{"two", {"c", "d"}};

    std::filesystem::path write(const QByteArray& content)
    {
        QFile file(m_folder.filePath("file"));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            return {};
        }
        return pathFromUtf8(file.fileName().toStdString());
    }

    OpenedFile open(const std::filesystem::path& path, Answers answers = {}, const RememberedAnswers& remembered = {})
    {
        NoProgress progress;
        return openFile({&m_one, &m_two}, {path, std::move(answers)}, remembered, progress);
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void choosesTheReader_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<QString>("domain");
        QTest::newRow("nobody's") << QByteArray("text") << "not mine"
                                  << "";
        QTest::newRow("first wins") << QByteArray("a:yes\nb:yes\nc:yes") << "a"
                                    << "one";
        QTest::newRow("the particular reader's error stands") << QByteArray("a:broken\nb:yes") << "a is broken"
                                                              << "one";
        QTest::newRow("question before general reader") << QByteArray("a:ask\nb:yes") << "ask a|layout"
                                                        << "one";
        QTest::newRow("other domain's recording beats an error") << QByteArray("a:broken\nd:yes") << "d"
                                                                 << "two";
        QTest::newRow("other domain's recording beats a question") << QByteArray("b:ask\nc:yes") << "c"
                                                                   << "two";
        QTest::newRow("other domain's error beats a question") << QByteArray("a:ask\nc:broken") << "c is broken"
                                                               << "two";
        QTest::newRow("first question stands") << QByteArray("b:ask\nc:ask") << "ask b|layout"
                                               << "one";
    }

    void choosesTheReader()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, outcome);
        QFETCH(QString, domain);
        const OpenedFile opened = open(write(content));
        QCOMPARE(QString::fromStdString(textOf(opened)), outcome);
        QCOMPARE(opened.domain == nullptr ? QString() : QString::fromStdString(opened.domain->id()), domain);
    }

    void usesRememberedAnswers()
    {
        const auto path = write("b:ask");
        std::string asked;
        const auto remembered = [&asked](const std::string& layout) {
            asked = layout;
            return Answers{{"unit", "m"}};
        };
        QCOMPARE(textOf(open(path, {}, remembered)), std::string("b"));
        QCOMPARE(asked, std::string("b|layout"));
        // What is answered now wins.
        QVERIFY(std::holds_alternative<Error>(open(path, {{"unit", "ft"}}, remembered).outcome));
    }

    void asksAgainWhenRememberedAnswersNoLongerFit()
    {
        const auto path = write("b:ask");
        const auto outdated = [](const std::string&) { return Answers{{"unit", "ft"}}; };
        const auto nothing = [](const std::string&) { return Answers{}; };
        QCOMPARE(textOf(open(path, {}, outdated)), std::string("ask b|layout"));
        QCOMPARE(textOf(open(path, {}, nothing)), std::string("ask b|layout"));
    }

    void saysWhyAFileCannotBeRead()
    {
        const auto check = [this](const std::filesystem::path& path, ErrorCode code) {
            const OpenedFile opened = open(path);
            const Error* error = std::get_if<Error>(&opened.outcome);
            QVERIFY(error != nullptr);
            QCOMPARE(error->code, code);
            QVERIFY(!error->message.empty());
            QCOMPARE(error->where.file, utf8(path));
        };
        check(write(""), ErrorCode::Corrupt);
        check(pathFromUtf8(m_folder.filePath("missing").toStdString()), ErrorCode::Unreadable);
        check(pathFromUtf8(m_folder.path().toStdString()), ErrorCode::Unreadable);
        const auto path = write("a:yes");
        QFile::setPermissions(m_folder.filePath("file"), {});
        std::ifstream probe(path);
        if (!probe) {  // root may read everything
            check(path, ErrorCode::Unreadable);
        }
        QFile::setPermissions(m_folder.filePath("file"), QFile::ReadOwner | QFile::WriteOwner);
    }

    void stopsWhenAsked()
    {
        class Stopped : public Progress {
            bool cancelled() const override { return true; }
            void report(double /*fraction*/, std::string_view /*stage*/) override {}
        } stopped;
        const OpenedFile opened = openFile({&m_one, &m_two}, {write("c:yes"), {}}, {}, stopped);
        QCOMPARE(std::get<Error>(opened.outcome).code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestOpenFile)
#include "test_open_file.moc"
