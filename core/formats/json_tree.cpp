#include "core/formats/json_tree.h"

#include <algorithm>
#include <new>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/formats/text_file.h"

namespace sightline::formats {

/// Receives the parser's events and builds the tree.
class JsonTreeBuilder : public nlohmann::json::json_sax_t {
public:
    bool null() override { return put(JsonValue()); }
    bool boolean(bool value) override { return put(JsonValue(value)); }
    bool number_integer(number_integer_t value) override { return put(JsonValue(static_cast<double>(value))); }
    bool number_unsigned(number_unsigned_t value) override { return put(JsonValue(static_cast<double>(value))); }
    bool number_float(number_float_t value, const string_t& /*text*/) override { return put(JsonValue(value)); }
    bool string(string_t& value) override { return put(JsonValue(std::move(value))); }
    bool binary(binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*size*/) override { return open(JsonValue(JsonValue::Object{})); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*size*/) override { return open(JsonValue(JsonValue::Array{})); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override
    {
        m_keys.back() = std::move(name);
        return true;
    }
    bool parse_error(std::size_t position, const std::string& token, const nlohmann::detail::exception& /*e*/) override
    {
        m_errorPosition = position;
        m_errorToken = token;
        return false;
    }

    JsonValue root;
    [[nodiscard]] std::optional<std::size_t> errorPosition() const { return m_errorPosition; }
    [[nodiscard]] const std::string& errorToken() const { return m_errorToken; }
    [[nodiscard]] bool tooDeep() const { return m_tooDeep; }

private:
    static constexpr std::size_t maxDepth = 64;

    // Finished values move into their parent; the open ones wait on a stack.
    bool put(JsonValue value)
    {
        if (m_open.empty()) {
            root = std::move(value);
        } else if (auto* array = std::get_if<JsonValue::Array>(&m_open.back().m_value)) {
            array->push_back(std::move(value));
        } else if (auto* object = std::get_if<JsonValue::Object>(&m_open.back().m_value)) {
            object->emplace_back(m_keys.back(), std::move(value));
        }
        return true;
    }
    bool open(JsonValue value)
    {
        m_tooDeep = m_open.size() >= maxDepth;
        m_open.push_back(std::move(value));
        m_keys.emplace_back();
        return !m_tooDeep;
    }
    bool close()
    {
        JsonValue done = std::move(m_open.back());
        m_open.pop_back();
        m_keys.pop_back();
        return put(std::move(done));
    }

    std::vector<JsonValue> m_open;
    std::vector<std::string> m_keys;
    std::optional<std::size_t> m_errorPosition;
    std::string m_errorToken;
    bool m_tooDeep = false;
};

JsonValue::JsonValue(std::variant<std::monostate, bool, double, std::string, Array, Object> value)
    : m_value(std::move(value))
{
}

std::optional<double> JsonValue::number() const
{
    const double* value = std::get_if<double>(&m_value);
    return value == nullptr ? std::nullopt : std::optional(*value);
}

const JsonValue* JsonValue::find(std::string_view name) const
{
    const Object* fields = object();
    if (fields == nullptr) {
        return nullptr;
    }
    const auto found = std::find_if(fields->begin(), fields->end(),
                                    [&](const auto& field) { return equalsIgnoreCase(field.first, name); });
    return found == fields->end() ? nullptr : &found->second;
}

std::string JsonValue::scalarText() const
{
    if (const bool* value = std::get_if<bool>(&m_value)) {
        return *value ? "true" : "false";
    }
    if (const double* value = std::get_if<double>(&m_value)) {
        return formatNumber(*value);
    }
    return text() == nullptr ? std::string() : *text();
}

Result<JsonValue> parseJson(std::string_view text, const std::string& file)
{
    try {
        JsonTreeBuilder builder;
        const bool good = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
        if (builder.tooDeep()) {
            return fail(ErrorCode::Corrupt, "the JSON is nested deeper than 64 levels", {file, {}, {}});
        }
        if (!good) {
            const std::size_t position = builder.errorPosition().value_or(text.size());
            const bool atEnd = position >= text.size();
            return fail(ErrorCode::Corrupt,
                        atEnd ? "the JSON ends too early: the file is cut off"
                              : "the JSON is broken near '" + firstLines(builder.errorToken(), 1, 40) + "'",
                        {file, lineAt(text, position > 0 ? position - 1 : 0), {}});
        }
        return std::move(builder.root);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "the JSON does not fit into memory", {file, {}, {}});
    } catch (const std::exception& problem) {
        return fail(ErrorCode::Corrupt, std::string("the JSON cannot be read: ") + problem.what(), {file, {}, {}});
    }
}

}  // namespace sightline::formats
