// A sound file as the views of long recordings want it: its clock, its spectrogram in tiles, its waveform.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>

#include "core/dsp/waveform_pyramid.h"
#include "core/formats/sound_file.h"
#include "ui/hydrophone/read_turns.h"
#include "ui/hydrophone/sound_overview.h"
#include "widgets/sound_sources.h"
#include "widgets/timeline.h"

namespace sightline::ui {

using SoundFileRef = std::shared_ptr<const formats::SoundFile>;
/// Shared by all that read one file; never null within a source.
using ReadTurnsRef = std::shared_ptr<ReadTurns>;

/// The segments of a recording on the axis of time; those that follow each other without a pause are one stretch. A
/// segment whose clock runs back follows the one before it. `clock` is what an unknown zone is called.
widgets::Timeline timelineOf(const formats::SoundInfo& info, const QString& unknownClock);

/// How a sound is turned into a spectrogram.
struct SpectrogramSettings {
    dsp::StftSettings stft{1024, 1024, 512};
    formats::ChannelChoice channel;
};

/// Levels in dB re full scale: a sine of full scale is 0. Coarse tiles are exact once there is an overview, estimates
/// before.
class SoundSpectrogram final : public widgets::SpectrogramSource {
public:
    /// Invalid: the settings, or no such channel.
    static Result<std::shared_ptr<SoundSpectrogram>> create(SoundFileRef file, const SpectrogramSettings& settings,
                                                            ReadTurnsRef turns = std::make_shared<ReadTurns>());

    [[nodiscard]] widgets::SpectrogramShape shape() const override { return m_shape; }
    [[nodiscard]] std::vector<std::int64_t> passes(int level) const override;
    Result<dsp::SpectrogramTile> tile(int level, std::int64_t tile, std::int64_t framesPerColumn,
                                      Progress& progress) const override;

    [[nodiscard]] const dsp::Stft& stft() const { return m_stft; }
    /// Worth making: the recording is longer than what tiles are computed for at once.
    [[nodiscard]] bool needsOverview() const;
    Result<SoundOverview> buildOverview(Progress& progress) const;
    void setOverview(std::shared_ptr<const SoundOverview> overview);
    [[nodiscard]] std::shared_ptr<const SoundOverview> overview() const;

private:
    SoundSpectrogram(SoundFileRef file, dsp::Stft stft, const SpectrogramSettings& settings, ReadTurnsRef turns);
    SoundFileRef m_file;
    ReadTurnsRef m_turns;
    dsp::Stft m_stft;
    SpectrogramSettings m_settings;
    widgets::SpectrogramShape m_shape;
    mutable std::mutex m_mutex;
    std::shared_ptr<const SoundOverview> m_overview;
};

/// Long stretches from a pyramid once there is one, estimated before; short ones from the samples.
class SoundWaveform final : public widgets::WaveformSource {
public:
    SoundWaveform(SoundFileRef file, formats::ChannelChoice channel,
                  ReadTurnsRef turns = std::make_shared<ReadTurns>());

    [[nodiscard]] double rateHz() const override { return m_file->info().rateHz; }
    [[nodiscard]] std::int64_t samples() const override { return m_file->info().frames; }
    Result<widgets::WaveformPart> part(dsp::SampleRange range, int parts, Progress& progress) const override;

    Result<dsp::WaveformPyramid> buildPyramid(Progress& progress) const;
    void setPyramid(std::shared_ptr<const dsp::WaveformPyramid> pyramid);
    [[nodiscard]] std::shared_ptr<const dsp::WaveformPyramid> pyramid() const;

private:
    SoundFileRef m_file;
    formats::ChannelChoice m_channel;
    ReadTurnsRef m_turns;
    mutable std::mutex m_mutex;
    std::shared_ptr<const dsp::WaveformPyramid> m_pyramid;
};

/// Samples of one signal of a file, as the signal room reads them.
dsp::SampleReader readerOf(const SoundFileRef& file, formats::ChannelChoice channel, Progress& progress);

}  // namespace sightline::ui
