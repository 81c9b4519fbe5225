#include "core/domains/hydrophone/templates.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/domains/hydrophone/latest_blocks.h"
#include "core/dsp/levels.h"
#include "core/dsp/stft.h"

namespace sightline::hydrophone {

namespace {

using Block = LatestBlocks::Block;
using Values = std::vector<float>;

constexpr double rateHz = 2000;
constexpr int hop = 64;
constexpr int fft = 512;
constexpr int firstBin = 13;  ///< the first above 50 Hz
constexpr int endBin = 90;    ///< the first above 350 Hz
constexpr int bands = endBin - firstBin;

/// Of levels, medians and scores alike.
constexpr std::int64_t framesPerBlock = 256;
/// A block of scores needs the levels of five blocks; scanning on, one new one each.
constexpr std::size_t blocksKept = 16;

constexpr double floorPower = 1e-14;  ///< below the rounding of 24 bits: only digital silence lies under it
constexpr float lowestDecibel = -10;
constexpr float highestDecibel = 30;

constexpr double ridgeHertz = 8;
constexpr double troughHertz = 3 * ridgeHertz;
constexpr double deviationsKept = 3;  ///< beyond them a trough weighs nothing
constexpr int quarterSecond = 8;      ///< in frames

/// The weights of one frame of a template in neighbouring bands.
struct KernelRow {
    int firstBand = 0;
    std::vector<float> weights;
};
/// The middle row lies on the frame that is judged.
using Kernel = std::vector<KernelRow>;

double bandHertz(int band)
{
    return dsp::binHertz(firstBin + band, fft, rateHz);
}

KernelRow rowAt(double hertz)
{
    const auto inside = [&](int band) { return std::abs(bandHertz(band) - hertz) <= deviationsKept * troughHertz; };
    const auto bell = [&](int band, double width) {
        const double deviations = (bandHertz(band) - hertz) / width;
        return std::exp(-deviations * deviations / 2);
    };
    KernelRow row;
    while (!inside(row.firstBand)) {
        ++row.firstBand;
    }
    double ridge = 0;
    double trough = 0;
    for (int band = row.firstBand; band < bands && inside(band); ++band) {
        row.weights.push_back(0);
        ridge += bell(band, ridgeHertz);
        trough += bell(band, troughHertz);
    }
    for (std::size_t i = 0; i < row.weights.size(); ++i) {
        const int band = row.firstBand + static_cast<int>(i);
        row.weights[i] = static_cast<float>(bell(band, ridgeHertz) / ridge - bell(band, troughHertz) / trough);
    }
    return row;
}

Kernel kernelOf(const UpsweepTemplate& shape)
{
    const int half = static_cast<int>(std::lround(shape.seconds * rateHz / hop / 2));
    Kernel kernel;
    double squares = 0;
    for (int frame = -half; frame <= half; ++frame) {
        const double done = (static_cast<double>(frame) / half + 1) / 2;
        kernel.push_back(rowAt(shape.fromHertz + (shape.toHertz - shape.fromHertz) * done));
        for (const float weight : kernel.back().weights) {
            squares += static_cast<double>(weight) * weight;
        }
    }
    for (KernelRow& row : kernel) {
        for (float& weight : row.weights) {
            weight = static_cast<float>(weight / std::sqrt(squares));
        }
    }
    return kernel;
}

const std::vector<Kernel>& kernels()
{
    static const std::vector<Kernel> made = [] {
        std::vector<Kernel> all;
        for (const UpsweepTemplate& shape : TemplateScores::templates()) {
            all.push_back(kernelOf(shape));
        }
        return all;
    }();
    return made;
}

/// Frames that a template reaches beyond the one it is centred on, at most.
std::int64_t kernelReach()
{
    static const std::size_t longest =
        std::max_element(kernels().begin(), kernels().end(), [](const Kernel& a, const Kernel& b) {
            return a.size() < b.size();
        })->size();
    return static_cast<std::int64_t>(longest / 2);
}

const dsp::Stft& stft()
{
    static const dsp::Stft made = *dsp::Stft::create({.window = 256,
                                                      .fft = fft,
                                                      .hop = hop,
                                                      .shape = dsp::WindowShape::Hann,
                                                      .symmetry = dsp::WindowSymmetry::Periodic,
                                                      .placement = dsp::FramePlacement::Centred});
    return made;
}

}  // namespace

struct TemplateScores::Inside {
    /// What lies outside the segment is zero.
    std::function<Result<void>(std::int64_t first, std::span<float> out, Progress& progress)> read;
    double rate = rateHz;
    std::int64_t samples = 0;

    LatestBlocks levelBlocks{blocksKept};
    LatestBlocks medianBlocks{blocksKept};
    LatestBlocks scoreBlocks{blocksKept};

    [[nodiscard]] std::int64_t frames() const { return stft().frameCount(samples); }
    [[nodiscard]] std::int64_t blocks() const { return (frames() + framesPerBlock - 1) / framesPerBlock; }
    [[nodiscard]] std::int64_t framesIn(std::int64_t block) const
    {
        return std::min(framesPerBlock, frames() - block * framesPerBlock);
    }

