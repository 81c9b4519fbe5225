// What a sound file says about itself: format, length, clock. Plain values, no samples.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/finding.h"

namespace sightline::formats {

/// Microseconds since 1970-01-01T00:00:00 on the clock named beside it (UTC, or a local clock of unknown zone).
using Microseconds = std::int64_t;

/// When a recording began, as one source tells it.
struct StartTime {
    Microseconds microseconds = 0;
    bool utc = false;     ///< false: the clock's zone is unknown and has to be asked or set (names are often local)
    std::string source;   ///< where it was read, for people: "HARP header", "file name (yyyyMMdd_HHmmss)"
    std::string caution;  ///< why it may be another time ("read as 2009-03-29; …"), or empty

    bool operator==(const StartTime&) const = default;
};

/// A stretch of consecutive frames recorded in one go. An ordinary file is one segment; a HARP file has one for every
/// raw file, each with its own clock. Frames of all segments together are the file's frames, in order, without holes.
struct SoundSegment {
    std::int64_t firstFrame = 0;
    std::int64_t frames = 0;
    std::optional<Microseconds> start;  ///< UTC where SoundInfo::start says so; nothing: unknown
    double rateHz = 0;                  ///< of this segment; HARP headers give each its own
    int gain = 0;                       ///< as the header writes it (HARP: a number of the recorder's own); 0: none
    bool gapBefore = false;             ///< time is missing (or runs back) between the segment before and this one

    [[nodiscard]] std::int64_t endFrame() const { return firstFrame + frames; }
    bool operator==(const SoundSegment&) const = default;
};

/// A HARP header: what the recorder wrote of itself. Its raw files are the file's segments.
struct HarpHeader {
    int version = 0;
    std::string firmware;
    std::string instrument;
    std::string site;
    std::string experiment;
    int diskSequence = 0;
    std::string diskSerial;
    double longitudeDegrees = 0;
    double latitudeDegrees = 0;
    int depthMetres = 0;

    bool operator==(const HarpHeader&) const = default;
};

/// A chunk (RIFF, RF64, W64, AIFF) or metadata block (FLAC) as it stands in the file.
struct SoundChunk {
    std::string id;           ///< four characters ("fmt ", "harp"); FLAC: the block's kind ("APPLICATION riff")
    std::int64_t offset = 0;  ///< of its content
    std::int64_t bytes = 0;   ///< of its content, as far as the file reaches
};

struct SoundInfo {
    std::string container;  ///< "WAV", "WAVE_EXTENSIBLE", "RF64", "BW64", "W64", "FLAC", "AIFF", "AIFC", "MPEG", "Ogg"
    std::string sampleFormat;  ///< "16-bit", "24-bit in 32", "32-bit float", "µ-law", "MPEG" …
    bool lossy = false;        ///< compressed with loss: frequencies may be missing
    double rateHz = 0;
    int channels = 0;
    std::int64_t frames = 0;             ///< of each channel; what can be read, whatever the header claims
    std::vector<SoundSegment> segments;  ///< never empty; in the order of frames
    std::optional<StartTime> start;      ///< of the first frame, as the header tells it; names and logs: sound_time.h
    std::optional<HarpHeader> harp;
    std::string comment;  ///< free text of the header (LIST INFO ICMT, bext description), or empty
    std::vector<SoundChunk> chunks;
    std::vector<Finding> findings;  ///< kinds: see SoundFile::open

    /// Of sound in it, gaps not counted.
    [[nodiscard]] double seconds() const { return rateHz > 0 ? static_cast<double>(frames) / rateHz : 0; }
    /// True where frame / rate is not the time: there are gaps, or a segment's rate differs from the file's.
    [[nodiscard]] bool hasGaps() const;
    /// The index of the segment that holds the frame; frames outside the file belong to the nearest one.
    [[nodiscard]] std::size_t segmentOf(std::int64_t frame) const;
    /// When a frame was recorded, on the clock of `start`; nothing where the file has no clock.
    [[nodiscard]] std::optional<Microseconds> timeOf(std::int64_t frame) const;
    /// The frame recorded at that time; nothing in a gap, outside the file, or without a clock.
    [[nodiscard]] std::optional<std::int64_t> frameAt(Microseconds time) const;
};

/// Gives every segment the times that follow from a start known from elsewhere (a name, a log, a person). Segments that
/// have a clock of their own keep it.
void setStart(SoundInfo& info, const StartTime& start);

}  // namespace sightline::formats
