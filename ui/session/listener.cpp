#include "ui/session/listener.h"

#include <algorithm>
#include <utility>

#include "ui/words.h"

namespace sightline::ui {

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
        one.scores.reset();
        m_waiting.push_back(id);
    }
    next();
}

void Listener::add(const RecordingRef& windows)
{
    const std::string id = windows->recording->info().id;
    if (m_recordings.try_emplace(id, Heard{windows, nullptr}).second) {
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

RecordingRef Listener::windows(const std::string& recordingId) const
{
    const auto found = m_recordings.find(recordingId);
    return found == m_recordings.end() ? nullptr : found->second.windows;
}

std::shared_ptr<const diagnosis::ScoreTracks> Listener::scores(const std::string& recordingId) const
{
    const auto found = m_recordings.find(recordingId);
    return found == m_recordings.end() ? nullptr : found->second.scores;
}

double Listener::fraction() const
{
    return m_job ? std::max(0.0, m_job->state().fraction) : -1;
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
    m_job = std::make_unique<jobs::Job>(tr("Listening"));
    using Scores = std::shared_ptr<const diagnosis::ScoreTracks>;
    m_job->start<Scores>(
        m_learning,
        [windows = m_recordings.at(m_current).windows, model = m_model, io = &m_io](Progress& progress) {
            return diagnosis::scan(*windows, *model->classifier, *io, progress).map([](diagnosis::ScoreTracks scores) {
                return Scores(std::make_shared<const diagnosis::ScoreTracks>(std::move(scores)));
            });
        },
        [this](Scores scores) { m_recordings.at(m_current).scores = std::move(scores); });
    connect(m_job.get(), &jobs::Job::changed, this, [this](const jobs::JobState& state) {
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
    });
}

}  // namespace sightline::ui
