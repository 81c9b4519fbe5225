// Our own small networks with scalar inputs, for pictures of 64 x 64 or so. SignalNet is residual, for hundreds to
// thousands of examples; its head keeps the positions of a coarse map beside the global average, because where on a
// card something happens is half of the diagnosis. ConvNet is three plain convolutions, for examples that are drawn
// anew by the ten thousand: half the time, and it learns slower by heart. SweepNet is the same, narrower, for
// spectrograms: a call may lie anywhere in time, and its pitch says half of what it is.
#include <algorithm>
#include <optional>

#include <torch/torch.h>
#include <nlohmann/json.hpp>

#include "core/learning/torch/fused_program.h"
#include "core/learning/torch/layers.h"
#include "core/learning/torch/network.h"

namespace sightline::learning {
namespace {

struct Size {
    const char* name;
    int stem;
    int blocks[3];
    int position;  ///< channels of the map whose positions are kept
    int scalars;   ///< width of the layer the scalars go through
};
constexpr Size sizes[] = {{"signalnet-s", 12, {24, 48, 96}, 24, 32},
                          {"signalnet-m", 24, {48, 96, 192}, 32, 48},
                          {"signalnet-l", 32, {64, 128, 256}, 48, 64}};

constexpr int largestMap = 4;  // a larger map is averaged down to 4 x 4 before its positions are kept
constexpr double positionDropout = 0.3;
constexpr double outputDropout = 0.2;

/// Convolution "<name>.conv", batch norm "<name>.norm".
Convolution convNorm(torch::nn::Module& root, const std::string& name, int in, int out, int kernel, int stride,
                     Activation activation)
{
    return {root,
            name + ".conv",
            name + ".norm",
            {.in = in, .out = out, .kernel = kernel, .stride = stride, .activation = activation}};
}

/// Halves the picture: two convolutions beside an averaged, widened copy.
class Block {
public:
    Block(torch::nn::Module& root, const std::string& name, int in, int out)
        : m_first(convNorm(root, name + ".first", in, out, 3, 2, Activation::Relu)),
          m_second(convNorm(root, name + ".second", out, out, 3, 1, Activation::Relu)),
          m_skip(convNorm(root, name + ".skip", in, out, 1, 1, Activation::None))
    {
    }

    void initialise(at::Generator& random)
    {
        m_first.initialise(random, FirstWeights::Uniform);
        m_second.initialise(random, FirstWeights::Uniform, 0);
        m_skip.initialise(random, FirstWeights::Uniform);
    }

    at::Tensor forward(const at::Tensor& x)
    {
        const at::Tensor skip = m_skip.forward(at::avg_pool2d(x, 2, 2, 0, true, false));
        return m_second.forward(m_first.forward(x), skip);
    }

    [[nodiscard]] std::size_t describe(FusedBuilder& builder, std::size_t x) const
    {
        const std::size_t skip = m_skip.describe(builder, builder.halve(x));
        return m_second.describe(builder, m_first.describe(builder, x), skip);
    }

    void fold()
    {
        m_first.fold();
        m_second.fold();
        m_skip.fold();
    }

private:
    Convolution m_first;
    Convolution m_second;
    Convolution m_skip;
};

/// The end of all three networks: the scalars' own layer "scalars", where there are any, beside the features; then
/// "output".
class ScalarHead {
public:
    ScalarHead(torch::nn::Module& root, int features, int scalarsWidth, const NetworkShape& shape)
        : m_scalars(shape.scalars > 0
                        ? std::optional<Linear>(Linear(root, "scalars", shape.scalars, scalarsWidth, Activation::Relu))
                        : std::nullopt),
          m_output(root, "output", features + (m_scalars ? scalarsWidth : 0), shape.classes, Activation::None)
    {
    }

    void initialise(at::Generator& random)
    {
        if (m_scalars) {
            m_scalars->initialise(random);
        }
        m_output.initialise(random);
    }

    [[nodiscard]] at::Tensor join(const at::Tensor& features, const at::Tensor& scalars) const
    {
        return m_scalars ? at::cat({features, m_scalars->forward(scalars)}, 1) : features;
    }
    [[nodiscard]] at::Tensor forward(const at::Tensor& joined) const { return m_output.forward(joined); }

