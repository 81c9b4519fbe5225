// The header of HARP recorders, in a "harp" chunk of .x.wav files and in FLAC blocks that keep such a chunk.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/formats/sound_info.h"

namespace sightline::formats {

/// One raw file of the recorder as the header lists it, unchecked.
struct HarpRawFile {
    std::optional<Microseconds> start;  ///< UTC; nothing: no such date
    std::uint32_t byteAddress = 0;      ///< in the .x.wav file
    std::uint32_t byteLength = 0;
    std::uint32_t writeLength = 0;  ///< in blocks of the recorder's disk
    std::uint32_t rateHz = 0;
    int gain = 0;
};

struct HarpChunk {
    HarpHeader header;
    std::vector<HarpRawFile> rawFiles;
};

/// The content of a chunk; `where` is its place in the file. Corrupt, with the byte: shorter than its own count of raw
/// files says.
Result<HarpChunk> readHarpChunk(std::string_view content, const Where& where);

/// Where the raw files lie in the file, as segments without holes: clipped to what is there, in order, with gaps marked
/// where the clock jumps by more than 10 ms or two samples. `dataAddress` is the address of the first frame in the
/// .x.wav file, `frameBytes` the size of a frame. What does not fit is told by findings ("harp_addresses",
/// "harp_time": no date, running back, overlapping; "odd_header": another rate than `rateHz`). Frames outside every raw
/// file run on from the one before, on its clock.
std::vector<SoundSegment> harpSegments(const std::vector<HarpRawFile>& rawFiles, std::int64_t dataAddress,
                                       std::int64_t frameBytes, std::int64_t frames, double rateHz,
                                       const std::string& file, std::vector<Finding>& findings);

}  // namespace sightline::formats
