#include "ui/hydrophone/sound_player.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sightline::ui {

namespace {

constexpr int tickMilliseconds = 30;
/// Heard seconds made at once: few at first, so that it begins at once.
constexpr double firstPart = 0.25;
constexpr double laterPart = 1;
/// Made ahead, heard seconds.
constexpr double ahead = 2;
/// So much of a stretch tells how loud it may be played, recorded seconds.
constexpr double gainSeconds = 30;

struct Part {
    std::vector<float> samples;
    double gain = 1;
};

/// Finds the gain first where it is not known: from the stretch itself, filtered as it is heard.
Result<Part> makePart(const SoundFileRef& file, formats::ChannelChoice channel, const Interval& part,
                      const std::optional<Interval>& gainFrom, PlaybackSettings settings, Progress& progress)
{
    if (gainFrom) {
        settings.gain = 1;
        PlaybackSettings plain = settings;
        plain.speed =
            std::max(settings.speed, plain.outputHz / file->info().rateHz);  // never more samples than there are
        const auto heard = playbackOf(file, channel, *gainFrom, plain, progress);
        if (!heard) {
            return tl::unexpected(heard.error());
        }
        settings.gain = gainFor(*heard);
    }
    auto samples = playbackOf(file, channel, part, settings, progress);
    if (!samples) {
        return tl::unexpected(samples.error());
    }
    return Part{std::move(*samples), settings.gain};
}

}  // namespace

SoundPlayer::SoundPlayer(jobs::Lane& io, QObject* parent) : QObject(parent), m_io(io)
{
    m_tick.setInterval(tickMilliseconds);
    m_tick.setTimerType(Qt::PreciseTimer);
    connect(&m_tick, &QTimer::timeout, this, &SoundPlayer::feed);
}

SoundPlayer::~SoundPlayer()
{
    if (m_output) {
        m_output->close();
    }
}

void SoundPlayer::setOutput(std::unique_ptr<AudioOutput> output)
{
    stop();
    m_output = std::move(output);
}

void SoundPlayer::setSound(SoundFileRef file, formats::ChannelChoice channel)
{
    stop();
    m_file = std::move(file);
    m_channel = channel;
}

void SoundPlayer::play(const Interval& stretch, const PlaybackSettings& settings)
{
    stop();
    if (!m_file || stretch.length() <= 0) {
        return;
    }
    m_stretch = stretch;
    m_settings = settings;
    m_gainKnown = false;
    begin(stretch.begin);
}

void SoundPlayer::begin(double seconds)
{
    if (!m_output) {
        m_output = soundCard();
    }
    const Result<int> rate = m_output->open();
    if (!rate) {
        setState(State::Stopped);
        Q_EMIT failed(rate.error());
        return;
    }
    m_settings.outputHz = *rate;
    m_job.reset();
    m_queue.clear();
    m_queueBegin = 0;
    m_written = 0;
    m_from = m_next = seconds;
    m_wrapped = false;
    m_tick.start();
    setState(State::Playing);
    Q_EMIT moved(seconds);
    fetch();
}

void SoundPlayer::seek(double seconds)
{
    if (m_state == State::Stopped) {
        return;
    }
    if (seconds < m_stretch.begin || seconds >= m_stretch.end) {
        m_stretch.end = static_cast<double>(m_file->info().frames) / m_file->info().rateHz;
        m_stretch.begin = std::min(m_stretch.begin, seconds);
    }
    begin(seconds);
}

void SoundPlayer::pause()
{
    if (m_state == State::Playing) {
        m_output->setPaused(true);
        m_tick.stop();
        setState(State::Paused);
    }
}

void SoundPlayer::resume()
{
    if (m_state == State::Paused) {
        m_output->setPaused(false);
        m_tick.start();
        setState(State::Playing);
    }
}

void SoundPlayer::stop()
{
    m_tick.stop();
    m_job.reset();
    m_queue.clear();
    if (m_output) {
        m_output->close();
    }
    setState(State::Stopped);
}

double SoundPlayer::position() const
{
    const std::size_t pending = m_output ? std::min(m_output->pending(), m_written) : 0;
    const double heard = static_cast<double>(m_written - pending) / m_settings.outputHz;
    const double at = m_from + heard * m_settings.speed;
    if (m_wrapped) {
        return m_stretch.begin + std::fmod(at - m_stretch.begin, m_stretch.length());
    }
    return std::min(at, m_stretch.end);
}

void SoundPlayer::fetch()
{
    const double waiting = static_cast<double>(m_queue.size() - m_queueBegin) / m_settings.outputHz;
    if (m_job || waiting > ahead || (m_next >= m_stretch.end && !m_looping)) {
        return;
    }
    if (m_next >= m_stretch.end) {
        m_next = m_stretch.begin;
        m_wrapped = true;
    }
    const double heard = m_next == m_from ? firstPart : laterPart;
    const Interval part{m_next, std::min(m_next + heard * m_settings.speed, m_stretch.end)};
    std::optional<Interval> gainFrom;
    if (!m_gainKnown) {
        gainFrom = Interval{m_stretch.begin, std::min(m_stretch.end, m_stretch.begin + gainSeconds)};
    }
    m_job = std::make_unique<jobs::Job>(QStringLiteral("playback"));
    connect(m_job.get(), &jobs::Job::changed, this, [this](const jobs::JobState& state) {
        if (state.ended()) {
            m_job.release()->deleteLater();
        }
        if (state.phase == jobs::JobState::Phase::Failed) {
            const Error error = state.error;
            stop();
            Q_EMIT failed(error);
        } else if (state.ended()) {
            feed();
        }
    });
    m_job->start<Part>(
        m_io,
        [file = m_file, channel = m_channel, part, gainFrom, settings = m_settings](Progress& progress) {
            return makePart(file, channel, part, gainFrom, settings, progress);
        },
        [this, end = part.end](Part made) {
            m_settings.gain = made.gain;
            m_gainKnown = true;
            m_next = end;
            take(std::move(made.samples));
        });
}

void SoundPlayer::take(std::vector<float> samples)
{
    m_queue.erase(m_queue.begin(), m_queue.begin() + static_cast<std::ptrdiff_t>(m_queueBegin));
    m_queueBegin = 0;
    m_queue.insert(m_queue.end(), samples.begin(), samples.end());
}

void SoundPlayer::feed()
{
    if (m_state != State::Playing) {
        return;
    }
    const std::size_t count = std::min(m_output->room(), m_queue.size() - m_queueBegin);
    if (count > 0) {
        m_output->write(std::span(m_queue).subspan(m_queueBegin, count));
        m_queueBegin += count;
        m_written += count;
    }
    fetch();
    Q_EMIT moved(position());
    if (!m_job && !m_looping && m_next >= m_stretch.end && m_queueBegin == m_queue.size() && m_output->pending() == 0) {
        stop();
    }
}

void SoundPlayer::setState(State state)
{
    if (m_state != state) {
        m_state = state;
        Q_EMIT stateChanged();
    }
}

}  // namespace sightline::ui
