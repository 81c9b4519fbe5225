// Writes WAV files in blocks, of any length.
#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "core/base/result.h"

namespace sightline::formats {

enum class WavSamples { Signed16, Signed24, Float32 };

/// WAV while it stays below 4 GiB, else RF64. Written beside its place and put there by close(): a writer that is
/// dropped before leaves nothing behind. One thread at a time.
class SoundWriter {
public:
    /// Creates missing folders. Invalid: a rate or channel count WAV cannot hold. Unreadable: may not be written.
    static Result<SoundWriter> create(const std::filesystem::path& path, int rateHz, int channels,
                                      WavSamples samples = WavSamples::Signed16);
    SoundWriter(SoundWriter&&) noexcept;
    SoundWriter& operator=(SoundWriter&&) noexcept;
    ~SoundWriter();

    /// Interleaved samples, full scale = ±1; integers are rounded and clipped. Busy when there is no space.
    Result<void> write(std::span<const float> interleaved);
    /// Completes the header and puts the file into its place. Nothing can be written afterwards.
    Result<void> close();

private:
    struct Inside;
    explicit SoundWriter(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> m_inside;
};

}  // namespace sightline::formats
