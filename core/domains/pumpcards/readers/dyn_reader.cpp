#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/pumpcards/readers/card_file.h"
#include "core/domains/pumpcards/readers/reader_classes.h"
#include "core/formats/delimited.h"
#include "core/formats/text_file.h"

namespace sightline::pumpcards {

namespace {

struct Line {
    std::int64_t number = 0;
    std::vector<std::string_view> cells;
};

/// Non-empty lines, cells separated by blanks or commas or both.
std::vector<Line> linesOf(std::string_view text, std::size_t most)
{
    std::vector<Line> lines;
    std::int64_t number = 0;
    for (std::size_t begin = 0; begin < text.size() && lines.size() < most;) {
        const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
        ++number;
        Line line{number, {}};
        const std::string_view content = text.substr(begin, end - begin);
        for (std::size_t from = content.find_first_not_of(" \t,\x1a"); from != std::string_view::npos;) {
            const std::size_t to = std::min(content.find_first_of(" \t,\x1a", from), content.size());
            line.cells.push_back(content.substr(from, to - from));
            from = content.find_first_not_of(" \t,\x1a", to);
        }
        if (!line.cells.empty()) {
            lines.push_back(std::move(line));
        }
        begin = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
    }
    return lines;
}

bool isPair(const Line& line)
{
    return line.cells.size() == 2 && parseNumber(line.cells[0]) && parseNumber(line.cells[1]);
}

/// A lone whole number, then pairs.
bool looksLikeDyn(const std::vector<Line>& head)
{
    if (head.empty() || head[0].cells.size() != 1 || !parseInteger(head[0].cells[0])) {
        return false;
    }
    if (head.size() > 1) {
        return isPair(head[1]) && (head.size() < 3 || isPair(head[2]) || parseInteger(head[0].cells[0]) < 2);
    }
    return false;
}

Result<RawCard> pointsOf(const std::vector<Line>& lines, std::size_t count, const std::string& path)
{
    RawCard card;
    card.kindKnown = true;
    card.firstLine = lines.size() > 1 ? lines[1].number : 1;
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 1; i <= count; ++i) {
        if (i >= lines.size() || lines[i].cells.size() < 2) {
            // A single number where a pair belongs is the first of the settings: the count is wrong.
            const std::int64_t place = i < lines.size() ? lines[i].number : lines.back().number;
            return fail(ErrorCode::Corrupt,
                        "the first line promises " + std::to_string(count) + " points, but only " +
                            std::to_string(i - 1) + " follow",
                        {path, place, {}});
        }
        card.positions.push_back(parseNumber(lines[i].cells[0]).value_or(nan));
        card.loads.push_back(parseNumber(lines[i].cells[1]).value_or(nan));
        card.lines.push_back(lines[i].number);
    }
    return card;
}

/// The settings behind the points. Zero means not measured.
class Settings {
public:
    Settings(const std::vector<Line>& lines, std::size_t from) : m_lines(lines), m_next(from) {}

    void readInto(RawCard& card)
    {
        const auto flag = take();
        if (!flag) {
            return;
        }
        card.wellData["counterbalance_flag"] = formatNumber(*flag);
        if (*flag != 0 && *flag != 1 && *flag != -1) {
            card.findings.push_back({Severity::Info,
                                     "settings",
                                     "the counterbalance flag is " + formatNumber(*flag) +
                                         ", expected 1, -1 or 0: the settings may be shifted",
                                     {{}, m_lines[m_next - 1].number, {}},
                                     1});
        }
        if (*flag != 0) {
            keep(card, "counterbalance_load_lbf");
            keep(card, "counterbalance_position");
        }
        if (const auto spm = keep(card, "spm"); spm && *spm > 0) {
            card.strokesPerMinute = spm;
        }
        checkStroke(card, keep(card, "stroke_in"));
        keep(card, "tv_load_lbf");
        keep(card, "sv_load_lbf");
        for (int item = 1; m_next < m_lines.size(); ++item, ++m_next) {
            std::string text;
            for (const std::string_view cell : m_lines[m_next].cells) {
                text += (text.empty() ? "" : " ") + std::string(cell);
            }
            card.wellData["further_" + std::to_string(item)] = text;
        }
    }

private:
    std::optional<double> take()
    {
        if (m_next >= m_lines.size() || m_lines[m_next].cells.size() != 1) {
            return std::nullopt;
        }
        const auto value = parseNumber(m_lines[m_next].cells[0]);
        m_next += value ? 1 : 0;
        return value;
    }

