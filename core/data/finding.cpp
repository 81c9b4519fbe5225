#include "core/data/finding.h"

#include <algorithm>

namespace sightline {

const char* toString(Severity severity)
{
    switch (severity) {
        case Severity::Info: return "info";
        case Severity::Doubt: return "doubt";
        case Severity::Reject: return "reject";
    }
    return "info";
}

Severity worst(const std::vector<Finding>& findings)
{
    Severity result = Severity::Info;
    for (const Finding& finding : findings) {
        result = std::max(result, finding.severity);
    }
    return result;
}

std::string messages(const std::vector<Finding>& findings, Severity severity)
{
    std::string result;
    for (const Finding& finding : findings) {
        if (finding.severity == severity) {
            result += (result.empty() ? "" : "; ") + finding.message;
        }
    }
    return result;
}

}  // namespace sightline
