// A piece of work with progress, a way to stop it, and exactly one end.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include <QObject>
#include <QString>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/jobs/lane.h"

namespace sightline::jobs {

struct JobState {
    enum class Phase { Waiting, Running, Done, Failed, Cancelled };
    Phase phase = Phase::Waiting;
    double fraction = -1;  ///< negative: unknown
    QString stage;
    Error error;  ///< set when Failed
    [[nodiscard]] bool ended() const { return phase >= Phase::Done; }
};

/// Lives in the thread that made it (the window's) and is destroyed there; changed() is emitted there, always from its
/// event loop, never from within start() or cancel(). Running updates come at most every 50 ms, the newest of them
/// always; the end is always delivered, once, and what the work captured is released before. Destroying a running job
/// cancels it and forgets its result; the work itself holds only shared state, never the job.
///
/// The work's result decides the end: a value is Done even after cancel() (training keeps its best so far),
/// ErrorCode::Cancelled is Cancelled, any other error or an exception is Failed. Work that was cancelled before it
/// began, or that its lane dropped, never runs and ends Cancelled.
class Job final : public QObject {
    Q_OBJECT
public:
    explicit Job(QString title, QObject* parent = nullptr);
    ~Job() override;

    [[nodiscard]] const QString& title() const { return m_title; }
    [[nodiscard]] const JobState& state() const { return m_state; }
    void cancel();

    /// Milliseconds from any start. Steady by default; tests bring their own. Call before start().
    using Clock = std::function<std::int64_t()>;
    void setClock(Clock clock) { m_clock = std::move(clock); }

    /// Runs work(progress) in the lane and then, in this object's thread and before changed() tells the end,
    /// done(value) if it succeeded. Call once.
    template <class T>
    void start(Lane& lane, std::function<Result<T>(Progress&)> work, std::function<void(T)> done);

Q_SIGNALS:
    void changed(const sightline::jobs::JobState& state);

private:
    class Channel;  // shared with the worker: progress in, end out
    void begin(Lane& lane, std::function<std::function<void()>(Progress&, Error&, bool&)> erasedWork);
    void showProgress();
    void showEnd();

    QString m_title;
    JobState m_state;
    std::shared_ptr<Channel> m_channel;
    Clock m_clock;
    std::int64_t m_shownAt = 0;
    bool m_shownOnce = false;
};

template <class T>
void Job::start(Lane& lane, std::function<Result<T>(Progress&)> work, std::function<void(T)> done)
{
    begin(lane,
          [work = std::move(work), done = std::move(done)](Progress& progress, Error& error,
                                                           bool& ok) -> std::function<void()> {
              Result<T> result = work(progress);
              ok = result.has_value();
              if (!ok) {
                  error = result.error();
                  return {};
              }
              auto value = std::make_shared<T>(std::move(*result));
              return [done, value] {
                  if (done) {
                      done(std::move(*value));
                  }
              };
          });
}

}  // namespace sightline::jobs
