// Runs the program itself, as a script would.
#pragma once

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/learning/engine.h"

namespace sightline::testing {

struct Ran {
    int code = -1;
    std::string out;
    std::string err;
};

class Program {
public:
    Program()
    {
        m_environment = QProcessEnvironment::systemEnvironment();
        m_environment.insert(QStringLiteral("XDG_DATA_HOME"), m_dir.filePath(QStringLiteral("data")));
        m_environment.insert(QStringLiteral("SIGHTLINE_RESOURCES"), m_dir.filePath(QStringLiteral("resources")));
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "GOMP_SPINCOUNT"}) {
            m_environment.remove(QLatin1String(name));
        }
        // The same on every machine: there is no GPU support in this folder.
        set("SIGHTLINE_GPU", utf8(file("no gpu")));
    }

    /// An environment variable of the runs to come.
    void set(const std::string& name, const std::string& value)
    {
        m_environment.insert(QString::fromStdString(name), QString::fromStdString(value));
    }

    [[nodiscard]] std::filesystem::path file(const std::string& name) const
    {
        return pathFromUtf8(m_dir.path().toStdString()) / pathFromUtf8(name);
    }
    std::string write(const std::string& name, const std::string& bytes) const
    {
        std::filesystem::create_directories(file(name).parent_path());
        std::ofstream(file(name), std::ios::binary) << bytes;
        return name;
    }
    [[nodiscard]] bool exists(const std::string& name) const { return std::filesystem::exists(file(name)); }

    void start(QProcess& process, const std::vector<std::string>& arguments) const
    {
        process.setProcessEnvironment(m_environment);
        process.setWorkingDirectory(m_dir.path());
        QStringList list;
        for (const std::string& argument : arguments) {
            list.append(QString::fromStdString(argument));
        }
        process.start(QStringLiteral(SIGHTLINE_PROGRAM), list);
    }
    [[nodiscard]] Ran run(const std::vector<std::string>& arguments) const
    {
        QProcess process;
        start(process, arguments);
        if (!process.waitForFinished(240000) || process.exitStatus() != QProcess::NormalExit) {
            return {-1, process.readAllStandardOutput().toStdString(),
                    process.readAllStandardError().toStdString() + process.errorString().toStdString()};
        }
        return {process.exitCode(), process.readAllStandardOutput().toStdString(),
                process.readAllStandardError().toStdString()};
    }

private:
    QTemporaryDir m_dir;
    QProcessEnvironment m_environment;
};

inline std::vector<nlohmann::ordered_json> jsonLines(const std::string& text)
{
    std::vector<nlohmann::ordered_json> rows;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = text.find('\n', begin);
        rows.push_back(nlohmann::ordered_json::parse(text.substr(begin, end - begin)));
        begin = end + 1;
    }
    return rows;
}

inline bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace sightline::testing

#define COMPARE_CODE(ran, expected) QVERIFY2((ran).code == (expected), ((ran).err + (ran).out).c_str())
