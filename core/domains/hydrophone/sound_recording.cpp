#include "core/domains/hydrophone/sound_recording.h"

#include <algorithm>
#include <cmath>
#include <list>
#include <mutex>
#include <utility>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/text.h"

namespace sightline::hydrophone {

namespace {

/// Segments whose frames are kept: a deployment on a duty cycle has thousands.
constexpr std::size_t storesKept = 8;

std::string channelText(formats::ChannelChoice channel)
{
    return channel.channel == formats::ChannelChoice::mean ? "mean" : std::to_string(channel.channel);
}

Sample wholeSample(const SoundRecording& recording, Finding why)
{
    Sample sample;
    const Interval all{0, recording.seconds()};
    sample.key = {recording.info().id, nameOf(all)};
    sample.extent.seconds = all;
    sample.contentHash = recording.info().id;
    sample.findings = {std::move(why)};
    return sample;
}

/// Why no window can be cut, or nothing.
std::optional<Finding> whyDeaf(const SoundRecording& recording, const FrontEnd& how, const WindowGrid& grid)
{
    if (recording.rateHz() < how.rateHz()) {
        return Finding{Severity::Reject,
                       "rate_too_low",
                       "recorded at " + formatNumber(recording.rateHz()) + " Hz; the picture needs " +
                           formatNumber(how.rateHz()) + " Hz or more",
                       {utf8(recording.info().path), {}, {}}};
    }
    if (grid.count() == 0) {
        return Finding{Severity::Reject,
                       "too_short",
                       (recording.file()->info().segments.size() == 1 ? "shorter than one window of "
                                                                      : "each stretch is shorter than one window of ") +
                           formatFixed(grid.windowSeconds(), 2) + " s",
                       {utf8(recording.info().path), {}, {}}};
    }
    return std::nullopt;
}

}  // namespace

struct SoundRecording::Inside {
    using Key = std::pair<std::size_t, ImageRecipe>;
    mutable std::mutex mutex;
    mutable std::list<std::pair<Key, HeardSegment>> stores;  ///< latest used first
    mutable std::pair<ImageRecipe, std::shared_ptr<const WindowGrid>> grid;

