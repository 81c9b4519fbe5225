// Every reader with good and broken files. A case is a folder in tests/data/cards: input.* and expected.json.
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>
#include <set>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/domains/pumpcards/card.h"
#include "core/domains/pumpcards/readers.h"

using namespace sightline;
using namespace sightline::pumpcards;
using nlohmann::json;

namespace {

struct Read {
    std::string reader;  ///< that wanted the file
    domains::ReadOutcome outcome = domains::NotMine{};

    [[nodiscard]] const Error* error() const { return std::get_if<Error>(&outcome); }
    [[nodiscard]] const domains::MustAsk* ask() const { return std::get_if<domains::MustAsk>(&outcome); }
    [[nodiscard]] const CardRecording* recording() const
    {
        const auto* pointer = std::get_if<domains::RecordingPtr>(&outcome);
        return pointer == nullptr ? nullptr : dynamic_cast<const CardRecording*>(pointer->get());
    }
    [[nodiscard]] std::string text() const
    {
        if (error() != nullptr) {
            return "error: " + error()->text();
        }
        if (ask() != nullptr) {
            std::string keys = "ask:";
            for (const Question& question : ask()->questions) {
                keys += " " + question.key;
            }
            return keys;
        }
        return recording() != nullptr ? "recording by " + reader : "not mine";
    }
};

Read opened(const std::filesystem::path& path, const Answers& answers = {})
{
    static const auto readers = cardReaders();
    NoProgress progress;
    for (const auto& reader : readers) {
        Read read{reader->id(), reader->read({path, answers}, progress)};
        if (!std::holds_alternative<domains::NotMine>(read.outcome)) {
            return read;
        }
    }
    return {};
}

std::filesystem::path pathOf(const QString& text)
{
    return pathFromUtf8(text.toStdString());
}

QString fieldData()
{
    return qEnvironmentVariable("SIGHTLINE_FIELD_DATA");
}

/// Kinds of a card's findings in order. What nearly every card has says nothing about a case.
std::vector<std::string> kindsOf(const Card& card)
{
    std::vector<std::string> kinds;
    for (const Finding& finding : card.findings) {
        const bool usual =
            finding.severity == Severity::Info && (finding.kind == "load_step" || finding.kind == "few_points");
        if (!usual) {
            kinds.push_back(finding.kind);
        }
    }
    return kinds;
}

double strokeOf(const Card& card)
{
    const auto [low, high] =
        std::minmax_element(card.points.begin(), card.points.end(),
                            [](const auto& a, const auto& b) { return a.positionMetre < b.positionMetre; });
    return card.points.empty() ? 0 : high->positionMetre - low->positionMetre;
}

double peakOf(const Card& card)
{
    double peak = -INFINITY;
    for (const CardPoint& point : card.points) {
        peak = std::max(peak, point.loadNewton);
    }
    return peak;
}

struct Case {
    std::filesystem::path input;
    json expected;
};

std::map<QString, Case> allCases()
{
    std::map<QString, Case> found;
    const QDir root(QStringLiteral(SIGHTLINE_TEST_DATA "/cards"));
    for (const QString& name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(root.filePath(name + "/expected.json"));
        const QStringList inputs = QDir(root.filePath(name)).entryList({"input.*"});
        if (file.open(QIODevice::ReadOnly) && inputs.size() == 1) {
            found[name] = {pathOf(root.filePath(name + "/" + inputs.front())),
                           json::parse(file.readAll().toStdString())};
        }
    }
    return found;
}

Answers answersOf(const json& expected)
{
    Answers answers;
    const json given = expected.value("answers", json::object());
    for (const auto& [key, value] : given.items()) {
        answers[key] = value.get<std::string>();
    }
    return answers;
}

}  // namespace

class TestReaders : public QObject {
    Q_OBJECT

