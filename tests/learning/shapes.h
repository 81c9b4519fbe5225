// A small picture set that a network learns and a nearest neighbour does not: four shapes anywhere in a noisy picture.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/random.h"
#include "core/learning/engine.h"
#include "core/learning/example_source.h"

namespace sightline::learning::cases {

constexpr int shapeSide = 32;
inline const std::vector<std::string> shapeScalarNames = {"ink", "noise"};

/// 0: ring, 1: cross, 2: two bars across, 3: two bars upright.
inline Example drawShape(std::size_t kind, Rng& random)
{
    Example example{SignalImage(2, shapeSide, shapeSide), {}};
    const double centreX = random.uniform(9, shapeSide - 9);
    const double centreY = random.uniform(9, shapeSide - 9);
    const double size = random.uniform(4.5, 7.5);
    double ink = 0;
    for (int y = 0; y < shapeSide; ++y) {
        for (int x = 0; x < shapeSide; ++x) {
            const double dx = x - centreX;
            const double dy = y - centreY;
            const double radius = std::hypot(dx, dy);
            const bool near = std::max(std::abs(dx), std::abs(dy)) < size;
            const bool drawn[] = {std::abs(radius - size) < 1, near && std::min(std::abs(dx), std::abs(dy)) < 1,
                                  near && std::abs(std::abs(dy) - size / 2) < 1,
                                  near && std::abs(std::abs(dx) - size / 2) < 1};
            const auto place = static_cast<std::size_t>(y * shapeSide + x);
            const double value = (drawn[kind] ? 0.7 : 0) + 0.3 * random.uniform();
            example.image.channel(0)[place] = static_cast<float>(value);
            example.image.channel(1)[place] = static_cast<float>(random.uniform());
            ink += value;
        }
    }
    example.scalars = {static_cast<float>(ink), static_cast<float>(random.normal())};
    return example;
}

/// Augmentation draws the same kind of shape anew.
class ShapeSource final : public ExampleSource {
public:
    ShapeSource(std::size_t count, std::uint64_t seed)
    {
        for (std::size_t i = 0; i < count; ++i) {
            Rng random(mixSeed(seed, i));
            m_examples.push_back(drawShape(i % 4, random));
        }
    }
    [[nodiscard]] std::size_t count() const override { return m_examples.size(); }
    [[nodiscard]] std::size_t classCount() const override { return 4; }
    [[nodiscard]] std::size_t classOf(std::size_t index) const override { return index % 4; }
    [[nodiscard]] Result<Example> example(std::size_t index) const override { return m_examples[index]; }
    [[nodiscard]] Result<Example> augmented(std::size_t index, std::uint64_t seed) const override
    {
        // As field cards allow: a small shift and noise, not a new sample.
        Rng random(seed);
        const Example& plain = m_examples[index];
        Example result = plain;
        const int shiftX = static_cast<int>(random.below(7)) - 3;
        const int shiftY = static_cast<int>(random.below(7)) - 3;
        for (int y = 0; y < shapeSide; ++y) {
            for (int x = 0; x < shapeSide; ++x) {
                const int fromX = std::clamp(x + shiftX, 0, shapeSide - 1);
                const int fromY = std::clamp(y + shiftY, 0, shapeSide - 1);
                const auto to = static_cast<std::size_t>(y * shapeSide + x);
                const auto from = static_cast<std::size_t>(fromY * shapeSide + fromX);
                for (int channel = 0; channel < 2; ++channel) {
                    result.image.channel(channel)[to] = plain.image.channel(channel)[from];
                }
            }
        }
        return result;
    }
    [[nodiscard]] const std::vector<Example>& examples() const { return m_examples; }

private:
    std::vector<Example> m_examples;
};

/// Member m tunes on every eighth example from the m-th on, in blocks of one per class.
inline std::vector<MemberParts> shapeParts(std::size_t count, int members)
{
    std::vector<MemberParts> parts(static_cast<std::size_t>(members));
    for (std::size_t m = 0; m < parts.size(); ++m) {
        for (std::size_t i = 0; i < count; ++i) {
            (i / 4 % 8 == m ? parts[m].tune : parts[m].train).push_back(i);
        }
    }
    return parts;
}

}  // namespace sightline::learning::cases
