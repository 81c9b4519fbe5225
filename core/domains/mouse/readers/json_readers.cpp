// Events as JSON objects: an array of them, an object that holds one, or one object a line.
#include <algorithm>
#include <deque>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/mouse/readers/mapping.h"
#include "core/domains/mouse/readers/reader_classes.h"
#include "core/formats/json_tree.h"

namespace sightline::mouse {

namespace {

using formats::JsonValue;

constexpr PreviewSize shown{12, 1200};

/// The keys of the first objects, in order of appearance.
std::vector<std::string> keysOf(const std::vector<const JsonValue*>& objects)
{
    constexpr std::size_t lookedAt = 50;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(objects.size(), lookedAt); ++i) {
        for (const auto& field : *objects[i]->object()) {
            if (std::find(names.begin(), names.end(), field.first) == names.end()) {
                names.push_back(field.first);
            }
        }
    }
    return names;
}

/// Objects as rows: a cell for each name.
class ObjectRows final : public formats::RowSource {
public:
    ObjectRows(std::vector<const JsonValue*> objects, std::vector<std::int64_t> lines, std::vector<std::string> names)
        : m_objects(std::move(objects)), m_lines(std::move(lines)), m_names(std::move(names))
    {
    }

    bool next(formats::Row& row) override
    {
        if (m_index >= m_objects.size()) {
            return false;
        }
        row.line = m_index < m_lines.size() ? m_lines[m_index] : 0;
        row.cells.clear();
        m_texts.assign(m_names.size(), {});
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            if (const JsonValue* value = m_objects[m_index]->find(m_names[i])) {
                m_texts[i] = value->scalarText();
            }
        }
        for (const std::string& text : m_texts) {
            row.cells.push_back(trim(text));
        }
        ++m_index;
        return true;
    }
    void rewind() override { m_index = 0; }

private:
    std::vector<const JsonValue*> m_objects;
    std::vector<std::int64_t> m_lines;
    std::vector<std::string> m_names;
    std::vector<std::string> m_texts;
    std::size_t m_index = 0;
};

/// An array of events and the object it lies in.
struct FoundEvents {
    std::vector<const JsonValue*> events;
    const JsonValue* around = nullptr;
};

void search(const JsonValue& value, const JsonValue* around, const Answers& answers, std::vector<FoundEvents>& found)
{
    if (const auto* items = value.array()) {
        FoundEvents one;
        one.around = around;
        for (const JsonValue& item : *items) {
            if (item.object() != nullptr) {
                one.events.push_back(&item);
            }
        }
        if (!one.events.empty() && holdsEvents(keysOf(one.events), answers)) {
            found.push_back(std::move(one));
            return;
        }
        for (const JsonValue& item : *items) {
            search(item, around, answers, found);
        }
    } else if (value.object() != nullptr) {
        for (const auto& field : *value.object()) {
            search(field.second, &value, answers, found);
        }
    }
}

std::string textOf(const JsonValue* object, std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        const JsonValue* value = object == nullptr ? nullptr : object->find(name);
        if (value != nullptr && !value->scalarText().empty()) {
            return value->scalarText();
        }
    }
    return {};
}

/// What the object around the events says of them.
void takeSurroundings(const JsonValue* around, Session& session)
{
    if (around == nullptr) {
        return;
    }
    session.id = session.id.empty() ? textOf(around, {"session", "sessionId", "session_id", "id"}) : session.id;
    session.account =
        session.account.empty() ? textOf(around, {"user", "userId", "user_id", "account", "subject"}) : session.account;
    session.label = session.label.empty() ? textOf(around, {"label", "class"}) : session.label;
    for (const char* name : {"viewport", "screen", "window"}) {
        const JsonValue* size = around->find(name);
        const JsonValue* width = size == nullptr ? nullptr : size->find("width");
        const JsonValue* height = size == nullptr ? nullptr : size->find("height");
        if (width != nullptr && height != nullptr && width->number() && height->number()) {
            session.screenWidth = *width->number();
            session.screenHeight = *height->number();
            return;
        }
    }
}

void dropPrivateAround(const JsonValue* around, SessionFile& file)
{
    if (around == nullptr || around->object() == nullptr) {
        return;
    }
    for (const auto& field : *around->object()) {
        if (isPrivateField(field.first)) {
            file.droppedForPrivacy[field.first] += 1;
        }
    }
}

