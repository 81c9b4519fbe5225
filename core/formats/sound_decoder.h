// The decoding library behind one door: samples of a file whose layout is known. Internal to this room.
#pragma once

#include <memory>
#include <span>

#include "core/formats/sound_layout.h"

namespace sightline::formats {

/// One open handle; one thread at a time.
class SoundDecoder {
public:
    /// Asks the library for length, rate and channels where the layout does not know them.
    static Result<std::unique_ptr<SoundDecoder>> open(RandomFile file, const SoundLayout& layout);
    ~SoundDecoder();

    [[nodiscard]] std::int64_t frames() const;
    [[nodiscard]] int channels() const;
    [[nodiscard]] int rateHz() const;
    /// Where the next read() begins if it is not told otherwise: reading on is cheaper than seeking.
    [[nodiscard]] std::int64_t position() const;
    /// Interleaved frames from `first` on; how many frames came. Corrupt, with the byte, where decoding fails.
    Result<std::int64_t> read(std::int64_t first, std::span<float> interleaved);

private:
    struct Inside;
    explicit SoundDecoder(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> m_inside;
};

}  // namespace sightline::formats
