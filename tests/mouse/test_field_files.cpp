// Every file of the field collection opens, or it is named why not; and what is in them is counted as its readme says.
#include <QProcess>
#include <QtTest>
#include <map>

#include "tests/mouse/support.h"

using namespace sightline;
using namespace sightline::mouse;
using namespace sightline::testing;
namespace fs = std::filesystem;

namespace {

/// What became of the files of a folder.
struct Opened {
    std::map<std::string, std::size_t> readers;    ///< id → files
    std::map<std::string, std::string> refused;    ///< name → why
    std::map<std::string, std::int64_t> findings;  ///< kind → count, all sessions
    std::map<std::string, std::size_t> accounts;   ///< sessions that are said to be of an account
    std::map<std::string, std::size_t> labels;     ///< sessions
    std::map<Button, std::size_t> presses;
    std::size_t sessions = 0;
    std::size_t claimed = 0;
    std::size_t events = 0;
};

void take(Opened& all, const fs::path& path)
{
    NoProgress progress;
    const domains::OpenedFile opened = domains::openFile(domains::allDomains(), {path, {}}, {}, progress);
    const std::string name = utf8(path.filename());
    if (const Error* error = std::get_if<Error>(&opened.outcome)) {
        all.refused[name] = error->text();
        return;
    }
    if (const auto* ask = std::get_if<domains::MustAsk>(&opened.outcome)) {
        all.refused[name] = "asks: " + ask->questions.front().text;
        return;
    }
    const auto* pointer = std::get_if<domains::RecordingPtr>(&opened.outcome);
    const auto* recording = pointer == nullptr ? nullptr : dynamic_cast<const MouseRecording*>(pointer->get());
    if (recording == nullptr) {
        all.refused[name] = pointer == nullptr ? "no reader's" : "read as something else";
        return;
    }
    ++all.readers[recording->info().reader];
    for (const Session& session : recording->sessions()) {
        ++all.sessions;
        all.events += session.events.size();
        all.claimed += session.claimed ? 1 : 0;
        ++all.accounts[session.account];
        ++all.labels[session.label];
        for (const MouseEvent& event : session.events) {
            if (event.kind == EventKind::Press) {
                ++all.presses[event.button];
            }
        }
        for (const Finding& finding : session.findings) {
            all.findings[finding.kind] += finding.count;
        }
    }
}

Opened openAll(const fs::path& folder)
{
    Opened all;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            take(all, entry.path());
        }
    }
    return all;
}

void say(const char* what, const Opened& all)
{
    for (const auto& [reader, files] : all.readers) {
        qInfo("%s: %zu files by %s", what, files, reader.c_str());
    }
    qInfo("%s: %zu sessions, %zu events", what, all.sessions, all.events);
    for (const auto& [kind, count] : all.findings) {
        qInfo("%s: %lld %s", what, static_cast<long long>(count), kind.c_str());
    }
    for (const auto& [name, why] : all.refused) {
        qInfo("%s: %s is refused: %s", what, name.c_str(), why.c_str());
    }
}

}  // namespace

class TestFieldFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path m_data;

    /// Nothing where the archive cannot be unpacked here.
    std::optional<fs::path> unpacked(const std::string& name)
    {
        const fs::path folder = pathFromUtf8(m_folder.path().toStdString()) / name;
        fs::create_directories(folder);
        QProcess tar;
        tar.start(QStringLiteral("tar"),
                  {QStringLiteral("-xJf"), QString::fromStdString(utf8(m_data / (name + ".tar.xz"))),
                   QStringLiteral("-C"), QString::fromStdString(utf8(folder))});
        const bool done = tar.waitForFinished(120000) && tar.exitCode() == 0;
        return done ? std::optional(folder) : std::nullopt;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString field = qEnvironmentVariable("SIGHTLINE_FIELD_DATA");
        if (field.isEmpty()) {
            QSKIP("no field recordings: set SIGHTLINE_FIELD_DATA");
        }
        m_data = pathFromUtf8((field + "/mouse").toStdString());
    }

    void balabit()
    {
        const auto folder = unpacked("balabit");
        if (!folder) {
            QSKIP("the archive cannot be unpacked: tar with xz is missing");
        }
        const Opened all = openAll(*folder);
        say("balabit", all);
        QCOMPARE(all.readers, (std::map<std::string, std::size_t>{{"balabit-1", 65 + 411}}));
        QCOMPARE(all.sessions, std::size_t(65 + 411));
        QCOMPARE(all.claimed, std::size_t(411));
        QCOMPARE(all.accounts.size(), std::size_t(10));
        QCOMPARE(all.findings.at("no_position"), std::int64_t(123));
        QCOMPARE(all.findings.at("repeated_row"), std::int64_t(18128));
        QCOMPARE(all.findings.at("long_gap"), std::int64_t(6430));
        QCOMPARE(all.presses.at(Button::Right), std::size_t(718));
        // All rows are accounted for, those that were dropped in words.
        QCOMPARE(all.events + 18128, std::size_t(2253816 + 586101));
        QCOMPARE(all.findings.count("malformed_row"), std::size_t(0));
        QCOMPARE(all.refused.size(), std::size_t(1));
        QVERIFY(all.refused.contains("README.md"));
    }

    void sapiMouse()
    {
        const auto folder = unpacked("sapimouse");
        if (!folder) {
            QSKIP("the archive cannot be unpacked: tar with xz is missing");
        }
        const Opened all = openAll(*folder);
        say("sapimouse", all);
        QCOMPARE(all.readers, (std::map<std::string, std::size_t>{{"sapimouse-1", 197}}));
        QCOMPARE(all.accounts.size(), std::size_t(96));
        QCOMPARE(all.claimed, std::size_t(0));
        QCOMPARE(all.presses.at(Button::Right), std::size_t(3508));
        QCOMPARE(all.events + static_cast<std::size_t>(all.findings.at("repeated_row")), std::size_t(943613));
        QVERIFY(all.refused.empty());
    }

    void theFilesThemselves()
    {
        const Opened all = openAll(m_data);
        say("folder", all);
        QCOMPARE(all.readers, (std::map<std::string, std::size_t>{{"trajectories-1", 1}}));
        QCOMPARE(all.labels, (std::map<std::string, std::size_t>{{"human", 1768}, {"machine", 277}}));
        QCOMPARE(all.refused.size(), std::size_t(3));
        for (const char* name : {"balabit.tar.xz", "sapimouse.tar.xz", "balabit_labels.csv"}) {
            QVERIFY2(all.refused.contains(name) && !all.refused.at(name).empty(), name);
        }
    }
};

QTEST_GUILESS_MAIN(TestFieldFiles)
#include "test_field_files.moc"
