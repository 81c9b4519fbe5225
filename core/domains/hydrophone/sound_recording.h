// An opened sound file as the house knows it: a recording with its clock, its channel and its windows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/data/sample_list.h"
#include "core/domains/hydrophone/front_end.h"
#include "core/domains/hydrophone/templates.h"
#include "core/domains/recording.h"
#include "core/formats/sound_file.h"

namespace sightline::hydrophone {

/// A segment at the rate a detector listens at.
struct HeardSegment {
    std::shared_ptr<const LowRateSound> sound;
    std::shared_ptr<const FrameStore> frames;
    std::shared_ptr<const TemplateScores> templates;  ///< null where the recipe listens at another rate than 2 kHz
};

/// Where a window lies.
struct WindowPlace {
    std::size_t segment = 0;
    std::int64_t window = 0;  ///< within the segment, as FrameStore counts
};

class WindowGrid;

/// Times are seconds of the file: its frames divided by its rate, as label tables count them. What time of day that was
/// is a segment's matter (dateTimeAt). Immutable; may be used from any thread at once.
class SoundRecording final : public domains::Recording {
public:
    SoundRecording(RecordingInfo info, std::shared_ptr<const formats::SoundFile> file, formats::ChannelChoice channel,
                   std::optional<formats::StartTime> start);
    ~SoundRecording() override;

    [[nodiscard]] const std::shared_ptr<const formats::SoundFile>& file() const { return m_file; }
    [[nodiscard]] formats::ChannelChoice channel() const { return m_channel; }
    /// The first frame's; nothing where neither header, log nor name tells it.
    [[nodiscard]] const std::optional<formats::StartTime>& start() const { return m_start; }
    [[nodiscard]] double rateHz() const { return m_file->info().rateHz; }
    [[nodiscard]] double seconds() const;
    /// What the recorder's clock showed at that second, on the clock start() names; gaps between segments are counted.
    [[nodiscard]] std::optional<formats::Microseconds> dateTimeAt(double seconds) const;

    /// One segment as a recipe sees it; kept for the latest used segments. Invalid: no such segment, or the recipe
    /// cannot listen to it (LowRateSound::create, FrontEnd::create).
    [[nodiscard]] Result<HeardSegment> heard(std::size_t segment, const ImageRecipe& recipe) const;
    /// The windows as a recipe cuts them, kept for the recipe used last. Errors: WindowGrid::create.
    [[nodiscard]] Result<std::shared_ptr<const WindowGrid>> grid(const ImageRecipe& recipe) const;

private:
    struct Inside;
    std::shared_ptr<const formats::SoundFile> m_file;
    formats::ChannelChoice m_channel;
    std::optional<formats::StartTime> m_start;
    std::unique_ptr<Inside> m_inside;
};

/// The windows of all segments, one after the other; none crosses a gap. A value.
class WindowGrid {
public:
    /// Invalid: the recipe makes no picture of sound.
    static Result<WindowGrid> create(const SoundRecording& recording, const ImageRecipe& recipe);

    [[nodiscard]] std::size_t count() const { return m_firstOfSegment.back(); }
    [[nodiscard]] WindowPlace place(std::size_t index) const;
    [[nodiscard]] Interval seconds(std::size_t index) const;
    /// Where a segment begins in the file.
    [[nodiscard]] double secondsOfSegment(std::size_t segment) const { return m_secondsOfSegment[segment]; }
    [[nodiscard]] double windowSeconds() const { return m_windowSeconds; }
    [[nodiscard]] double hopSeconds() const { return m_hopSeconds; }
    /// The window whose centre is nearest to that second; nothing where none lies within a window's length.
    [[nodiscard]] std::optional<std::size_t> nearest(double seconds) const;

private:
    std::vector<std::size_t> m_firstOfSegment;  ///< and one past the last
    std::vector<double> m_secondsOfSegment;     ///< where it begins in the file
    double m_windowSeconds = 0;
    double m_hopSeconds = 0;
};

/// All windows as samples, made on demand. Where the recipe cannot listen to the recording (a lower rate, shorter than
/// a window) one sample of all of it, with the reason as a rejecting finding. Errors: WindowGrid::create.
Result<SampleList> windowsOf(const SoundRecording& recording, const ImageRecipe& recipe);

}  // namespace sightline::hydrophone
