#include "core/domains/hydrophone/training_windows.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/domains/hydrophone/simulated_calls.h"
#include "core/domains/hydrophone/simulated_sea.h"

namespace sightline::hydrophone {

namespace {

/// A call may lie so far from the middle of its window.
constexpr double shiftSeconds = 0.3;
/// Of up-calls to learn from, those that are the labelled ones; the others are simulated.
constexpr double realShare = 0.4;
constexpr int widestBands = 7;
constexpr int longestFrames = 5;

/// The samples around a window of one segment, and the frames they are for.
struct Stretch {
    std::shared_ptr<const FrameStore> store;
    std::int64_t firstFrame = 0;
    dsp::SampleRange range;
    std::vector<float> samples;
};

Result<Stretch> stretchOf(const PlacedWindow& at, const ImageRecipe& recipe, double shift, Progress& progress)
{
    Result<HeardSegment> heard = at.recording->heard(at.place.segment, recipe);
    if (!heard) {
        return tl::unexpected(heard.error());
    }
    const FrontEnd& how = heard->frames->frontEnd();
    const auto moved = static_cast<std::int64_t>(std::llround(shift * how.rateHz() / how.hop()));
    Stretch stretch;
    stretch.firstFrame = std::max<std::int64_t>(0, at.place.window * how.framesPerStep() + moved);
    stretch.range = how.samplesOf(stretch.firstFrame, how.framesPerWindow());
    stretch.samples.resize(static_cast<std::size_t>(stretch.range.count));
    if (auto read = heard->sound->readInto(stretch.range.begin, stretch.samples, progress); !read) {
        return tl::unexpected(read.error());
    }
    stretch.store = std::move(heard->frames);
    return stretch;
}

/// A stripe of bands and one of frames become as grey as the mean.
void loseStripes(SignalImage& image, Rng& rng)
{
    double sum = 0;
    for (const float pixel : image.pixels) {
        sum += pixel;
    }
    const auto grey = static_cast<float>(sum / static_cast<double>(image.pixels.size()));
    const auto rows = 1 + static_cast<int>(rng.below(widestBands));
    const auto columns = 1 + static_cast<int>(rng.below(longestFrames));
    const auto top = static_cast<int>(rng.below(static_cast<std::size_t>(std::max(1, image.height - rows))));
    const auto left = static_cast<int>(rng.below(static_cast<std::size_t>(std::max(1, image.width - columns))));
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            if ((y >= top && y < top + rows) || (x >= left && x < left + columns)) {
                image.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                             static_cast<std::size_t>(x)] = grey;
            }
        }
    }
}

/// Noise of the stretch's own mean spectrum: nothing of what happened in it is left.
Result<void> becomeNoise(Stretch& stretch, Rng& rng)
{
    const auto stft = dsp::Stft::create({.window = 256, .fft = 256, .hop = 128});
    if (!stft) {
        return tl::unexpected(stft.error());
    }
    PowerSpectrum spectrum(static_cast<std::size_t>(stft->bins()));
    const std::vector<float> rows = stft->power(stretch.samples);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        spectrum[i % spectrum.size()] += rows[i];
    }
    stretch.samples = shapedNoise(stretch.samples.size(), spectrum, rng.uniform(0.6, 1.6), rng);
    return {};
}

Example exampleOf(const Stretch& stretch)
{
    const FrontEnd& how = stretch.store->frontEnd();
    Example example;
    example.image =
        how.picture(how.melPower(stretch.samples, stretch.range.begin, stretch.firstFrame, how.framesPerWindow()));
    return example;
}

}  // namespace

Result<Example> windowExample(const SoundRecording& recording, const WindowPlace& place, const ImageRecipe& recipe,
                              Progress& progress)
{
    const Result<HeardSegment> heard = recording.heard(place.segment, recipe);
    if (!heard) {
        return tl::unexpected(heard.error());
    }
    Result<SignalImage> image = heard->frames->picture(place.window, progress);
    if (!image) {
        return tl::unexpected(image.error());
    }
    Example example;
    example.image = std::move(*image);
    if (heard->templates) {
        const FrontEnd& how = heard->frames->frontEnd();
        const auto scores =
            heard->templates->scores(place.window * how.framesPerStep(), how.framesPerWindow(), progress);
        if (!scores) {
            return tl::unexpected(scores.error());
        }
        example.features = windowFeatures(*scores);
    }
    return example;
}

Result<double> callWithin(const SoundRecording& recording, const WindowGrid& grid, const ImageRecipe& recipe,
                          const Interval& box, Progress& progress)
{
    const auto nearest = grid.nearest(box.middle());
    if (!nearest) {
        return box.middle();
    }
    const std::size_t segment = grid.place(*nearest).segment;
    const Result<HeardSegment> heard = recording.heard(segment, recipe);
    if (!heard) {
        return tl::unexpected(heard.error());
    }
    if (!heard->templates) {
        return box.middle();
    }
    const double begins = grid.secondsOfSegment(segment);
    const double framesPerSecond = 1 / heard->frames->frontEnd().secondsOfFrames(1);
    const auto first = std::max<std::int64_t>(0, std::llround((box.begin - begins) * framesPerSecond));
    const auto last =
        std::min<std::int64_t>(heard->templates->frames(), std::llround((box.end - begins) * framesPerSecond) + 1);
    if (last <= first) {
        return box.middle();
    }
    const auto scores = heard->templates->scores(first, last - first, progress);
    if (!scores) {
        return tl::unexpected(scores.error());
    }
    const std::vector<float> best = bestOfTemplates(*scores);
    const auto at = std::max_element(best.begin(), best.end()) - best.begin();
    return begins + static_cast<double>(first + at) / framesPerSecond;
}

Result<Example> variedWindow(const PlacedWindow& own, const PlacedWindow& behind, Variant variant,
                             const ImageRecipe& recipe, double strength, Rng& rng, Progress& progress)
{
    const double shift = rng.uniform(-shiftSeconds, shiftSeconds);
    const bool changed = rng.chance(strength);
    const bool ownSound =
        variant == Variant::Other || !changed || (variant == Variant::Upcall && rng.chance(realShare));
    Result<Stretch> stretch = stretchOf(ownSound ? own : behind, recipe, shift, progress);
    if (!stretch) {
        return tl::unexpected(stretch.error());
    }
    if (!ownSound) {
        if (rng.chance(0.5)) {
            std::reverse(stretch->samples.begin(), stretch->samples.end());
        } else if (Result<void> noise = becomeNoise(*stretch, rng); !noise) {
            return tl::unexpected(noise.error());
        }
        addScene(stretch->samples, stretch->store->frontEnd().rateHz(), variant == Variant::Upcall, rng);
    }
    Example example = exampleOf(*stretch);
    if (changed && rng.chance(0.5)) {
        loseStripes(example.image, rng);
    }
    return example;
}

}  // namespace sightline::hydrophone
