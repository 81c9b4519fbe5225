#include "widgets/tile_store.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "core/jobs/job.h"

namespace sightline::widgets {

namespace {
/// What the lane has been given at a time: few, so that the latest wish is served next.
constexpr std::size_t mostRunning = 2;
}  // namespace

std::uint16_t steps::ofDecibel(double decibel)
{
    return static_cast<std::uint16_t>(std::clamp((decibel - lowest) * perDecibel + 0.5, 1.0, count - 1.0));
}

double steps::toDecibel(std::uint16_t step)
{
    return step / perDecibel + lowest;
}

LevelTile quantised(const dsp::SpectrogramTile& tile, double decibelOffset)
{
    LevelTile result;
    result.columns = tile.columns;
    result.bins = tile.bins;
    result.estimated = tile.estimated;
    result.values.resize(tile.maximum.size());
    const auto factor = static_cast<float>(10 * steps::perDecibel);
    const auto shift = static_cast<float>((decibelOffset - steps::lowest) * steps::perDecibel + 0.5);
    std::transform(tile.maximum.begin(), tile.maximum.end(), result.values.begin(), [&](float power) {
        const float step = std::log10(std::max(power, 1e-30F)) * factor + shift;
        return static_cast<std::uint16_t>(std::clamp(step, 1.0F, static_cast<float>(steps::count - 1)));
    });
    return result;
}

std::size_t TileStore::Hash::operator()(const TileId& id) const noexcept
{
    return std::hash<std::int64_t>()(id.tile * 64 + id.level);
}

TileStore::TileStore(jobs::Lane& io, QObject* parent) : QObject(parent), m_io(io) {}

TileStore::~TileStore() = default;

void TileStore::setSource(std::shared_ptr<const SpectrogramSource> source)
{
    m_running.clear();
    m_wanted.clear();
    m_spare.clear();
    m_entries.clear();
    m_order.clear();
    m_bytes = 0;
    m_source = std::move(source);
}

const LevelTile* TileStore::find(const TileId& id) const
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end() || found->second.tile.values.empty())
        return nullptr;
    m_order.splice(m_order.begin(), m_order, found->second.place);
    return &found->second.tile;
}

void TileStore::want(std::vector<TileId> wanted, std::vector<TileId> spare)
{
    m_wanted = std::move(wanted);
    m_spare = std::move(spare);
    const auto among = [](const std::vector<TileId>& ids, const TileId& id) {
        return std::find(ids.begin(), ids.end(), id) != ids.end();
    };
    std::erase_if(m_running,
                  [&](const Running& running) { return !among(m_wanted, running.id) && !among(m_spare, running.id); });
    startNext();
}

void TileStore::improve()
{
    m_running.clear();
    for (auto& [id, entry] : m_entries) {
        if (entry.failed || entry.tile.estimated) {
            entry.failed = false;
            entry.passesDone = 0;
        }
    }
    startNext();
}

bool TileStore::isRunning(const TileId& id) const
{
    return std::any_of(m_running.begin(), m_running.end(), [&](const Running& running) { return running.id == id; });
}

bool TileStore::needs(const TileId& id, std::size_t pass) const
{
    const auto found = m_entries.find(id);
    if (isRunning(id) || (found != m_entries.end() && (found->second.failed || found->second.passesDone > pass)))
        return false;
    return pass < m_source->passes(id.level).size();
}

void TileStore::startNext()
{
    if (!m_source)
        return;
    constexpr std::size_t mostPasses = 8;
    for (const std::vector<TileId>* ids : {&m_wanted, &m_spare}) {
        for (std::size_t pass = 0; pass < mostPasses; ++pass) {
            for (const TileId& id : *ids) {
                if (m_running.size() >= mostRunning)
                    return;
                if (needs(id, pass))
                    start(id, pass);
            }
        }
    }
}

void TileStore::start(const TileId& id, std::size_t pass)
{
    auto job = std::make_unique<jobs::Job>(QStringLiteral("tile"));
    jobs::Job* const started = job.get();
    m_running.push_back({id, std::move(job)});
    connect(started, &jobs::Job::changed, this, [this, id](const jobs::JobState& state) {
        if (state.ended())
            finish(id, state.phase == jobs::JobState::Phase::Failed ? &state.error : nullptr);
    });
    const std::int64_t framesPerColumn = m_source->passes(id.level)[pass];
    started->start<LevelTile>(
        m_io,
        [source = m_source, id, framesPerColumn](Progress& progress) -> Result<LevelTile> {
            const Result<dsp::SpectrogramTile> tile = source->tile(id.level, id.tile, framesPerColumn, progress);
            if (!tile)
                return tl::unexpected(tile.error());
            return quantised(*tile, source->shape().decibelOffset);
        },
        [this, id, pass](LevelTile tile) { keep(id, pass, std::move(tile)); });
}

void TileStore::keep(const TileId& id, std::size_t pass, LevelTile tile)
{
    const auto [found, isNew] = m_entries.try_emplace(id);
    Entry& entry = found->second;
    if (isNew) {
        m_order.push_front(id);
        entry.place = m_order.begin();
    }
    m_bytes -= entry.tile.values.size() * sizeof(std::uint16_t);
    m_bytes += tile.values.size() * sizeof(std::uint16_t);
    // An exact tile needs no further pass, however many were planned.
    entry.passesDone = tile.estimated ? pass + 1 : std::size_t{8};
    entry.tile = std::move(tile);
    evict();
}

void TileStore::finish(const TileId& id, const Error* error)
{
    const auto found =
        std::find_if(m_running.begin(), m_running.end(), [&](const Running& running) { return running.id == id; });
    if (found != m_running.end()) {
        // It is this job that is speaking.
        found->job.release()->deleteLater();
        m_running.erase(found);
    }
    if (error != nullptr) {
        const auto [entry, isNew] = m_entries.try_emplace(id);
        if (isNew) {
            m_order.push_front(id);
            entry->second.place = m_order.begin();
        }
        entry->second.failed = true;
        Q_EMIT failed(*error);
    }
    startNext();
    Q_EMIT arrived();
}

void TileStore::setByteLimit(std::size_t bytes)
{
    m_limit = bytes;
    evict();
}

void TileStore::evict()
{
    auto oldest = m_order.end();
    while (m_bytes > m_limit && oldest != m_order.begin()) {
        --oldest;
        // What is on the screen stays, whatever the limit.
        if (std::find(m_wanted.begin(), m_wanted.end(), *oldest) != m_wanted.end())
            continue;
        const auto entry = m_entries.find(*oldest);
        m_bytes -= entry->second.tile.values.size() * sizeof(std::uint16_t);
        m_entries.erase(entry);
        oldest = m_order.erase(oldest);
    }
}

}  // namespace sightline::widgets
