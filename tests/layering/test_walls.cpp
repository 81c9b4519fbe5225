// Reads the includes of the whole tree and fails on a violation of the walls.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include <QTest>

#include "tests/layering/checker.h"

namespace fs = std::filesystem;
using namespace sightline::layering;

class TestWalls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void treeKeepsTheWalls();
    void torchStaysSmall();
    void topHoldsOnlyWhatBelongsThere();
    void everyRoomIsDescribed();
    void filesStaySmall();

    void checkerReports_data();
    void checkerReports();
    void checkerAccepts_data();
    void checkerAccepts();
    void checkerFindsStrangers();

private:
    static fs::path top() { return fs::path(SIGHTLINE_SOURCE); }
    static std::string textOf(const fs::path& path)
    {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    /// All own sources, as paths from the top.
    static std::vector<std::string> sources()
    {
        std::vector<std::string> found;
        for (const char* folder : {"app", "ui", "widgets", "core", "tests"}) {
            for (const auto& entry : fs::recursive_directory_iterator(top() / folder)) {
                const std::string extension = entry.path().extension().string();
                if (entry.is_regular_file() && (extension == ".h" || extension == ".cpp")) {
                    found.push_back(fs::relative(entry.path(), top()).generic_string());
                }
            }
        }
        return found;
    }
    static QString joined(const std::vector<std::string>& lines)
    {
        QString text;
        for (const std::string& line : lines) {
            text += QString::fromStdString(line) + QLatin1Char('\n');
        }
        return text;
    }
};

void TestWalls::treeKeepsTheWalls()
{
    std::vector<std::string> violations;
    const std::vector<std::string> files = sources();
    QVERIFY2(files.size() > 20, "the source tree was not found");
    for (const std::string& path : files) {
        const auto found = violationsIn(path, textOf(top() / path),
                                        [](const std::string& header) { return fs::exists(top() / header); });
        violations.insert(violations.end(), found.begin(), found.end());
    }
    QVERIFY2(violations.empty(), qPrintable(joined(violations)));
}

void TestWalls::torchStaysSmall()
{
    std::vector<std::string> files;
    for (const std::string& path : sources()) {
        static const std::regex torchHeader("(^|\n)#include <(torch|ATen|c10)/");
        if (roomOf(path) == "core/learning/torch" && endsWith(path, ".cpp") &&
            std::regex_search(textOf(top() / path), torchHeader)) {
            files.push_back(path);
        }
    }
    QVERIFY2(files.size() <= mostTorchFiles, qPrintable(joined(files)));
}

void TestWalls::topHoldsOnlyWhatBelongsThere()
{
    std::vector<std::string> entries;
    for (const auto& entry : fs::directory_iterator(top())) {
        entries.push_back(entry.path().filename().string());
    }
    const std::vector<std::string> strangers = strangersAtTheTop(entries);
    QVERIFY2(strangers.empty(), qPrintable(joined(strangers)));
}

void TestWalls::everyRoomIsDescribed()
{
    std::set<std::string> rooms;
    for (const std::string& path : sources()) {
        const std::string room = roomOf(path);
        if (room != "tests" && room != "app" && room != "core/learning/torch" && !isDomainRoom(room)) {
            rooms.insert(room);
        }
    }
    std::vector<std::string> missing;
    for (const std::string& room : rooms) {
        if (!fs::exists(top() / room / "README.md")) {
            missing.push_back(room + "/README.md is missing: what lives here, what may be included, where to start");
        }
    }
    QVERIFY2(missing.empty(), qPrintable(joined(missing)));
}

/// A warning, not a failure: size is a smell.
void TestWalls::filesStaySmall()
{
    for (const std::string& path : sources()) {
        const std::string text = textOf(top() / path);
        const auto lines = std::count(text.begin(), text.end(), '\n');
        if (lines > (endsWith(path, ".h") ? 250 : 600)) {
            qWarning("%s has %lld lines: can it be split?", path.c_str(), static_cast<long long>(lines));
        }
    }
}

