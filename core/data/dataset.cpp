#include "core/data/dataset.h"

namespace sightline {

const char* toString(Part part)
{
    switch (part) {
        case Part::Train: return "train";
        case Part::Tune: return "tune";
        case Part::Test: return "test";
    }
    return "train";
}

}  // namespace sightline
