// A class a network may answer and a person may choose. Ids never change and are never reused; names are display only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sightline {

struct SignalClass {
    std::string id;                    ///< immutable, snake_case
    std::string name;                  ///< English; the window translates it
    std::uint32_t colour = 0x808080;   ///< 0xRRGGBB, colour-blind safe within a domain's list
    std::string meaning;               ///< what it looks like and what it means
    std::string action;                ///< what to do about it
    std::vector<std::string> aliases;  ///< other names found in label files, any case
    std::string doubtfulAlias;         ///< the alias whose meaning is not certain, or empty; its use leaves a finding
    std::string caution;               ///< what shape alone cannot tell apart from it, or empty
};

/// The class whose id or alias is `text` (any case, trimmed), or nullptr.
const SignalClass* findClass(const std::vector<SignalClass>& classes, const std::string& text);

}  // namespace sightline
