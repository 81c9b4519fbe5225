// From what a label file calls a condition to the class it means.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/finding.h"
#include "core/data/signal_class.h"

namespace sightline::retraining {

/// Ids and aliases in any case. With `onlyClasses` (a model's) an unknown text is an error, else it is a new class.
class ClassNames {
public:
    ClassNames(std::vector<SignalClass> known, std::vector<std::string> onlyClasses);

    /// The class id; a doubtful alias is taken as it stands and counted.
    Result<std::string> resolve(const std::string& text, const Where& where);
    /// The ids among `used`, in the domain's order, then the new ones in order of appearance.
    [[nodiscard]] std::vector<std::string> inOrder(const std::vector<std::string>& used) const;
    [[nodiscard]] std::vector<Finding> findings() const;

private:
    std::vector<SignalClass> m_known;
    std::vector<std::string> m_only;
    std::vector<std::string> m_added;
    std::map<std::string, std::string> m_resolved;  ///< lower case text → id
    std::map<std::string, Finding> m_doubtful;      ///< by alias
};

}  // namespace sightline::retraining