    std::optional<double> keep(RawCard& card, const char* name)
    {
        const auto value = take();
        if (value && *value != 0) {
            card.wellData[name] = formatNumber(*value);
        }
        return value;
    }

    static void checkStroke(RawCard& card, std::optional<double> stored)
    {
        const auto [low, high] = std::minmax_element(card.positions.begin(), card.positions.end());
        if (!stored || *stored <= 0 || low == card.positions.end()) {
            return;
        }
        const double measured = *high - *low;
        if (std::abs(measured - *stored) > 0.1 * *stored) {
            card.findings.push_back({Severity::Info,
                                     "stroke_differs",
                                     "the points span " + formatFixed(measured, 1) +
                                         " in, the file gives a stroke of " + formatFixed(*stored, 1) + " in",
                                     {{}, card.firstLine, {}},
                                     1});
        }
    }

    const std::vector<Line>& m_lines;
    std::size_t m_next;
};

}  // namespace

domains::ReadOutcome DynReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    const auto head = readTextHead(request);
    if (!head) {
        return outcomeOf(head.error());
    }
    const std::string path = utf8(request.path);
    const std::vector<Line> first = linesOf(*head, 3);
    const bool empty = !first.empty() && first[0].cells.size() == 1 && parseInteger(first[0].cells[0]) == 0 &&
                       std::all_of(first.begin(), first.end(), [](const Line& line) { return line.cells.size() == 1; });
    if (empty && first.size() > 1) {
        return Error{ErrorCode::Corrupt, "the first line promises 0 points", {path, first[0].number, {}}};
    }
    if (!looksLikeDyn(first)) {
        return domains::NotMine{};
    }
    CardFile file;
    const auto text = readText(request, file.assumptions);
    if (!text) {
        return outcomeOf(text.error());
    }
    const std::vector<Line> lines = linesOf(*text, std::numeric_limits<std::size_t>::max());
    const auto count = parseInteger(lines[0].cells[0]).value_or(0);
    if (count <= 0) {
        return Error{ErrorCode::Corrupt,
                     "the first line promises " + std::to_string(count) + " points",
                     {path, lines[0].number, {}}};
    }
    auto card = pointsOf(lines, static_cast<std::size_t>(count), path);
    if (!card) {
        return card.error();
    }
    if (lines.size() > static_cast<std::size_t>(count) + 1 &&
        lines[static_cast<std::size_t>(count) + 1].cells.size() == 2 &&
        isPair(lines[static_cast<std::size_t>(count) + 1])) {
        return Error{ErrorCode::Corrupt,
                     "the first line promises " + std::to_string(count) + " points, but more follow",
                     {path, lines[static_cast<std::size_t>(count) + 1].number, {}}};
    }
    Settings(lines, static_cast<std::size_t>(count) + 1).readInto(*card);
    file.reader = id();
    file.format = format();
    file.layout = id();
    file.preview = formats::firstLines(*text, 12);
    file.units.length = LengthScale{1, LengthUnit::Inch};
    file.units.lengthFrom = "the .dyn format";
    file.units.force = ForceScale{1, ForceUnit::PoundForce};
    file.units.forceFrom = "the .dyn format";
    file.cards.push_back(std::move(*card));
    return finish(std::move(file), request, progress);
}

}  // namespace sightline::pumpcards
