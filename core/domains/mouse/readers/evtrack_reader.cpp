// evtrack's log: `cursor timestamp xpos ypos event xpath attrs extras`, blank separated; sizes in an XML file beside
// it.
#include <algorithm>
#include <set>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/mouse/readers/reader_classes.h"
#include "core/domains/mouse/readers/session_file.h"
#include "core/formats/delimited.h"

namespace sightline::mouse {

namespace {

constexpr std::string_view header = "cursor timestamp xpos ypos event";

/// "1280x720" inside <name>…</name>; nothing where it is not there.
std::optional<std::pair<double, double>> sizeIn(std::string_view xml, const std::string& name)
{
    const std::size_t begin = xml.find("<" + name + ">");
    const std::size_t end = begin == std::string_view::npos ? begin : xml.find("</" + name + ">", begin);
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view text = trim(xml.substr(begin + name.size() + 2, end - begin - name.size() - 2));
    const std::size_t times = text.find('x');
    const auto width = parseNumber(text.substr(0, times));
    const auto height = times == std::string_view::npos ? std::nullopt : parseNumber(text.substr(times + 1));
    return width && height && *width > 0 && *height > 0 ? std::optional(std::pair(*width, *height)) : std::nullopt;
}

/// Positions are of the page, so its document's size counts; then the window's, then the screen's.
void takeSizes(Session& session, std::filesystem::path path, std::vector<std::string>& assumptions)
{
    const Result<std::string> xml = readFile(path.replace_extension(".xml"), std::uintmax_t{1} << 20);
    if (!xml) {
        return;
    }
    for (const char* name : {"document", "window", "screen"}) {
        if (const auto size = sizeIn(*xml, name)) {
            session.screenWidth = size->first;
            session.screenHeight = size->second;
            assumptions.push_back(std::string("size of the ") + name + " from the XML file beside it");
            return;
        }
    }
}

/// Presses and releases come as events of their own, so the clicks that follow them say nothing new.
std::optional<MouseEvent> eventOf(std::string_view word, bool hasPresses)
{
    MouseEvent event;
    event.pointer = startsWithIgnoreCase(word, "touch") ? Pointer::Touch : Pointer::Unknown;
    switch (eventWord(word)) {
        case Word::Move:
        case Word::Drag: return event;
        case Word::Press: event.kind = EventKind::Press; break;
        case Word::Release: event.kind = EventKind::Release; break;
        case Word::Click:
        case Word::ContextMenu:
            if (hasPresses) {
                return std::nullopt;
            }
            event.kind = EventKind::Press;
            event.button = eventWord(word) == Word::Click ? Button::Left : Button::Right;
            return event;
        case Word::Scroll: event.kind = EventKind::Scroll; return event;
        case Word::Leave: event.kind = EventKind::Leave; return event;
        case Word::Resize: event.kind = EventKind::Resize; return event;
        default: return std::nullopt;
    }
    event.button = Button::Left;
    return event;
}

}  // namespace

domains::ReadOutcome EvtrackReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    auto own = takeFile(*this, request, [](std::string_view head) { return startsWithIgnoreCase(trim(head), header); });
    if (!own) {
        return outcomeOf(own.error());
    }
    SessionFile& file = own->file;
    file.assumptions.emplace_back("time: milliseconds");
    file.assumptions.emplace_back("mousedown and mouseup are taken as the left button: evtrack does not say which");
    const bool hasPresses = own->text.find("mousedown") != std::string::npos;
    RawSession raw;
    raw.session.space = "page";
    Dropped lost;
    formats::DelimitedRows rows(own->text, {' ', false});
    formats::Row row;
    rows.next(row);
    std::int64_t count = 0;
    while (rows.next(row)) {
        constexpr std::int64_t rowsBetweenQuestions = 0x3FFF;
        if ((++count & rowsBetweenQuestions) == 0 && progress.cancelled()) {
            return Error{ErrorCode::Cancelled, "reading was stopped", {}};
        }
        const auto time = numberIn(row, 1);
        const auto x = numberIn(row, 2);
        const auto y = numberIn(row, 3);
        if (!time || !x || !y || row.cells.size() < 5) {
            lost.add(dropped::malformed, row.line);
            continue;
        }
        const auto event = eventOf(row.cells[4], hasPresses);
        if (!event) {
            lost.add(dropped::otherEvent, row.line);
            continue;
        }
        RawEvent one{*event, row.line, std::numeric_limits<double>::quiet_NaN()};
        one.event.seconds = *time * 1e-3;
        one.event.x = static_cast<float>(*x);
        one.event.y = static_cast<float>(*y);
        raw.events.push_back(one);
    }
    if (!raw.events.empty()) {
        constexpr double microsecondsPerSecond = 1e6;
        raw.session.startMicroseconds =
            static_cast<std::int64_t>(raw.events.front().event.seconds * microsecondsPerSecond);
    }
    for (const char* name : {"xpath", "attrs", "extras"}) {
        file.droppedForPrivacy[name] = count;
    }
    takeSizes(raw.session, request.path, file.assumptions);
    lost.addTo(raw.events.empty() ? file.findings : raw.session.findings);
    file.sessions.push_back(std::move(raw));
    return finish(std::move(file), request, progress);
}

}  // namespace sightline::mouse