/// Quoted names near the beginning that a pointer's events have.
bool mentionsEvents(std::string_view head)
{
    const std::string lower = lowerAscii(head);
    const auto holds = [&](std::initializer_list<const char*> names) {
        return std::any_of(names.begin(), names.end(), [&](const char* name) {
            return lower.find('"' + std::string(name) + '"') != std::string::npos;
        });
    };
    return holds({"x", "clientx", "pagex", "screenx", "posx", "xpos"}) &&
           holds({"y", "clienty", "pagey", "screeny", "posy", "ypos"}) &&
           holds({"t", "time", "timestamp", "ts", "elapsed", "time_ms"});
}

bool wanted(std::string_view head, const Answers& answers)
{
    return mentionsEvents(head) || (answerTo(answers, "x") && answerTo(answers, "y") && answerTo(answers, "time"));
}

/// Whether the first line is an object by itself and another line follows.
bool objectALine(std::string_view text)
{
    const std::string_view first = trim(text.substr(0, text.find('\n')));
    return first.size() > 1 && first.front() == '{' && first.back() == '}' && first.size() < trim(text).size();
}

Error located(Error error, const domains::ReadRequest& request)
{
    error.where.file = utf8(request.path);
    return error;
}

}  // namespace

domains::ReadOutcome JsonReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    const auto isMine = [&](std::string_view head) {
        const std::string_view begin = trim(head);
        const bool json = !begin.empty() && (begin.front() == '{' || begin.front() == '[');
        return json && wanted(begin, request.answers) && !objectALine(head);
    };
    auto own = takeFile(*this, request, isMine, shown);
    if (!own) {
        return outcomeOf(own.error());
    }
    SessionFile& file = own->file;
    const auto tree = formats::parseJson(own->text, utf8(request.path));
    if (!tree) {
        return tree.error();
    }
    std::vector<FoundEvents> found;
    search(*tree, nullptr, request.answers, found);
    if (found.empty()) {
        return domains::NotMine{};
    }
    // One table for all arrays, so that unit and buttons are decided once; a number of the array keeps them apart.
    for (std::size_t i = 0; i < found.size(); ++i) {
        const std::vector<std::string> names = keysOf(found[i].events);
        ObjectRows rows(found[i].events, {}, names);
        EventTable table{names, rows, id()};
        const std::size_t before = file.sessions.size();
        SessionFile part;
        if (const auto taken = takeEvents(table, request.answers, part, progress); !taken) {
            return outcomeOf(located(taken.error(), request));
        }
        file.layout = part.layout;
        for (RawSession& raw : part.sessions) {
            takeSurroundings(found[i].around, raw.session);
            raw.session.findings.insert(raw.session.findings.end(), part.findings.begin(), part.findings.end());
            file.sessions.push_back(std::move(raw));
        }
        if (!part.questions.empty()) {
            file.questions = std::move(part.questions);
        }
        if (before == 0) {
            file.assumptions.insert(file.assumptions.end(), part.assumptions.begin(), part.assumptions.end());
        }
        file.droppedForPrivacy.merge(part.droppedForPrivacy);
        dropPrivateAround(found[i].around, file);
    }
    return finish(std::move(file), request, progress);
}

domains::ReadOutcome JsonLinesReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    const auto isMine = [&](std::string_view head) { return objectALine(trim(head)) && wanted(head, request.answers); };
    auto own = takeFile(*this, request, isMine, shown);
    if (!own) {
        return outcomeOf(own.error());
    }
    SessionFile& file = own->file;
    std::deque<JsonValue> values;
    std::vector<const JsonValue*> objects;
    std::vector<std::int64_t> lines;
    Dropped lost;
    std::int64_t line = 0;
    const std::vector<std::string_view> all = split(own->text, '\n');
    for (const std::string_view content : all) {
        ++line;
        constexpr std::int64_t linesBetweenQuestions = 0xFFF;
        if ((line & linesBetweenQuestions) == 0 && progress.cancelled()) {
            return Error{ErrorCode::Cancelled, "reading was stopped", {}};
        }
        if (trim(content).empty()) {
            continue;
        }
        auto value = formats::parseJson(content, {});
        if (!value || value->object() == nullptr) {
            // Without a line end behind it, the last line was still being written.
            const bool last = static_cast<std::size_t>(line) == all.size();
            lost.add(last ? dropped::brokenEnd : dropped::malformed, line);
            continue;
        }
        values.push_back(std::move(*value));
        objects.push_back(&values.back());
        lines.push_back(line);
    }
    const std::vector<std::string> names = keysOf(objects);
    ObjectRows rows(objects, lines, names);
    EventTable table{names, rows, id()};
    if (const auto taken = takeEvents(table, request.answers, file, progress); !taken) {
        return outcomeOf(located(taken.error(), request));
    }
    lost.addTo(file.findings);
    return finish(std::move(file), request, progress);
}

}  // namespace sightline::mouse
