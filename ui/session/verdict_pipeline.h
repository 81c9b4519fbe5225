// Samples in, verdicts out: the io lane draws, the learning lane judges, at most two batches under way.
#pragma once

#include <deque>
#include <unordered_set>
#include <vector>

#include <QObject>

#include "core/base/progress.h"
#include "core/jobs/lane.h"
#include "ui/session/model_service.h"
#include "ui/session/postbox.h"
#include "ui/session/sample_store.h"

namespace sightline::ui {

class VerdictPipeline final : public QObject {
    Q_OBJECT
public:
    VerdictPipeline(jobs::Lane& io, jobs::Lane& learning, QObject* parent = nullptr);
    ~VerdictPipeline() override;

    /// Verdicts still under way for the model before are dropped. nullptr: nothing is judged, what waits keeps waiting.
    void setModel(LoadedModelRef model);
    /// Samples of a recording, by their places in it.
    struct Unjudged {
        RecordingRef recording;
        std::vector<std::size_t> samples;
    };
    /// Join the queue; a sample already waiting is not judged twice.
    void add(const std::vector<Unjudged>& recordings);
    /// Judged next and alone, so that nobody waits for a batch; joins the queue if it was not in it.
    void hurry(const RecordingRef& recording, std::size_t sample);
    void remove(const std::string& recordingId);
    /// Forgets what waits; what is under way still arrives.
    void cancel();

    [[nodiscard]] bool running() const { return m_underWay > 0 || (m_model && !m_waiting.empty()); }
    /// Since the queue was last empty.
    [[nodiscard]] std::size_t done() const { return m_done; }
    [[nodiscard]] std::size_t total() const { return m_total; }

Q_SIGNALS:
    void judged(const std::vector<sightline::ui::Judged>& judged);
    /// done() or total() changed, or it came to rest.
    void progressed();
    void failed(const sightline::Error& error);

private:
    struct Item {
        RecordingRef recording;
        std::size_t index = 0;
    };
    void dispatch();
    void send(std::vector<Item> batch);
    void deliver(int generation, const std::vector<SampleKey>& keys, Result<std::vector<diagnosis::Diagnosed>> result);

    jobs::Lane& m_io;
    jobs::Lane& m_learning;
    Postbox m_postbox;
    LoadedModelRef m_model;
    CancelToken m_stop;
    int m_generation = 0;
    std::deque<Item> m_waiting;
    std::size_t m_urgent = 0;                             ///< so many at the front are sent one by one
    std::unordered_set<SampleKey, SampleKeyHash> m_sent;  ///< under way
    int m_underWay = 0;
    std::size_t m_done = 0;
    std::size_t m_total = 0;
};

}  // namespace sightline::ui
