// What a long sound's views become better by, made or fetched behind them: the waveform's pyramid, the overview.
#pragma once

#include <filesystem>
#include <memory>

#include <QObject>

#include "core/jobs/job.h"
#include "ui/hydrophone/sound_source.h"

namespace sightline::ui {

/// Kept in files of a folder, keyed by the sound's path, size and time of change and by how it was made; safe to
/// delete. A sound short enough to be looked at as it is gets none.
class SoundPreparation final : public QObject {
    Q_OBJECT
public:
    /// `lane` must outlive this object; the work takes one of its threads for minutes.
    explicit SoundPreparation(jobs::Lane& lane, QObject* parent = nullptr);
    ~SoundPreparation() override;

    /// Stops what runs for another sound. An empty folder: nothing is kept.
    void start(const SoundFileRef& file, std::shared_ptr<SoundSpectrogram> spectrogram,
               const SpectrogramSettings& settings, std::shared_ptr<SoundWaveform> waveform,
               std::filesystem::path folder);
    void stop();
    [[nodiscard]] bool running() const { return m_waveformJob || m_overviewJob; }

    /// The file a derived thing of a sound is kept in.
    static std::filesystem::path derivedFile(const std::filesystem::path& folder, const std::filesystem::path& sound,
                                             const std::string& what);

Q_SIGNALS:
    /// The waveform source has its pyramid.
    void waveformReady();
    /// The spectrogram source has its overview, or needs none.
    void overviewReady();
    /// Everything in one tile for an overview strip: first an estimate, later exact.
    void levelsReady(const sightline::dsp::SpectrogramTile& tile);
    /// Of the overview; negative: nothing runs.
    void progressed(double fraction);
    void failed(const sightline::Error& error);

private:
    void startWaveform();
    void startLevels(bool rough);
    void startOverview();

    jobs::Lane& m_lane;
    SoundFileRef m_file;
    std::shared_ptr<SoundSpectrogram> m_spectrogram;
    std::shared_ptr<SoundWaveform> m_waveform;
    SpectrogramSettings m_settings;
    std::filesystem::path m_folder;
    std::unique_ptr<jobs::Job> m_levelsJob, m_waveformJob, m_overviewJob;
};

}  // namespace sightline::ui
