// Pictures for the screen: what the network sees, drawn in the io lane, the next ones ahead of time.
#pragma once

#include <list>
#include <memory>
#include <unordered_map>

#include <QObject>

#include "core/jobs/lane.h"
#include "ui/session/postbox.h"
#include "ui/session/sample_store.h"

namespace sightline::ui {

using DrawnRef = std::shared_ptr<const diagnosis::Drawn>;

class PictureSource final : public QObject {
    Q_OBJECT
public:
    explicit PictureSource(jobs::Lane& io, QObject* parent = nullptr);
    ~PictureSource() override;

    /// Forgets everything drawn by another recipe.
    void setRecipe(const ImageRecipe& recipe);
    [[nodiscard]] const ImageRecipe& recipe() const { return m_recipe; }

    /// The picture if it is there, else nullptr; then it is drawn and ready() follows.
    DrawnRef get(const RecordingRef& recording, std::size_t sampleIndex);
    void prefetch(const RecordingRef& recording, std::size_t sampleIndex);
    void forget(const std::string& recordingId);

Q_SIGNALS:
    void ready(const sightline::SampleKey& key);

private:
    struct Entry {
        SampleKey key;
        DrawnRef drawn;  ///< empty while it is being drawn
    };
    void deliver(int generation, const SampleKey& key, DrawnRef drawn);

    jobs::Lane& m_io;
    Postbox m_postbox;
    ImageRecipe m_recipe;
    int m_generation = 0;
    std::list<Entry> m_entries;  ///< newest first
    std::unordered_map<SampleKey, std::list<Entry>::iterator, SampleKeyHash> m_index;
};

}  // namespace sightline::ui