    void checkCard(const Card& card, const json& expected)
    {
        QCOMPARE(card.id, expected["id"].get<std::string>());
        QCOMPARE(card.label, expected["label"].get<std::string>());
        QCOMPARE(std::string(toString(card.kind)), expected["kind"].get<std::string>());
        QCOMPARE(card.points.size(), expected["points"].get<std::size_t>());
        QCOMPARE(join(kindsOf(card), " "), join(expected["findings"].get<std::vector<std::string>>(), " "));
        for (const Finding& finding : card.findings) {
            QVERIFY(!finding.where.file.empty());
        }
        if (expected.contains("stroke_m")) {
            QVERIFY(std::abs(strokeOf(card) - expected["stroke_m"].get<double>()) < 1e-3);
        }
        if (expected.contains("peak_kN")) {
            QVERIFY(std::abs(peakOf(card) / 1000 - expected["peak_kN"].get<double>()) < 0.01);
        }
        if (expected.contains("spm")) {
            QVERIFY(card.strokesPerMinute.has_value());
            QVERIFY(std::abs(*card.strokesPerMinute - expected["spm"].get<double>()) < 1e-3);
        }
        if (expected.contains("time_us")) {
            QCOMPARE(card.timeMicroseconds.value_or(0), expected["time_us"].get<std::int64_t>());
        }
        QCOMPARE(card.well, expected.value("well", card.well));
        QCOMPARE(card.controllerType, expected.value("controller_type", card.controllerType));
        const json wellData = expected.value("well_data", json::object());
        for (const auto& [name, value] : wellData.items()) {
            QVERIFY2(card.wellData.contains(name), name.c_str());
            QCOMPARE(card.wellData.at(name), value.get<std::string>());
        }
    }

