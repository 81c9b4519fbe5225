#include "core/workspace/store.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace sightline::workspace {

namespace {

template <class Value>
std::string dumped(const Value& value)
{
    return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

nlohmann::json parsed(const std::string& text)
{
    return nlohmann::json::parse(text, nullptr, false);
}

std::optional<Interval> intervalFrom(const Statement& row, int column)
{
    if (row.isNull(column) || row.isNull(column + 1)) {
        return std::nullopt;
    }
    return Interval{row.number(column), row.number(column + 1)};
}

bool valid(const std::optional<Interval>& interval)
{
    return !interval ||
           (std::isfinite(interval->begin) && std::isfinite(interval->end) && interval->begin <= interval->end);
}

}  // namespace

Result<Store::RecordingRow> Store::recordingRow(const std::string& id) const
{
    Statement find(db(), "SELECT recording_key, domain FROM recordings WHERE id = ?");
    if (auto done = find.run(id); !done) {
        return failure(done);
    }
    if (!find.next()) {
        if (auto problem = find.problem(); !problem) {
            return failure(problem);
        }
        return fail(ErrorCode::NotFound, "the workspace does not know this recording (" + id + ")", where());
    }
    return RecordingRow{find.integer(0), find.text(1)};
}

Result<Store::RecordingRow> RecordingKeys::of(const std::string& id)
{
    if (!m_known || id != m_id) {
        auto row = m_store.recordingRow(id);
        if (!row) {
            return row;
        }
        m_row = std::move(*row);
        m_id = id;
        m_known = true;
    }
    return m_row;
}

Extent extentFrom(const Statement& row, int column)
{
    Extent extent{intervalFrom(row, column), intervalFrom(row, column + 2), {}};
    if (!row.isNull(column + 4)) {
        extent.channel = static_cast<int>(row.integer(column + 4));
    }
    return extent;
}

std::optional<double> beginOf(const std::optional<Interval>& interval)
{
    return interval ? std::optional(interval->begin) : std::nullopt;
}

std::optional<double> endOf(const std::optional<Interval>& interval)
{
    return interval ? std::optional(interval->end) : std::nullopt;
}

Result<void> checkExtent(const Extent& extent)
{
    if (!valid(extent.seconds) || !valid(extent.hertz)) {
        return fail(ErrorCode::Invalid, "a span of time or a band must have finite ends in the right order");
    }
    return {};
}

std::string jsonOf(const Answers& answers)
{
    return dumped(answers);
}

std::string jsonOf(const std::vector<std::string>& list)
{
    return dumped(list);
}

std::string jsonOf(const std::vector<float>& list)
{
    return dumped(list);
}

Answers answersFrom(const std::string& json)
{
    Answers answers;
    const nlohmann::json document = parsed(json);
    if (document.is_object()) {
        for (const auto& [key, value] : document.items()) {
            if (value.is_string()) {
                answers.emplace(key, value.get<std::string>());
            }
        }
    }
    return answers;
}

std::vector<std::string> textsFrom(const std::string& json)
{
    std::vector<std::string> texts;
    const nlohmann::json document = parsed(json);
    if (document.is_array()) {
        for (const nlohmann::json& value : document) {
            if (value.is_string()) {
                texts.push_back(value.get<std::string>());
            }
        }
    }
    return texts;
}

std::vector<float> floatsFrom(const std::string& json)
{
    std::vector<float> numbers;
    const nlohmann::json document = parsed(json);
    if (document.is_array()) {
        for (const nlohmann::json& value : document) {
            if (value.is_number()) {
                numbers.push_back(value.get<float>());
            }
        }
    }
    return numbers;
}

}  // namespace sightline::workspace
