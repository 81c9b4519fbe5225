// JSON text as a plain tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace sightline::formats {

/// One value. Objects keep their fields in file order.
class JsonValue {
public:
    using Array = std::vector<JsonValue>;
    using Object = std::vector<std::pair<std::string, JsonValue>>;

    JsonValue() = default;
    explicit JsonValue(std::variant<std::monostate, bool, double, std::string, Array, Object> value);

    [[nodiscard]] const Array* array() const { return std::get_if<Array>(&m_value); }
    [[nodiscard]] const Object* object() const { return std::get_if<Object>(&m_value); }
    [[nodiscard]] std::optional<double> number() const;
    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&m_value); }
    /// The field of that name in any case; nullptr if there is none or this is no object.
    [[nodiscard]] const JsonValue* find(std::string_view name) const;
    /// Numbers, texts and booleans as text; "" for everything else.
    [[nodiscard]] std::string scalarText() const;

private:
    friend class JsonTreeBuilder;
    std::variant<std::monostate, bool, double, std::string, Array, Object> m_value;
};

/// Corrupt with the line of the mistake; so is a document nested deeper than 64 levels.
Result<JsonValue> parseJson(std::string_view text, const std::string& file);

}  // namespace sightline::formats
