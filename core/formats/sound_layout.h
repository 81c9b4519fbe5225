// Where the samples lie in a sound file and how they are written, by our own reading of its headers. Internal to this
// room.
#pragma once

#include <string>
#include <vector>

#include "core/formats/random_file.h"
#include "core/formats/sound_info.h"

namespace sightline::formats {

enum class SampleCode { Unsigned8, Signed8, Signed16, Signed24, Signed32, Float32, Float64, MuLaw, ALaw };

/// Bytes that are read as others than stand in the file: a repaired header for the library that decodes.
struct BytePatch {
    std::int64_t offset = 0;
    std::string bytes;
};

struct SoundLayout {
    SoundInfo info;
    /// True: samples of a fixed size lie one after the other in [offset, offset + bytes). False: the library decodes
    /// the stream that lies there.
    bool plain = true;
    std::int64_t offset = 0;
    std::int64_t bytes = 0;
    SampleCode code = SampleCode::Signed16;
    bool bigEndian = false;
    int frameBytes = 0;  ///< of all channels
    std::vector<BytePatch> patches;
    std::string harp;              ///< the content of a "harp" chunk, or empty
    std::int64_t harpOffset = 0;   ///< where it lies
    std::int64_t harpAddress = 0;  ///< what HARP byte addresses call the first sample
    int harpFrameBytes = 0;        ///< size of a frame there (that of the .x.wav a FLAC file was made from)
    std::int64_t fileBytes = 0;
    std::filesystem::file_time_type changed;
};

/// Reads the headers of whatever kind it is and lays out segments. Length of streams the library decodes: 0 frames, to
/// be asked of the library. Errors as SoundFile::open().
Result<SoundLayout> readSoundLayout(RandomFile& file);

/// One kind of container each; the first bytes have been recognised.
Result<void> readRiff(RandomFile& file, SoundLayout& layout);
Result<void> readAiff(RandomFile& file, SoundLayout& layout);
/// `begin`: where "fLaC" stands.
Result<void> readFlac(RandomFile& file, std::int64_t begin, SoundLayout& layout);
/// True if an MPEG audio frame begins there and another follows it.
bool isMpegStream(RandomFile& file, std::int64_t begin);

/// Shared by the containers: channels, rate and frame size within what can be real; takes plain samples' length from
/// `layout.bytes`. Corrupt at `headerByte` if not.
Result<void> finishPlain(RandomFile& file, std::int64_t headerByte, SoundLayout& layout);
/// The name of a sample format for people: "16-bit", "24-bit in 32", "32-bit float".
std::string sampleFormatName(SampleCode code, int validBits);
void note(SoundInfo& info, Severity severity, std::string kind, std::string message, Where where,
          std::int64_t count = 1);

}  // namespace sightline::formats
