#include "ui/session/verdict_pipeline.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace sightline::ui {

namespace {
/// Small enough that a card somebody clicks on waits for some 50 ms at most, large enough to keep the engine busy.
constexpr std::size_t batchSize = 16;
constexpr int batchesUnderWay = 2;
}  // namespace

VerdictPipeline::VerdictPipeline(jobs::Lane& io, jobs::Lane& learning, QObject* parent)
    : QObject(parent), m_io(io), m_learning(learning), m_postbox(this)
{
}

VerdictPipeline::~VerdictPipeline()
{
    m_stop.cancel();
    m_postbox.close();
}

void VerdictPipeline::setModel(LoadedModelRef model)
{
    m_model = std::move(model);
    ++m_generation;
    m_underWay = 0;
    m_sent.clear();
    dispatch();
}

void VerdictPipeline::add(const std::vector<Unjudged>& recordings)
{
    std::unordered_map<const diagnosis::OpenedRecording*, std::unordered_set<std::size_t>> waiting;
    for (const Item& item : m_waiting) {
        waiting[item.recording.get()].insert(item.index);
    }
    for (const Unjudged& one : recordings) {
        std::unordered_set<std::size_t>& known = waiting[one.recording.get()];
        for (const std::size_t index : one.samples) {
            if (!m_sent.contains(one.recording->samples[index].key) && known.insert(index).second) {
                m_waiting.push_back({one.recording, index});
                ++m_total;
            }
        }
    }
    dispatch();
    Q_EMIT progressed();
}

void VerdictPipeline::hurry(const RecordingRef& recording, std::size_t sample)
{
    if (m_sent.contains(recording->samples[sample].key)) {
        return;
    }
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Item& item) {
        return item.recording == recording && item.index == sample;
    });
    if (found == m_waiting.end()) {
        ++m_total;
    } else {
        if (static_cast<std::size_t>(found - m_waiting.begin()) < m_urgent) {
            --m_urgent;
        }
        m_waiting.erase(found);
    }
    m_waiting.push_front({recording, sample});
    ++m_urgent;
    dispatch();
}

void VerdictPipeline::remove(const std::string& recordingId)
{
    const auto isOf = [&](const Item& item) { return item.recording->recording->info().id == recordingId; };
    const auto removed = static_cast<std::size_t>(std::count_if(m_waiting.begin(), m_waiting.end(), isOf));
    std::erase_if(m_waiting, isOf);
    m_total -= std::min(m_total, removed);
    m_urgent = 0;
    Q_EMIT progressed();
}

void VerdictPipeline::cancel()
{
    m_total -= std::min(m_total, m_waiting.size());
    m_waiting.clear();
    m_urgent = 0;
    if (m_underWay == 0) {
        m_done = m_total = 0;
    }
    Q_EMIT progressed();
}

void VerdictPipeline::dispatch()
{
    while (m_model && m_underWay < batchesUnderWay && !m_waiting.empty()) {
        std::vector<Item> batch;
        const std::size_t size = m_urgent > 0 ? 1 : batchSize;
        const RecordingRef recording = m_waiting.front().recording;
        while (batch.size() < size && !m_waiting.empty() && m_waiting.front().recording == recording) {
            batch.push_back(std::move(m_waiting.front()));
            m_waiting.pop_front();
        }
        m_urgent -= m_urgent > 0 ? 1 : 0;
        send(std::move(batch));
    }
}

void VerdictPipeline::send(std::vector<Item> batch)
{
    ++m_underWay;
    std::vector<SampleKey> keys;
    for (const Item& item : batch) {
        keys.push_back(item.recording->samples[item.index].key);
        m_sent.insert(keys.back());
    }
    m_io.post([this, postbox = m_postbox, stop = m_stop, model = m_model, generation = m_generation,
               learning = &m_learning, batch = std::move(batch), keys = std::move(keys)] {
        std::vector<diagnosis::Drawn> drawn;
        drawn.reserve(batch.size());
        for (const Item& item : batch) {
            if (stop.cancelled()) {
                return;
            }
            drawn.push_back(diagnosis::draw(*item.recording, item.index, model->info.recipe));
        }
        learning->post([this, postbox, stop, model, generation, keys, recording = batch.front().recording,
                        drawn = std::move(drawn)] {
            if (stop.cancelled()) {
                return;
            }
            auto result = diagnosis::judgeDrawn(*recording, drawn, *model->classifier);
            postbox.post([this, generation, keys, result = std::move(result)] { deliver(generation, keys, result); });
        });
    });
}

void VerdictPipeline::deliver(int generation, const std::vector<SampleKey>& keys,
                              Result<std::vector<diagnosis::Diagnosed>> result)
{
    if (generation != m_generation) {
        return;
    }
    --m_underWay;
    m_done += keys.size();
    for (const SampleKey& key : keys) {
        m_sent.erase(key);
    }
    dispatch();
    if (result) {
        std::vector<Judged> judgedNow;
        judgedNow.reserve(result->size());
        for (diagnosis::Diagnosed& one : *result) {
            judgedNow.push_back({one.sample.key, std::move(one.verdict), std::move(one.findings), false});
        }
        Q_EMIT judged(judgedNow);
    } else {
        Q_EMIT failed(result.error());
    }
    if (!running()) {
        m_done = m_total = 0;
    }
    Q_EMIT progressed();
}

}  // namespace sightline::ui
