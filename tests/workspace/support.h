// What the workspace tests share: a folder to work in, and small recordings, labels and model files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/workspace/workspace.h"

namespace sightline::workspace::testing {

inline const std::string domain = "pumpcards";
inline const std::string task = "condition";
inline const std::string recordingId = "0123456789abcdef0123456789abcdef";

/// QVERIFY2 with the error's text.
#define VERIFY_OK(expression)                                                            \
    do {                                                                                 \
        const auto& verified = (expression);                                             \
        QVERIFY2(verified.has_value(), verified ? "" : verified.error().text().c_str()); \
    } while (false)
#define VERIFY_FAILS(expression, expectedCode)                                              \
    do {                                                                                    \
        const auto& verified = (expression);                                                \
        QVERIFY(!verified.has_value());                                                     \
        QVERIFY2(verified.error().code == (expectedCode), verified.error().text().c_str()); \
        QVERIFY2(!verified.error().message.empty(), "an error must say something");         \
    } while (false)

class Folder {
public:
    [[nodiscard]] std::filesystem::path path() const { return pathFromUtf8(m_dir.path().toStdString()); }
    [[nodiscard]] std::filesystem::path file(const std::string& name = "cards.sightline") const
    {
        return path() / pathFromUtf8(name);
    }
    std::filesystem::path write(const std::string& name, const std::string& bytes) const
    {
        std::filesystem::create_directories(file(name).parent_path());
        std::ofstream(file(name), std::ios::binary) << bytes;
        return file(name);
    }

private:
    QTemporaryDir m_dir;
};

inline RecordingInfo recordingInfo(const std::string& id = recordingId, const std::filesystem::path& path = "/a/b.csv",
                                   const std::string& ofDomain = domain)
{
    RecordingInfo info;
    info.id = id;
    info.path = path;
    info.domain = ofDomain;
    info.reader = "csv-1";
    info.format = "Long card table (.csv)";
    return info;
}

/// An open workspace that knows one recording.
inline std::unique_ptr<Workspace> openWithRecording(const std::filesystem::path& file)
{
    auto workspace = Workspace::open(file);
    if (!workspace || !(*workspace)->addRecording(recordingInfo(), {})) {
        return nullptr;
    }
    return std::move(*workspace);
}

inline LabelEvent label(const std::string& sample, const std::string& classId, const std::string& reviewer = "ana")
{
    LabelEvent event;
    event.subject = {recordingId, sample};
    event.task = task;
    event.classId = classId;
    event.reviewer = reviewer;
    return event;
}

/// "sample=class" of the labels in force, in order.
inline std::vector<std::string> inForce(Workspace& workspace)
{
    std::vector<std::string> texts;
    const auto labels = workspace.labels(domain, task);
    if (labels) {
        for (const Label& one : *labels) {
            texts.push_back(one.subject.sample + "=" + one.classId);
        }
    }
    return texts;
}

/// Runs SQL behind the workspace's back, as another program would. Returns the error's text, empty if it worked.
inline std::string sql(const std::filesystem::path& file, const std::vector<std::string>& statements,
                       QVariant* answer = nullptr)
{
    std::string problem;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase("QSQLITE", "outside");
        database.setDatabaseName(QString::fromStdString(utf8(file)));
        if (!database.open()) {
            problem = database.lastError().text().toStdString();
        }
        for (const std::string& statement : statements) {
            QSqlQuery query(database);
            if (!query.exec(QString::fromStdString(statement))) {
                problem = query.lastError().text().toStdString();
                break;
            }
            if (answer != nullptr && query.next()) {
                *answer = query.value(0);
            }
        }
        database.close();
    }
    QSqlDatabase::removeDatabase("outside");
    return problem;
}

/// A safetensors file with one small tensor and the description a model carries.
inline std::string modelBytes(const std::string& id, const std::string& name = "A model",
                              const std::string& ofDomain = domain, double abstainBelow = 0.5)
{
    const nlohmann::json description = {{"id", id},     {"name", name},   {"domain", ofDomain},
                                        {"task", task}, {"report", name}, {"thresholds", abstainBelow}};
    const nlohmann::json header = {{"__metadata__", {{"sightline", description.dump()}}},
                                   {"w", {{"dtype", "F32"}, {"shape", {1}}, {"data_offsets", {0, 4}}}}};
    const std::string text = header.dump();
    std::string bytes;
    for (int i = 0; i < 8; ++i) {
        bytes.push_back(static_cast<char>(text.size() >> (8 * i) & 0xff));
    }
    return bytes + text + std::string(4, '\1');
}

}  // namespace sightline::workspace::testing
