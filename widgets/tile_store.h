// Tiles of a spectrogram, made in an io lane in the order they are wanted and kept up to a number of bytes.
#pragma once

#include <QObject>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <unordered_map>
#include <vector>

#include "core/jobs/lane.h"
#include "widgets/sound_sources.h"

namespace sightline::jobs {
class Job;
}

namespace sightline::widgets {

/// Levels in steps of a twentieth of a decibel from -200 dB on: half the memory of floats and ready to be coloured.
/// Step 0 is kept for "nothing there".
namespace steps {
inline constexpr double perDecibel = 20;
inline constexpr double lowest = -200;
inline constexpr int count = 8192;
std::uint16_t ofDecibel(double decibel);
double toDecibel(std::uint16_t step);
}  // namespace steps

struct TileId {
    int level = 0;
    std::int64_t tile = 0;
    bool operator==(const TileId&) const = default;
};

/// The largest level of each column and bin: `bins` values a column, one column after the other.
struct LevelTile {
    int columns = 0;
    int bins = 0;
    bool estimated = false;
    std::vector<std::uint16_t> values;
};
LevelTile quantised(const dsp::SpectrogramTile& tile, double decibelOffset);

class TileStore final : public QObject {
    Q_OBJECT
public:
    explicit TileStore(jobs::Lane& io, QObject* parent = nullptr);
    ~TileStore() override;

    /// Forgets all tiles and stops what runs. Empty: no source.
    void setSource(std::shared_ptr<const SpectrogramSource> source);
    [[nodiscard]] const std::shared_ptr<const SpectrogramSource>& source() const { return m_source; }
    /// Makes what is not there: first a rough pass of each, then finer ones; what runs and is not among these is
    /// cancelled. `spare` follow when all of `wanted` are as good as they get.
    void want(std::vector<TileId> wanted, std::vector<TileId> spare);
    /// The source can do better now: estimated tiles are made again, and shown until then.
    void improve();
    /// Null: not there. Valid until the event loop turns.
    [[nodiscard]] const LevelTile* find(const TileId& id) const;

    void setByteLimit(std::size_t bytes);
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }
    [[nodiscard]] std::size_t running() const { return m_running.size(); }

Q_SIGNALS:
    void arrived();
    /// A tile could not be made; it is not tried again before setSource() or improve().
    void failed(const sightline::Error& error);

private:
    struct Hash {
        std::size_t operator()(const TileId& id) const noexcept;
    };
    struct Entry {
        LevelTile tile;
        std::size_t passesDone = 0;
        bool failed = false;
        std::list<TileId>::iterator place;  ///< in m_order
    };
    struct Running {
        TileId id;
        std::unique_ptr<jobs::Job> job;
    };
    [[nodiscard]] bool isRunning(const TileId& id) const;
    [[nodiscard]] bool needs(const TileId& id, std::size_t pass) const;
    void startNext();
    void start(const TileId& id, std::size_t pass);
    void keep(const TileId& id, std::size_t pass, LevelTile tile);
    void finish(const TileId& id, const Error* error);
    void evict();

    jobs::Lane& m_io;
    std::shared_ptr<const SpectrogramSource> m_source;
    std::size_t m_limit = std::size_t{96} << 20;
    std::size_t m_bytes = 0;
    std::vector<TileId> m_wanted, m_spare;
    std::unordered_map<TileId, Entry, Hash> m_entries;
    mutable std::list<TileId> m_order;  ///< latest used first
    std::vector<Running> m_running;
};

}  // namespace sightline::widgets
