#include "core/domains/mouse/readers.h"

#include "core/domains/mouse/readers/reader_classes.h"

namespace sightline::mouse {

std::vector<std::unique_ptr<domains::Reader>> sessionReaders()
{
    std::vector<std::unique_ptr<domains::Reader>> readers;
    readers.push_back(std::make_unique<BalabitReader>());
    readers.push_back(std::make_unique<SapiMouseReader>());
    readers.push_back(std::make_unique<ChaoShenReader>());
    readers.push_back(std::make_unique<EvtrackReader>());
    readers.push_back(std::make_unique<CollectorReader>());
    readers.push_back(std::make_unique<RrwebReader>());
    readers.push_back(std::make_unique<TrajectoryReader>());
    readers.push_back(std::make_unique<TableReader>());
    readers.push_back(std::make_unique<JsonReader>());
    readers.push_back(std::make_unique<JsonLinesReader>());
    return readers;
}

}  // namespace sightline::mouse