    [[nodiscard]] std::size_t describe(FusedBuilder& builder, std::vector<std::size_t> parts) const
    {
        if (m_scalars) {
            parts.push_back(m_scalars->describe(builder, builder.scalars()));
        }
        const auto one = builder.extent(parts.front());
        const bool plain = parts.size() == 1 && one.height == 1 && one.width == 1;
        return m_output.describe(builder, plain ? parts.front() : builder.join(parts));
    }

private:
    std::optional<Linear> m_scalars;
    Linear m_output;
};

/// Side of the map after four halvings, each rounding up.
int mapSide(int side)
{
    return (side + 15) / 16;
}

class SignalNet final : public Network {
public:
    SignalNet(const Size& size, const NetworkShape& shape)
        : m_rows(std::min(mapSide(shape.height), largestMap)),
          m_columns(std::min(mapSide(shape.width), largestMap)),
          m_width(size.blocks[2]),
          m_outputDropout(shape.dropout.value_or(outputDropout)),
          m_stem(convNorm(m_root, "stem", shape.channels, size.stem, 5, 2, Activation::Relu)),
          m_position(convNorm(m_root, "position", size.blocks[2], size.position, 1, 1, Activation::Relu)),
          m_stages({{"head", {"output", "scalars"}}, {"position", {"position"}}})
    {
        int width = size.stem;
        for (int i = 0; i < 3; ++i) {
            const std::string name = "block" + std::to_string(i + 1);
            m_blocks.emplace_back(m_root, name, width, size.blocks[i]);
            m_stages.insert(m_stages.begin() + 2, {name, {name}});
            width = size.blocks[i];
        }
        m_stages.push_back({"stem", {"stem"}});
        m_head.emplace(m_root, width + size.position * m_rows * m_columns, size.scalars, shape);
    }

    [[nodiscard]] torch::nn::Module& module() override { return m_root; }
    [[nodiscard]] const std::vector<Stage>& stages() const override { return m_stages; }
    [[nodiscard]] Stem stem() const override { return {"stem.conv.weight", "", "stem.norm.running_mean"}; }

    void initialise(at::Generator& random) override
    {
        m_stem.initialise(random, FirstWeights::Uniform);
        for (Block& block : m_blocks) {
            block.initialise(random);
        }
        m_position.initialise(random, FirstWeights::Uniform);
        m_head->initialise(random);
    }

    [[nodiscard]] at::Tensor maps(const at::Tensor& images) override
    {
        at::Tensor map = m_stem.forward(images);
        for (Block& block : m_blocks) {
            map = block.forward(map);
        }
        return map;
    }

    /// The average of each map, then the positions.
    [[nodiscard]] at::Tensor features(const at::Tensor& maps, at::Generator* /*random*/) override
    {
        at::Tensor places = m_position.forward(maps);
        if (places.size(2) != m_rows || places.size(3) != m_columns) {
            places = at::adaptive_avg_pool2d(places, {m_rows, m_columns});
        }
        return at::cat({maps.mean({2, 3}), places.flatten(1)}, 1);
    }

    [[nodiscard]] at::Tensor head(const at::Tensor& features, const at::Tensor& scalars, at::Generator* random) override
    {
        const std::int64_t positions = features.size(1) - m_width;
        const at::Tensor kept = at::cat(
            {features.narrow(1, 0, m_width), dropout(features.narrow(1, m_width, positions), positionDropout, random)},
            1);
        return m_head->forward(dropout(m_head->join(kept, scalars), m_outputDropout, random));
    }

    void fold() override
    {
        m_stem.fold();
        for (Block& block : m_blocks) {
            block.fold();
        }
        m_position.fold();
    }

