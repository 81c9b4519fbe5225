#include "core/domains/mouse/readers/units.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"

namespace sightline::mouse {

namespace {

/// Middle step between different times of the longest session; 0 where no time passes.
double medianStep(const ReadTable& read)
{
    const auto longest = std::max_element(read.sessions.begin(), read.sessions.end(),
                                          [](const auto& a, const auto& b) { return a.rows.size() < b.rows.size(); });
    std::vector<double> steps;
    for (std::size_t i = 1; longest != read.sessions.end() && i < longest->rows.size(); ++i) {
        const double step = longest->rows[i].time - longest->rows[i - 1].time;
        if (step > 0) {
            steps.push_back(step);
        }
    }
    if (steps.empty()) {
        return 0;
    }
    const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
    std::nth_element(steps.begin(), middle, steps.end());
    return *middle;
}

struct TimeUnit {
    const char* id;
    double seconds;
    const char* name;
};
constexpr std::array<TimeUnit, 4> timeUnits = {{{"s", 1, "seconds"},
                                                {"ms", 1e-3, "milliseconds"},
                                                {"us", 1e-6, "microseconds"},
                                                {"ticks", 1e-7, "ticks of 100 ns"}}};

const TimeUnit* findUnit(std::string_view id)
{
    const auto* const found =
        std::find_if(timeUnits.begin(), timeUnits.end(), [&](const TimeUnit& unit) { return unit.id == id; });
    return found == timeUnits.end() ? nullptr : found;
}

/// The one unit in which a step lies between the two bounds; "" for none or several.
std::string onlyUnitBetween(double step, double shortest, double longest)
{
    std::string found;
    for (const TimeUnit& unit : timeUnits) {
        const double seconds = step * unit.seconds;
        if (seconds >= shortest && seconds <= longest) {
            if (!found.empty()) {
                return {};
            }
            found = unit.id;
        }
    }
    return found;
}

/// The unit in which a step between events is a pointer's usual one, else one it can be; "" where two fit. Times since
/// 1970 (ticks: since the year 1) give the unit away by their size.
std::string unitByData(double step, double first)
{
    struct Epoch {
        double from;
        double to;
        const char* unit;
    };
    for (const Epoch epoch :
         {Epoch{1e9, 3e9, "s"}, Epoch{1e12, 3e12, "ms"}, Epoch{1e15, 3e15, "us"}, Epoch{6e17, 7e17, "ticks"}}) {
        if (first >= epoch.from && first < epoch.to) {
            return epoch.unit;
        }
    }
    constexpr double usual = 0.004;
    constexpr double shortest = 0.0009;
    constexpr double longest = 0.31;
    const std::string likely = onlyUnitBetween(step, usual, longest);
    return likely.empty() ? onlyUnitBetween(step, shortest, usual) : likely;
}

std::string clicksAs(const ReadTable& read, Codes codes)
{
    std::size_t left = 0;
    std::size_t right = 0;
    for (const auto& [code, count] : read.pressesWith) {
        const Button button = buttonOf(code, codes);
        left += button == Button::Left ? count : 0;
        right += button == Button::Right ? count : 0;
    }
    return "left clicks " + std::to_string(left) + ", right clicks " + std::to_string(right);
}

}  // namespace

Result<double> secondsPerUnit(const ReadTable& read, const Columns& columns, const Answers& answers, SessionFile& file)
{
    const auto answer = answerTo(answers, key::timeUnit);
    const double step = medianStep(read);
    const double first =
        read.sessions.empty() || read.sessions.front().rows.empty() ? 0 : read.sessions.front().rows.front().time;
    std::string id = answer ? *answer : !columns.timeUnit.empty() ? columns.timeUnit : unitByData(step, first);
    const char* from = answer ? "answered" : !columns.timeUnit.empty() ? "column name" : "by the steps";
    if (step == 0 && id.empty()) {
        id = "ms";  // no time passes: any unit will do
    }
    const TimeUnit* unit = findUnit(id);
    if (unit == nullptr && answer) {
        return fail(ErrorCode::Invalid, "time_unit=" + id + " cannot be read: use s, ms, us or ticks");
    }
    if (unit == nullptr) {
        Question question;
        question.key = key::timeUnit;
        question.text = "In which unit does the time column count?";
        for (const TimeUnit& one : timeUnits) {
            question.choices.push_back({one.id, one.name});
        }
        question.suggestion = step < 0.5 ? "s" : "ms";
        question.why = "the middle step between two events is " + formatNumber(step) +
                       ", which is no usual step in only one of the units";
        file.questions.push_back(std::move(question));
        return 1.0;
    }
    file.assumptions.push_back(std::string("time in ") + unit->name + " (" + from + ")");
    return unit->seconds;
}

Button buttonOf(int code, Codes codes)
{
    switch (codes) {
        case Codes::Dom:
            return code == 0 ? Button::Left : code == 1 ? Button::Middle : code == 2 ? Button::Right : Button::Other;
        case Codes::Which:
            return code == 1 ? Button::Left : code == 2 ? Button::Middle : code == 3 ? Button::Right : Button::Other;
        case Codes::Mask:
            return (code & 1) != 0   ? Button::Left
                   : (code & 2) != 0 ? Button::Right
                   : (code & 4) != 0 ? Button::Middle
                                     : Button::Other;
        case Codes::None: break;
    }
    return Button::Left;
}

Result<std::optional<Codes>> buttonCodes(const ReadTable& read, const std::string& columnName, const Answers& answers,
                                         SessionFile& file)
{
    struct Scheme {
        Codes codes;
        const char* id;
        const char* name;
    };
    static constexpr std::array<Scheme, 3> schemes = {{{Codes::Dom, "dom", "0 left, 1 middle, 2 right"},
                                                       {Codes::Which, "which", "1 left, 2 middle, 3 right"},
                                                       {Codes::Mask, "mask", "sum of 1 left, 2 right, 4 middle"}}};
    if (!read.numericButtons) {
        return Codes::None;
    }
    const auto chosen = [&](Codes codes, const char* from) {
        for (const Scheme& scheme : schemes) {
            if (scheme.codes == codes) {
                file.assumptions.push_back(std::string("buttons: ") + scheme.name + " (" + from +
                                           "): " + clicksAs(read, codes));
            }
        }
        return std::optional(codes);
    };
    if (const auto answer = answerTo(answers, key::buttonCodes)) {
        for (const Scheme& scheme : schemes) {
            if (*answer == scheme.id) {
                return chosen(scheme.codes, "answered");
            }
        }
        return fail(ErrorCode::Invalid, "button_codes=" + *answer + " cannot be read: use dom, which or mask");
    }
    std::string ignored;
    const std::string name = plainName(columnName, ignored);
    if (name == "buttons" || !read.hasEvents) {
        return chosen(Codes::Mask, name == "buttons" ? "column name" : "no column of events");
    }
    if (name == "which") {
        return chosen(Codes::Which, "column name");
    }
    const auto has = [&](int code) { return read.pressesWith.count(code) != 0; };
    if (read.pressesWith.empty() || has(0)) {
        return chosen(Codes::Dom, read.pressesWith.empty() ? "no clicks" : "clicks with 0");
    }
    if (has(3)) {
        return chosen(Codes::Which, "clicks with 3");
    }
    if (has(4)) {
        return chosen(Codes::Mask, "clicks with 4");
    }
    Question question;
    question.key = key::buttonCodes;
    question.text = "Which number is which button?";
    std::vector<std::string> readings;
    for (const Scheme& scheme : schemes) {
        question.choices.push_back({scheme.id, scheme.name});
        readings.push_back(std::string(scheme.id) + ": " + clicksAs(read, scheme.codes));
    }
    question.suggestion = "which";
    question.why = "all clicks have the code 1 or 2 (" + join(readings, "; ") + ")";
    file.questions.push_back(std::move(question));
    return std::nullopt;
}

}  // namespace sightline::mouse
