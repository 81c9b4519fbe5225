#include "ui/session/explanation_source.h"

#include <algorithm>
#include <utility>

namespace sightline::ui {

namespace {

constexpr std::size_t keptExplanations = 64;

Result<learning::Explanation> explain(const LoadedModel& model, const diagnosis::Drawn& drawn,
                                      const std::string& classId)
{
    if (!drawn.picture) {
        return tl::unexpected(drawn.picture.error());
    }
    const auto& classIds = model.info.classIds;
    const auto place = std::find(classIds.begin(), classIds.end(), classId) - classIds.begin();
    return model.classifier->explain(drawn.picture->example, static_cast<std::size_t>(place));
}

}  // namespace

ExplanationSource::ExplanationSource(jobs::Lane& io, jobs::Lane& learning, QObject* parent)
    : QObject(parent), m_io(io), m_learning(learning), m_postbox(this)
{
}

ExplanationSource::~ExplanationSource()
{
    ++*m_latest;
    m_postbox.close();
}

ExplanationRef ExplanationSource::get(const LoadedModelRef& model, const RecordingRef& recording,
                                      std::size_t sampleIndex, const std::string& classId)
{
    Entry wanted{model->info.id, recording->samples[sampleIndex].key, classId, nullptr};
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.isOf(wanted); });
    if (found != m_entries.end()) {
        m_entries.splice(m_entries.begin(), m_entries, found);
        return found->explanation;
    }
    m_entries.push_front(wanted);
    if (m_entries.size() > keptExplanations) {
        m_entries.pop_back();
    }
    const std::uint64_t number = ++*m_latest;
    m_io.post([this, postbox = m_postbox, latest = m_latest, number, learning = &m_learning, model, recording,
               sampleIndex, wanted = std::move(wanted)] {
        // Stepped past: forgotten, so that it is made when it is asked for again.
        const auto passed = [=, this] {
            if (*latest == number) {
                return false;
            }
            postbox.post([this, wanted] { deliver(wanted); });
            return true;
        };
        if (passed()) {
            return;
        }
        auto drawn = diagnosis::draw(*recording, sampleIndex, model->info.recipe);
        learning->post([=, this, drawn = std::move(drawn)] {
            if (passed()) {
                return;
            }
            Entry made = wanted;
            made.explanation =
                std::make_shared<const Result<learning::Explanation>>(explain(*model, drawn, wanted.classId));
            postbox.post([this, made] { deliver(made); });
        });
    });
    return nullptr;
}

void ExplanationSource::deliver(const Entry& made)
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.isOf(made); });
    if (found == m_entries.end()) {
        return;
    }
    if (made.explanation) {
        found->explanation = made.explanation;
    } else {
        m_entries.erase(found);
    }
    Q_EMIT ready(made.key);
}

}  // namespace sightline::ui
