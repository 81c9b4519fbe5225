#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/data/extent.h"
#include "core/data/finding.h"
#include "core/data/image_recipe.h"
#include "core/data/signal_class.h"
#include "core/data/signal_image.h"
#include "core/data/verdict.h"

using namespace sightline;

TEST_CASE("a verdict ranks its classes, equal ones in the model's order")
{
    Verdict verdict;
    verdict.classIds = {"a", "b", "c"};
    verdict.probabilities = {0.25F, 0.5F, 0.25F};
    CHECK(verdict.bestClass() == "b");
    CHECK(verdict.secondClass() == "a");
    CHECK(verdict.secondProbability() == doctest::Approx(0.25));
    CHECK_FALSE(verdict.rank(3));
    verdict.probabilities.clear();
    CHECK(verdict.bestClass().empty());
    CHECK(verdict.bestProbability() == 0);
}

TEST_CASE("a recipe survives JSON and its fingerprint knows every parameter")
{
    ImageRecipe recipe{"pumpcard-strokes-1", {{"size", 64}, {"margin", 0.08}}};
    const auto back = imageRecipeFromJson(toJson(recipe));
    REQUIRE(back);
    CHECK(*back == recipe);
    const std::string before = recipe.fingerprint();
    recipe.parameters["margin"] = 0.080001;
    CHECK(recipe.fingerprint() != before);
    CHECK(recipe.value("missing", 7) == 7);
    CHECK(imageRecipeFromJson({{"id", "x"}}).error().code == ErrorCode::Corrupt);
    CHECK(imageRecipeFromJson({{"id", "x"}, {"parameters", {{"size", "big"}}}}).error().code == ErrorCode::Corrupt);
    CHECK_FALSE(imageRecipeFromJson(nlohmann::json::array()));
}

TEST_CASE("classes are found by id and alias in any case, ids first")
{
    SignalClass pound;
    pound.id = "fluid_pound";
    pound.aliases = {"LIQUID_NOT_ENOUGH", "1203"};
    SignalClass leak;
    leak.id = "tubing_leak";
    leak.doubtfulAlias = "OIL_ROD_LEAKAGE";
    const std::vector<SignalClass> classes{pound, leak};
    CHECK(findClass(classes, " liquid_not_enough ")->id == "fluid_pound");
    CHECK(findClass(classes, "Oil_Rod_Leakage")->id == "tubing_leak");
    CHECK(findClass(classes, "") == nullptr);
    CHECK(findClass(classes, "nonsense") == nullptr);
}

TEST_CASE("findings add up to their worst")
{
    CHECK(worst({}) == Severity::Info);
    const std::vector<Finding> findings{{Severity::Doubt, "clipped", "the load is clipped", {}, 12},
                                        {Severity::Info, "closed", "closed loop", {}, 1},
                                        {Severity::Doubt, "few_points", "only 40 points", {}, 40}};
    CHECK(worst(findings) == Severity::Doubt);
    CHECK(messages(findings, Severity::Doubt) == "the load is clipped; only 40 points");
}

TEST_CASE("an image gives its channels as views")
{
    SignalImage image(3, 2, 4);
    image.channel(1)[7] = 1;
    CHECK(image.pixels[15] == 1);
    CHECK(image.channel(2).size() == 8);
}

TEST_CASE("intervals overlap by what they share")
{
    CHECK(Interval{0, 4}.overlap({3, 9}) == 1);
    CHECK(Interval{0, 4}.overlap({4, 9}) == 0);
    CHECK(Interval{0, 4}.overlap({-2, 9}) == 4);
}
