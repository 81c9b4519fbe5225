// Each kernel is a template that is inlined into one function per kind of processor. The vectors are the compiler's own
// (16 floats; it splits them where registers are shorter), and are never passed by value: that would depend on the kind
// of processor. Sums over channels run in one order, whatever the batch, the tiles of a task and the threads.
#include "core/learning/torch/fast_kernels.h"

#include <algorithm>
#include <vector>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define SIGHTLINE_X86_KERNELS 1
#endif

namespace sightline::learning {
namespace {

constexpr int lanes = 16;
constexpr int tileSide = 4;
constexpr int patchSide = 6;
constexpr int points = patchSide * patchSide;
// Planes of scratch memory lie this much further apart than they are long: with a power of two between them, all would
// fall on the same lines of the cache.
constexpr std::size_t planeGap = 48;
constexpr std::size_t fewestTiles = 8;

std::size_t tilesAlong(int side)
{
    return (static_cast<std::size_t>(side) + tileSide - 1) / tileSide;
}

#ifdef SIGHTLINE_X86_KERNELS

// NOLINTNEXTLINE(modernize-use-using): the attributes belong to a typedef.
typedef float Lanes __attribute__((vector_size(lanes * sizeof(float)), aligned(sizeof(float)), may_alias));
#define SIGHTLINE_INLINE __attribute__((always_inline)) inline

SIGHTLINE_INLINE const Lanes& lanesAt(const float* at)
{
    return *reinterpret_cast<const Lanes*>(at);
}
SIGHTLINE_INLINE Lanes& lanesAt(float* at)
{
    return *reinterpret_cast<Lanes*>(at);
}

std::size_t planeOf(int channels, std::size_t tiles)
{
    return tiles * static_cast<std::size_t>(channels) + planeGap;
}

/// Six values into six, `step` apart: the input's transform.
SIGHTLINE_INLINE void transformIn(const Lanes* d, Lanes* t, int step)
{
    const Lanes a = d[4 * step] - 4 * d[2 * step];
    const Lanes b = d[3 * step] - 4 * d[1 * step];
    const Lanes c = d[4 * step] - d[2 * step];
    const Lanes e = 2 * (d[3 * step] - d[1 * step]);
    t[0 * step] = 4 * d[0 * step] - 5 * d[2 * step] + d[4 * step];
    t[1 * step] = a + b;
    t[2 * step] = a - b;
    t[3 * step] = c + e;
    t[4 * step] = c - e;
    t[5 * step] = 4 * d[1 * step] - 5 * d[3 * step] + d[5 * step];
}

/// Six values into four: the result's transform.
SIGHTLINE_INLINE void transformOut(const Lanes* m, int from, Lanes* r, int to)
{
    const Lanes a = m[1 * from] + m[2 * from];
    const Lanes b = m[1 * from] - m[2 * from];
    const Lanes c = m[3 * from] + m[4 * from];
    const Lanes d = m[3 * from] - m[4 * from];
    r[0 * to] = m[0 * from] + a + c;
    r[1 * to] = b + 2 * d;
    r[2 * to] = a + 4 * c;
    r[3 * to] = b + 8 * d + m[5 * from];
}

struct TilePlace {
    std::size_t picture;
    int row;  ///< of the tile's first result
    int column;
};

TilePlace placeOf(std::size_t tile, int height, int width)
{
    const std::size_t across = tilesAlong(width);
    const std::size_t each = across * tilesAlong(height);
    const std::size_t inPicture = tile % each;
    return {tile / each, static_cast<int>(inPicture / across) * tileSide,
            static_cast<int>(inPicture % across) * tileSide};
}

/// One tile's patch → one row of each of the 36 planes.
SIGHTLINE_INLINE void transformPatch(const WinogradLayer& layer, const WinogradTiles& tiles, std::size_t index,
                                     float* rows, std::size_t plane)
{
    const TilePlace place = placeOf(tiles.first + index, tiles.height, tiles.width);
    const auto channels = static_cast<std::size_t>(layer.in);
    const auto width = static_cast<std::size_t>(tiles.width);
    const float* picture = tiles.input + place.picture * static_cast<std::size_t>(tiles.height) * width * channels;
    for (std::size_t c = 0; c < channels; c += lanes) {
        Lanes patch[points];
        for (int y = 0; y < patchSide; ++y) {
            const int row = place.row + y - 1;
            for (int x = 0; x < patchSide; ++x) {
                const int column = place.column + x - 1;
                const bool inside = row >= 0 && row < tiles.height && column >= 0 && column < tiles.width;
                if (inside) {
                    const std::size_t at = static_cast<std::size_t>(row) * width + static_cast<std::size_t>(column);
                    patch[y * patchSide + x] = lanesAt(picture + at * channels + c);
                } else {
                    patch[y * patchSide + x] = Lanes{};
                }
            }
        }
        Lanes half[points];
        for (int x = 0; x < patchSide; ++x) {
            transformIn(patch + x, half + x, patchSide);
        }
        for (int y = 0; y < patchSide; ++y) {
            transformIn(half + y * patchSide, patch + y * patchSide, 1);
        }
        for (int i = 0; i < points; ++i) {
            lanesAt(rows + static_cast<std::size_t>(i) * plane + c) = patch[i];
        }
    }
}

/// One row of each of the 36 planes → one tile of results.
SIGHTLINE_INLINE void transformTile(const WinogradLayer& layer, const WinogradTiles& tiles, std::size_t index,
                                    const float* rows, std::size_t plane)
{
    const TilePlace place = placeOf(tiles.first + index, tiles.height, tiles.width);
    const auto channels = static_cast<std::size_t>(layer.out);
    const auto width = static_cast<std::size_t>(tiles.width);
    const std::size_t picture = place.picture * static_cast<std::size_t>(tiles.height) * width;
    const int down = std::min(tileSide, tiles.height - place.row);
    const int across = std::min(tileSide, tiles.width - place.column);
    const Lanes lowest = Lanes{} + layer.lowest;
    for (std::size_t c = 0; c < channels; c += lanes) {
        Lanes sums[points];
        for (int i = 0; i < points; ++i) {
            sums[i] = lanesAt(rows + static_cast<std::size_t>(i) * plane + c);
        }
        Lanes half[tileSide * patchSide];
        for (int x = 0; x < patchSide; ++x) {
            transformOut(sums + x, patchSide, half + x, patchSide);
        }
        Lanes tile[tileSide * tileSide];
        for (int y = 0; y < tileSide; ++y) {
            transformOut(half + y * patchSide, 1, tile + y * tileSide, 1);
        }
        const Lanes bias = lanesAt(layer.bias + c);
        for (int y = 0; y < down; ++y) {
            const std::size_t row = picture + static_cast<std::size_t>(place.row + y) * width;
            for (int x = 0; x < across; ++x) {
                const std::size_t at = (row + static_cast<std::size_t>(place.column + x)) * channels + c;
                Lanes value = tile[y * tileSide + x] + bias;
                if (tiles.residual != nullptr) {
                    value += lanesAt(tiles.residual + at);
                }
                lanesAt(tiles.output + at) = value < lowest ? lowest : value;
            }
        }
    }
}

/// Rows × (Panels · 16) sums of products: the heart of it, kept in registers.
template <int Rows, int Panels>
SIGHTLINE_INLINE void multiply(const float* a, const float* b, float* c, std::size_t depth, std::size_t strideC)
{
    Lanes sums[Rows][Panels] = {};
    for (std::size_t k = 0; k < depth; ++k) {
        Lanes weights[Panels];
        for (int p = 0; p < Panels; ++p) {
            weights[p] = lanesAt(b + (k * Panels + static_cast<std::size_t>(p)) * lanes);
        }
        for (int r = 0; r < Rows; ++r) {
            const Lanes value = Lanes{} + a[static_cast<std::size_t>(r) * depth + k];
            for (int p = 0; p < Panels; ++p) {
                sums[r][p] += value * weights[p];
            }
        }
    }
    for (int r = 0; r < Rows; ++r) {
        for (int p = 0; p < Panels; ++p) {
            lanesAt(c + static_cast<std::size_t>(r) * strideC + static_cast<std::size_t>(p) * lanes) = sums[r][p];
        }
    }
}

template <int Rows, int Panels>
SIGHTLINE_INLINE void winogradTask(const WinogradLayer& layer, const WinogradTiles& tiles)
{
    const std::size_t padded = (tiles.count + Rows - 1) / Rows * Rows;
    const std::size_t planeIn = planeOf(layer.in, padded);
    const std::size_t planeOut = planeOf(layer.out, padded);
    const auto in = static_cast<std::size_t>(layer.in);
    const auto out = static_cast<std::size_t>(layer.out);
    float* patches = tiles.scratch;
    float* sums = patches + points * planeIn;
    for (std::size_t i = 0; i < tiles.count; ++i) {
        transformPatch(layer, tiles, i, patches + i * in, planeIn);
    }
    for (std::size_t point = 0; point < points; ++point) {
        for (std::size_t c = 0; c < out; c += Panels * lanes) {
            const float* weights = layer.weights + (point * out + c) * in;
            for (std::size_t row = 0; row < padded; row += Rows) {
                multiply<Rows, Panels>(patches + point * planeIn + row * in, weights,
                                       sums + point * planeOut + row * out + c, in, out);
            }
        }
    }
    for (std::size_t i = 0; i < tiles.count; ++i) {
        transformTile(layer, tiles, i, sums + i * out, planeOut);
    }
}

constexpr int wideRows = 8;  // 16 sums in flight; more rows would only waste work on maps of few tiles
constexpr int widePanels = 2;
constexpr int narrowRows = 6;  // 15 of the 16 shorter ones
constexpr int narrowPanels = 1;

#define SIGHTLINE_WIDE __attribute__((target("avx512f,avx2,fma")))
#define SIGHTLINE_NARROW __attribute__((target("avx2,fma")))

SIGHTLINE_WIDE void winogradWide(const WinogradLayer& layer, const WinogradTiles& tiles)
{
    winogradTask<wideRows, widePanels>(layer, tiles);
}
SIGHTLINE_NARROW void winogradNarrow(const WinogradLayer& layer, const WinogradTiles& tiles)
{
    winogradTask<narrowRows, narrowPanels>(layer, tiles);
}

#else
#define SIGHTLINE_INLINE inline
#endif

SIGHTLINE_INLINE void addLoop(float* values, const float* others, std::size_t count, float lowest)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float value = values[i] + others[i];
        values[i] = value < lowest ? lowest : value;
    }
}

