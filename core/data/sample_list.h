// The samples of a recording: held where they are few, made on demand where they are too many to hold (a day of sound
// has 675,000 windows).
#pragma once

#include <cassert>
#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "core/data/sample.h"

namespace sightline {

/// Immutable and cheap to copy; may be read from any thread at once.
class SampleList {
public:
    /// The sample at a place below the count; the same for the same place. Called from any thread.
    using Make = std::function<Sample(std::size_t)>;

    SampleList() = default;
    SampleList(std::vector<Sample> held)  // NOLINT(google-explicit-constructor): a vector is a list of samples
        : m_held(std::make_shared<const std::vector<Sample>>(std::move(held))), m_size(m_held->size())
    {
    }
    SampleList(std::size_t count, Make make) : m_make(std::move(make)), m_size(count) {}

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] Sample operator[](std::size_t index) const
    {
        assert(index < m_size);
        return m_make ? m_make(index) : (*m_held)[index];
    }
    [[nodiscard]] Sample front() const { return (*this)[0]; }

    /// False where samples are made on demand: then there is nothing to refer to.
    [[nodiscard]] bool isHeld() const { return !m_make; }
    /// A reference that lives as long as the list or a copy of it. Only where isHeld().
    [[nodiscard]] const Sample& held(std::size_t index) const
    {
        assert(isHeld() && index < m_size);
        return (*m_held)[index];
    }

    /// Walks through the samples by value.
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Sample;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Sample;

        Iterator(const SampleList& list, std::size_t index) : m_list(&list), m_index(index) {}
        Sample operator*() const { return (*m_list)[m_index]; }
        Iterator& operator++()
        {
            ++m_index;
            return *this;
        }
        bool operator==(const Iterator& other) const { return m_index == other.m_index; }

    private:
        const SampleList* m_list;
        std::size_t m_index;
    };
    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, m_size}; }

private:
    std::shared_ptr<const std::vector<Sample>> m_held;
    Make m_make;
    std::size_t m_size = 0;
};

}  // namespace sightline
