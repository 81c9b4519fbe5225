#include "core/retraining/class_names.h"

#include <algorithm>

#include "core/base/text.h"

namespace sightline::retraining {

ClassNames::ClassNames(std::vector<SignalClass> known, std::vector<std::string> onlyClasses)
    : m_known(std::move(known)), m_only(std::move(onlyClasses))
{
}

Result<std::string> ClassNames::resolve(const std::string& text, const Where& where)
{
    const std::string written(trim(text));
    const std::string key = lowerAscii(written);
    const SignalClass* known = findClass(m_known, written);
    if (known != nullptr && !known->doubtfulAlias.empty() && equalsIgnoreCase(known->doubtfulAlias, written)) {
        const auto [it, first] = m_doubtful.try_emplace(
            key, Finding{Severity::Info, "doubtful_alias",
                         "the label " + written + " is taken as " + known->id + ", though its meaning is not certain",
                         Where{where.file, {}, {}}, 0});
        ++it->second.count;
    }
    if (const auto seen = m_resolved.find(key); seen != m_resolved.end()) {
        return seen->second;
    }
    const auto own = std::find_if(m_only.begin(), m_only.end(),
                                  [&](const std::string& id) { return equalsIgnoreCase(id, written); });
    std::string id;
    if (own != m_only.end()) {
        id = *own;
    } else if (known != nullptr) {
        id = known->id;
    } else if (!m_only.empty()) {
        return fail(ErrorCode::Invalid,
                    "unknown label \"" + written + "\": neither the model nor the list of conditions knows it", where);
    } else {
        id = written;
        m_added.push_back(id);
    }
    m_resolved.emplace(key, id);
    return id;
}

std::vector<std::string> ClassNames::inOrder(const std::vector<std::string>& used) const
{
    std::vector<std::string> order;
    const auto take = [&](const std::string& id) {
        if (std::find(used.begin(), used.end(), id) != used.end() &&
            std::find(order.begin(), order.end(), id) == order.end()) {
            order.push_back(id);
        }
    };
    for (const SignalClass& known : m_known) {
        take(known.id);
    }
    for (const std::string& id : m_added) {
        take(id);
    }
    for (const std::string& id : used) {
        take(id);
    }
    return order;
}

std::vector<Finding> ClassNames::findings() const
{
    std::vector<Finding> all;
    for (const auto& [alias, finding] : m_doubtful) {
        all.push_back(finding);
    }
    return all;
}

}  // namespace sightline::retraining
