#include "core/domains/mouse/readers/session_file.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/formats/text_file.h"

namespace sightline::mouse {

namespace {

constexpr const char* orderKey = "time_order";

/// "user12", "subject_3", "p-07": a folder named after an account.
bool looksLikeAccount(std::string_view name)
{
    static constexpr std::array<std::string_view, 6> words = {"user",    "subject", "participant",
                                                              "account", "person",  "player"};
    for (const std::string_view word : words) {
        if (startsWithIgnoreCase(name, word)) {
            std::string_view rest = name.substr(word.size());
            while (!rest.empty() && (rest.front() == '-' || rest.front() == '_' || rest.front() == ' ')) {
                rest.remove_prefix(1);
            }
            return !rest.empty() && rest.find_first_not_of("0123456789") == std::string_view::npos;
        }
    }
    return false;
}

/// The account by the folder's name. In a folder "test_files" (Balabit's challenge) it is only claimed.
void takeAccountFromFolder(SessionFile& file, const std::filesystem::path& path)
{
    std::error_code ignored;
    const std::filesystem::path folder = std::filesystem::absolute(path, ignored).parent_path();
    const std::string name = utf8(folder.filename());
    if (!looksLikeAccount(name)) {
        return;
    }
    const bool claimed = equalsIgnoreCase(utf8(folder.parent_path().filename()), "test_files");
    bool taken = false;
    for (RawSession& raw : file.sessions) {
        if (raw.session.account.empty()) {
            raw.session.account = name;
            raw.session.claimed = claimed;
            taken = true;
        }
    }
    if (taken) {
        file.assumptions.push_back(claimed ? "claims to be " + name + " (folder below test_files)"
                                           : "account " + name + " (folder)");
    }
}

/// Every session has an id, and no two the same.
void nameSessions(std::vector<RawSession>& sessions)
{
    std::set<std::string> used;
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        std::string& id = sessions[i].session.id;
        id = id.empty() ? std::to_string(i) : id;
        const std::string wanted = id;
        for (int copy = 2; !used.insert(id).second; ++copy) {
            id = wanted + "#" + std::to_string(copy);
        }
    }
}

std::optional<Question> orderQuestion(const SessionFile& file)
{
    for (const RawSession& raw : file.sessions) {
        if (!isUnsorted(raw)) {
            continue;
        }
        Question question;
        question.key = orderKey;
        question.text = "The rows are not in the order of time. Sort them?";
        question.choices = {{"sort", "Sort by time"}, {"drop", "Drop the rows that run backwards"}};
        question.suggestion = "sort";
        question.why = std::to_string(backwardRows(raw)) + " of " + std::to_string(raw.events.size()) +
                       " rows run backwards in time";
        return question;
    }
    return std::nullopt;
}

Result<CleaningOptions> cleaningOptions(const Answers& answers)
{
    CleaningOptions options;
    if (const auto order = answerTo(answers, orderKey)) {
        if (*order != "sort" && *order != "drop") {
            return fail(ErrorCode::Invalid, "time_order=" + *order + " cannot be read: use sort or drop");
        }
        options.sortUnsorted = *order == "sort";
    }
    return options;
}

void sayWhatWasDropped(SessionFile& file)
{
    if (file.droppedForPrivacy.empty()) {
        return;
    }
    std::vector<std::string> names;
    std::int64_t count = 0;
    for (const auto& [name, times] : file.droppedForPrivacy) {
        names.push_back(name);
        count = std::max(count, times);
    }
    file.findings.push_back(
        {Severity::Info, "private_dropped", "not taken over for privacy: " + join(names, ", "), {}, count});
}

/// The account if all sessions have the same.
std::string commonAccount(const std::vector<Session>& sessions)
{
    const std::string& first = sessions.front().account;
    const bool common =
        std::all_of(sessions.begin(), sessions.end(), [&](const Session& one) { return one.account == first; });
    return common ? first : std::string();
}

}  // namespace

