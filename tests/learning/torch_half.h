// The torch half for a test, where it was built.
#pragma once

#include <doctest/doctest.h>

#include "core/learning/engine.h"

namespace sightline::learning::cases {

/// nullptr where the torch half was not built: the test says so and leaves.
inline Engine* engineOrNone()
{
    const auto engine = loadEngine();
    if (!engine && engine.error().code == ErrorCode::NotFound) {
        MESSAGE("left out: ", engine.error().text());
        return nullptr;
    }
    REQUIRE_MESSAGE(engine.has_value(), engine.error().text());
    // Looking for a GPU comes first in a process, or there is none in it; these tests then want the CPU.
    (void)(*engine)->chooseDevice(DeviceChoice::Auto);
    (void)(*engine)->chooseDevice(DeviceChoice::Cpu);
    return *engine;
}

}  // namespace sightline::learning::cases
