#include <algorithm>
#include <limits>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/pumpcards/readers/card_file.h"
#include "core/domains/pumpcards/readers/reader_classes.h"
#include "core/formats/text_file.h"

namespace sightline::pumpcards {

namespace {

/// One line of the data part.
struct Series {
    std::int64_t line = 0;
    std::vector<std::vector<double>> dimensions;
    std::string label;
};

struct SktimeFile {
    bool labelled = false;
    std::vector<Series> series;
};

bool looksLikeSktime(std::string_view head)
{
    for (std::size_t begin = 0; begin < head.size();) {
        const std::size_t end = std::min(head.find_first_of("\r\n", begin), head.size());
        const std::string_view line = trim(head.substr(begin, end - begin));
        if (!line.empty() && line.front() != '#' && line.front() != '%') {
            return startsWithIgnoreCase(line, "@problemname") || startsWithIgnoreCase(line, "@timestamps") ||
                   startsWithIgnoreCase(line, "@univariate") || startsWithIgnoreCase(line, "@dimensions");
        }
        begin = end + 1;
    }
    return false;
}

std::vector<double> valuesOf(std::string_view text)
{
    std::vector<double> values;
    for (const std::string_view cell : split(text, ',')) {
        values.push_back(parseNumber(cell).value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    return values;
}

Result<Series> seriesOf(std::string_view line, std::int64_t number, bool labelled, const std::string& path)
{
    std::vector<std::string_view> parts = split(line, ':');
    Series series{number, {}, {}};
    if (labelled && !parts.empty()) {
        series.label = trim(parts.back());
        parts.pop_back();
    }
    if (parts.size() != 2) {
        return fail(ErrorCode::Corrupt,
                    "a card needs two dimensions (position and load), this line has " + std::to_string(parts.size()),
                    {path, number, {}});
    }
    for (const std::string_view part : parts) {
        if (trim(part).substr(0, 1) == "(") {
            return fail(ErrorCode::Corrupt, "series with time stamps are not supported: values only",
                        {path, number, {}});
        }
        series.dimensions.push_back(valuesOf(part));
    }
    return series;
}

Result<SktimeFile> parse(std::string_view text, const std::string& path, Progress& progress)
{
    SktimeFile file;
    bool inData = false;
    std::int64_t number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
        const std::string_view line = trim(text.substr(begin, end - begin));
        begin = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
        ++number;
        if (line.empty() || line.front() == '#' || line.front() == '%') {
            continue;
        }
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "reading was stopped", {path, {}, {}});
        }
        if (inData) {
            auto series = seriesOf(line, number, file.labelled, path);
            if (!series) {
                return tl::unexpected(series.error());
            }
            file.series.push_back(std::move(*series));
        } else if (startsWithIgnoreCase(line, "@classlabel")) {
            file.labelled = startsWithIgnoreCase(trim(line.substr(11)), "true");
        } else if (startsWithIgnoreCase(line, "@data")) {
            inData = true;
        }
    }
    if (!inData || file.series.empty()) {
        return fail(ErrorCode::Corrupt, inData ? "no series follow @data" : "the line @data is missing",
                    {path, number, {}});
    }
    return file;
}

/// 0 or 1: the dimension that looks like a position in nearly all series; nothing: undecided.
struct Choice {
    std::optional<std::size_t> position;
    std::size_t votes[2] = {0, 0};
};

std::vector<double> withoutPadding(const Series& series, std::size_t dimension)
{
    std::size_t count = std::min(series.dimensions[0].size(), series.dimensions[1].size());
    while (count > 0 && series.dimensions[0][count - 1] == 0 && series.dimensions[1][count - 1] == 0) {
        --count;
    }
    const std::vector<double>& values = series.dimensions[dimension];
    return {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count)};
}

Choice chooseByData(const SktimeFile& file)
{
    Choice choice;
    for (const Series& series : file.series) {
        for (const std::size_t dimension : {std::size_t{0}, std::size_t{1}}) {
            choice.votes[dimension] += positionLikeness(withoutPadding(series, dimension)).likely() ? 1 : 0;
        }
    }
    for (const std::size_t dimension : {std::size_t{0}, std::size_t{1}}) {
        if (choice.votes[dimension] > 0 && choice.votes[dimension] >= 3 * choice.votes[1 - dimension]) {
            choice.position = dimension;
        }
    }
    return choice;
}

Result<void> choosePosition(const SktimeFile& parsed, const Answers& answers, std::size_t& position, CardFile& file)
{
    if (const auto answer = answerTo(answers, key::position)) {
        if (*answer != "1" && *answer != "2") {
            return fail(ErrorCode::Invalid, "position=" + *answer + " is no dimension: use 1 or 2");
        }
        position = *answer == "1" ? 0 : 1;
        file.assumptions.push_back("dimension " + *answer + " is the position (answered)");
        return {};
    }
    const Choice choice = chooseByData(parsed);
    if (!choice.position) {
        file.questions.push_back(question(key::position, "Which dimension is the position?", {"1", "2"}, "1",
                                          "neither dimension alone rises and falls once from near zero"));
        return {};
    }
    position = *choice.position;
    file.assumptions.push_back("dimension " + std::to_string(position + 1) + " is the position (decided by the data: " +
                               std::to_string(choice.votes[position]) + " of " + std::to_string(parsed.series.size()) +
                               " series rise and fall once from near zero)");
    return {};
}

RawCard rawCardOf(Series& series, std::size_t position)
{
    RawCard card;
    card.label = std::move(series.label);
    card.firstLine = series.line;
    const std::size_t positions = series.dimensions[position].size();
    const std::size_t loads = series.dimensions[1 - position].size();
    if (positions != loads) {
        const std::size_t lost = std::max(positions, loads) - std::min(positions, loads);
        card.findings.push_back({Severity::Doubt,
                                 "unequal_lengths",
                                 std::to_string(positions) + " positions but " + std::to_string(loads) +
                                     " loads: the last " + std::to_string(lost) + " have no partner",
                                 {{}, series.line, {}},
                                 static_cast<std::int64_t>(lost)});
    }
    const std::size_t count = std::min(positions, loads);
    series.dimensions[0].resize(count);
    series.dimensions[1].resize(count);
    card.positions = std::move(series.dimensions[position]);
    card.loads = std::move(series.dimensions[1 - position]);
    return card;
}

}  // namespace

domains::ReadOutcome SktimeReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    const auto head = readTextHead(request);
    if (!head) {
        return outcomeOf(head.error());
    }
    if (!looksLikeSktime(*head)) {
        return domains::NotMine{};
    }
    const std::string path = utf8(request.path);
    CardFile file;
    file.reader = id();
    file.format = format();
    file.layout = id();
    const auto text = readText(request, file.assumptions);
    if (!text) {
        return outcomeOf(text.error());
    }
    auto parsed = parse(*text, path, progress);
    if (!parsed) {
        return parsed.error();
    }
    std::size_t position = 0;
    if (const auto chosen = choosePosition(*parsed, request.answers, position, file); !chosen) {
        Error error = chosen.error();
        error.where.file = path;
        return error;
    }
    file.preview = formats::firstLines(*text, 20, 2000);
    for (Series& series : parsed->series) {
        file.cards.push_back(rawCardOf(series, position));
    }
    return finish(std::move(file), request, progress);
}

}  // namespace sightline::pumpcards
