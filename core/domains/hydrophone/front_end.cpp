#include "core/domains/hydrophone/front_end.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/domains/hydrophone/latest_blocks.h"

namespace sightline::hydrophone {

namespace {

constexpr const char* recipeId = "hydrophone-logmel-1";
/// Of the power's mean over the window: silence has no logarithm.
constexpr double floorShare = 1e-6;
constexpr double lowestDeviations = -3;
constexpr double highestDeviations = 5;

/// Frames computed and kept together: half a minute at 2 kHz, 200 KB.
constexpr std::int64_t framesPerBlock = 1024;
constexpr std::size_t blocksKept = 16;

int whole(const ImageRecipe& recipe, const char* name, double fallback)
{
    return static_cast<int>(std::lround(recipe.value(name, fallback)));
}

}  // namespace

ImageRecipe upcallRecipe()
{
    return {recipeId,
            {{"rate", 2000},
             {"window", 256},
             {"fft", 512},
             {"hop", 64},
             {"bands", 48},
             {"low", 40},
             {"high", 400},
             {"frames", 64},
             {"step", 4}}};
}

Result<FrontEnd> FrontEnd::create(const ImageRecipe& recipe)
{
    if (recipe.id != recipeId) {
        return fail(ErrorCode::Invalid, "\"" + recipe.id + "\" is no picture of sound");
    }
    const int fft = whole(recipe, "fft", 512);
    const double rateHz = recipe.value("rate", 2000);
    if (!(rateHz >= 1)) {
        return fail(ErrorCode::Invalid, "the picture's rate is no positive number of hertz");
    }
    auto stft = dsp::Stft::create({.window = whole(recipe, "window", 256),
                                   .fft = fft,
                                   .hop = whole(recipe, "hop", 64),
                                   .shape = dsp::WindowShape::Hann,
                                   .symmetry = dsp::WindowSymmetry::Periodic,
                                   .placement = dsp::FramePlacement::Centred});
    if (!stft) {
        return tl::unexpected(stft.error());
    }
    auto mel = dsp::MelBank::create({.rateHz = rateHz,
                                     .fft = fft,
                                     .bands = whole(recipe, "bands", 48),
                                     .lowHertz = recipe.value("low", 40),
                                     .highHertz = recipe.value("high", 400),
                                     .scale = dsp::MelScale::Htk,
                                     .norm = dsp::MelNorm::Peak,
                                     .slopes = dsp::MelSlopes::Hertz});
    if (!mel) {
        return tl::unexpected(mel.error());
    }
    FrontEnd made(std::move(*stft), std::move(*mel));
    made.m_rateHz = rateHz;
    made.m_framesPerWindow = whole(recipe, "frames", 64);
    made.m_framesPerStep = whole(recipe, "step", 4);
    if (made.m_framesPerWindow < 1 || made.m_framesPerStep < 1) {
        return fail(ErrorCode::Invalid, "a window has at least one frame, and the next begins at least one later");
    }
    return made;
}

std::int64_t FrontEnd::windows(std::int64_t samples) const
{
    const std::int64_t frames = m_stft.frameCount(samples);
    return frames < m_framesPerWindow ? 0 : 1 + (frames - m_framesPerWindow) / m_framesPerStep;
}

std::vector<float> FrontEnd::melPower(std::span<const float> samples, std::int64_t begins, std::int64_t first,
                                      std::int64_t count) const
{
    std::vector<float> rows(static_cast<std::size_t>(count) * static_cast<std::size_t>(m_stft.bins()));
    m_stft.power(samples, begins, first, count, rows);
    return m_mel.apply(rows, count);
}

SignalImage FrontEnd::picture(std::span<const float> window) const
{
    const auto bandCount = static_cast<std::size_t>(bands());
    const auto frameCount = static_cast<std::size_t>(m_framesPerWindow);
    SignalImage image(1, bands(), m_framesPerWindow);
    double power = 0;
    for (const float value : window) {
        power += value;
    }
    const double floor = floorShare * power / static_cast<double>(window.size());
    if (!(floor > 0)) {
        std::fill(image.pixels.begin(), image.pixels.end(),
                  static_cast<float>(-lowestDeviations / (highestDeviations - lowestDeviations)));
        return image;
    }
    std::vector<double> level(window.size());
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < window.size(); ++i) {
        level[i] = std::log10(window[i] + floor);
        sum += level[i];
        squares += level[i] * level[i];
    }
    const double mean = sum / static_cast<double>(level.size());
    const double deviation = std::sqrt(std::max(squares / static_cast<double>(level.size()) - mean * mean, 1e-12));
    for (std::size_t frame = 0; frame < frameCount; ++frame) {
        for (std::size_t band = 0; band < bandCount; ++band) {
            const double deviations = (level[frame * bandCount + band] - mean) / deviation;
            const double shade = (deviations - lowestDeviations) / (highestDeviations - lowestDeviations);
            image.pixels[(bandCount - 1 - band) * frameCount + frame] = static_cast<float>(std::clamp(shade, 0.0, 1.0));
        }
    }
    return image;
}

