#include "ui/session/picture_source.h"

#include <utility>

namespace sightline::ui {

namespace {
constexpr std::size_t keptPictures = 64;
}

PictureSource::PictureSource(jobs::Lane& io, QObject* parent) : QObject(parent), m_io(io), m_postbox(this) {}

PictureSource::~PictureSource()
{
    m_postbox.close();
}

void PictureSource::setRecipe(const ImageRecipe& recipe)
{
    if (recipe == m_recipe) {
        return;
    }
    m_recipe = recipe;
    ++m_generation;
    m_entries.clear();
    m_index.clear();
}

DrawnRef PictureSource::get(const RecordingRef& recording, std::size_t sampleIndex)
{
    const auto found = m_index.find(recording->samples[sampleIndex].key);
    if (found != m_index.end()) {
        m_entries.splice(m_entries.begin(), m_entries, found->second);
        return found->second->drawn;
    }
    prefetch(recording, sampleIndex);
    return nullptr;
}

void PictureSource::prefetch(const RecordingRef& recording, std::size_t sampleIndex)
{
    const SampleKey key = recording->samples[sampleIndex].key;
    if (m_index.contains(key)) {
        return;
    }
    m_entries.push_front({key, nullptr});
    m_index[key] = m_entries.begin();
    while (m_entries.size() > keptPictures) {
        m_index.erase(m_entries.back().key);
        m_entries.pop_back();
    }
    m_io.post([this, postbox = m_postbox, recording, sampleIndex, key, recipe = m_recipe, generation = m_generation] {
        auto drawn = std::make_shared<diagnosis::Drawn>(diagnosis::draw(*recording, sampleIndex, recipe));
        postbox.post([this, generation, key, drawn] { deliver(generation, key, drawn); });
    });
}

void PictureSource::deliver(int generation, const SampleKey& key, DrawnRef drawn)
{
    const auto found = m_index.find(key);
    if (generation == m_generation && found != m_index.end()) {
        found->second->drawn = std::move(drawn);
        Q_EMIT ready(key);
    }
}

void PictureSource::forget(const std::string& recordingId)
{
    for (auto it = m_entries.begin(); it != m_entries.end();) {
        if (it->key.recording == recordingId) {
            m_index.erase(it->key);
            it = m_entries.erase(it);
        } else {
            ++it;
        }
    }
}

}  // namespace sightline::ui