void TestWalls::checkerReports_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("why");
    const auto row = [](const char* name, const char* path, const char* text, const char* why) {
        QTest::newRow(name) << path << text << why;
    };
    row("upwards", "core/base/a.cpp", "#include \"core/data/there.h\"", "must not look into core/data");
    row("neighbours", "core/formats/a.cpp", "#include \"core/imaging/there.h\"", "must not look into core/imaging");
    row("learning sees a domain", "core/learning/a.cpp", "#include \"core/domains/there.h\"", "core/domains");
    row("workspace sees learning", "core/workspace/a.cpp", "#include \"core/learning/there.h\"", "core/learning");
    row("diagnosis sees retraining", "core/diagnosis/a.cpp", "#include \"core/retraining/there.h\"", "core/retraining");
    row("diagnosis names a kind", "core/diagnosis/a.cpp", "#include \"core/domains/pumpcards/there.h\"", "pumpcards");
    row("domain sees a domain", "core/domains/mouse/a.cpp", "#include \"core/domains/pumpcards/there.h\"", "pumpcards");
    row("domain sees jobs", "core/domains/mouse/a.cpp", "#include \"core/jobs/there.h\"", "core/jobs");
    row("core sees the window", "core/jobs/a.h", "#include \"ui/there.h\"", "must not look into ui");
    row("widget knows pumps", "widgets/a.cpp", "#include \"core/domains/there.h\"", "core/domains");
    row("widget sees the window", "widgets/a.cpp", "#include \"ui/there.h\"", "must not look into ui");
    row("window sees the program", "ui/cards/a.cpp", "#include \"app/there.h\"", "must not look into app");
    row("program reads tests", "app/a.cpp", "#include \"tests/there.h\"", "must not look into tests");
    row("learning sees its torch half", "core/learning/a.cpp", "#include \"core/learning/torch/there.h\"", "torch");
    row("Qt in base", "core/base/a.h", "#include <QString>", "without Qt");
    row("Qt by module in a domain", "core/domains/pumpcards/a.cpp", "#include <QtCore/QFile>", "without Qt");
    row("pictures of Qt in jobs", "core/jobs/a.cpp", "#include <QImage>", "window half");
    row("widgets in diagnosis", "core/diagnosis/a.cpp", "#include <QtWidgets/QLabel>", "window half");
    row("SQL in the window", "ui/a.cpp", "#include <QSqlQuery>", "belongs to core/workspace");
    row("torch in learning", "core/learning/a.cpp", "#include <torch/torch.h>", "belongs to core/learning/torch");
    row("ATen in retraining", "core/retraining/a.cpp", "#include <ATen/ATen.h>", "belongs to core/learning/torch");
    row("torch in a header", "core/learning/torch/a.h", "#include <torch/types.h>", ".cpp files only");
    row("OpenCV in a domain", "core/domains/pumpcards/a.cpp", "#include <opencv2/core.hpp>", "core/imaging");
    row("OpenCV in a header", "core/imaging/a.h", "#include <opencv2/core.hpp>", ".cpp files only");
    row("plot in the window", "ui/a.cpp", "#include <qcustomplot.h>", "belongs to widgets");
    row("plot in a header", "widgets/a.h", "#include <qcustomplot.h>", ".cpp files only");
    row("FFT in imaging", "core/imaging/a.cpp", "#include <kissfft/kiss_fftr.h>", "core/dsp");
    row("zip in workspace", "core/workspace/a.cpp", "#include <zip.h>", "core/formats");
    row("JSON in a header", "core/formats/a.h", "#include <nlohmann/json.hpp>", "not in headers");
    row("test tool in the product", "core/base/a.cpp", "#include <doctest/doctest.h>", "belongs to tests");
    row("unknown library", "core/dsp/a.cpp", "#include <boost/any.hpp>", "no known library");
    row("relative", "core/base/a.cpp", "#include \"there.h\"", "from the top");
    row("gone", "core/base/a.cpp", "#include \"core/base/gone.h\"", "is not there");
    row("angle brackets", "core/base/a.cpp", "#include <core/base/there.h>", "with quotes");
    row("blanks", "core/base/a.cpp", "int a;\n  #  include   <QFile> // why not", "a.cpp:2: QFile");
    row("new room", "core/cellar/a.cpp", "", "no known room");
}

void TestWalls::checkerReports()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    QFETCH(QString, why);
    const auto found = violationsIn(path.toStdString(), text.toStdString(), [](const std::string& header) {
        return header.find("/there.h") != std::string::npos;
    });
    QCOMPARE(found.size(), std::size_t{1});
    QVERIFY2(found.front().find(why.toStdString()) != std::string::npos, found.front().c_str());
}

void TestWalls::checkerAccepts_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const char* path, const char* text) { QTest::newRow(name) << path << text; };
    row("down to base", "core/formats/a.h", "#include \"core/base/there.h\"");
    row("list of domains", "core/domains/domains.cpp", "#include \"core/domains/pumpcards/there.h\"");
    row("view of a domain", "ui/cards/a.cpp", "#include \"core/domains/pumpcards/there.h\"");
    row("domain reads and draws", "core/domains/pumpcards/a.cpp",
        "#include \"core/formats/there.h\"\n#include \"core/imaging/there.h\"\n#include \"core/domains/there.h\"");
    row("window down to diagnosis", "ui/a.h", "#include \"core/diagnosis/there.h\"");
    row("Qt Core in jobs", "core/jobs/a.h", "#include <QObject>\n#include <QtCore/QThread>");
    row("SQL in workspace", "core/workspace/a.cpp", "#include <QSqlDatabase>");
    row("torch at home", "core/learning/torch/a.cpp", "#include <torch/torch.h>\n#include <ATen/Parallel.h>");
    row("plot at home", "widgets/a.cpp", "#include <qcustomplot.h>");
    row("JSON in a source", "core/formats/a.cpp", "#include <nlohmann/json.hpp>");
    row("system", "core/base/a.cpp", "#include <vector>\n#include <sys/stat.h>\n#include <unistd.h>");
    row("helper of a test", "tests/pumpcards/a.cpp", "#include \"support.h\"");
    row("generated", "widgets/a.cpp", "#include \"a.moc\"");
    row("not an include", "core/base/a.cpp", "// #include <QString>");
}

void TestWalls::checkerAccepts()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    const auto found = violationsIn(path.toStdString(), text.toStdString(), [](const std::string&) { return true; });
    QVERIFY2(found.empty(), qPrintable(joined(found)));
}

void TestWalls::checkerFindsStrangers()
{
    const std::vector<std::string> expected = {"src", "notes.txt"};
    QCOMPARE(strangersAtTheTop({"core", "src", ".clang-tidy", "build", "notes.txt", "LICENSE"}), expected);
}

QTEST_GUILESS_MAIN(TestWalls)
#include "test_walls.moc"
