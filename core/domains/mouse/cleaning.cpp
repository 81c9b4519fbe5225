#include "core/domains/mouse/cleaning.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <unordered_map>

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/base/text.h"

namespace sightline::mouse {

namespace {

constexpr float noPosition = 65535;
constexpr float nan = std::numeric_limits<float>::quiet_NaN();

/// How often something was seen, and where first.
struct Seen {
    std::int64_t count = 0;
    std::int64_t line = 0;

    void at(std::int64_t where)
    {
        if (count++ == 0) {
            line = where;
        }
    }
};

void note(Session& session, const Seen& seen, const char* kind, const std::string& message,
          Severity severity = Severity::Info)
{
    if (seen.count > 0) {
        session.findings.push_back({severity,
                                    kind,
                                    std::to_string(seen.count) + " " + message,
                                    {{}, seen.line > 0 ? std::optional(seen.line) : std::nullopt, {}},
                                    seen.count});
    }
}

bool same(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

bool sameRow(const RawEvent& a, const RawEvent& b)
{
    const MouseEvent& p = a.event;
    const MouseEvent& q = b.event;
    return p.seconds == q.seconds && same(a.recorded, b.recorded) && same(p.x, q.x) && same(p.y, q.y) &&
           p.kind == q.kind && p.button == q.button && p.scrollX == q.scrollX && p.scrollY == q.scrollY &&
           p.pointer == q.pointer;
}

void removePositions(RawSession& raw)
{
    Seen seen;
    for (RawEvent& row : raw.events) {
        MouseEvent& event = row.event;
        const bool absent = event.x == noPosition && event.y == noPosition;
        if (absent || !std::isfinite(event.x) || !std::isfinite(event.y)) {
            if (event.kind == EventKind::Move || event.kind == EventKind::Press || event.kind == EventKind::Release ||
                absent) {
                seen.at(row.line);
            }
            event.x = nan;
            event.y = nan;
        }
    }
    note(raw.session, seen, "no_position", "rows have no position; the path is broken there");
}

void dropRepeated(RawSession& raw)
{
    Seen seen;
    const std::vector<RawEvent> rows = std::move(raw.events);
    raw.events.clear();
    raw.events.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i > 0 && sameRow(rows[i], rows[i - 1])) {
            seen.at(rows[i].line);
        } else {
            raw.events.push_back(rows[i]);
        }
    }
    note(raw.session, seen, "repeated_row", "rows repeat the one before them in every field; dropped");
}

void orderInTime(RawSession& raw, bool sort)
{
    if (isUnsorted(raw) && sort) {
        Seen seen;
        for (std::size_t i = 1; i < raw.events.size(); ++i) {
            if (raw.events[i].event.seconds < raw.events[i - 1].event.seconds) {
                seen.at(raw.events[i].line);
            }
        }
        std::stable_sort(raw.events.begin(), raw.events.end(),
                         [](const RawEvent& a, const RawEvent& b) { return a.event.seconds < b.event.seconds; });
        note(raw.session, seen, "time_backwards", "rows ran backwards in time; sorted");
        return;
    }
    Seen seen;
    double latest = -std::numeric_limits<double>::infinity();
    std::erase_if(raw.events, [&](const RawEvent& row) {
        const bool backwards = row.event.seconds < latest;
        latest = std::max(latest, row.event.seconds);
        if (backwards) {
            seen.at(row.line);
        }
        return backwards;
    });
    note(raw.session, seen, "time_backwards", "rows run backwards in time; dropped");
}

/// Buttons held after every event; presses and releases that lack their partner are counted.
void rebuildHeld(RawSession& raw)
{
    Seen unpaired;
    std::uint8_t held = 0;
    for (RawEvent& row : raw.events) {
        const std::uint8_t mask = buttonMask(row.event.button);
        if (row.event.kind == EventKind::Press) {
            if ((held & mask) != 0) {
                unpaired.at(row.line);
            }
            held = static_cast<std::uint8_t>(held | mask);
        } else if (row.event.kind == EventKind::Release) {
            if ((held & mask) == 0) {
                unpaired.at(row.line);
            }
            held = static_cast<std::uint8_t>(held & ~mask);
        }
        row.event.held = held;
    }
    for (std::uint8_t left = held; left != 0; left = static_cast<std::uint8_t>(left & (left - 1))) {
        unpaired.at(raw.events.back().line);
    }
    note(raw.session, unpaired, "unpaired_button",
         "presses or releases lack their partner; closed at the next press of that button or at the end");
}

void inspectPath(RawSession& raw, const CleaningOptions& options)
{
    Session& session = raw.session;
    const double width = session.screenWidth > 0 ? session.screenWidth : 1920;
    const double height = session.screenHeight > 0 ? session.screenHeight : 1080;
    Seen sameTime;
    Seen outside;
    Seen gaps;
    Seen teleports;
    Seen shortPieces;
    Seen touch;
    constexpr std::size_t fewest = 4;
    std::size_t piece = 0;
    const RawEvent* previous = nullptr;
    const auto endPiece = [&](std::int64_t line) {
        if (piece > 0 && piece < fewest) {
            shortPieces.at(line);
        }
        piece = 0;
    };
    for (std::size_t i = 0; i < raw.events.size(); ++i) {
        const RawEvent& row = raw.events[i];
        if (row.event.pointer == Pointer::Touch) {
            touch.at(row.line);
        }
        if (i > 0) {
            const double step = row.event.seconds - raw.events[i - 1].event.seconds;
            if (step == 0) {
                sameTime.at(row.line);
            } else if (step > options.longGapSeconds) {
                gaps.at(row.line);
            }
        }
        if (row.event.kind == EventKind::Scroll) {
            continue;
        }
        if (!row.event.placed() || row.event.kind == EventKind::Leave || row.event.kind == EventKind::Resize) {
            endPiece(row.line);
            previous = nullptr;
            continue;
        }
        if (session.screenWidth > 0 && session.screenHeight > 0 &&
            (row.event.x < 0 || row.event.y < 0 || row.event.x > session.screenWidth ||
             row.event.y > session.screenHeight)) {
            outside.at(row.line);
        }
        if (previous != nullptr) {
            const double step = row.event.seconds - previous->event.seconds;
            if (step > options.pathBreakSeconds) {
                endPiece(row.line);
            }
            if (step < options.teleportSeconds && (std::abs(row.event.x - previous->event.x) > width / 2 ||
                                                   std::abs(row.event.y - previous->event.y) > height / 2)) {
                teleports.at(row.line);
            }
        }
        ++piece;
        previous = &row;
    }
    endPiece(raw.events.empty() ? 0 : raw.events.back().line);
    note(session, sameTime, "same_time", "rows have the time of the row before; merged where speed is computed");
    note(session, outside, "outside_screen", "positions lie outside the declared screen; kept");
    note(session, gaps, "long_gap",
         "pauses are longer than " + formatNumber(options.longGapSeconds) + " s; no line bridges them");
    note(session, teleports, "teleport", "jumps of more than half the screen take less than 20 ms; kept");
    note(session, shortPieces, "short_piece", "pieces of path have fewer than 4 points; kept");
    const bool mixed = touch.count > 0 && touch.count < static_cast<std::int64_t>(raw.events.size());
    note(session, touch, mixed ? "touch_mixed" : "touch",
         mixed ? "events are of a finger among those of a mouse" : "events are of a finger, not of a mouse",
         Severity::Doubt);
}

std::string hashOf(const Session& session)
{
    std::string bytes;
    bytes.reserve(session.events.size() * 20);
    const auto append = [&bytes](auto bits) {
        for (std::size_t i = 0; i < sizeof bits; ++i) {
            bytes += static_cast<char>(static_cast<unsigned char>(bits >> (8 * i)));
        }
    };
    for (const MouseEvent& event : session.events) {
        append(std::bit_cast<std::uint64_t>(event.seconds));
        append(std::bit_cast<std::uint32_t>(event.placed() ? event.x : 0.0F));
        append(std::bit_cast<std::uint32_t>(event.placed() ? event.y : 0.0F));
        append(static_cast<std::uint32_t>(static_cast<unsigned>(event.kind) |
                                          static_cast<unsigned>(event.button) << 8U |
                                          (event.placed() ? 1U : 0U) << 16U));
    }
    constexpr std::size_t digits = 32;
    return sha256(bytes).substr(0, digits);
}

/// Positions one after the other, without those that repeat the one before: what a copied path shares.
std::vector<std::uint64_t> distinctPositions(const Session& session)
{
    std::vector<std::uint64_t> places;
    places.reserve(session.events.size());
    for (const MouseEvent& event : session.events) {
        if (!event.placed()) {
            continue;
        }
        const std::uint64_t place =
            std::uint64_t{std::bit_cast<std::uint32_t>(event.x)} << 32U | std::bit_cast<std::uint32_t>(event.y);
        if (places.empty() || places.back() != place) {
            places.push_back(place);
        }
    }
    return places;
}

/// Winnowing (Schleimer, Wilkerson and Aiken, 2003): of every `window` consecutive hashes of `gram` positions the least
/// is kept. Two paths that share gram + window - 1 = 50 positions then share a print.
std::vector<std::uint64_t> pathPrints(const Session& session)
{
    constexpr std::size_t gram = 35;
    constexpr std::size_t window = 16;
    constexpr std::uint64_t base = 0x9E3779B97F4A7C15ULL;
    const std::vector<std::uint64_t> places = distinctPositions(session);
    std::vector<std::uint64_t> prints;
    if (places.size() < gram + window - 1) {
        return prints;
    }
    std::uint64_t top = 1;
    for (std::size_t i = 1; i < gram; ++i) {
        top *= base;
    }
    std::uint64_t hash = 0;
    std::vector<std::uint64_t> hashes;
    hashes.reserve(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (i >= gram) {
            hash -= top * mixSeed(1, places[i - gram]);
        }
        hash = hash * base + mixSeed(1, places[i]);
        if (i + 1 >= gram) {
            hashes.push_back(mixSeed(2, hash));
        }
    }
    for (std::size_t i = 0; i + window <= hashes.size(); ++i) {
        const std::uint64_t least = *std::min_element(hashes.begin() + static_cast<std::ptrdiff_t>(i),
                                                      hashes.begin() + static_cast<std::ptrdiff_t>(i + window));
        if (prints.empty() || prints.back() != least) {
            prints.push_back(least);
        }
    }
    return prints;
}

}  // namespace

