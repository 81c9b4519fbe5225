#include "core/domains/pumpcards/readers.h"

#include "core/domains/pumpcards/readers/reader_classes.h"

namespace sightline::pumpcards {

std::vector<std::unique_ptr<domains::Reader>> cardReaders()
{
    std::vector<std::unique_ptr<domains::Reader>> readers;
    readers.push_back(std::make_unique<XlsxReader>());
    readers.push_back(std::make_unique<SktimeReader>());
    readers.push_back(std::make_unique<JsonReader>());
    readers.push_back(std::make_unique<SqlReader>());
    readers.push_back(std::make_unique<DynReader>());
    readers.push_back(std::make_unique<DelimitedReader>());
    return readers;
}

}  // namespace sightline::pumpcards
