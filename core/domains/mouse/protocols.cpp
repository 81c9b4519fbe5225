#include "core/domains/mouse/protocols.h"

#include <algorithm>
#include <map>
#include <system_error>

#include "core/base/file.h"
#include "core/base/text.h"

namespace sightline::mouse {

namespace {

namespace fs = std::filesystem;

constexpr const char* trainingFolder = "training_files";
constexpr const char* testFolder = "test_files";

/// The folder that holds both: one of those named, or the one around it.
std::optional<fs::path> rootOf(const std::vector<fs::path>& data)
{
    std::error_code ignored;
    for (const fs::path& path : data) {
        for (const fs::path& folder : {path, fs::absolute(path, ignored).parent_path()}) {
            if (fs::is_directory(folder / testFolder, ignored)) {
                return folder;
            }
        }
    }
    return std::nullopt;
}

std::vector<fs::path> labelFilesOf(const std::vector<fs::path>& labelFiles, const fs::path& root)
{
    if (!labelFiles.empty()) {
        return labelFiles;
    }
    std::error_code ignored;
    for (const char* name : {"public_labels.csv", "balabit_labels.csv"}) {
        for (const fs::path& folder : {root, root.parent_path()}) {
            if (fs::is_regular_file(folder / name, ignored)) {
                return {folder / name};
            }
        }
    }
    return {};
}

/// The account whose folder holds a test session, as the public labels leave it out; empty: none does.
std::string accountOf(const fs::path& root, const std::string& session)
{
    std::error_code error;
    for (fs::directory_iterator it(root / testFolder, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (fs::is_regular_file(it->path() / pathFromUtf8(session), ignored)) {
            return utf8(it->path().filename());
        }
    }
    return {};
}

/// Rows of the challenge's labels: `user,filename,is_illegal`, or as published `filename,is_illegal`.
Result<void> takeLabels(const fs::path& file, const fs::path& root, domains::Protocol& protocol)
{
    const Result<std::string> bytes = readFile(file);
    if (!bytes) {
        return tl::unexpected(bytes.error());
    }
    const std::vector<std::string_view> lines = split(withoutBom(*bytes), '\n');
    const std::string header = lines.empty() ? std::string() : lowerAscii(trim(lines.front()));
    const bool withUser = header == "user,filename,is_illegal";
    if (!withUser && header != "filename,is_illegal") {
        return fail(ErrorCode::Corrupt, "not the challenge's labels: the header must be [user,]filename,is_illegal",
                    {utf8(file), 1, {}});
    }
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (trim(lines[i]).empty()) {
            continue;
        }
        const std::vector<std::string_view> cells = split(trim(lines[i]), ',');
        const auto illegal = cells.size() == (withUser ? 3U : 2U) ? parseInteger(cells.back()) : std::nullopt;
        if (!illegal || (*illegal != 0 && *illegal != 1)) {
            return fail(ErrorCode::Corrupt, "a row must be [user,]filename and 0 or 1",
                        {utf8(file), static_cast<std::int64_t>(i + 1), {}});
        }
        const std::string session(trim(cells[cells.size() - 2]));
        const std::string user = withUser ? std::string(trim(cells[0])) : accountOf(root, session);
        const fs::path path = root / testFolder / pathFromUtf8(user) / pathFromUtf8(session);
        std::error_code ignored;
        if (fs::is_regular_file(path, ignored)) {
            protocol.labels.push_back({path, *illegal == 1 ? "impostor" : user, user});
        }
    }
    return {};
}

void takeTraining(const fs::path& root, domains::Protocol& protocol)
{
    std::error_code error;
    std::vector<domains::ProtocolLabel> found;
    for (fs::recursive_directory_iterator it(root / trainingFolder, error), end; !error && it != end;
         it.increment(error)) {
        std::error_code ignored;
        const std::string name = utf8(it->path().filename());
        if (it->is_regular_file(ignored) && !name.empty() && name.front() != '.') {
            found.push_back({it->path(), utf8(it->path().parent_path().filename()), {}, domains::ProtocolPart::Learn});
        }
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    protocol.labels.insert(protocol.labels.end(), found.begin(), found.end());
}

/// What one person of SapiMouse left; empty paths: not there.
struct Subject {
    fs::path threeMinutes;
    fs::path oneMinute;
};

/// N of a folder "userN".
std::optional<int> subjectOf(const fs::path& folder)
{
    const std::string name = utf8(folder.filename());
    const auto number = name.starts_with("user") ? parseInteger(std::string_view(name).substr(4)) : std::nullopt;
    return number && *number > 0 && *number < 100'000 ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

void takeSubject(const fs::path& folder, std::map<int, Subject>& subjects)
{
    const std::optional<int> number = subjectOf(folder);
    if (!number) {
        return;
    }
    const auto earlier = [](const fs::path& found, fs::path& kept) {
        if (kept.empty() || found.filename() < kept.filename()) {
            kept = found;
        }
    };
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = utf8(it->path().filename());
        if (name.ends_with("_3min.csv")) {
            earlier(it->path(), subjects[*number].threeMinutes);
        } else if (name.ends_with("_1min.csv")) {
            earlier(it->path(), subjects[*number].oneMinute);
        }
    }
}

/// By number; NotFound where there are none.
Result<std::map<int, Subject>> subjectsIn(const std::vector<fs::path>& data)
{
    std::map<int, Subject> subjects;
    for (const fs::path& path : data) {
        takeSubject(path, subjects);
        std::error_code error;
        for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
            takeSubject(it->path(), subjects);
        }
    }
    if (subjects.empty()) {
        return fail(ErrorCode::NotFound,
                    "no folders userN with session_…_3min.csv and session_…_1min.csv in the data: name the "
                    "collection's folder with --data");
    }
    return subjects;
}

void addFile(const fs::path& path, const std::string& label, const std::string& claim, domains::ProtocolPart part,
             domains::Protocol& protocol)
{
    if (!path.empty()) {
        protocol.labels.push_back({path, label, claim, part});
    }
}

}  // namespace

Result<domains::Protocol> sapimouseProtocol(const std::vector<fs::path>& data, int lastToLearn)
{
    using domains::ProtocolPart;
    const Result<std::map<int, Subject>> subjects = subjectsIn(data);
    if (!subjects) {
        return tl::unexpected(subjects.error());
    }
    domains::Protocol protocol;
    for (const auto& [number, subject] : *subjects) {
        const std::string name = "user" + std::to_string(number);
        if (number <= lastToLearn) {
            addFile(subject.threeMinutes, name, {}, ProtocolPart::Learn, protocol);
            addFile(subject.oneMinute, name, {}, ProtocolPart::Learn, protocol);
        } else {
            addFile(subject.threeMinutes, name, name, ProtocolPart::Enrol, protocol);
            addFile(subject.oneMinute, name, name, ProtocolPart::Judge, protocol);
        }
    }
    return protocol;
}

Result<domains::Protocol> sapimouseGroupProtocol(const std::vector<fs::path>& data)
{
    using domains::ProtocolPart;
    constexpr int lastMember = 48;
    constexpr int lastToLearn = 72;
    const Result<std::map<int, Subject>> subjects = subjectsIn(data);
    if (!subjects) {
        return tl::unexpected(subjects.error());
    }
    domains::Protocol protocol;
    protocol.task = "group";
    for (const auto& [number, subject] : *subjects) {
        const std::string label = number <= lastMember ? "member" : "outsider";
        if (number <= lastToLearn) {
            addFile(subject.threeMinutes, label, {}, ProtocolPart::Learn, protocol);
        }
        if (number <= lastMember || number > lastToLearn) {
            addFile(subject.oneMinute, label, {}, ProtocolPart::Judge, protocol);
        }
    }
    return protocol;
}

Result<domains::Protocol> sliderProtocol(const std::vector<fs::path>& data)
{
    if (data.empty()) {
        return fail(ErrorCode::Invalid, "name the file of trajectories with --data");
    }
    domains::Protocol protocol;
    protocol.task = "machine";
    protocol.folds = 5;
    return protocol;
}

Result<domains::Protocol> balabitProtocol(const std::vector<fs::path>& data, const std::vector<fs::path>& labelFiles)
{
    const std::optional<fs::path> root = rootOf(data);
    if (!root) {
        return fail(ErrorCode::NotFound, "no folder test_files in the data: name the challenge's folder with --data");
    }
    const std::vector<fs::path> files = labelFilesOf(labelFiles, *root);
    if (files.empty()) {
        return fail(ErrorCode::NotFound,
                    "no labels of the challenge: name the file user,filename,is_illegal with --labels",
                    {utf8(*root), {}, {}});
    }
    domains::Protocol protocol;
    for (const fs::path& file : files) {
        if (Result<void> taken = takeLabels(file, *root, protocol); !taken) {
            return tl::unexpected(taken.error());
        }
    }
    if (protocol.labels.empty()) {
        return fail(ErrorCode::NotFound, "none of the labelled sessions is among the data", {utf8(*root), {}, {}});
    }
    takeTraining(*root, protocol);
    protocol.without = {{"without_users_7_9", {"user7", "user9"}}};
    return protocol;
}

}  // namespace sightline::mouse