std::size_t backwardRows(const RawSession& raw)
{
    std::size_t count = 0;
    for (std::size_t i = 1; i < raw.events.size(); ++i) {
        count += raw.events[i].event.seconds < raw.events[i - 1].event.seconds ? 1 : 0;
    }
    return count;
}

bool isUnsorted(const RawSession& raw)
{
    constexpr std::size_t alwaysFew = 2;
    const std::size_t count = backwardRows(raw);
    return count > alwaysFew && count * 1000 > raw.events.size();
}

Session cleaned(RawSession raw, const CleaningOptions& options)
{
    removePositions(raw);
    dropRepeated(raw);
    orderInTime(raw, options.sortUnsorted);
    rebuildHeld(raw);
    inspectPath(raw, options);
    Session session = std::move(raw.session);
    session.firstLine = raw.events.empty() ? session.firstLine : raw.events.front().line;
    const double start = raw.events.empty() ? 0 : raw.events.front().event.seconds;
    session.events.reserve(raw.events.size());
    for (RawEvent& row : raw.events) {
        row.event.seconds -= start;
        const EventKind kind = row.event.kind;
        if (row.event.placed() && (kind == EventKind::Move || kind == EventKind::Press || kind == EventKind::Release)) {
            session.path.push_back(static_cast<std::uint32_t>(session.events.size()));
        }
        session.events.push_back(row.event);
    }
    session.contentHash = hashOf(session);
    return session;
}

void markReplays(std::vector<Session>& sessions)
{
    if (sessions.size() < 2) {
        return;
    }
    std::unordered_map<std::uint64_t, std::size_t> firstWith;
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        std::size_t copiedFrom = i;
        for (const std::uint64_t print : pathPrints(sessions[i])) {
            const std::size_t first = firstWith.try_emplace(print, i).first->second;
            copiedFrom = std::min(copiedFrom, first);
        }
        if (copiedFrom < i) {
            sessions[i].findings.push_back(
                {Severity::Doubt,
                 "replayed",
                 "50 or more positions in a row equal those of session " + sessions[copiedFrom].id +
                     ": replayed or copied",
                 {{}, sessions[i].firstLine > 0 ? std::optional(sessions[i].firstLine) : std::nullopt, {}},
                 1});
        }
    }
}

}  // namespace sightline::mouse