SIGHTLINE_INLINE float hardSigmoidOf(float value)
{
    const float shifted = value + 3;
    const float floored = shifted < 0 ? 0 : shifted;
    return (floored > 6 ? 6 : floored) * (1.0F / 6);
}

SIGHTLINE_INLINE void hardSwishLoop(float* values, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        values[i] *= hardSigmoidOf(values[i]);
    }
}

SIGHTLINE_INLINE void hardSigmoidLoop(float* values, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        values[i] = hardSigmoidOf(values[i]);
    }
}

SIGHTLINE_INLINE void scaleLoop(float* values, const float* factors, std::size_t positions, std::size_t channels)
{
    for (std::size_t p = 0; p < positions; ++p) {
        float* row = values + p * channels;
        for (std::size_t c = 0; c < channels; ++c) {
            row[c] *= factors[c];
        }
    }
}

SIGHTLINE_INLINE void sumLoop(const float* values, float* sums, std::size_t positions, std::size_t channels)
{
    for (std::size_t p = 0; p < positions; ++p) {
        const float* row = values + p * channels;
        for (std::size_t c = 0; c < channels; ++c) {
            sums[c] += row[c];
        }
    }
}

#ifdef SIGHTLINE_X86_KERNELS

SIGHTLINE_WIDE void addWide(float* values, const float* others, std::size_t count, float lowest)
{
    addLoop(values, others, count, lowest);
}
SIGHTLINE_WIDE void hardSwishWide(float* values, std::size_t count)
{
    hardSwishLoop(values, count);
}
SIGHTLINE_WIDE void scaleWide(float* values, const float* factors, std::size_t positions, std::size_t channels)
{
    scaleLoop(values, factors, positions, channels);
}
SIGHTLINE_WIDE void sumWide(const float* values, float* sums, std::size_t positions, std::size_t channels)
{
    sumLoop(values, sums, positions, channels);
}