struct FrameStore::Inside {
    std::shared_ptr<const LowRateSound> sound;
    FrontEnd frontEnd;
    LatestBlocks latest{blocksKept};

    Inside(std::shared_ptr<const LowRateSound> heard, FrontEnd how) : sound(std::move(heard)), frontEnd(std::move(how))
    {
    }
    Result<LatestBlocks::Block> compute(std::int64_t number, Progress& progress) const;
};

Result<LatestBlocks::Block> FrameStore::Inside::compute(std::int64_t number, Progress& progress) const
{
    const dsp::SampleRange range = frontEnd.samplesOf(number * framesPerBlock, framesPerBlock);
    std::vector<float> samples(static_cast<std::size_t>(range.count));
    if (auto read = sound->readInto(range.begin, samples, progress); !read) {
        return tl::unexpected(read.error());
    }
    return std::make_shared<const std::vector<float>>(
        frontEnd.melPower(samples, range.begin, number * framesPerBlock, framesPerBlock));
}

FrameStore::FrameStore(std::shared_ptr<const LowRateSound> sound, FrontEnd frontEnd)
    : m_inside(std::make_unique<Inside>(std::move(sound), std::move(frontEnd)))
{
}
FrameStore::~FrameStore() = default;

const FrontEnd& FrameStore::frontEnd() const
{
    return m_inside->frontEnd;
}

const LowRateSound& FrameStore::sound() const
{
    return *m_inside->sound;
}

std::int64_t FrameStore::windows() const
{
    return m_inside->frontEnd.windows(m_inside->sound->samples());
}

Result<std::vector<float>> FrameStore::frames(std::int64_t first, std::int64_t count, Progress& progress) const
{
    if (first < 0 || count < 0) {
        return fail(ErrorCode::Invalid, "there are no frames before the first");
    }
    const auto bands = static_cast<std::int64_t>(m_inside->frontEnd.bands());
    std::vector<float> rows(static_cast<std::size_t>(count * bands));
    for (std::int64_t at = first; at < first + count;) {
        const std::int64_t number = at / framesPerBlock;
        const std::int64_t stop = std::min(first + count, (number + 1) * framesPerBlock);
        const auto block = m_inside->latest.get(number, [&] { return m_inside->compute(number, progress); });
        if (!block) {
            return tl::unexpected(block.error());
        }
        const auto from = (*block)->begin() + (at - number * framesPerBlock) * bands;
        std::copy(from, from + (stop - at) * bands, rows.begin() + (at - first) * bands);
        at = stop;
    }
    return rows;
}

Result<SignalImage> FrameStore::picture(std::int64_t window, Progress& progress) const
{
    if (window < 0 || window >= windows()) {
        return fail(ErrorCode::Invalid, "there is no window " + std::to_string(window));
    }
    const FrontEnd& how = m_inside->frontEnd;
    const auto rows = frames(window * how.framesPerStep(), how.framesPerWindow(), progress);
    if (!rows) {
        return tl::unexpected(rows.error());
    }
    return how.picture(*rows);
}

}  // namespace sightline::hydrophone