    [[nodiscard]] std::size_t describe(FusedBuilder& builder) const override
    {
        std::size_t map = m_stem.describe(builder, builder.picture({}, {}));
        for (const Block& block : m_blocks) {
            map = block.describe(builder, map);
        }
        const std::size_t averages = builder.averages(map, 1, 1);
        const std::size_t places = builder.averages(m_position.describe(builder, map), m_rows, m_columns);
        return m_head->describe(builder, {averages, places});
    }

private:
    torch::nn::Module m_root;
    int m_rows;
    int m_columns;
    int m_width;
    double m_outputDropout;
    Convolution m_stem;
    std::vector<Block> m_blocks;
    Convolution m_position;
    std::optional<ScalarHead> m_head;
    std::vector<Stage> m_stages;
};

/// Convolutions 5 x 5, 3 x 3 and 3 x 3, "conv1" …, each halving the picture.
class PlainTrunk {
public:
    PlainTrunk(torch::nn::Module& root, int channels, const int (&maps)[3])
    {
        int width = channels;
        for (int i = 0; i < 3; ++i) {
            m_convolutions.push_back(convNorm(root, nameOf(i), width, maps[i], i == 0 ? 5 : 3, 2, Activation::Relu));
            width = maps[i];
        }
    }

    /// From the last convolution to the first, behind what is there.
    static void addStages(std::vector<Stage>& stages)
    {
        for (int i = 2; i >= 0; --i) {
            stages.push_back({nameOf(i), {nameOf(i)}});
        }
    }
    static Stem stem() { return {"conv1.conv.weight", "", "conv1.norm.running_mean"}; }

    void initialise(at::Generator& random)
    {
        for (Convolution& convolution : m_convolutions) {
            convolution.initialise(random, FirstWeights::Uniform);
        }
    }

    [[nodiscard]] at::Tensor forward(const at::Tensor& images) const
    {
        at::Tensor map = images;
        for (const Convolution& convolution : m_convolutions) {
            map = convolution.forward(map);
        }
        return map;
    }

    void fold()
    {
        for (Convolution& convolution : m_convolutions) {
            convolution.fold();
        }
    }

    [[nodiscard]] std::size_t describe(FusedBuilder& builder) const
    {
        std::size_t map = builder.picture({}, {});
        for (const Convolution& convolution : m_convolutions) {
            map = convolution.describe(builder, map);
        }
        return map;
    }

private:
    static std::string nameOf(int i) { return "conv" + std::to_string(i + 1); }

    std::vector<Convolution> m_convolutions;
};

struct ConvSize {
    const char* name;
    int maps[3];
    int hidden;   ///< width of the layer before the last
    int scalars;  ///< width of the layer the scalars go through
};
constexpr ConvSize convSizes[] = {{"convnet-s", {24, 48, 96}, 64, 32}, {"convnet-m", {24, 48, 96}, 96, 32}};
constexpr double convDropout = 0.3;

/// The plain trunk; averages of 4 x 4 parts; a hidden layer, which is the features.
class ConvNet final : public Network {
public:
    ConvNet(const ConvSize& size, const NetworkShape& shape)
        : m_dropout(shape.dropout.value_or(convDropout)),
          m_hidden(m_root, "hidden", size.maps[2] * largestMap * largestMap, size.hidden, Activation::Relu),
          m_trunk(m_root, shape.channels, size.maps),
          m_head(m_root, size.hidden, size.scalars, shape),
          m_stages({{"head", {"output", "scalars"}}, {"hidden", {"hidden"}}})
    {
        PlainTrunk::addStages(m_stages);
    }

    [[nodiscard]] torch::nn::Module& module() override { return m_root; }
    [[nodiscard]] const std::vector<Stage>& stages() const override { return m_stages; }
    [[nodiscard]] Stem stem() const override { return PlainTrunk::stem(); }

    void initialise(at::Generator& random) override
    {
        m_trunk.initialise(random);
        m_hidden.initialise(random);
        m_head.initialise(random);
    }

    [[nodiscard]] at::Tensor maps(const at::Tensor& images) override { return m_trunk.forward(images); }

    [[nodiscard]] at::Tensor features(const at::Tensor& maps, at::Generator* random) override
    {
        return m_hidden.forward(
            dropout(at::adaptive_avg_pool2d(maps, {largestMap, largestMap}).flatten(1), m_dropout, random));
    }

    [[nodiscard]] at::Tensor head(const at::Tensor& features, const at::Tensor& scalars, at::Generator* random) override
    {
        return m_head.forward(m_head.join(dropout(features, m_dropout, random), scalars));
    }

