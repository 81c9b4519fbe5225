#include <doctest/doctest.h>

#include <string>

#include "core/data/sample_list.h"

using namespace sightline;

namespace {

Sample named(std::size_t index)
{
    Sample sample;
    sample.index = index;
    sample.key = {"recording", std::to_string(index)};
    return sample;
}

}  // namespace

TEST_CASE("a list of samples that are held")
{
    SampleList list(std::vector<Sample>{named(0), named(1), named(2)});
    REQUIRE(list.size() == 3);
    CHECK(list.isHeld());
    CHECK(list[2].key == named(2).key);
    CHECK(list.front().index == 0);

    const Sample& second = list.held(1);
    const SampleList copy = list;
    list = SampleList();
    CHECK(list.empty());
    CHECK(list.isHeld());
    CHECK(second.key.sample == "1");
    CHECK(&copy.held(1) == &second);
}

TEST_CASE("a list of samples that are made when they are asked for")
{
    std::size_t made = 0;
    const SampleList list(675'000, [&](std::size_t index) {
        ++made;
        return named(index);
    });
    CHECK(list.size() == 675'000);
    CHECK_FALSE(list.isHeld());
    CHECK(made == 0);
    CHECK(list[674'999].key.sample == "674999");
    CHECK(made == 1);
}

TEST_CASE("walking through a list gives every sample once, held or made")
{
    const SampleList held(std::vector<Sample>{named(0), named(1)});
    const SampleList made(2, named);
    for (const SampleList* list : {&held, &made}) {
        std::string seen;
        for (const Sample& sample : *list) {
            seen += sample.key.sample;
        }
        CHECK(seen == "01");
    }
    for (const Sample& sample : SampleList()) {
        FAIL("an empty list gave " << sample.key.sample);
    }
}
