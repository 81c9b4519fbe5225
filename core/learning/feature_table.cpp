#include "core/learning/feature_table.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <utility>

#include "core/base/random.h"
#include "core/learning/inputs.h"

namespace sightline::learning {
namespace {

constexpr std::uint64_t copySeeds = 0xC0B1E5;  // any constant: the same copies for every training
constexpr std::size_t rowsPerFile = 256;
constexpr std::chrono::seconds longestUnwritten{20};  // what a process that is killed may lose

struct Row {
    std::size_t index = 0;
    std::size_t copy = 0;
};

Result<Example> drawRow(const ExampleSource& source, const Row& row)
{
    try {
        return row.copy == 0 ? source.example(row.index) : source.augmented(row.index, copySeed(row.copy));
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "there is not enough memory to draw an example");
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, std::string("drawing an example failed: ") + error.what());
    }
}

/// Calls work(i) for 0 … count-1 in several threads until one fails or `stop` is set.
Result<void> inParallel(std::size_t count, int threads, const std::atomic<bool>& stop,
                        const std::function<Result<void>(std::size_t)>& work)
{
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::optional<Error> failed;
    const auto run = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            Result<void> done = stop ? fail(ErrorCode::Cancelled, "training was stopped") : work(i);
            if (!done) {
                const std::lock_guard lock(mutex);
                failed = failed ? failed : done.error();
                next = count;
            }
        }
    };
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i) {
        others.emplace_back(run);
    }
    run();
    for (std::thread& thread : others) {
        thread.join();
    }
    return failed ? Result<void>(tl::unexpected(*failed)) : Result<void>();
}

/// Computed rows on their way to the cache.
class Unwritten {
public:
    Unwritten(const FeatureRequest& request, const FeatureCache& cache, CollectedFeatures& collected)
        : m_request(request), m_cache(cache), m_collected(collected)
    {
    }

    void add(const std::string& key, std::span<const float> features)
    {
        m_keys.push_back(key);
        m_values.insert(m_values.end(), features.begin(), features.end());
        const auto now = std::chrono::steady_clock::now();
        if (m_keys.size() >= rowsPerFile || now - m_since > longestUnwritten) {
            write();
        }
    }

    void write()
    {
        if (m_collected.cacheProblem.empty()) {
            const auto written = m_cache.add(m_request.trunk, m_request.width, m_keys, m_values);
            m_collected.cacheProblem = written ? std::string() : written.error().text();
        }
        m_keys.clear();
        m_values.clear();
        m_since = std::chrono::steady_clock::now();
    }

private:
    const FeatureRequest& m_request;
    const FeatureCache& m_cache;
    CollectedFeatures& m_collected;
    std::vector<std::string> m_keys;
    std::vector<float> m_values;
    std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
};

/// Computes the rows in pieces, drawing one piece ahead of the network.
Result<void> computeRows(const FeatureRequest& request, const FeatureCache& cache, const std::vector<Row>& rows,
                         const std::vector<std::pair<std::string, std::vector<std::size_t>>>& missing,
                         CollectedFeatures& collected)
{
    Unwritten unwritten(request, cache, collected);
    for (std::size_t begin = 0; begin < missing.size(); begin += request.piece) {
        const std::size_t count = std::min(request.piece, missing.size() - begin);
        std::vector<Example> pictures(count);
        const auto drawn = inParallel(count, request.drawers, request.stop, [&](std::size_t i) -> Result<void> {
            return drawRow(request.source, rows[missing[begin + i].second.front()]).map([&](Example&& example) {
                pictures[i] = std::move(example);
            });
        });
        std::vector<std::size_t> indices;
        for (std::size_t i = begin; i < begin + count; ++i) {
            indices.push_back(rows[missing[i].second.front()].index);
        }
        auto features =
            drawn ? request.compute(indices, pictures) : Result<std::vector<float>>(tl::unexpected(drawn.error()));
        if (!features) {
            unwritten.write();
            return tl::unexpected(features.error());
        }
        for (std::size_t i = 0; i < count; ++i) {
            const auto& [key, places] = missing[begin + i];
            const std::span<const float> row(features->data() + i * request.width, request.width);
            for (const std::size_t place : places) {
                std::copy(row.begin(), row.end(),
                          collected.table.features.begin() + static_cast<std::ptrdiff_t>(place * request.width));
            }
            unwritten.add(key, row);
            request.done(places.size());
            collected.computed += places.size();
        }
    }
    unwritten.write();
    return {};
}

}  // namespace

std::uint64_t copySeed(std::size_t copy)
{
    return mixSeed(copySeeds, copy);
}

std::span<const float> FeatureTable::featuresOf(std::size_t index, std::size_t copy) const
{
    return {features.data() + (firstRow.at(index) + copy) * width, width};
}

std::span<const float> FeatureTable::scalarsOf(std::size_t index, std::size_t copy) const
{
    return {scalars.data() + (firstRow.at(index) + copy) * scalarCount, scalarCount};
}

Result<CollectedFeatures> collectFeatures(const FeatureRequest& request, const FeatureCache& cache)
{
    CollectedFeatures collected;
    FeatureTable& table = collected.table;
    table.width = request.width;
    table.copies = request.copies;
    table.scalarCount = request.scalars.names.size();
    std::vector<Row> rows;
    const auto addRows = [&](const std::vector<std::size_t>& indices, std::size_t copies) {
        for (const std::size_t index : indices) {
            if (table.firstRow.emplace(index, rows.size()).second) {
                for (std::size_t copy = 0; copy <= copies; ++copy) {
                    rows.push_back({index, copy});
                }
            }
        }
    };
    addRows(request.withCopies, request.copies);
    addRows(request.plainOnly, 0);
    table.features.resize(rows.size() * table.width);
    table.scalars.resize(rows.size() * table.scalarCount);

    std::vector<std::string> keys(rows.size());
    const auto named = inParallel(rows.size(), request.drawers, request.stop, [&](std::size_t i) -> Result<void> {
        const auto example = drawRow(request.source, rows[i]);
        if (!example) {
            return tl::unexpected(example.error());
        }
        if (example->scalars.size() != table.scalarCount) {
            return fail(ErrorCode::Invalid,
                        "example " + std::to_string(rows[i].index) + " has " + std::to_string(example->scalars.size()) +
                            " numbers beside its picture, and " + std::to_string(table.scalarCount) + " are needed");
        }
        standardise(request.scalars, example->scalars,
                    std::span<float>(table.scalars).subspan(i * table.scalarCount, table.scalarCount));
        keys[i] = pictureKey(example->image);
        return {};
    });
    if (!named) {
        return tl::unexpected(named.error());
    }

    std::multimap<std::string, std::size_t> wanted;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        wanted.emplace(keys[i], i);
    }
    collected.damaged = cache.take(request.trunk, table.width, wanted, table.features);
    collected.found = rows.size() - wanted.size();
    request.done(collected.found);
    // In the order of the rows, not of the keys: examples of one recording are drawn together.
    std::vector<std::pair<std::string, std::vector<std::size_t>>> missing;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto [first, last] = wanted.equal_range(keys[i]);
        std::vector<std::size_t> places;
        for (auto at = first; at != last; ++at) {
            places.push_back(at->second);
        }
        if (!places.empty()) {
            missing.emplace_back(keys[i], std::move(places));
            wanted.erase(first, last);
        }
    }
    if (const auto computed = computeRows(request, cache, rows, missing, collected); !computed) {
        return tl::unexpected(computed.error());
    }
    if (collected.computed > 0) {
        cache.trim();
    }
    return collected;
}

}  // namespace sightline::learning
