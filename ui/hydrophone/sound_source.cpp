#include "ui/hydrophone/sound_source.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sightline::ui {

namespace {

/// A tile of so many frames is exact within a blink.
constexpr std::int64_t framesAtOnce = 4096;
/// So many samples are looked at one by one.
constexpr std::int64_t samplesAtOnce = std::int64_t{1} << 21;

double referenceDecibel(const dsp::StftSettings& settings)
{
    double sum = 0;
    for (const float value : dsp::windowOf(settings.shape, settings.symmetry, settings.window))
        sum += static_cast<double>(value);
    return 20 * std::log10(sum / 2);
}

/// Of all of a file, block after block: what is looked at is read first.
dsp::SampleReader patientReader(const SoundFileRef& file, formats::ChannelChoice channel, const ReadTurnsRef& turns,
                                Progress& progress)
{
    return [read = readerOf(file, channel, progress), turns, &progress](std::int64_t first,
                                                                        std::span<float> out) -> Result<void> {
        turns->giveWay(progress);
        return read(first, out);
    };
}

void lookAt(std::span<const float> samples, float& low, float& high)
{
    const auto [least, most] = std::minmax_element(samples.begin(), samples.end());
    low = std::min(low, *least);
    high = std::max(high, *most);
}

}  // namespace

widgets::Timeline timelineOf(const formats::SoundInfo& info, const QString& unknownClock)
{
    std::vector<widgets::Stretch> stretches;
    if (info.rateHz <= 0)
        return {};
    const bool hasClock = !info.segments.empty() && info.segments.front().start.has_value();
    const formats::Microseconds start = hasClock ? info.segments.front().start.value_or(0) : 0;
    for (const formats::SoundSegment& segment : info.segments) {
        widgets::Stretch next;
        next.recorded = static_cast<double>(segment.firstFrame) / info.rateHz;
        next.length = static_cast<double>(segment.frames) / info.rateHz;
        const double end = stretches.empty() ? 0 : stretches.back().axis + stretches.back().length;
        next.axis = end;
        if (segment.gapBefore && segment.start && hasClock)
            next.axis = std::max(end, static_cast<double>(*segment.start - start) / 1e6);
        if (!stretches.empty() && next.axis <= end)
            stretches.back().length += next.length;
        else
            stretches.push_back(next);
    }
    widgets::Timeline timeline(std::move(stretches));
    if (hasClock)
        timeline.setStart(start, info.start && info.start->utc ? QStringLiteral("UTC") : unknownClock);
    return timeline;
}

dsp::SampleReader readerOf(const SoundFileRef& file, formats::ChannelChoice channel, Progress& progress)
{
    return [file, channel, &progress](std::int64_t first, std::span<float> out) -> Result<void> {
        if (const auto read = file->readInto(first, out, channel, progress); !read)
            return tl::unexpected(read.error());
        return {};
    };
}

SoundSpectrogram::SoundSpectrogram(SoundFileRef file, dsp::Stft stft, const SpectrogramSettings& settings,
                                   ReadTurnsRef turns)
    : m_file(std::move(file)), m_turns(std::move(turns)), m_stft(std::move(stft)), m_settings(settings)
{
    const double rate = m_file->info().rateHz;
    m_shape.grid = {m_stft.frameCount(m_file->info().frames)};
    m_shape.framesPerSecond = rate / settings.stft.hop;
    m_shape.bins = m_stft.bins();
    m_shape.hertzPerBin = rate / settings.stft.fft;
    m_shape.decibelOffset = -referenceDecibel(settings.stft);
    m_shape.unit = QStringLiteral("dBFS");
}

Result<std::shared_ptr<SoundSpectrogram>> SoundSpectrogram::create(SoundFileRef file,
                                                                   const SpectrogramSettings& settings,
                                                                   ReadTurnsRef turns)
{
    if (settings.channel.channel >= file->info().channels)
        return fail(ErrorCode::Invalid, "the sound has no channel " + std::to_string(settings.channel.channel + 1));
    SpectrogramSettings centred = settings;
    centred.stft.placement = dsp::FramePlacement::Centred;
    Result<dsp::Stft> stft = dsp::Stft::create(centred.stft);
    if (!stft)
        return tl::unexpected(stft.error());
    return std::shared_ptr<SoundSpectrogram>(
        new SoundSpectrogram(std::move(file), std::move(*stft), centred, std::move(turns)));
}

std::vector<std::int64_t> SoundSpectrogram::passes(int level) const
{
    const std::int64_t frames = dsp::TileGrid::framesPerColumn(level) * dsp::TileGrid::columnsPerTile;
    if (frames <= framesAtOnce || (overview() && level >= overview()->level()))
        return {0};
    // What only an overview can tell exactly stays an estimate until there is one.
    if (needsOverview() && level >= SoundOverview::levelFor(m_shape.grid, m_shape.bins))
        return {1, 8};
    return frames <= 16 * framesAtOnce ? std::vector<std::int64_t>{1, 0} : std::vector<std::int64_t>{1, 8, 0};
}

