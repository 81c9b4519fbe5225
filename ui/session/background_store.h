// Workspace writes nobody has to wait for (recordings, samples, verdicts, findings), in a thread of their own.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>

#include <QObject>

#include "core/jobs/lane.h"
#include "core/workspace/workspace.h"
#include "ui/session/postbox.h"

namespace sightline::ui {

/// Labels never come this way: they are written in the window's thread, before the next sample shows.
class BackgroundStore final : public QObject {
    Q_OBJECT
public:
    explicit BackgroundStore(std::filesystem::path workspaceFile, QObject* parent = nullptr);
    ~BackgroundStore() override;  ///< finishes what waits, then closes its connection

    using Write = std::function<Result<void>(workspace::Workspace&)>;
    /// Writes happen in the order of the calls.
    void post(Write write);
    /// Waits until everything posted so far is on disk.
    void drain();

Q_SIGNALS:
    /// A write failed; once per failure.
    void failed(const sightline::Error& error);

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
    Postbox m_postbox;
    jobs::ThreadLane m_lane{1};
};

}  // namespace sightline::ui
