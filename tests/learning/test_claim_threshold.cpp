#include <doctest/doctest.h>

#include "core/base/file.h"
#include "core/learning/claim_threshold.h"
#include "tests/learning/cases.h"

using namespace sightline;
using namespace sightline::learning;
using doctest::Approx;

namespace {

// True claims score 1 … 10, false ones -4.5 … 4.5: 1 to 4 stand among the false ones.
struct Claims {
    std::vector<double> scores;
    std::vector<bool> genuine;

    Claims()
    {
        for (int i = 1; i <= 10; ++i) {
            scores.push_back(i);
            genuine.push_back(true);
            scores.push_back(i - 5.5);
            genuine.push_back(false);
        }
    }
    /// Shares at a threshold: false accepts, false rejects.
    [[nodiscard]] std::pair<double, double> errorsAt(double threshold) const
    {
        double accepts = 0;
        double rejects = 0;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            accepts += !genuine[i] && scores[i] >= threshold ? 0.1 : 0;
            rejects += genuine[i] && scores[i] < threshold ? 0.1 : 0;
        }
        return {accepts, rejects};
    }
};

}  // namespace

TEST_CASE("the threshold of claims follows its rule")
{
    const Claims claims;
    const auto at = [&](const char* rule) {
        const auto threshold = chooseClaimThreshold(claims.scores, claims.genuine, parseClaimRule(rule).value());
        REQUIRE(threshold);
        CHECK(threshold->rule == rule);
        CHECK(threshold->genuine == 10);
        CHECK(threshold->impostors == 10);
        return claims.errorsAt(threshold->score);
    };
    CHECK(at("eer").first == Approx(0.2));
    CHECK(at("eer").second == Approx(0.2));
    CHECK(at("far=0.01").first == 0);
    CHECK(at("far=0.01").second == Approx(0.4));
    CHECK(at("far=0.1").first == Approx(0.1));
    CHECK(at("cost=100:1").first == 0);
    CHECK(at("cost=1:100").second == 0);
    CHECK(at("cost=1:100").first == Approx(0.4));
}

TEST_CASE("between scores that part cleanly the threshold lies half way")
{
    const auto threshold = chooseClaimThreshold({3, 2, -1, -2}, {true, true, false, false}, {});
    REQUIRE(threshold);
    CHECK(threshold->score == Approx(0.5));
    // All false claims fit better than the true one: nobody can be believed at so small a share.
    const auto none = chooseClaimThreshold({3, 2, 1}, {false, false, true}, parseClaimRule("far=0.01").value());
    REQUIRE(none);
    CHECK(none->score > 3);
    CHECK_FALSE(chooseClaimThreshold({3, 2}, {true, true}, {}));
    CHECK_FALSE(chooseClaimThreshold({}, {}, {}));
}

TEST_CASE("a rule is read as it is written, and nothing else is one")
{
    for (const char* rule : {"eer", "far=0.01", "cost=10:1", "cost=0.5:3"}) {
        CAPTURE(rule);
        REQUIRE(parseClaimRule(rule));
        CHECK(toString(*parseClaimRule(rule)) == rule);
    }
    for (const char* text : {"", "EER", "far", "far=", "far=0", "far=1", "far=x", "cost=1", "cost=:", "cost=0:1",
                             "cost=1:-1", "cost=nan:1", "cost=1:2:3"}) {
        CAPTURE(text);
        CHECK_FALSE(parseClaimRule(text));
    }
}

TEST_CASE("a model keeps its threshold of claims")
{
    const cases::TemporaryFolder folder;
    Model model = cases::smallModel();
    CHECK_FALSE(claimThresholdOf(model.info));
    keepClaimThreshold(model.info, {-0.75, "far=0.01", 40, 360});
    REQUIRE(writeModel(folder / "model.safetensors", model));
    const auto kept = claimThresholdOf(readModelInfo(folder / "model.safetensors").value());
    REQUIRE(kept);
    CHECK(kept->score == -0.75);
    CHECK(kept->rule == "far=0.01");
    CHECK(kept->genuine == 40);
    CHECK(kept->impostors == 360);
    for (const char* damage : {R"({"score":"high","rule":"eer"})", R"({"score":1})", "5", "null"}) {
        CAPTURE(damage);
        model.info.report.options["claim_threshold"] = nlohmann::json::parse(damage);
        CHECK_FALSE(claimThresholdOf(model.info));
    }
}
