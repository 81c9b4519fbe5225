// A reader that cannot know asks. The wizard shows these as fields, the command line as --map options.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace sightline {

struct Choice {
    std::string value;  ///< what --map takes
    std::string label;  ///< English, for the wizard
};

struct Question {
    std::string key;              ///< "load_unit": --map load_unit=kgf
    std::string text;             ///< English: "Unit of the load column?"
    std::vector<Choice> choices;  ///< empty: free text
    std::string suggestion;       ///< the likely answer, or empty; shown, never taken silently
    std::string why;              ///< what made it uncertain: "peak 6798 reads as 6.8 kN (N) or 66.7 kN (kgf)"
};

/// key → value. The same keys in the wizard, in --map and in what is remembered per layout.
using Answers = std::map<std::string, std::string>;

}  // namespace sightline
