// Why a sample got its verdict: explained on demand in the learning lane, and kept.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include <QObject>

#include "core/jobs/lane.h"
#include "core/learning/explanation.h"
#include "ui/session/model_service.h"
#include "ui/session/postbox.h"
#include "ui/session/sample_store.h"

namespace sightline::ui {

using ExplanationRef = std::shared_ptr<const Result<learning::Explanation>>;

class ExplanationSource final : public QObject {
    Q_OBJECT
public:
    ExplanationSource(jobs::Lane& io, jobs::Lane& learning, QObject* parent = nullptr);
    ~ExplanationSource() override;

    /// Why the model gives this class its probability; nullptr: it is being found out and ready() follows, unless
    /// another is asked for before its turn came. `classId` is one of the model's.
    ExplanationRef get(const LoadedModelRef& model, const RecordingRef& recording, std::size_t sampleIndex,
                       const std::string& classId);

Q_SIGNALS:
    void ready(const sightline::SampleKey& key);

private:
    struct Entry {
        std::string model;
        SampleKey key;
        std::string classId;
        ExplanationRef explanation;  ///< empty while it is being made
        [[nodiscard]] bool isOf(const Entry& other) const
        {
            return model == other.model && key == other.key && classId == other.classId;
        }
    };
    void deliver(const Entry& made);

    jobs::Lane& m_io;
    jobs::Lane& m_learning;
    Postbox m_postbox;
    std::list<Entry> m_entries;  ///< newest first
    /// The last one asked for: whoever steps on quickly does not wait for what he passed.
    std::shared_ptr<std::atomic<std::uint64_t>> m_latest = std::make_shared<std::atomic<std::uint64_t>>(0);
};

}  // namespace sightline::ui