SIGHTLINE_NARROW void addNarrow(float* values, const float* others, std::size_t count, float lowest)
{
    addLoop(values, others, count, lowest);
}
SIGHTLINE_NARROW void hardSwishNarrow(float* values, std::size_t count)
{
    hardSwishLoop(values, count);
}
SIGHTLINE_NARROW void scaleNarrow(float* values, const float* factors, std::size_t positions, std::size_t channels)
{
    scaleLoop(values, factors, positions, channels);
}
SIGHTLINE_NARROW void sumNarrow(const float* values, float* sums, std::size_t positions, std::size_t channels)
{
    sumLoop(values, sums, positions, channels);
}

#endif

void addPlain(float* values, const float* others, std::size_t count, float lowest)
{
    addLoop(values, others, count, lowest);
}
void hardSwishPlain(float* values, std::size_t count)
{
    hardSwishLoop(values, count);
}
void hardSigmoidPlain(float* values, std::size_t count)
{
    hardSigmoidLoop(values, count);
}
void scalePlain(float* values, const float* factors, std::size_t positions, std::size_t channels)
{
    scaleLoop(values, factors, positions, channels);
}
void sumPlain(const float* values, float* sums, std::size_t positions, std::size_t channels)
{
    sumLoop(values, sums, positions, channels);
}