    void fold() override { m_trunk.fold(); }

    [[nodiscard]] std::size_t describe(FusedBuilder& builder) const override
    {
        const std::size_t averages = builder.averages(m_trunk.describe(builder), largestMap, largestMap);
        return m_head.describe(builder, {m_hidden.describe(builder, builder.join({&averages, 1}))});
    }

private:
    torch::nn::Module m_root;
    double m_dropout;
    Linear m_hidden;
    PlainTrunk m_trunk;
    ScalarHead m_head;
    std::vector<Stage> m_stages;
};

struct SweepSize {
    const char* name;
    int maps[3];
    int scalars;  ///< width of the layer the scalars go through
};
constexpr SweepSize sweepSizes[] = {{"sweepnet-s", {16, 32, 64}, 32}};
constexpr double sweepDropout = 0.3;

/// Side of the map after three halvings, each rounding up.
int sweepSide(int side)
{
    return (side + 7) / 8;
}

/// The plain trunk; averages over the width, which is time, row by row, which are frequencies: these are the features.
class SweepNet final : public Network {
public:
    SweepNet(const SweepSize& size, const NetworkShape& shape)
        : m_rows(sweepSide(shape.height)),
          m_dropout(shape.dropout.value_or(sweepDropout)),
          m_trunk(m_root, shape.channels, size.maps),
          m_head(m_root, size.maps[2] * m_rows, size.scalars, shape),
          m_stages({{"head", {"output", "scalars"}}})
    {
        PlainTrunk::addStages(m_stages);
    }

    [[nodiscard]] torch::nn::Module& module() override { return m_root; }
    [[nodiscard]] const std::vector<Stage>& stages() const override { return m_stages; }
    [[nodiscard]] Stem stem() const override { return PlainTrunk::stem(); }

    void initialise(at::Generator& random) override
    {
        m_trunk.initialise(random);
        m_head.initialise(random);
    }

    [[nodiscard]] at::Tensor maps(const at::Tensor& images) override { return m_trunk.forward(images); }

    [[nodiscard]] at::Tensor features(const at::Tensor& maps, at::Generator* /*random*/) override
    {
        return maps.mean(3).flatten(1);
    }

    [[nodiscard]] at::Tensor head(const at::Tensor& features, const at::Tensor& scalars, at::Generator* random) override
    {
        return m_head.forward(m_head.join(dropout(features, m_dropout, random), scalars));
    }

    void fold() override { m_trunk.fold(); }

    [[nodiscard]] std::size_t describe(FusedBuilder& builder) const override
    {
        return m_head.describe(builder, {builder.averages(m_trunk.describe(builder), m_rows, 1)});
    }

private:
    torch::nn::Module m_root;
    int m_rows;
    double m_dropout;
    PlainTrunk m_trunk;
    ScalarHead m_head;
    std::vector<Stage> m_stages;
};

template <class Size, std::size_t count>
const Size* sizeNamed(const Size (&known)[count], const std::string& architecture)
{
    const auto* const found =
        std::find_if(std::begin(known), std::end(known), [&](const Size& size) { return size.name == architecture; });
    return found == std::end(known) ? nullptr : found;
}

}  // namespace

std::vector<std::string> signalNetNames()
{
    std::vector<std::string> names;
    const auto append = [&](const auto& known) {
        for (const auto& size : known) {
            names.emplace_back(size.name);
        }
    };
    append(sizes);
    append(convSizes);
    append(sweepSizes);
    return names;
}

std::unique_ptr<Network> makeSignalNet(const std::string& architecture, const NetworkShape& shape)
{
    if (const Size* const size = sizeNamed(sizes, architecture)) {
        return std::make_unique<SignalNet>(*size, shape);
    }
    if (const ConvSize* const size = sizeNamed(convSizes, architecture)) {
        return std::make_unique<ConvNet>(*size, shape);
    }
    const SweepSize* const size = sizeNamed(sweepSizes, architecture);
    return size == nullptr ? nullptr : std::make_unique<SweepNet>(*size, shape);
}

}  // namespace sightline::learning
