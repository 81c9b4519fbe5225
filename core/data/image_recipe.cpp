#include "core/data/image_recipe.h"

#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/base/text.h"

namespace sightline {

double ImageRecipe::value(const std::string& name, double fallback) const
{
    const auto found = parameters.find(name);
    return found == parameters.end() ? fallback : found->second;
}

std::string ImageRecipe::fingerprint() const
{
    std::string text = id;
    for (const auto& [name, number] : parameters) {
        text += "\n" + name + "=" + formatNumber(number);
    }
    return id + "/" + sha256(text).substr(0, 8);
}

nlohmann::json toJson(const ImageRecipe& recipe)
{
    return {{"id", recipe.id}, {"parameters", recipe.parameters}};
}

Result<ImageRecipe> imageRecipeFromJson(const nlohmann::json& json)
{
    const auto corrupt = [](const std::string& what) { return fail(ErrorCode::Corrupt, "the image recipe " + what); };
    if (!json.is_object() || !json.contains("id") || !json["id"].is_string()) {
        return corrupt("has no id");
    }
    ImageRecipe recipe;
    recipe.id = json["id"].get<std::string>();
    if (!json.contains("parameters") || !json["parameters"].is_object()) {
        return corrupt("\"" + recipe.id + "\" has no parameters");
    }
    for (const auto& [name, value] : json["parameters"].items()) {
        if (!value.is_number()) {
            return corrupt("\"" + recipe.id + "\" has a parameter that is no number: " + name);
        }
        recipe.parameters[name] = value.get<double>();
    }
    return recipe;
}

}  // namespace sightline