    std::optional<HeardSegment> find(const Key& key) const
    {
        const std::lock_guard lock(mutex);
        for (auto one = stores.begin(); one != stores.end(); ++one) {
            if (one->first == key) {
                stores.splice(stores.begin(), stores, one);
                return one->second;
            }
        }
        return std::nullopt;
    }
    void keep(Key key, HeardSegment store) const
    {
        const std::lock_guard lock(mutex);
        stores.emplace_front(std::move(key), std::move(store));
        if (stores.size() > storesKept) {
            stores.pop_back();
        }
    }
};

SoundRecording::SoundRecording(RecordingInfo info, std::shared_ptr<const formats::SoundFile> file,
                               formats::ChannelChoice channel, std::optional<formats::StartTime> start)
    : Recording(std::move(info)),
      m_file(std::move(file)),
      m_channel(channel),
      m_start(std::move(start)),
      m_inside(std::make_unique<Inside>())
{
}

SoundRecording::~SoundRecording() = default;

double SoundRecording::seconds() const
{
    return rateHz() > 0 ? static_cast<double>(m_file->info().frames) / rateHz() : 0;
}

std::optional<formats::Microseconds> SoundRecording::dateTimeAt(double seconds) const
{
    if (!m_start || !std::isfinite(seconds)) {
        return std::nullopt;
    }
    const std::vector<formats::SoundSegment>& segments = m_file->info().segments;
    const auto frame = static_cast<std::int64_t>(std::floor(seconds * rateHz()));
    auto after = std::upper_bound(segments.begin(), segments.end(), frame,
                                  [](std::int64_t at, const auto& segment) { return at < segment.firstFrame; });
    const formats::SoundSegment& segment = after == segments.begin() ? segments.front() : *std::prev(after);
    const double into = seconds - static_cast<double>(segment.firstFrame) / rateHz();
    const auto& first = segments.front().start;
    // Segments' own clocks tell the gaps; the recording's start may have been corrected against the first of them.
    const formats::Microseconds begins =
        segment.start && first
            ? m_start->microseconds + (*segment.start - *first)
            : m_start->microseconds + std::llround(static_cast<double>(segment.firstFrame) / rateHz() * 1e6);
    return begins + std::llround(into * 1e6);
}

Result<HeardSegment> SoundRecording::heard(std::size_t segment, const ImageRecipe& recipe) const
{
    Inside::Key key{segment, recipe};
    if (auto there = m_inside->find(key)) {
        return *there;
    }
    Result<FrontEnd> how = FrontEnd::create(recipe);
    if (!how) {
        return tl::unexpected(how.error());
    }
    auto sound = LowRateSound::create(m_file, segment, m_channel, how->rateHz());
    if (!sound) {
        return tl::unexpected(sound.error());
    }
    HeardSegment heard;
    heard.sound = *sound;
    if (how->rateHz() == TemplateScores::rateHz) {
        heard.templates = std::make_shared<const TemplateScores>(*sound);
    }
    heard.frames = std::make_shared<const FrameStore>(std::move(*sound), std::move(*how));
    m_inside->keep(std::move(key), heard);
    return heard;
}

Result<std::shared_ptr<const WindowGrid>> SoundRecording::grid(const ImageRecipe& recipe) const
{
    const std::lock_guard lock(m_inside->mutex);
    auto& [kept, grid] = m_inside->grid;
    if (!grid || kept != recipe) {
        Result<WindowGrid> made = WindowGrid::create(*this, recipe);
        if (!made) {
            return tl::unexpected(made.error());
        }
        kept = recipe;
        grid = std::make_shared<const WindowGrid>(std::move(*made));
    }
    return grid;
}

Result<WindowGrid> WindowGrid::create(const SoundRecording& recording, const ImageRecipe& recipe)
{
    Result<FrontEnd> how = FrontEnd::create(recipe);
    if (!how) {
        return tl::unexpected(how.error());
    }
    WindowGrid grid;
    grid.m_windowSeconds = how->secondsOfFrames(how->framesPerWindow());
    grid.m_hopSeconds = how->secondsOfFrames(how->framesPerStep());
    grid.m_firstOfSegment.push_back(0);
    const formats::SoundInfo& info = recording.file()->info();
    for (std::size_t k = 0; k < info.segments.size(); ++k) {
        const double rateHz = info.segments[k].rateHz > 0 ? info.segments[k].rateHz : info.rateHz;
        const std::int64_t windows = rateHz < how->rateHz() ? 0 : how->windows(samplesAtRate(info, k, how->rateHz()));
        grid.m_firstOfSegment.push_back(grid.m_firstOfSegment.back() + static_cast<std::size_t>(windows));
        grid.m_secondsOfSegment.push_back(static_cast<double>(info.segments[k].firstFrame) /
                                          std::max(recording.rateHz(), 1.0));
    }
    return grid;
}

WindowPlace WindowGrid::place(std::size_t index) const
{
    const auto after = std::upper_bound(m_firstOfSegment.begin(), m_firstOfSegment.end(), index);
    const auto segment = static_cast<std::size_t>(after - m_firstOfSegment.begin()) - 1;
    return {segment, static_cast<std::int64_t>(index - m_firstOfSegment[segment])};
}

Interval WindowGrid::seconds(std::size_t index) const
{
    const WindowPlace at = place(index);
    const double begin = m_secondsOfSegment[at.segment] + static_cast<double>(at.window) * m_hopSeconds;
    return {begin, begin + m_windowSeconds};
}

std::optional<std::size_t> WindowGrid::nearest(double seconds) const
{
    if (count() == 0) {
        return std::nullopt;
    }
    const auto distance = [&](std::size_t index) {
        const Interval at = this->seconds(index);
        return std::abs(at.middle() - seconds);
    };
    std::size_t low = 0;
    std::size_t high = count() - 1;
    while (low < high) {  // windows are in the order of time
        const std::size_t middle = (low + high) / 2;
        const Interval at = this->seconds(middle);
        if (at.middle() < seconds) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low > 0 && distance(low - 1) < distance(low)) {
        --low;
    }
    return distance(low) <= m_windowSeconds ? std::optional(low) : std::nullopt;
}

Result<SampleList> windowsOf(const SoundRecording& recording, const ImageRecipe& recipe)
{
    const Result<FrontEnd> how = FrontEnd::create(recipe);
    if (!how) {
        return tl::unexpected(how.error());
    }
    const Result<std::shared_ptr<const WindowGrid>> grid = recording.grid(recipe);
    if (!grid) {
        return tl::unexpected(grid.error());
    }
    if (std::optional<Finding> deaf = whyDeaf(recording, *how, **grid)) {
        return SampleList(std::vector<Sample>{wholeSample(recording, std::move(*deaf))});
    }
    const std::size_t count = (*grid)->count();
    return SampleList(
        count, [grid = *grid, id = recording.info().id, channel = channelText(recording.channel())](std::size_t index) {
            Sample sample;
            const Interval at = grid->seconds(index);
            sample.key = {id, nameOf(at)};
            sample.index = index;
            sample.extent.seconds = at;
            // The recording is known by its content, and so is any stretch of it.
            sample.contentHash = sha256(id + "/" + channel + "/" + sample.key.sample).substr(0, 32);
            return sample;
        });
}

}  // namespace sightline::hydrophone
