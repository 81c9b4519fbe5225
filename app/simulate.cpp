#include <nlohmann/json.hpp>

#include "app/common.h"
#include "core/base/file.h"

namespace sightline::app {

int simulate(const SimulateOptions& options)
{
    Console console(options.common.progress);
    Result<const domains::Domain*> domain = domainOf(options.common);
    if (!domain) {
        return failed(console, domain.error());
    }
    if (Result<void> done = (*domain)->simulate(options.count, options.common.seed, options.out, console); !done) {
        return failed(console, done.error());
    }
    const std::string count = std::to_string(options.count);
    const std::string seed = std::to_string(options.common.seed);
    switch (options.common.format) {
        case Format::Json: {
            const nlohmann::ordered_json json{{"path", utf8(options.out)},
                                              {"domain", (*domain)->id()},
                                              {"count", options.count},
                                              {"seed", options.common.seed}};
            console.answer(json.dump() + "\n");
            break;
        }
        case Format::Csv:
            console.answer(csvLine({"path", "domain", "count", "seed"}) +
                           csvLine({utf8(options.out), (*domain)->id(), count, seed}));
            break;
        case Format::Table: {
            // What is simulated in a long signal is its events; windows are cut from it by a recipe.
            const bool events = (*domain)->scanRule((*domain)->tasks().front().id).has_value();
            console.answer(utf8(options.out) + ": " + count + " simulated " +
                           (events ? "event" : (*domain)->sampleNoun()) + "s, seed " + seed + "\n");
            break;
        }
    }
    return finished(console, exitCode::done);
}

}  // namespace sightline::app