domains::ReadOutcome finish(SessionFile file, const domains::ReadRequest& request, Progress& progress)
{
    const std::string path = utf8(request.path);
    const auto options = cleaningOptions(request.answers);
    if (!options) {
        Error error = options.error();
        error.where.file = path;
        return error;
    }
    if (!file.backwardsAreDropped && !answerTo(request.answers, orderKey)) {
        if (auto question = orderQuestion(file)) {
            file.questions.push_back(std::move(*question));
        }
    }
    if (!file.questions.empty()) {
        return domains::MustAsk{std::move(file.questions), std::move(file.layout), std::move(file.preview)};
    }
    std::erase_if(file.sessions, [](const RawSession& raw) { return raw.events.empty(); });
    if (file.sessions.empty()) {
        std::string why = "no event of a pointer in this file";
        Where where{path, {}, {}};
        if (!file.findings.empty()) {
            why += ": " + file.findings.front().message;
            where.line = file.findings.front().where.line;
        }
        return Error{ErrorCode::Corrupt, why, where};
    }
    takeAccountFromFolder(file, request.path);
    nameSessions(file.sessions);
    std::vector<Session> sessions;
    sessions.reserve(file.sessions.size());
    for (RawSession& raw : file.sessions) {
        if (progress.cancelled()) {
            return Error{ErrorCode::Cancelled, "reading was stopped", {path, {}, {}}};
        }
        sessions.push_back(cleaned(std::move(raw), *options));
        for (Finding& finding : sessions.back().findings) {
            finding.where.file = path;
        }
    }
    markReplays(sessions);
    sayWhatWasDropped(file);
    for (Finding& finding : file.findings) {
        finding.where.file = path;
    }
    auto id = quickHash(request.path);
    if (!id) {
        return id.error();
    }
    RecordingInfo info;
    info.id = std::move(*id);
    info.path = request.path;
    info.domain = "mouse";
    info.reader = std::move(file.reader);
    info.format = std::move(file.format);
    info.source = commonAccount(sessions);
    info.startMicroseconds = sessions.front().startMicroseconds;
    info.assumptions = std::move(file.assumptions);
    info.findings = std::move(file.findings);
    return std::make_shared<const MouseRecording>(std::move(info), std::move(sessions));
}

Result<OwnFile> takeFile(const domains::Reader& reader, const domains::ReadRequest& request,
                         const std::function<bool(std::string_view head)>& isMine, PreviewSize preview)
{
    const auto decoded = [&](Result<std::string> bytes) -> Result<formats::DecodedText> {
        return bytes ? formats::decodeText(std::move(*bytes), {}, utf8(request.path)) : tl::unexpected(bytes.error());
    };
    constexpr std::size_t headBytes = std::size_t{1} << 16;
    const auto head = decoded(readFileHead(request.path, headBytes));
    if (!head) {
        return tl::unexpected(head.error());
    }
    if (!isMine(head->utf8)) {
        return fail(ErrorCode::NotMine, "another reader's layout");
    }
    auto text = decoded(readFile(request.path));
    if (!text) {
        return tl::unexpected(text.error());
    }
    OwnFile own;
    own.text = std::move(text->utf8);
    own.file.reader = reader.id();
    own.file.format = reader.format();
    own.file.layout = reader.id();
    own.file.preview = formats::firstLines(own.text, preview.lines, preview.bytes);
    if (text->guessed) {
        own.file.assumptions.push_back("text in " + text->encoding + " (guessed)");
    }
    return own;
}

domains::ReadOutcome outcomeOf(const Error& error)
{
    if (error.code == ErrorCode::NotMine) {
        return domains::NotMine{};
    }
    return error;
}

std::optional<std::string> answerTo(const Answers& answers, const char* key)
{
    const auto found = answers.find(key);
    if (found == answers.end() || trim(found->second).empty()) {
        return std::nullopt;
    }
    return std::string(trim(found->second));
}

void Dropped::add(const std::string& kind, std::int64_t line)
{
    ++m_kinds.try_emplace(kind, 0, line).first->second.first;
}

