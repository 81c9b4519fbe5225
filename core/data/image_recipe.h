// How a sample becomes a picture, as a value: stored in every model trained with it.
#pragma once

#include <map>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace sightline {

/// `id` names the drawing function and its version ("pumpcard-strokes-1"); parameters are plain numbers.
/// Two recipes draw the same picture exactly if they are equal.
struct ImageRecipe {
    std::string id;
    std::map<std::string, double> parameters;

    /// The parameter, or `fallback` where an older recipe lacks it.
    [[nodiscard]] double value(const std::string& name, double fallback) const;
    /// "pumpcard-strokes-1/1a2b3c4d": short, stable, for the screen and for cache keys.
    [[nodiscard]] std::string fingerprint() const;
    bool operator==(const ImageRecipe&) const = default;
};

nlohmann::json toJson(const ImageRecipe& recipe);
/// Corrupt if a field is missing or of the wrong type.
Result<ImageRecipe> imageRecipeFromJson(const nlohmann::json& json);

}  // namespace sightline
