#include "ui/session/listener.h"

#include <algorithm>
#include <utility>

#include "core/diagnosis/stored_scores.h"
#include "core/retraining/detections.h"
#include "ui/words.h"

namespace sightline::ui {

namespace {

/// Beside the events that are believed, one that is not: there is always a surest.
constexpr double anyProbability = 1e-6;
/// Before that a speed is a guess.
constexpr double leastFractionForSpeed = 0.002;

double secondsOf(const diagnosis::OpenedRecording& windows)
{
    const Sample last = windows.samples[windows.samples.size() - 1];
    return last.extent.seconds ? last.extent.seconds->end : 0;
}

std::vector<std::size_t> windowsIn(const std::vector<std::string>& sortedHashes, const SampleList& windows)
{
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < windows.size() && !sortedHashes.empty(); ++i) {
        if (std::binary_search(sortedHashes.begin(), sortedHashes.end(), windows[i].contentHash)) {
            found.push_back(i);
        }
    }
    return found;
}

Result<HeardRef> listen(const diagnosis::OpenedRecording& windows, const LoadedModel& model, jobs::Lane& io,
                        const std::filesystem::path& folder, Progress& progress)
{
    Result<diagnosis::ScoreTracks> scores = diagnosis::scanOnce(windows, *model.classifier, io, folder, progress);
    if (!scores) {
        return tl::unexpected(scores.error());
    }
    auto heard = std::make_shared<Heard>();
    heard->scores = std::move(*scores);
    heard->events = diagnosis::eventsOf(windows, heard->scores, model.info, model.device.device, anyProbability);
    diagnosis::ScoreTracks tracks;
    tracks.tracks = heard->scores.tracks;
    heard->peaks = retraining::allPeaks({std::move(tracks)}, *model.info.detection);
    heard->learntFrom = windowsIn(model.info.report.trainedOn, windows.samples);
    return HeardRef(std::move(heard));
}

}  // namespace

Listener::Listener(jobs::Lane& io, jobs::Lane& learning, QObject* parent)
    : QObject(parent), m_io(io), m_learning(learning)
{
}

Listener::~Listener() = default;

void Listener::setModel(LoadedModelRef model)
{
    stop();
    m_model = std::move(model);
    m_waiting.clear();
    for (auto& [id, one] : m_recordings) {
        one.heard.reset();
        m_waiting.push_back(id);
    }
    // Not from here: whoever hears of the model too may want another one first.
    QMetaObject::invokeMethod(this, &Listener::next, Qt::QueuedConnection);
}

void Listener::add(const RecordingRef& windows)
{
    const std::string id = windows->recording->info().id;
    if (m_recordings.try_emplace(id, Entry{windows, nullptr}).second) {
        m_waiting.push_back(id);
        next();
    }
}

void Listener::remove(const std::string& recordingId)
{
    m_recordings.erase(recordingId);
    std::erase(m_waiting, recordingId);
    if (m_current == recordingId) {
        stop();
        next();
    }
}

void Listener::clear()
{
    stop();
    m_waiting.clear();
    m_recordings.clear();
}

void Listener::cancel()
{
    stop();
    m_waiting.clear();
    Q_EMIT progressed();
}

void Listener::listenTo(const std::string& recordingId)
{
    if (!m_recordings.contains(recordingId) || heardOf(recordingId) || m_current == recordingId) {
        return;
    }
    std::erase(m_waiting, recordingId);
    m_waiting.push_front(recordingId);
    next();
    Q_EMIT progressed();
}

RecordingRef Listener::windows(const std::string& recordingId) const
{
    const auto found = m_recordings.find(recordingId);
    return found == m_recordings.end() ? nullptr : found->second.windows;
}

HeardRef Listener::heardOf(const std::string& recordingId) const
{
    const auto found = m_recordings.find(recordingId);
    return found == m_recordings.end() ? nullptr : found->second.heard;
}

bool Listener::isWaiting(const std::string& recordingId) const
{
    return m_current == recordingId || std::find(m_waiting.begin(), m_waiting.end(), recordingId) != m_waiting.end();
}

std::optional<Listener::Now> Listener::now() const
{
    if (!m_job) {
        return std::nullopt;
    }
    Now now;
    now.recording = m_current;
    now.fraction = std::max(0.0, m_job->state().fraction);
    const double elapsed = static_cast<double>(m_since.elapsed()) / 1000;
    if (now.fraction > leastFractionForSpeed && elapsed > 0) {
        now.timesRealTime = now.fraction * secondsOf(*m_recordings.at(m_current).windows) / elapsed;
        now.secondsLeft = elapsed * (1 - now.fraction) / now.fraction;
    }
    return now;
}

void Listener::stop()
{
    m_job.reset();  // cancels, and its result is forgotten
    m_current.clear();
}

void Listener::next()
{
    if (m_job || !m_model || m_waiting.empty()) {
        return;
    }
    m_current = m_waiting.front();
    m_waiting.pop_front();
    m_since.start();
    m_job = std::make_unique<jobs::Job>(tr("Listening"));
    connect(m_job.get(), &jobs::Job::changed, this, &Listener::ended);
    m_job->start<HeardRef>(
        m_learning,
        [windows = m_recordings.at(m_current).windows, model = m_model, io = &m_io,
         folder = m_folder](Progress& progress) { return listen(*windows, *model, *io, folder, progress); },
        [this](HeardRef heard) { m_recordings.at(m_current).heard = std::move(heard); });
}

void Listener::ended(const jobs::JobState& state)
{
    if (state.ended()) {
        const std::string id = std::exchange(m_current, {});
        m_job.release()->deleteLater();
        if (state.phase == jobs::JobState::Phase::Failed) {
            Q_EMIT failed(state.error);
        } else if (state.phase == jobs::JobState::Phase::Done) {
            Q_EMIT heard(id);
        }
        next();
    }
    Q_EMIT progressed();
}

}  // namespace sightline::ui