    /// dB, `bands` values a frame.
    Result<Block> levels(std::int64_t block, Progress& progress);
    /// Of each band over the block and its two neighbours.
    Result<Block> medians(std::int64_t block, Progress& progress);
    /// Frames [first, first + many), one band after the other; outside the segment 0.
    Result<Values> whitened(std::int64_t first, std::int64_t many, Progress& progress);
    Result<Block> scores(std::int64_t block, Progress& progress);
};

Result<Block> TemplateScores::Inside::levels(std::int64_t block, Progress& progress)
{
    return levelBlocks.get(block, [&]() -> Result<Block> {
        const std::int64_t first = block * framesPerBlock;
        const std::int64_t many = framesIn(block);
        const dsp::SampleRange range = stft().samplesOf(first, many);
        Values heard(static_cast<std::size_t>(range.count));
        if (auto got = read(range.begin, heard, progress); !got) {
            return tl::unexpected(got.error());
        }
        Values power(static_cast<std::size_t>(many * stft().bins()));
        stft().power(heard, range.begin, first, many, power);
        auto rows = std::make_shared<Values>();
        rows->reserve(static_cast<std::size_t>(many * bands));
        for (auto row = power.begin(); row != power.end(); row += stft().bins()) {
            rows->insert(rows->end(), row + firstBin, row + endBin);
        }
        dsp::toDecibel(*rows, {.floor = floorPower, .top = {}});
        return Block(std::move(rows));
    });
}

Result<Block> TemplateScores::Inside::medians(std::int64_t block, Progress& progress)
{
    return medianBlocks.get(block, [&]() -> Result<Block> {
        std::vector<Block> around;
        for (std::int64_t i = std::max<std::int64_t>(block - 1, 0); i <= std::min(block + 1, blocks() - 1); ++i) {
            auto got = levels(i, progress);
            if (!got) {
                return got;
            }
            around.push_back(std::move(*got));
        }
        auto middle = std::make_shared<Values>();
        Values ofBand;
        for (std::size_t band = 0; band < bands; ++band) {
            ofBand.clear();
            for (const Block& rows : around) {
                for (std::size_t at = band; at < rows->size(); at += bands) {
                    ofBand.push_back((*rows)[at]);
                }
            }
            middle->push_back(dsp::medianOf(ofBand));
        }
        return Block(std::move(middle));
    });
}

Result<Values> TemplateScores::Inside::whitened(std::int64_t first, std::int64_t many, Progress& progress)
{
    Values out(static_cast<std::size_t>(many * bands));
    Values row(bands);
    Values sorted(bands);
    const std::int64_t end = std::min(first + many, frames());
    for (std::int64_t frame = std::max<std::int64_t>(first, 0); frame < end; ++frame) {
        const std::int64_t block = frame / framesPerBlock;
        const std::int64_t within = frame % framesPerBlock;
        // Between the middle of a block and that of the one before or after.
        const double place = (static_cast<double>(within) + 0.5) / framesPerBlock - 0.5;
        const std::int64_t other = std::clamp<std::int64_t>(place < 0 ? block - 1 : block + 1, 0, blocks() - 1);
        const auto share = static_cast<float>(std::abs(place));
        const auto level = levels(block, progress);
        const auto near = level ? medians(block, progress) : level;
        const auto far = near ? medians(other, progress) : near;
        if (!far) {
            return tl::unexpected(far.error());
        }
        for (std::size_t band = 0; band < bands; ++band) {
            row[band] = (**level)[static_cast<std::size_t>(within) * bands + band] -
                        ((1 - share) * (**near)[band] + share * (**far)[band]);
        }
        sorted = row;
        const float middle = dsp::medianOf(sorted);
        for (std::size_t band = 0; band < bands; ++band) {
            out[band * static_cast<std::size_t>(many) + static_cast<std::size_t>(frame - first)] =
                std::clamp(row[band] - middle, lowestDecibel, highestDecibel);
        }
    }
    return out;
}

Result<Block> TemplateScores::Inside::scores(std::int64_t block, Progress& progress)
{
    return scoreBlocks.get(block, [&]() -> Result<Block> {
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "listening was stopped");
        }
        const std::int64_t reach = kernelReach();
        const auto width = static_cast<std::size_t>(framesPerBlock + 2 * reach);
        const auto white = whitened(block * framesPerBlock - reach, static_cast<std::int64_t>(width), progress);
        if (!white) {
            return tl::unexpected(white.error());
        }
        auto out = std::make_shared<Values>(static_cast<std::size_t>(framesPerBlock * count));
        for (std::size_t which = 0; which < count; ++which) {
            const Kernel& kernel = kernels()[which];
            std::array<float, framesPerBlock> sums{};
            for (std::size_t i = 0; i < kernel.size(); ++i) {
                const std::size_t shift = static_cast<std::size_t>(reach) + i - kernel.size() / 2;
                for (std::size_t j = 0; j < kernel[i].weights.size(); ++j) {
                    const float weight = kernel[i].weights[j];
                    const std::size_t band = static_cast<std::size_t>(kernel[i].firstBand) + j;
                    const float* from = white->data() + band * width + shift;
                    for (std::size_t frame = 0; frame < sums.size(); ++frame) {
                        sums[frame] += weight * from[frame];
                    }
                }
            }
            for (std::size_t frame = 0; frame < sums.size(); ++frame) {
                (*out)[frame * count + which] = sums[frame];
            }
        }
        return Block(std::move(out));
    });
}