    /// What holds for every outcome, however broken the file.
    void checkSound(const Read& read)
    {
        if (read.error() != nullptr) {
            QVERIFY(!read.error()->message.empty());
            QVERIFY(!read.error()->where.file.empty());
            QVERIFY(read.error()->code != ErrorCode::NotMine);
        }
        if (read.ask() != nullptr) {
            QVERIFY(!read.ask()->questions.empty());
            QVERIFY(!read.ask()->layout.empty());
            for (const Question& question : read.ask()->questions) {
                QVERIFY(!question.key.empty() && !question.text.empty() && !question.why.empty());
            }
        }
        if (const CardRecording* recording = read.recording()) {
            QVERIFY(!recording->cards().empty());
            QVERIFY(!recording->info().id.empty() && !recording->info().format.empty());
            std::set<std::string> ids;
            for (const Card& card : recording->cards()) {
                QVERIFY(ids.insert(card.id).second);
                QVERIFY(card.points.size() >= 20 || worst(card.findings) == Severity::Reject);
                QVERIFY(card.seconds.empty() || card.seconds.size() == card.points.size());
                QVERIFY(!card.strokesPerMinute || std::isfinite(*card.strokesPerMinute));
                for (const CardPoint& point : card.points) {
                    QVERIFY(std::isfinite(point.positionMetre) && std::isfinite(point.loadNewton));
                }
            }
        }
    }

private Q_SLOTS:
    void cases_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& [name, one] : allCases()) {
            QTest::newRow(qPrintable(name)) << name;
        }
    }

    void cases()
    {
        QFETCH(QString, name);
        const Case one = allCases()[name];
        const json& expected = one.expected;
#if !defined(__GLIBC__)
        if (expected.value("needs_iconv", false)) {
            QSKIP("this system cannot read GBK");
        }
#endif
        const Read read = opened(one.input, answersOf(expected));
        const auto outcome = expected["outcome"].get<std::string>();
        const std::string got = read.text();
        QVERIFY2(startsWithIgnoreCase(got, outcome == "not_mine" ? "not mine" : outcome), got.c_str());
        checkSound(read);
        if (const Error* error = read.error()) {
            QCOMPARE(std::string(toString(error->code)), expected["code"].get<std::string>());
            QVERIFY2(error->message.find(expected.value("message", "")) != std::string::npos, got.c_str());
            QVERIFY(error->where.file.find("input.") != std::string::npos);
            QCOMPARE(error->where.line.value_or(0), expected.value("line", error->where.line.value_or(0)));
        }
        if (const domains::MustAsk* ask = read.ask()) {
            QCOMPARE(got, "ask: " + join(expected["questions"].get<std::vector<std::string>>(), " "));
            QCOMPARE(ask->layout, expected.value("layout", ask->layout));
            QVERIFY(!ask->preview.empty());
        }
        if (const CardRecording* recording = read.recording()) {
            QCOMPARE(recording->info().reader, expected["reader"].get<std::string>());
            QCOMPARE(recording->cards().size(), expected["cards"].size());
            for (std::size_t i = 0; i < recording->cards().size(); ++i) {
                checkCard(recording->cards()[i], expected["cards"][i]);
            }
            const std::string assumptions = join(recording->info().assumptions, "; ");
            QVERIFY2(assumptions.find(expected.value("assumption", "")) != std::string::npos, assumptions.c_str());
        }
    }

    void everyQuestionHasAnAnswerThatHelps()
    {
        for (const auto& [name, one] : allCases()) {
            Answers answers = answersOf(one.expected);
            for (int round = 0; round < 4; ++round) {
                const Read read = opened(one.input, answers);
                if (read.ask() == nullptr) {
                    QVERIFY2(round == 0 || read.recording() != nullptr, read.text().c_str());
                    break;
                }
                QVERIFY2(round < 3, qPrintable(name));
                for (const Question& question : read.ask()->questions) {
                    QVERIFY(!answers.contains(question.key));
                    answers[question.key] =
                        question.suggestion.empty() ? question.choices.front().value : question.suggestion;
                }
            }
        }
    }

    void refusesAnswersThatMeanNothing_data()
    {
        QTest::addColumn<QString>("key");
        for (const char* key :
             {"position", "load", "position_unit", "load_unit", "kind", "spm", "encoding", "delimiter", "decimal",
              "header_lines", "extra_points", "direction", "time_unit", "card"}) {
            QTest::newRow(key) << key;
        }
    }

    void refusesAnswersThatMeanNothing()
    {
        QFETCH(QString, key);
        const Case one = allCases()["two_columns_units_asked"];
        const Read read = opened(one.input, {{key.toStdString(), "nonsense"}});
        QVERIFY2(read.error() != nullptr, read.text().c_str());
        QCOMPARE(read.error()->code, ErrorCode::Invalid);
        QVERIFY2(key == "encoding" || read.error()->message.find(key.toStdString()) != std::string::npos,
                 read.text().c_str());
    }

    void readsPositionsAsFractionOfTheStroke()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("f.csv"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int i = 0; i < 100; ++i) {
            const double angle = 2 * std::numbers::pi * i / 100;
            file.write(QByteArray::number((1 - std::cos(angle)) / 2, 'f', 4) + "," +
                       QByteArray::number(40 + 20 * std::sin(angle + 0.4), 'f', 2) + "\n");
        }
        file.close();
        const auto path = pathOf(file.fileName());
        Answers answers{{"position_unit", "fraction"}, {"load_unit", "kN"}};
        const Read asked = opened(path, answers);
        QCOMPARE(asked.text(), std::string("ask: stroke"));
        answers["stroke"] = "120in";
        const Read read = opened(path, answers);
        QVERIFY2(read.recording() != nullptr, read.text().c_str());
        QVERIFY(std::abs(strokeOf(read.recording()->cards()[0]) - 120 * 0.0254) < 1e-9);
    }

    void survivesDamagedFiles()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = pathOf(folder.filePath("damaged"));
        for (const auto& [name, one] : allCases()) {
            const auto good = sightline::readFile(one.input);
            QVERIFY(good.has_value());
            Rng rng(hashText(name.toStdString()));
            for (int round = 0; round < 30; ++round) {
                std::string bytes = *good;
                const std::size_t at = rng.below(bytes.size());
                const std::size_t length = 1 + rng.below(std::min<std::size_t>(bytes.size() - at, 300));
                switch (round % 5) {
                    case 0: bytes.resize(at); break;
                    case 1: bytes.erase(at, length); break;
                    case 2: bytes.insert(at, bytes.substr(at, length)); break;
                    case 3: bytes.replace(at, length, length, static_cast<char>(rng.below(256))); break;
                    default:
                        for (int flip = 0; flip < 1 + round; ++flip) {
                            char& byte = bytes[rng.below(bytes.size())];
                            byte = static_cast<char>(byte ^ static_cast<char>(1U << rng.below(8)));
                        }
                }
                {
                    QFile file(folder.filePath("damaged"));
                    QVERIFY(file.open(QIODevice::WriteOnly));
                    file.write(bytes.data(), static_cast<qint64>(bytes.size()));
                }
                checkSound(opened(path));
                checkSound(opened(path, answersOf(one.expected)));
                if (QTest::currentTestFailed()) {
                    qWarning("case %s, round %d", qPrintable(name), round);
                    return;
                }
            }
        }
    }

    void stopsWhenAsked()
    {
        class Stopped : public Progress {
            bool cancelled() const override { return true; }
            void report(double /*fraction*/, std::string_view /*stage*/) override {}
        } stopped;
        const auto readers = cardReaders();
        for (const char* name : {"long_csv", "sktime_load_first", "xlsx_mm_kgf", "xspoc"}) {
            const Case one = allCases()[name];
            bool cancelled = false;
            for (const auto& reader : readers) {
                const auto outcome = reader->read({one.input, answersOf(one.expected)}, stopped);
                const Error* error = std::get_if<Error>(&outcome);
                cancelled = cancelled || (error != nullptr && error->code == ErrorCode::Cancelled);
            }
            QVERIFY2(cancelled, name);
        }
    }

    void readsTheFieldFormats_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("answers");
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<int>("cards");
        const auto row = [](const char* file, const char* answers, const char* outcome, int cards) {
            QTest::newRow(qPrintable(QString(file) + " " + answers)) << file << answers << outcome << cards;
        };
        row("controller_long.csv", "", "ask: position_unit load_unit kind", 0);
        row("controller_long.csv", "position_unit=in load_unit=lbf kind=by_sign", "recording by table-1", 8);
        row("controller_message.json", "", "ask: period_unit position_unit load_unit", 0);
        row("controller_message.json", "position_unit=0.01in load_unit=lbf period_unit=0.1s", "recording by json-1", 1);
        row("load_first_DK3.txt", "", "recording by table-1", 1);
        row("load_first_DK6.txt", "", "ask: position_unit load_unit", 0);
        row("load_first_DK6.txt", "load_unit=kgf", "recording by table-1", 1);
        row("load_first_S22.txt", "", "ask: position_unit load_unit", 0);
        row("load_first_S22.txt", "load_unit=kgf", "recording by table-1", 1);
        row("long_graph_id_x_y.csv", "", "ask: load_unit", 0);
        row("long_graph_id_x_y.csv", "load_unit=kgf", "recording by table-1", 7);
        row("mm_kgf_1.xlsx", "", "recording by xlsx-1", 1);
        row("mm_kgf_2.xlsx", "", "recording by xlsx-1", 1);
        row("sandia_pump_3X6E03.csv", "", "ask: kind", 0);
        row("sandia_pump_3X6E03.csv", "kind=pump", "recording by table-1", 6);
        row("sandia_pump_3X6I03.csv", "", "ask: kind", 0);
        row("sandia_pump_3X6I03.csv", "kind=pump", "recording by table-1", 6);
        row("sandia_surface_SX6E03A_realigned.csv", "", "recording by table-1", 1);
        row("sandia_surface_SX6E03B_realigned.csv", "", "recording by table-1", 1);
        row("sandia_surface_SX6I03A_realigned.csv", "", "recording by table-1", 1);
        row("sandia_surface_SX6I03B_realigned.csv", "", "recording by table-1", 1);
        row("sktime_two_channels.ts", "", "ask: position_unit load_unit", 0);
        row("sktime_two_channels.ts", "position_unit=m", "recording by sktime-1", 24);
        row("surface_rows.sql", "", "ask: position_unit load_unit", 0);
        row("surface_rows.sql", "position_unit=in", "recording by sql-1", 1);
    }

    void readsTheFieldFormats()
    {
        QFETCH(QString, file);
        QFETCH(QString, answers);
        QFETCH(QString, outcome);
        QFETCH(int, cards);
        const QString path = fieldData() + "/cards/formats/" + file;
        if (!QFile::exists(path)) {
            QSKIP("SIGHTLINE_FIELD_DATA is not set");
        }
        Answers given;
        for (const QString& answer : answers.split(' ', Qt::SkipEmptyParts)) {
            given[answer.section('=', 0, 0).toStdString()] = answer.section('=', 1).toStdString();
        }
        const Read read = opened(pathOf(path), given);
        QCOMPARE(QString::fromStdString(read.text()), outcome);
        checkSound(read);
        if (read.recording() != nullptr) {
            QCOMPARE(static_cast<int>(read.recording()->cards().size()), cards);
        }
    }

    void realignsTheFieldCards()
    {
        const QString folder = fieldData() + "/cards/formats/";
        if (!QFile::exists(folder + "surface_rows.sql")) {
            QSKIP("SIGHTLINE_FIELD_DATA is not set");
        }
        const Answers answers{{"position_unit", "in"}, {"load_unit", "lbf"}, {"kind", "by_sign"}};
        const Read right = opened(pathOf(folder + "sandia_surface_SX6E03A_realigned.csv"));
        const Read sql = opened(pathOf(folder + "surface_rows.sql"), answers);
        const Read table = opened(pathOf(folder + "controller_long.csv"), answers);
        QVERIFY(right.recording() != nullptr && sql.recording() != nullptr && table.recording() != nullptr);
        const Card& expected = right.recording()->cards()[0];
        QCOMPARE(expected.points.size(), std::size_t{93});
        for (const Card* card : {&sql.recording()->cards()[0], &table.recording()->cards()[0]}) {
            QCOMPARE(card->points.size(), expected.points.size());
            for (std::size_t i = 0; i < expected.points.size(); ++i) {
                QVERIFY(std::abs(card->points[i].positionMetre - expected.points[i].positionMetre) < 1e-5);
                QVERIFY(std::abs(card->points[i].loadNewton - expected.points[i].loadNewton) < 1e-2);
            }
            QVERIFY(std::abs(card->strokesPerMinute.value() - 60 / 8.4827) < 1e-9);
        }
        std::size_t realigned = 0;
        for (const Card& card : table.recording()->cards()) {
            const auto kinds = kindsOf(card);
            realigned += std::count(kinds.begin(), kinds.end(), "realigned") > 0 ? 1 : 0;
        }
        QCOMPARE(realigned, std::size_t{4});
    }

    void leavesOtherSignalsAlone()
    {
        if (!QDir(fieldData() + "/hydrophone").exists()) {
            QSKIP("SIGHTLINE_FIELD_DATA is not set");
        }
        QDirIterator files(fieldData(), QDir::Files, QDirIterator::Subdirectories);
        int looked = 0;
        while (files.hasNext()) {
            const QString path = files.next();
            if (path.contains("/cards/")) {
                continue;
            }
            const Read read = opened(pathOf(path));
            QVERIFY2(std::holds_alternative<domains::NotMine>(read.outcome), qPrintable(path));
            ++looked;
        }
        QVERIFY(looked > 100);
    }
};

QTEST_GUILESS_MAIN(TestReaders)
#include "test_readers.moc"