Result<dsp::SpectrogramTile> SoundSpectrogram::tile(int level, std::int64_t tile, std::int64_t framesPerColumn,
                                                    Progress& progress) const
{
    if (const auto known = overview(); known && level >= known->level())
        return known->tile(level, tile);
    const ReadTurns::Looking looking(*m_turns);
    return dsp::computeTile(m_stft, readerOf(m_file, m_settings.channel, progress), m_file->info().frames, level, tile,
                            framesPerColumn, progress);
}

bool SoundSpectrogram::needsOverview() const
{
    return SoundOverview::levelFor(m_shape.grid, m_shape.bins) > 0;
}

Result<SoundOverview> SoundSpectrogram::buildOverview(Progress& progress) const
{
    return SoundOverview::build(m_stft, patientReader(m_file, m_settings.channel, m_turns, progress),
                                m_file->info().frames, progress);
}

void SoundSpectrogram::setOverview(std::shared_ptr<const SoundOverview> overview)
{
    const std::lock_guard lock(m_mutex);
    m_overview = std::move(overview);
}

std::shared_ptr<const SoundOverview> SoundSpectrogram::overview() const
{
    const std::lock_guard lock(m_mutex);
    return m_overview;
}

SoundWaveform::SoundWaveform(SoundFileRef file, formats::ChannelChoice channel, ReadTurnsRef turns)
    : m_file(std::move(file)), m_channel(channel), m_turns(std::move(turns))
{
}

Result<widgets::WaveformPart> SoundWaveform::part(dsp::SampleRange range, int parts, Progress& progress) const
{
    widgets::WaveformPart result;
    result.range = range;
    const auto count = static_cast<std::size_t>(std::max(parts, 1));
    const ReadTurns::Looking looking(*m_turns);
    const dsp::SampleReader read = readerOf(m_file, m_channel, progress);
    if (range.count <= static_cast<std::int64_t>(count)) {
        result.samples.resize(static_cast<std::size_t>(range.count));
        if (const auto done = read(range.begin, result.samples); !done)
            return tl::unexpected(done.error());
        return result;
    }
    result.low.assign(count, 1e9F);
    result.high.assign(count, -1e9F);
    const auto known = pyramid();
    // Where the pyramid is too coarse there is not much to read.
    const bool pyramidServes = !known || known->isFineEnough(range, parts);
    if (range.count > (pyramidServes ? samplesAtOnce : 4 * samplesAtOnce)) {
        std::vector<dsp::MinMax> columns;
        if (known) {
            columns = known->columns(range, parts);
        } else {
            Result<std::vector<dsp::MinMax>> guessed = dsp::estimatedColumns(read, samples(), range, parts, progress);
            if (!guessed)
                return tl::unexpected(guessed.error());
            columns = std::move(*guessed);
            result.estimated = true;
        }
        std::transform(columns.begin(), columns.end(), result.low.begin(),
                       [](const dsp::MinMax& pair) { return pair.lowest(); });
        std::transform(columns.begin(), columns.end(), result.high.begin(),
                       [](const dsp::MinMax& pair) { return pair.highest(); });
        return result;
    }
    std::vector<float> block;
    for (std::size_t i = 0; i < count;) {
        // Whole parts of about 64,000 samples at a time.
        const std::size_t together =
            std::max<std::size_t>(1, std::size_t{65536} * count / static_cast<std::size_t>(range.count));
        const std::size_t last = std::min(i + together, count);
        const auto edge = [&](std::size_t part) {
            return range.begin + static_cast<std::int64_t>(static_cast<double>(range.count) *
                                                           static_cast<double>(part) / static_cast<double>(count));
        };
        block.resize(static_cast<std::size_t>(edge(last) - edge(i)));
        if (const auto done = read(edge(i), block); !done)
            return tl::unexpected(done.error());
        for (std::size_t part = i; part < last; ++part)
            lookAt(std::span<const float>(block).subspan(static_cast<std::size_t>(edge(part) - edge(i)),
                                                         static_cast<std::size_t>(edge(part + 1) - edge(part))),
                   result.low[part], result.high[part]);
        i = last;
    }
    return result;
}

Result<dsp::WaveformPyramid> SoundWaveform::buildPyramid(Progress& progress) const
{
    return dsp::WaveformPyramid::build(patientReader(m_file, m_channel, m_turns, progress), samples(), progress);
}

void SoundWaveform::setPyramid(std::shared_ptr<const dsp::WaveformPyramid> pyramid)
{
    const std::lock_guard lock(m_mutex);
    m_pyramid = std::move(pyramid);
}

std::shared_ptr<const dsp::WaveformPyramid> SoundWaveform::pyramid() const
{
    const std::lock_guard lock(m_mutex);
    return m_pyramid;
}

}  // namespace sightline::ui
