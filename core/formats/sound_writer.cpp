#include "core/formats/sound_writer.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/file.h"

namespace sightline::formats {

struct SoundWriter::Inside {
    SNDFILE* handle = nullptr;
    std::filesystem::path path;
    std::filesystem::path beside;
    int channels = 1;
    bool integers = true;
    std::vector<float> clipped;

    Inside() = default;
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    ~Inside()
    {
        if (handle) {
            sf_close(handle);
            std::error_code ignored;
            std::filesystem::remove(beside, ignored);
        }
    }
    [[nodiscard]] Where where() const { return {utf8(path), {}, {}}; }
};

SoundWriter::SoundWriter(std::unique_ptr<Inside> inside) : m_inside(std::move(inside)) {}
SoundWriter::SoundWriter(SoundWriter&&) noexcept = default;
SoundWriter& SoundWriter::operator=(SoundWriter&&) noexcept = default;
SoundWriter::~SoundWriter() = default;

Result<SoundWriter> SoundWriter::create(const std::filesystem::path& path, int rateHz, int channels, WavSamples samples)
{
    auto inside = std::make_unique<Inside>();
    inside->path = path;
    inside->beside = path;
    inside->beside += ".part";
    inside->channels = channels;
    inside->integers = samples != WavSamples::Float32;
    SF_INFO format{};
    format.samplerate = rateHz;
    format.channels = channels;
    format.format = SF_FORMAT_RF64 | (samples == WavSamples::Signed16   ? SF_FORMAT_PCM_16
                                      : samples == WavSamples::Signed24 ? SF_FORMAT_PCM_24
                                                                        : SF_FORMAT_FLOAT);
    if (rateHz < 1 || channels < 1 || !sf_format_check(&format)) {
        return fail(ErrorCode::Invalid,
                    "WAV cannot hold " + std::to_string(channels) + " channels at " + std::to_string(rateHz) + " Hz",
                    inside->where());
    }
    std::error_code problem;
    if (path.has_parent_path()) {
        std::filesystem::create_directories(path.parent_path(), problem);
    }
#ifdef _WIN32
    inside->handle = sf_wchar_open(inside->beside.c_str(), SFM_WRITE, &format);
#else
    inside->handle = sf_open(inside->beside.c_str(), SFM_WRITE, &format);
#endif
    if (!inside->handle) {
        return fail(ErrorCode::Unreadable, std::string("the sound cannot be written there: ") + sf_strerror(nullptr),
                    inside->where());
    }
    // An RF64 file that stays below 4 GiB becomes a plain WAV when it is closed.
    sf_command(inside->handle, SFC_RF64_AUTO_DOWNGRADE, nullptr, SF_TRUE);
    return SoundWriter(std::move(inside));
}

Result<void> SoundWriter::write(std::span<const float> interleaved)
{
    Inside& in = *m_inside;
    if (!in.handle) {
        return fail(ErrorCode::Invalid, "this sound has been written already", in.where());
    }
    const float* from = interleaved.data();
    if (in.integers) {
        // The library wraps around what is too loud, and knows nothing of what is no number.
        in.clipped.resize(interleaved.size());
        std::transform(interleaved.begin(), interleaved.end(), in.clipped.begin(),
                       [](float sample) { return std::isnan(sample) ? 0.0F : std::clamp(sample, -1.0F, 1.0F); });
        from = in.clipped.data();
    }
    const auto frames = static_cast<sf_count_t>(interleaved.size()) / in.channels;
    if (sf_writef_float(in.handle, from, frames) != frames) {
        return fail(ErrorCode::Busy, "the sound could not be written: is there space left?", in.where());
    }
    return {};
}

Result<void> SoundWriter::close()
{
    Inside& in = *m_inside;
    if (!in.handle) {
        return fail(ErrorCode::Invalid, "this sound has been written already", in.where());
    }
    const int problem = sf_close(in.handle);
    in.handle = nullptr;
    std::error_code renaming;
    if (problem == 0) {
        std::filesystem::rename(in.beside, in.path, renaming);
    }
    if (problem != 0 || renaming) {
        std::error_code ignored;
        std::filesystem::remove(in.beside, ignored);
        return fail(ErrorCode::Busy,
                    "the sound could not be completed: " +
                        (renaming ? renaming.message() : std::string(sf_error_number(problem))),
                    in.where());
    }
    return {};
}

}  // namespace sightline::formats
