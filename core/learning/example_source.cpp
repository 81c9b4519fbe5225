#include "core/learning/example_source.h"

#include <cassert>
#include <utility>

namespace sightline::learning {

MemorySource::MemorySource(std::vector<Example> examples, std::vector<std::size_t> classes, std::size_t classCount)
    : m_examples(std::move(examples)), m_classes(std::move(classes)), m_classCount(classCount)
{
    assert(m_examples.size() == m_classes.size());
}

}  // namespace sightline::learning
