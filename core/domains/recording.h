// An opened file: immutable, read lazily, shared between threads.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/data/question.h"
#include "core/data/sample.h"

namespace sightline::domains {

/// What a reader returns when the file is its own. Domains derive from it and add their typed signal (a card's points,
/// a range of sound). All members are const and may be called from any thread at once.
class Recording {
public:
    explicit Recording(RecordingInfo info) : m_info(std::move(info)) {}
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;
    virtual ~Recording() = default;

    [[nodiscard]] const RecordingInfo& info() const { return m_info; }

private:
    RecordingInfo m_info;
};
using RecordingPtr = std::shared_ptr<const Recording>;

struct ReadRequest {
    std::filesystem::path path;
    Answers answers;  ///< from --map or remembered; empty at first
};

/// "Not my kind of file": the next reader is asked.
struct NotMine {};
/// "Mine, but I must ask": all questions at once, and the key under which the answers are remembered.
struct MustAsk {
    std::vector<Question> questions;
    std::string layout;   ///< equal for files of the same layout (reader, header, column count)
    std::string preview;  ///< first lines of the file as text, for the wizard
};
/// Exactly one of: not mine; mine but broken (the Error says where); mine but I must ask; the recording.
using ReadOutcome = std::variant<NotMine, Error, MustAsk, RecordingPtr>;

/// One container or layout. Stateless; called from several threads at once.
class Reader {
public:
    virtual ~Reader() = default;
    [[nodiscard]] virtual std::string id() const = 0;      ///< stable, with version: "dyn-1"
    [[nodiscard]] virtual std::string format() const = 0;  ///< for people
    /// Must look at the bytes, not at the name. Reads the head first and returns NotMine cheaply.
    [[nodiscard]] virtual ReadOutcome read(const ReadRequest& request, Progress& progress) const = 0;
};

}  // namespace sightline::domains