FastKernels choose()
{
#ifdef SIGHTLINE_X86_KERNELS
    __builtin_cpu_init();
    const bool fma = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
    if (fma && __builtin_cpu_supports("avx512f") != 0) {
        return {.tileStep = wideRows,
                .channelStep = widePanels * lanes,
                .winograd = winogradWide,
                .add = addWide,
                .hardSwish = hardSwishWide,
                .hardSigmoid = hardSigmoidPlain,
                .scale = scaleWide,
                .sum = sumWide};
    }
    if (fma) {
        return {.tileStep = narrowRows,
                .channelStep = narrowPanels * lanes,
                .winograd = winogradNarrow,
                .add = addNarrow,
                .hardSwish = hardSwishNarrow,
                .hardSigmoid = hardSigmoidPlain,
                .scale = scaleNarrow,
                .sum = sumNarrow};
    }
#endif
    return {.tileStep = 1,
            .channelStep = 0,
            .winograd = nullptr,
            .add = addPlain,
            .hardSwish = hardSwishPlain,
            .hardSigmoid = hardSigmoidPlain,
            .scale = scalePlain,
            .sum = sumPlain};
}

}  // namespace

const FastKernels& fastKernels()
{
    static const FastKernels kernels = choose();
    return kernels;
}

std::size_t winogradTiles(int height, int width)
{
    return tilesAlong(height) * tilesAlong(width);
}

bool suitsWinograd(int in, int out, int height, int width)
{
    const int step = fastKernels().channelStep;
    return step > 0 && in % lanes == 0 && out % step == 0 && winogradTiles(height, width) >= fewestTiles;
}

std::size_t winogradWeights(int in, int out)
{
    return static_cast<std::size_t>(points) * static_cast<std::size_t>(in) * static_cast<std::size_t>(out);
}

std::size_t winogradScratch(const WinogradLayer& layer, std::size_t tiles)
{
    const auto step = static_cast<std::size_t>(fastKernels().tileStep);
    const std::size_t padded = (tiles + step - 1) / step * step;
    return points * (padded * static_cast<std::size_t>(layer.in + layer.out) + 2 * planeGap);
}

void packWinograd(const float* weights, int in, int out, float* packed)
{
    constexpr double g[patchSide][3] = {{1.0 / 4, 0, 0},
                                        {-1.0 / 6, -1.0 / 6, -1.0 / 6},
                                        {-1.0 / 6, 1.0 / 6, -1.0 / 6},
                                        {1.0 / 24, 1.0 / 12, 1.0 / 6},
                                        {1.0 / 24, -1.0 / 12, 1.0 / 6},
                                        {0, 0, 1}};
    const auto step = static_cast<std::size_t>(fastKernels().channelStep);
    const auto inputs = static_cast<std::size_t>(in);
    const auto outputs = static_cast<std::size_t>(out);
    for (std::size_t o = 0; o < outputs; ++o) {
        for (std::size_t i = 0; i < inputs; ++i) {
            const float* w = weights + (o * inputs + i) * 9;
            double half[patchSide][3];
            for (int y = 0; y < patchSide; ++y) {
                for (int x = 0; x < 3; ++x) {
                    half[y][x] = g[y][0] * static_cast<double>(w[x]) + g[y][1] * static_cast<double>(w[3 + x]) +
                                 g[y][2] * static_cast<double>(w[6 + x]);
                }
            }
            // Panels of `step` channels out lie together, channel in by channel in: the order multiply() reads them.
            const std::size_t place = (o / step * step) * inputs + i * step + o % step;
            for (int y = 0; y < patchSide; ++y) {
                for (int x = 0; x < patchSide; ++x) {
                    const double value = half[y][0] * g[x][0] + half[y][1] * g[x][1] + half[y][2] * g[x][2];
                    const auto point = static_cast<std::size_t>(y * patchSide + x);
                    packed[point * outputs * inputs + place] = static_cast<float>(value);
                }
            }
        }
    }
}

}  // namespace sightline::learning
