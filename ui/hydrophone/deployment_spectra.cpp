#include "ui/hydrophone/deployment_spectra.h"

#include <algorithm>
#include <utility>

#include "core/base/file.h"
#include "ui/hydrophone/sound_preparation.h"

namespace sightline::ui {

namespace {

constexpr int placesAtFirst = 1;
/// Five seconds of every column of a recording at 48 kHz; all of one that lasts ten minutes.
constexpr int placesAtLast = 64;
constexpr const char* what = "long-term-spectrum";
/// The channel a recording is shown by at first.
constexpr formats::ChannelChoice firstChannel{0};

using SpectrumRef = std::shared_ptr<const dsp::LongTermSpectrum>;

std::filesystem::path fileOf(const std::filesystem::path& folder, const SoundFileRef& sound)
{
    return SoundPreparation::derivedFile(folder, sound->path(), what);
}

/// A kept one, if there is; else it is made, and kept when it is as good as it gets.
Result<SpectrumRef> spectrumOf(const SoundFileRef& sound, int places, const std::filesystem::path& folder,
                               Progress& progress)
{
    const formats::SoundInfo& info = sound->info();
    const std::filesystem::path kept = fileOf(folder, sound);
    if (!kept.empty()) {
        if (const Result<std::string> bytes = readFile(kept); bytes) {
            if (auto spectrum = dsp::LongTermSpectrum::fromBytes(*bytes, info.frames, info.rateHz); spectrum)
                return std::make_shared<const dsp::LongTermSpectrum>(std::move(*spectrum));
        }
    }
    Result<dsp::LongTermSpectrum> made =
        dsp::longTermSpectrum(readerOf(sound, firstChannel, progress), info.frames, info.rateHz, places, progress);
    if (!made)
        return tl::unexpected(made.error());
    // A cache that cannot be written costs time, not the work.
    if (!kept.empty() && (places == placesAtLast || !made->estimated))
        static_cast<void>(writeFileAtomically(kept, made->bytes()));
    return std::make_shared<const dsp::LongTermSpectrum>(std::move(*made));
}

}  // namespace

DeploymentSpectra::DeploymentSpectra(jobs::Lane& lane, QObject* parent) : QObject(parent), m_lane(lane) {}

DeploymentSpectra::~DeploymentSpectra() = default;

void DeploymentSpectra::setRecordings(const std::vector<Recording>& recordings, const std::filesystem::path& folder)
{
    m_folder = folder;
    std::set<std::string> ids;
    for (const Recording& recording : recordings)
        ids.insert(recording.id);
    std::erase_if(m_known, [&](const std::string& id) { return !ids.contains(id); });
    std::erase_if(m_waiting, [&](const Task& task) { return !ids.contains(task.recording.id); });
    if (m_job && !ids.contains(m_current.recording.id))
        m_job.reset();
    // Estimates of new ones come before better ones of old ones.
    auto place =
        std::find_if(m_waiting.begin(), m_waiting.end(), [](const Task& task) { return task.places == placesAtLast; });
    for (const Recording& recording : recordings) {
        if (m_known.insert(recording.id).second)
            place = std::next(m_waiting.insert(place, {recording, placesAtFirst}));
    }
    startNext();
}

void DeploymentSpectra::startNext()
{
    if (m_job || m_waiting.empty())
        return;
    m_current = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_job = std::make_unique<jobs::Job>(QStringLiteral("long-term spectrum"));
    connect(m_job.get(), &jobs::Job::changed, this, [this](const jobs::JobState& state) {
        // A recording that cannot be read stays empty here; whoever opens it is told why.
        if (!state.ended())
            return;
        m_job.release()->deleteLater();
        startNext();
    });
    m_job->start<SpectrumRef>(
        m_lane,
        [file = m_current.recording.file, places = m_current.places, folder = m_folder](Progress& progress) {
            return spectrumOf(file, places, folder, progress);
        },
        [this](SpectrumRef spectrum) {
            if (spectrum->estimated && m_current.places == placesAtFirst)
                m_waiting.push_back({m_current.recording, placesAtLast});
            Q_EMIT ready(m_current.recording.id, std::move(spectrum));
        });
}

}  // namespace sightline::ui