void Dropped::addTo(std::vector<Finding>& findings) const
{
    static const std::map<std::string, std::string> words = {
        {dropped::malformed, "rows lack a field or hold no number where one is needed; dropped"},
        {dropped::otherEvent, "events are nothing a pointer did (load, focus, key …); dropped"},
        {dropped::brokenEnd, "broken line at the end of a file still being written; dropped"}};
    for (const auto& [kind, seen] : m_kinds) {
        const auto word = words.find(kind);
        findings.push_back({Severity::Info,
                            kind,
                            std::to_string(seen.first) + " " + (word == words.end() ? kind : word->second),
                            {{}, seen.second > 0 ? std::optional(seen.second) : std::nullopt, {}},
                            seen.first});
    }
}

bool isPrivateField(std::string_view name)
{
    static constexpr std::array<std::string_view, 19> words = {
        "useragent", "user agent", "user_agent", "url", "href",  "referrer", "xpath",   "attrs", "text",   "innertext",
        "title",     "processid",  "process id", "ip",  "token", "cookie",   "element", "key",   "keycode"};
    const std::string lower = lowerAscii(trim(name));
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return lower == word; });
}

Word eventWord(std::string_view text)
{
    std::string word = lowerAscii(trim(text));
    for (const std::string_view prefix : {"mouse", "pointer", "wm_mouse", "wm_", "touch"}) {
        if (word.size() > prefix.size() && word.compare(0, prefix.size(), prefix) == 0) {
            word.erase(0, prefix.size());
            break;
        }
    }
    static const std::map<std::string, Word, std::less<>> words = {{"move", Word::Move},
                                                                   {"moved", Word::Move},
                                                                   {"rawupdate", Word::Move},
                                                                   {"drag", Word::Drag},
                                                                   {"dragged", Word::Drag},
                                                                   {"press", Word::Press},
                                                                   {"pressed", Word::Press},
                                                                   {"down", Word::Press},
                                                                   {"start", Word::Press},
                                                                   {"release", Word::Release},
                                                                   {"released", Word::Release},
                                                                   {"up", Word::Release},
                                                                   {"end", Word::Release},
                                                                   {"click", Word::Click},
                                                                   {"clicked", Word::Click},
                                                                   {"contextmenu", Word::ContextMenu},
                                                                   {"dblclick", Word::DoubleClick},
                                                                   {"doubleclick", Word::DoubleClick},
                                                                   {"scroll", Word::Scroll},
                                                                   {"wheel", Word::Scroll},
                                                                   {"leave", Word::Leave},
                                                                   {"out", Word::Leave},
                                                                   {"blur", Word::Leave},
                                                                   {"cancel", Word::Leave},
                                                                   {"hidden", Word::Leave},
                                                                   {"resize", Word::Resize},
                                                                   {"over", Word::Move},
                                                                   {"enter", Word::Move}};
    const auto found = words.find(word);
    return found == words.end() ? Word::Unknown : found->second;
}

std::optional<Button> buttonWord(std::string_view text)
{
    static const std::map<std::string, Button, std::less<>> words = {{"", Button::None},
                                                                     {"nobutton", Button::None},
                                                                     {"none", Button::None},
                                                                     {"left", Button::Left},
                                                                     {"primary", Button::Left},
                                                                     {"right", Button::Right},
                                                                     {"secondary", Button::Right},
                                                                     {"middle", Button::Middle},
                                                                     {"auxiliary", Button::Middle},
                                                                     {"other", Button::Other},
                                                                     {"xbutton", Button::Other},
                                                                     {"scroll", Button::None},
                                                                     {"lmb", Button::Left},
                                                                     {"rmb", Button::Right},
                                                                     {"button.left", Button::Left},
                                                                     {"button.right", Button::Right},
                                                                     {"button.middle", Button::Middle}};
    const auto found = words.find(lowerAscii(trim(text)));
    return found == words.end() ? std::nullopt : std::optional(found->second);
}

std::optional<double> numberIn(const formats::Row& row, std::size_t column)
{
    return column < row.cells.size() ? parseNumber(row.cells[column]) : std::nullopt;
}

}  // namespace sightline::mouse
