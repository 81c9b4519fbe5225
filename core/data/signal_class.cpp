#include "core/data/signal_class.h"

#include <algorithm>

#include "core/base/text.h"

namespace sightline {

const SignalClass* findClass(const std::vector<SignalClass>& classes, const std::string& text)
{
    const std::string_view wanted = trim(text);
    const auto isWanted = [&](const std::string& name) { return !name.empty() && equalsIgnoreCase(name, wanted); };
    for (const SignalClass& one : classes) {
        if (isWanted(one.id)) {
            return &one;
        }
    }
    for (const SignalClass& one : classes) {
        if (isWanted(one.doubtfulAlias) || std::any_of(one.aliases.begin(), one.aliases.end(), isWanted)) {
            return &one;
        }
    }
    return nullptr;
}

}  // namespace sightline
