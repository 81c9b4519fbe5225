#include "core/jobs/job.h"

#include <chrono>
#include <exception>
#include <mutex>
#include <new>
#include <string>
#include <string_view>

#include <QPointer>
#include <QTimer>

namespace sightline::jobs {

namespace {

constexpr std::int64_t updateEveryMs = 50;

std::int64_t steadyMilliseconds()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

}  // namespace

/// Shared by the job and its work; whoever goes first, the other finds it whole. Everything behind one mutex.
class Job::Channel final : public Progress {
public:
    using Work = std::function<std::function<void()>(Progress&, Error&, bool&)>;

    struct End {
        JobState::Phase phase = JobState::Phase::Cancelled;
        Error error;
        std::function<void()> deliver;  // hands the value to done()
    };

    Channel(Job* job, Work work) : m_job(job), m_work(std::move(work)) {}

    // The worker's side.
    [[nodiscard]] bool cancelled() const override { return m_cancel.cancelled(); }

    void report(double fraction, std::string_view stage) override
    {
        const std::lock_guard lock(m_mutex);
        m_fraction = fraction;
        m_stage.assign(stage);
        wakeLocked();
    }

    void run()
    {
        Work work;
        {
            const std::lock_guard lock(m_mutex);
            if (m_phase != JobState::Phase::Waiting) {
                return;
            }
            m_phase = JobState::Phase::Running;
            work = std::move(m_work);
            m_work = nullptr;
            wakeLocked();
        }
        End end = outcomeOf(work);
        work = nullptr;  // data are released before anybody hears of the end
        finish(std::move(end));
    }

    /// The first end counts, later ones are ignored.
    void finish(End end, bool onlyIfWaiting = false)
    {
        Work unused;  // destroyed outside the lock
        const std::lock_guard lock(m_mutex);
        const bool tooLate = onlyIfWaiting ? m_phase != JobState::Phase::Waiting : m_phase >= JobState::Phase::Done;
        if (tooLate) {
            return;
        }
        m_phase = end.phase;
        m_end = std::move(end);
        unused = std::move(m_work);
        m_work = nullptr;
        if (m_job != nullptr) {
            QMetaObject::invokeMethod(
                m_job, [job = m_job] { job->showEnd(); }, Qt::QueuedConnection);
        }
    }

    // The job's side.
    void cancel()
    {
        m_cancel.cancel();
        finish({}, true);  // nothing ran yet: no need to wait for the lane
    }

    void forgetJob()
    {
        const std::lock_guard lock(m_mutex);
        m_job = nullptr;
    }

    /// The newest report; the next one wakes the job again.
    void takeProgress(double& fraction, QString& stage)
    {
        const std::lock_guard lock(m_mutex);
        m_wakePosted = false;
        fraction = m_fraction;
        stage = QString::fromStdString(m_stage);
    }

    End takeEnd()
    {
        const std::lock_guard lock(m_mutex);
        return std::move(m_end);
    }

private:
    End outcomeOf(const Work& work)
    {
        End end;
        bool ok = false;
        try {
            end.deliver = work(*this, end.error, ok);
        } catch (const std::bad_alloc&) {
            end.error = {ErrorCode::OutOfMemory, "Not enough memory for this.", {}};
            ok = false;
        } catch (const std::exception& exception) {
            end.error = {ErrorCode::Internal, std::string("Something unexpected happened: ") + exception.what(), {}};
            ok = false;
        } catch (...) {
            end.error = {ErrorCode::Internal, "Something unexpected happened.", {}};
            ok = false;
        }
        if (ok) {
            end.phase = JobState::Phase::Done;
        } else {
            end.phase = end.error.code == ErrorCode::Cancelled ? JobState::Phase::Cancelled : JobState::Phase::Failed;
        }
        return end;
    }

    void wakeLocked()
    {
        if (m_job == nullptr || m_wakePosted) {
            return;
        }
        m_wakePosted = true;
        QMetaObject::invokeMethod(
            m_job, [job = m_job] { job->showProgress(); }, Qt::QueuedConnection);
    }

    mutable std::mutex m_mutex;
    CancelToken m_cancel;
    // Null once the job is gone. Posting to it under the mutex is safe, and Qt drops what was posted to an object that
    // dies before it is delivered.
    Job* m_job;
    Work m_work;
    JobState::Phase m_phase = JobState::Phase::Waiting;
    double m_fraction = -1;
    std::string m_stage;
    bool m_wakePosted = false;
    End m_end;
};

Job::Job(QString title, QObject* parent) : QObject(parent), m_title(std::move(title)), m_clock(steadyMilliseconds) {}

Job::~Job()
{
    if (m_channel) {
        m_channel->forgetJob();
        m_channel->cancel();
    }
}

void Job::cancel()
{
    if (m_channel) {
        m_channel->cancel();
    }
}

void Job::begin(Lane& lane, std::function<std::function<void()>(Progress&, Error&, bool&)> erasedWork)
{
    Q_ASSERT_X(!m_channel, "Job::start", "a job runs once");
    m_channel = std::make_shared<Channel>(this, std::move(erasedWork));
    // A lane that drops the work destroys the ticket, which ends the job: no job waits for ever.
    struct Ticket {
        std::shared_ptr<Channel> channel;
        explicit Ticket(std::shared_ptr<Channel> shared) : channel(std::move(shared)) {}
        Ticket(const Ticket&) = delete;
        Ticket& operator=(const Ticket&) = delete;
        ~Ticket() { channel->finish({}); }
    };
    lane.post([ticket = std::make_shared<Ticket>(m_channel)] { ticket->channel->run(); });
}

void Job::showProgress()
{
    if (m_state.ended()) {
        return;
    }
    const std::int64_t sinceShown = m_clock() - m_shownAt;
    if (m_shownOnce && sinceShown < updateEveryMs) {
        // Until then the channel wakes nobody, so exactly one timer runs.
        QTimer::singleShot(static_cast<int>(updateEveryMs - sinceShown), Qt::PreciseTimer, this,
                           [this] { showProgress(); });
        return;
    }
    m_shownOnce = true;
    m_shownAt = m_clock();
    m_state.phase = JobState::Phase::Running;
    m_channel->takeProgress(m_state.fraction, m_state.stage);
    const JobState shown = m_state;
    Q_EMIT changed(shown);
}

void Job::showEnd()
{
    Channel::End end = m_channel->takeEnd();
    m_state.phase = end.phase;
    m_state.error = std::move(end.error);
    const JobState shown = m_state;  // done() and the listeners may destroy the job
    const QPointer<Job> alive(this);
    if (end.deliver) {
        end.deliver();
    }
    if (alive) {
        Q_EMIT changed(shown);
    }
}

}  // namespace sightline::jobs
