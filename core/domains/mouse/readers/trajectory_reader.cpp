// `id x,y,t;x,y,t;… targetx,targety label`, one session a line; time in milliseconds.
#include <algorithm>

#include "core/base/text.h"
#include "core/domains/mouse/readers/reader_classes.h"
#include "core/domains/mouse/readers/session_file.h"

namespace sightline::mouse {

namespace {

std::optional<MouseEvent> pointOf(std::string_view text)
{
    const std::vector<std::string_view> parts = split(text, ',');
    if (parts.size() != 3) {
        return std::nullopt;
    }
    const auto x = parseNumber(parts[0]);
    const auto y = parseNumber(parts[1]);
    const auto t = parseNumber(parts[2]);
    if (!x || !y || !t) {
        return std::nullopt;
    }
    MouseEvent event;
    event.seconds = *t * 1e-3;
    event.x = static_cast<float>(*x);
    event.y = static_cast<float>(*y);
    return event;
}

std::vector<std::string_view> wordsOf(std::string_view line)
{
    std::vector<std::string_view> words;
    for (const std::string_view word : split(line, ' ')) {
        if (!trim(word).empty()) {
            words.push_back(trim(word));
        }
    }
    return words;
}

/// An id, then at least one point: what makes a line of this layout.
bool isTrajectory(const std::vector<std::string_view>& words)
{
    return words.size() >= 2 && words.size() <= 4 && words[0].find(',') == std::string_view::npos &&
           pointOf(words[1].substr(0, words[1].find(';')));
}

std::string labelOf(std::string_view word)
{
    return word == "1" ? "human" : word == "0" ? "machine" : std::string(word);
}

RawSession sessionFrom(const std::vector<std::string_view>& words, std::int64_t line, Dropped& lost)
{
    RawSession raw;
    raw.session.id = std::string(words[0]);
    raw.session.firstLine = line;
    for (const std::string_view text : split(words[1], ';')) {
        if (trim(text).empty()) {
            continue;
        }
        if (const auto event = pointOf(text)) {
            raw.events.push_back({*event, line, std::numeric_limits<double>::quiet_NaN()});
        } else {
            lost.add(dropped::malformed, line);
        }
    }
    if (words.size() > 2 && words.back().find(',') == std::string_view::npos) {
        raw.session.label = labelOf(words.back());
    }
    return raw;
}

}  // namespace

domains::ReadOutcome TrajectoryReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    // A line may be longer than the head: its beginning says enough.
    const auto isMine = [](std::string_view head) {
        const std::string_view first = head.substr(0, head.find_first_of("\r\n"));
        return first.find(';') != std::string_view::npos && isTrajectory(wordsOf(first));
    };
    auto own = takeFile(*this, request, isMine, {3, 600});
    if (!own) {
        return outcomeOf(own.error());
    }
    SessionFile& file = own->file;
    file.backwardsAreDropped = true;
    file.assumptions.emplace_back("time in milliseconds");
    Dropped lost;
    std::int64_t line = 0;
    std::size_t offset = 0;
    bool labelled = false;
    for (const std::string_view content : split(own->text, '\n')) {
        ++line;
        offset += content.size() + 1;
        constexpr std::int64_t linesBetweenQuestions = 0xFF;
        if ((line & linesBetweenQuestions) == 0) {
            if (progress.cancelled()) {
                return Error{ErrorCode::Cancelled, "reading was stopped", {}};
            }
            progress.report(static_cast<double>(offset) / static_cast<double>(own->text.size()), "reading");
        }
        const std::vector<std::string_view> words = wordsOf(trim(content));
        if (words.empty()) {
            continue;
        }
        if (!isTrajectory(words)) {
            lost.add(dropped::malformed, line);
            continue;
        }
        file.sessions.push_back(sessionFrom(words, line, lost));
        labelled = labelled || !file.sessions.back().session.label.empty();
    }
    if (labelled) {
        file.assumptions.emplace_back("label 1 is human, 0 is machine");
    }
    lost.addTo(file.findings);
    return finish(std::move(file), request, progress);
}

}  // namespace sightline::mouse
