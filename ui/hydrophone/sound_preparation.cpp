#include "ui/hydrophone/sound_preparation.h"

#include <string>
#include <system_error>
#include <utility>

#include "core/base/file.h"
#include "core/base/hash.h"

namespace sightline::ui {

namespace {

/// Below this, samples are read as fast as a pyramid of them.
constexpr std::int64_t shortSound = std::int64_t{1} << 21;

std::string describe(const SpectrogramSettings& settings)
{
    const dsp::StftSettings& s = settings.stft;
    std::string text = "overview";
    for (const int value :
         {s.window, s.fft, s.hop, static_cast<int>(s.shape), static_cast<int>(s.symmetry), settings.channel.channel})
        text += "-" + std::to_string(value);
    return text;
}

/// A cache that cannot be written costs time, not the work.
void keep(const std::filesystem::path& file, const std::string& bytes)
{
    if (file.empty())
        return;
    static_cast<void>(writeFileAtomically(file, bytes));
}

template <class Made, class Build, class Parse>
Result<std::shared_ptr<const Made>> fetchedOrBuilt(const std::filesystem::path& file, Build build, Parse parse)
{
    if (!file.empty()) {
        if (const Result<std::string> kept = readFile(file); kept) {
            if (Result<Made> parsed = parse(*kept); parsed)
                return std::make_shared<const Made>(std::move(*parsed));
        }
    }
    Result<Made> built = build();
    if (!built)
        return tl::unexpected(built.error());
    keep(file, built->bytes());
    return std::make_shared<const Made>(std::move(*built));
}

}  // namespace

SoundPreparation::SoundPreparation(jobs::Lane& lane, QObject* parent) : QObject(parent), m_lane(lane) {}

SoundPreparation::~SoundPreparation() = default;

std::filesystem::path SoundPreparation::derivedFile(const std::filesystem::path& folder,
                                                    const std::filesystem::path& sound, const std::string& what)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(sound, error);
    const auto changed = error ? std::filesystem::file_time_type{} : std::filesystem::last_write_time(sound, error);
    if (folder.empty() || error)
        return {};
    const std::string key = sha256(utf8(std::filesystem::absolute(sound, error)) + "\n" + std::to_string(size) + "\n" +
                                   std::to_string(changed.time_since_epoch().count()) + "\n" + what);
    return folder / "sounds" / key.substr(0, 32);
}

void SoundPreparation::stop()
{
    m_levelsJob.reset();
    m_waveformJob.reset();
    m_overviewJob.reset();
    Q_EMIT progressed(-1);
}

void SoundPreparation::start(const SoundFileRef& file, std::shared_ptr<SoundSpectrogram> spectrogram,
                             const SpectrogramSettings& settings, std::shared_ptr<SoundWaveform> waveform,
                             std::filesystem::path folder)
{
    stop();
    m_file = file;
    m_spectrogram = std::move(spectrogram);
    m_waveform = std::move(waveform);
    m_settings = settings;
    m_folder = std::move(folder);
    startLevels(true);
    startWaveform();
    startOverview();
}

void SoundPreparation::startLevels(bool rough)
{
    m_levelsJob = std::make_unique<jobs::Job>(QStringLiteral("levels"));
    m_levelsJob->start<dsp::SpectrogramTile>(
        m_lane,
        [spectrogram = m_spectrogram, rough](Progress& progress) {
            return spectrogram->tile(spectrogram->shape().grid.levelOfAll(), 0, rough ? 1 : 0, progress);
        },
        [this](dsp::SpectrogramTile tile) { Q_EMIT levelsReady(tile); });
}

void SoundPreparation::startWaveform()
{
    if (m_waveform->pyramid() || m_waveform->samples() <= shortSound)
        return;
    const std::string what = "waveform-" + std::to_string(m_settings.channel.channel);
    m_waveformJob = std::make_unique<jobs::Job>(QStringLiteral("waveform"));
    connect(m_waveformJob.get(), &jobs::Job::changed, this, [this](const jobs::JobState& state) {
        if (!state.ended())
            return;
        m_waveformJob.release()->deleteLater();
        if (state.phase == jobs::JobState::Phase::Failed)
            Q_EMIT failed(state.error);
    });
    m_waveformJob->start<std::shared_ptr<const dsp::WaveformPyramid>>(
        m_lane,
        [waveform = m_waveform, file = m_file, folder = m_folder, what](Progress& progress) {
            return fetchedOrBuilt<dsp::WaveformPyramid>(
                derivedFile(folder, file->path(), what), [&] { return waveform->buildPyramid(progress); },
                [&](const std::string& bytes) { return dsp::WaveformPyramid::fromBytes(bytes, waveform->samples()); });
        },
        [this](std::shared_ptr<const dsp::WaveformPyramid> pyramid) {
            m_waveform->setPyramid(std::move(pyramid));
            Q_EMIT waveformReady();
        });
}

void SoundPreparation::startOverview()
{
    if (!m_spectrogram->needsOverview() || m_spectrogram->overview()) {
        startLevels(false);
        Q_EMIT overviewReady();
        return;
    }
    m_overviewJob = std::make_unique<jobs::Job>(QStringLiteral("overview"));
    connect(m_overviewJob.get(), &jobs::Job::changed, this, [this](const jobs::JobState& state) {
        if (!state.ended()) {
            Q_EMIT progressed(state.fraction);
            return;
        }
        m_overviewJob.release()->deleteLater();
        Q_EMIT progressed(-1);
        if (state.phase == jobs::JobState::Phase::Failed)
            Q_EMIT failed(state.error);
    });
    m_overviewJob->start<std::shared_ptr<const SoundOverview>>(
        m_lane,
        [spectrogram = m_spectrogram, file = m_file, folder = m_folder,
         what = describe(m_settings)](Progress& progress) {
            const widgets::SpectrogramShape shape = spectrogram->shape();
            return fetchedOrBuilt<SoundOverview>(
                derivedFile(folder, file->path(), what), [&] { return spectrogram->buildOverview(progress); },
                [&](const std::string& bytes) { return SoundOverview::fromBytes(bytes, shape.grid, shape.bins); });
        },
        [this](std::shared_ptr<const SoundOverview> overview) {
            m_spectrogram->setOverview(std::move(overview));
            startLevels(false);
            Q_EMIT overviewReady();
        });
}

}  // namespace sightline::ui
