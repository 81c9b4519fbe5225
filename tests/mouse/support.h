// Small files and sessions for the tests of mouse sessions.
#pragma once

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <QTemporaryDir>

#include "core/base/file.h"
#include "core/domains/domain.h"
#include "core/domains/mouse/session.h"

namespace sightline::testing {

/// What the readers of mouse sessions make of a text.
struct ReadMouse {
    std::string reader;
    domains::ReadOutcome outcome = domains::NotMine{};
    std::shared_ptr<const mouse::MouseRecording> recording;

    [[nodiscard]] const Error* error() const { return std::get_if<Error>(&outcome); }
    [[nodiscard]] const domains::MustAsk* ask() const { return std::get_if<domains::MustAsk>(&outcome); }
    [[nodiscard]] std::string text() const
    {
        return error() != nullptr ? "error: " + error()->text()
               : ask() != nullptr ? "ask " + ask()->questions.front().key
               : recording        ? recording->info().reader
                                  : "not mine";
    }
};

inline ReadMouse readMouse(const std::filesystem::path& path, const Answers& answers = {})
{
    NoProgress progress;
    ReadMouse read;
    read.outcome = domains::openFile({domains::findDomain("mouse")}, {path, answers}, {}, progress).outcome;
    if (const auto* pointer = std::get_if<domains::RecordingPtr>(&read.outcome)) {
        read.recording = std::dynamic_pointer_cast<const mouse::MouseRecording>(*pointer);
    }
    return read;
}

inline std::filesystem::path writeText(const QTemporaryDir& folder, const std::string& name, const std::string& text)
{
    const std::filesystem::path path = pathFromUtf8(folder.path().toStdString()) / pathFromUtf8(name);
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

inline std::int64_t countOf(const std::vector<Finding>& findings, const std::string& kind)
{
    for (const Finding& finding : findings) {
        if (finding.kind == kind) {
            return finding.count;
        }
    }
    return 0;
}

/// Rows of Balabit's layout: strokes between points of a small pattern, a click after each.
inline std::string balabitText(int strokes, double stepSeconds = 0.1)
{
    std::string text = "record timestamp,client timestamp,button,state,x,y\n";
    double t = 0;
    for (int s = 0; s < strokes; ++s) {
        for (int i = 0; i < 8; ++i) {
            t += stepSeconds;
            const std::string time = std::to_string(t);
            text += time + "," + time + ",NoButton,Move," + std::to_string(100 + 37 * ((s * 8 + i) % 29)) + "," +
                    std::to_string(200 + 23 * ((s * 8 + i) % 17)) + "\n";
        }
        const std::string at =
            std::to_string(100 + 37 * ((s * 8 + 7) % 29)) + "," + std::to_string(200 + 23 * ((s * 8 + 7) % 17));
        t += stepSeconds;
        text += std::to_string(t) + "," + std::to_string(t) + ",Left,Pressed," + at + "\n";
        t += stepSeconds;
        text += std::to_string(t) + "," + std::to_string(t) + ",Left,Released," + at + "\n";
    }
    return text;
}

}  // namespace sightline::testing