const std::array<UpsweepTemplate, TemplateScores::count>& TemplateScores::templates()
{
    static constexpr std::array<UpsweepTemplate, count> all = {
        {{60, 140, 1}, {60, 180, 1}, {80, 160, 0.8}, {80, 200, 0.8}, {100, 200, 0.8}, {100, 250, 0.8}, {80, 180, 0.6}}};
    return all;
}

TemplateScores::TemplateScores(std::shared_ptr<const LowRateSound> sound) : m_inside(std::make_unique<Inside>())
{
    m_inside->rate = sound->rateHz();
    m_inside->samples = sound->samples();
    m_inside->read = [heard = std::move(sound)](std::int64_t first, std::span<float> out, Progress& progress) {
        return heard->readInto(first, out, progress);
    };
}

TemplateScores::TemplateScores(std::vector<float> samples) : m_inside(std::make_unique<Inside>())
{
    m_inside->samples = static_cast<std::int64_t>(samples.size());
    m_inside->read = [heard = std::move(samples)](std::int64_t first, std::span<float> out,
                                                  Progress& /*progress*/) -> Result<void> {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::int64_t at = first + static_cast<std::int64_t>(i);
            const bool inside = at >= 0 && at < static_cast<std::int64_t>(heard.size());
            out[i] = inside ? heard[static_cast<std::size_t>(at)] : 0.0F;
        }
        return {};
    };
}

TemplateScores::~TemplateScores() = default;

std::int64_t TemplateScores::frames() const
{
    return m_inside->frames();
}

Result<std::vector<float>> TemplateScores::scores(std::int64_t firstFrame, std::int64_t frameCount,
                                                  Progress& progress) const
{
    if (m_inside->rate != rateHz) {
        return fail(ErrorCode::Invalid, "the templates of up-calls are laid over sound at 2 kHz only");
    }
    if (firstFrame < 0 || frameCount < 0) {
        return fail(ErrorCode::Invalid, "there are no frames before the first");
    }
    std::vector<float> rows(static_cast<std::size_t>(frameCount * count));
    const std::int64_t end = std::min(firstFrame + frameCount, frames() + kernelReach());
    for (std::int64_t at = firstFrame; at < end;) {
        const std::int64_t number = at / framesPerBlock;
        const std::int64_t stop = std::min(end, (number + 1) * framesPerBlock);
        const auto block = m_inside->scores(number, progress);
        if (!block) {
            return tl::unexpected(block.error());
        }
        const auto from = (*block)->begin() + (at - number * framesPerBlock) * count;
        std::copy(from, from + (stop - at) * count, rows.begin() + (at - firstFrame) * count);
        at = stop;
    }
    return rows;
}

std::vector<float> bestOfTemplates(std::span<const float> scores)
{
    std::vector<float> best;
    best.reserve(scores.size() / TemplateScores::count);
    for (auto at = scores.begin(); at < scores.end(); at += TemplateScores::count) {
        best.push_back(*std::max_element(at, at + TemplateScores::count));
    }
    return best;
}

std::vector<std::string> windowFeatureNames()
{
    std::vector<std::string> names;
    for (int i = 1; i <= TemplateScores::count; ++i) {
        names.push_back("template_" + std::to_string(i));
    }
    names.emplace_back("template_best");
    names.emplace_back("template_beside");
    return names;
}

std::vector<float> windowFeatures(std::span<const float> scores)
{
    constexpr auto width = static_cast<std::size_t>(TemplateScores::count);
    const std::size_t frames = scores.size() / width;
    const std::size_t middle = frames / 2;
    const std::size_t from = middle > quarterSecond ? middle - quarterSecond : 0;
    const std::size_t to = std::min(middle + quarterSecond, frames);
    constexpr float least = -1000;  // below any score
    std::vector<float> features(width + 2, least);
    for (std::size_t frame = 0; frame < frames; ++frame) {
        const bool near = frame >= from && frame < to;
        for (std::size_t which = 0; which < width; ++which) {
            const float score = scores[frame * width + which];
            for (const std::size_t feature : {near ? which : width + 1, near ? width : width + 1}) {
                features[feature] = std::max(features[feature], score);
            }
        }
    }
    return features;
}

}  // namespace sightline::hydrophone
