#include <algorithm>

#include "core/domains/domain.h"
#include "core/domains/hydrophone/hydrophone_domain.h"
#include "core/domains/mouse/mouse_domain.h"
#include "core/domains/pumpcards/pumpcards_domain.h"

namespace sightline::domains {

const std::vector<const Domain*>& allDomains()
{
    static const std::unique_ptr<Domain> pumpcards = pumpcards::makePumpcardsDomain();
    static const std::unique_ptr<Domain> mouse = mouse::makeMouseDomain();
    static const std::unique_ptr<Domain> hydrophone = hydrophone::makeHydrophoneDomain();
    static const std::vector<const Domain*> list = {
        pumpcards.get(),
        mouse.get(),
        hydrophone.get(),
    };
    return list;
}

const Domain* findDomain(const std::string& id)
{
    const auto found = std::ranges::find(allDomains(), id, &Domain::id);
    return found == allDomains().end() ? nullptr : *found;
}

}  // namespace sightline::domains
