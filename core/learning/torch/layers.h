// Private to the torch half: the layers all networks are built of, without torch's headers. Each layer registers its
// tensors in the network's module under a dotted name ("layer1.0.conv1") that becomes their name in a file.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace at {
class Tensor;
struct Generator;
}  // namespace at
namespace torch::nn {
class Module;
}

namespace sightline::learning {

class FusedBuilder;

enum class Activation { None, Relu, HardSwish, HardSigmoid };

/// First weights: uniform within ± 1 / √inputs, or normal with variance 2 / outputs (He et al. 2015, fan out).
enum class FirstWeights { Uniform, HeNormal };

struct ConvolutionSpec {
    int in = 0;
    int out = 0;
    int kernel = 1;
    int stride = 1;
    int groups = 1;
    bool bias = false;
    Activation activation = Activation::Relu;
    double normEpsilon = 1e-5;
    double normMomentum = 0.1;
};

/// In this order: convolution (padded by half its kernel), batch norm, sum with a residual, activation. The unit to
/// make fast: everything between two passes over memory is in it. A handle: copies share the weights.
class Convolution {
public:
    /// `norm` "": without batch norm.
    Convolution(torch::nn::Module& root, const std::string& name, const std::string& norm, const ConvolutionSpec& spec);
    [[nodiscard]] at::Tensor forward(const at::Tensor& x) const;
    [[nodiscard]] at::Tensor forward(const at::Tensor& x, const at::Tensor& residual) const;
    /// `gain`: of the batch norm. 0 lets a residual block begin as its skip alone: deep networks start to learn at
    /// once.
    void initialise(at::Generator& random, FirstWeights first, double gain = 1);
    void fold();
    /// Adds itself to a description of its network (Network::describe): values of FusedBuilder.
    std::size_t describe(FusedBuilder& builder, std::size_t x,
                         std::optional<std::size_t> residual = std::nullopt) const;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

/// A handle: copies share the weights.
class Linear {
public:
    Linear(torch::nn::Module& root, const std::string& name, int in, int out, Activation activation, bool bias = true);
    [[nodiscard]] at::Tensor forward(const at::Tensor& x) const;
    void initialise(at::Generator& random);
    std::size_t describe(FusedBuilder& builder, std::size_t x) const;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

/// Drops a share of the values and scales the others up; the values themselves without a generator.
at::Tensor dropout(const at::Tensor& values, double share, at::Generator* random);

}  // namespace sightline::learning
