// How boxes of a long recording are named: samples, labels and rows of the list go by it.
#pragma once

#include <map>
#include <string>

#include "core/data/extent.h"

namespace sightline::ui {

struct BoxName {
    std::string name;
    bool taken = false;  ///< there is a box of exactly this time and band
};

/// A name no other box of the recording has: its time, as all boxes were named once, and its band too where another box
/// is of the same time. `extentOf` says where a value of `boxes` lies; `where` has a time.
template <class Box, class ExtentOf>
BoxName nameFor(const Extent& where, const std::map<std::string, Box>& boxes, ExtentOf extentOf)
{
    const std::string time = nameOf(*where.seconds);
    const std::string timeAndBand = time + "@" + (where.hertz ? nameOf(*where.hertz) : "all");
    for (const std::string& name : {time, timeAndBand}) {
        const auto there = boxes.find(name);
        if (there != boxes.end() && extentOf(there->second).hertz == where.hertz) {
            return {name, true};
        }
    }
    return {boxes.contains(time) ? timeAndBand : time, false};
}

}  // namespace sightline::ui
