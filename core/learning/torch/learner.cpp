#include "core/learning/torch/learner.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <optional>
#include <utility>

#include <ATen/autocast_mode.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <torch/torch.h>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/learning/torch/layers.h"
#include "core/learning/torch/network.h"
#include "core/learning/torch/state.h"
#include "core/learning/torch/stop_watch.h"

namespace sightline::learning {
namespace {

constexpr double secondBeta = 0.999;
constexpr double adamEpsilon = 1e-8;
constexpr const char* trunkVersion = "trunk 1";

/// A parameter that will learn, with what the optimizer remembers of it.
struct Weight {
    std::string name;
    std::size_t stage = 0;
    at::Tensor value;
    at::Tensor first;    ///< moment, or SGD's momentum
    at::Tensor second;   ///< AdamW's
    at::Tensor steps;    ///< AdamW's, one number
    at::Tensor average;  ///< defined if asked for
};

/// What a batch norm measures.
struct Statistic {
    std::string name;
    at::Tensor value;
    at::Tensor average;
};

/// bfloat16 for whatever gains from it, within the object's life.
class Autocast {
public:
    explicit Autocast(bool on) : m_on(on)
    {
        if (m_on) {
            at::autocast::set_autocast_dtype(at::kCUDA, at::kBFloat16);
            at::autocast::set_autocast_enabled(at::kCUDA, true);
            at::autocast::increment_nesting();
        }
    }
    Autocast(const Autocast&) = delete;
    Autocast& operator=(const Autocast&) = delete;
    ~Autocast()
    {
        if (m_on) {
            at::autocast::decrement_nesting();
            at::autocast::clear_cache();
            at::autocast::set_autocast_enabled(at::kCUDA, false);
        }
    }

private:
    bool m_on;
};

Tensor bytesOf(const at::Tensor& value)
{
    const at::Tensor plain = value.contiguous();
    Tensor tensor{DType::U8, {static_cast<std::int64_t>(plain.nbytes())}, std::vector<std::byte>(plain.nbytes())};
    std::memcpy(tensor.bytes.data(), plain.const_data_ptr(), tensor.bytes.size());
    return tensor;
}

class TorchLearner final : public Learner {
public:
    TorchLearner(const LearnerRequest& request, Begun begun, at::Generator random, const at::Device& device)
        : m_options(request.options),
          m_stop(request.stop),
          m_network(std::move(begun.network)),
          m_shape(begun.shape),
          m_config(toJson(begun.shape)),
          m_random(std::move(random)),
          m_device(device),
          m_channelsLast(!request.options.architecture.starts_with("signalnet"))
    {
        if (m_channelsLast) {
            for (auto& parameter : m_network->module().parameters()) {
                if (parameter.dim() == 4) {
                    parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
                }
            }
        }
        m_network->module().to(m_device);
        collectWeights();
    }

    [[nodiscard]] const nlohmann::json& config() const override { return m_config; }
    [[nodiscard]] std::size_t stageCount() const override { return m_network->stages().size(); }
    [[nodiscard]] std::size_t smallestPiece() const override { return m_statistics.empty() ? 1 : 2; }
    [[nodiscard]] bool onProcessor() const override { return m_device.is_cpu(); }

    [[nodiscard]] Result<void> moveToProcessor() override
    {
        return guarded([this]() -> Result<void> {
            m_device = at::Device(at::kCPU);
            m_network->module().to(m_device);
            for (Weight& weight : m_weights) {
                for (at::Tensor* tensor : {&weight.first, &weight.second, &weight.steps, &weight.average}) {
                    *tensor = tensor->defined() ? tensor->to(m_device) : *tensor;
                }
            }
            for (Statistic& statistic : m_statistics) {
                statistic.average = statistic.average.defined() ? statistic.average.to(m_device) : statistic.average;
            }
            return {};
        });
    }

    [[nodiscard]] Result<std::string> trunkKey() override
    {
        return guarded([this]() -> Result<std::string> {
            Sha256 hash;
            NetworkShape shape = m_shape;
            shape.classes = 0;
            shape.scalars = 0;
            shape.dropout.reset();
            hash.add(std::string(trunkVersion) + m_options.architecture + toJson(shape).dump() + m_device.str());
            const Stage& head = m_network->stages().front();
            for (const auto& [name, tensor] : saveState(m_network->module(), {})) {
                if (!belongsTo(name, head)) {
                    hash.add(name);
                    hash.add(std::span<const std::byte>(tensor.bytes));
                }
            }
            return hash.hex().substr(0, 32);
        });
    }

    [[nodiscard]] Result<std::vector<float>> features(const PackedBatch& pictures, std::size_t piece) override
    {
        return guarded([&]() -> Result<std::vector<float>> {
            const at::NoGradGuard noGradients;
            const StopWatch watch(m_stop);
            m_network->open(0);
            const auto whole = static_cast<std::int64_t>(piece);
            std::vector<float> rows;
            const at::Tensor all = valuesOf(pictures);
            for (std::int64_t begin = 0; begin < all.size(0); begin += whole) {
                const std::int64_t count = std::min(whole, all.size(0) - begin);
                at::Tensor images = all.narrow(0, begin, count);
                if (count < whole) {
                    images = at::cat({images, at::zeros({whole - count, all.size(1), all.size(2), all.size(3)})});
                }
                beforePass(piece);
                const at::Tensor features = m_network->features(m_network->maps(onDevice(images)), nullptr)
                                                .narrow(0, 0, count)
                                                .to(at::kCPU, at::kFloat)
                                                .contiguous();
                const auto* const values = features.const_data_ptr<float>();
                rows.insert(rows.end(), values, values + features.numel());
            }
            return rows;
        });
    }

    void open(std::size_t stages) override { m_network->open(stages); }

    [[nodiscard]] Result<double> learn(const PackedBatch& batch, const LearnStep& step) override
    {
        const at::Tensor before = m_random.get_state();
        auto loss = guarded([&]() -> Result<double> { return learnOrThrow(batch, step); });
        if (!loss) {
            m_random.set_state(before);
            dropGradients();
        }
        return loss;
    }

    [[nodiscard]] Result<std::vector<std::vector<float>>> judge(const PackedBatch& batch, std::size_t piece) override
    {
        return guarded([&]() -> Result<std::vector<std::vector<float>>> {
            const at::NoGradGuard noGradients;
            const StopWatch watch(m_stop);
            const Averaged averaged(*this);
            m_network->module().eval();
            const at::Tensor values = valuesOf(batch);
            const at::Tensor scalars = scalarsOf(batch);
            std::vector<std::vector<float>> rows;
            for (std::int64_t begin = 0; begin < values.size(0); begin += static_cast<std::int64_t>(piece)) {
                const std::int64_t count = std::min(static_cast<std::int64_t>(piece), values.size(0) - begin);
                beforePass(static_cast<std::size_t>(count));
                const at::Tensor logits = pass(batch.features, onDevice(values.narrow(0, begin, count)),
                                               scalars.narrow(0, begin, count).to(m_device), nullptr)
                                              .to(at::kCPU, at::kFloat)
                                              .contiguous();
                const float* row = logits.const_data_ptr<float>();
                for (std::int64_t i = 0; i < count; ++i, row += m_shape.classes) {
                    rows.emplace_back(row, row + m_shape.classes);
                }
            }
            return rows;
        });
    }

    [[nodiscard]] Result<std::map<std::string, Tensor>> weights() override
    {
        return guarded([this]() -> Result<std::map<std::string, Tensor>> {
            std::map<std::string, Tensor> result;
            for (const Weight& weight : m_weights) {
                result.emplace(weight.name, toOurs(weight.average.defined() ? weight.average : weight.value));
            }
            for (const Statistic& statistic : m_statistics) {
                result.emplace(statistic.name,
                               toOurs(statistic.average.defined() ? statistic.average : statistic.value));
            }
            return result;
        });
    }

    [[nodiscard]] Result<std::map<std::string, Tensor>> finish(const std::map<std::string, Tensor>& kept,
                                                               const std::string& prefix) override
    {
        return guarded([&]() -> Result<std::map<std::string, Tensor>> {
            loadState(m_network->module(), {}, kept);
            return saveState(m_network->module(), prefix);
        });
    }

    [[nodiscard]] Result<std::map<std::string, Tensor>> state() override
    {
        return guarded([this]() -> Result<std::map<std::string, Tensor>> {
            std::map<std::string, Tensor> result;
            forEachOfState([&](const std::string& name, at::Tensor& tensor) { result.emplace(name, toOurs(tensor)); });
            result.emplace("random", bytesOf(m_random.get_state()));
            return result;
        });
    }

    [[nodiscard]] Result<void> restore(const std::map<std::string, Tensor>& state) override
    {
        return guarded([&]() -> Result<void> {
            const at::NoGradGuard noGradients;
            std::string wrong;
            std::size_t used = 1;
            forEachOfState([&](const std::string& name, at::Tensor& tensor) {
                const auto given = state.find(name);
                if (given == state.end() || !misfit(tensor, given->second).empty()) {
                    wrong = wrong.empty() ? name : wrong;
                    return;
                }
                tensor.copy_(viewOf(given->second));
                ++used;
            });
            const auto random = state.find("random");
            const at::Tensor own = m_random.get_state();
            if (!wrong.empty() || used != state.size() || random == state.end() ||
                random->second.bytes.size() != own.nbytes()) {
                return fail(ErrorCode::Corrupt,
                            "it does not fit the network" + (wrong.empty() ? std::string() : ": \"" + wrong + "\""));
            }
            std::memcpy(own.mutable_data_ptr(), random->second.bytes.data(), own.nbytes());
            m_random.set_state(own);
            return {};
        });
    }

private:
    /// The averages in the weights' places, within the object's life.
    class Averaged {
    public:
        explicit Averaged(TorchLearner& learner)
        {
            const auto take = [this](at::Tensor& value, const at::Tensor& average) {
                if (average.defined()) {
                    m_own.emplace_back(value, value.detach().clone());
                    value.copy_(average);
                }
            };
            for (Weight& weight : learner.m_weights) {
                take(weight.value, weight.average);
            }
            for (Statistic& statistic : learner.m_statistics) {
                take(statistic.value, statistic.average);
            }
        }
        Averaged(const Averaged&) = delete;
        Averaged& operator=(const Averaged&) = delete;
        ~Averaged()
        {
            for (auto& [value, own] : m_own) {
                value.copy_(own);
            }
        }

    private:
        std::vector<std::pair<at::Tensor, at::Tensor>> m_own;
    };

    /// This is the room's wall: nothing is thrown beyond it.
    template <class Work>
    static auto guarded(Work work) -> decltype(work())
    {
        try {
            return work();
        } catch (const Stopped&) {
            return fail(ErrorCode::Cancelled, "training was stopped");
        } catch (...) {
            return tl::unexpected(errorFromException());
        }
    }

    void collectWeights()
    {
        const at::NoGradGuard noGradients;
        const std::vector<Stage>& stages = m_network->stages();
        const std::size_t most = mostOpenStages(m_options, stages.size());
        const auto stageOf = [&](const std::string& name) {
            std::size_t stage = 0;
            while (stage < most && !belongsTo(name, stages[stage])) {
                ++stage;
            }
            return stage;
        };
        const auto averageOf = [this](const at::Tensor& value) {
            return m_options.ema > 0 ? value.detach().clone() : at::Tensor();
        };
        for (auto& item : m_network->module().named_parameters()) {
            const std::size_t stage = stageOf(item.key());
            if (stage == most) {
                continue;
            }
            const at::Tensor& value = item.value();
            const bool adam = m_options.optimizer == Optimizer::AdamW;
            m_weights.push_back({.name = item.key(),
                                 .stage = stage,
                                 .value = value,
                                 .first = at::zeros_like(value),
                                 .second = adam ? at::zeros_like(value) : at::Tensor(),
                                 .steps = adam ? at::zeros({}, value.options()) : at::Tensor(),
                                 .average = averageOf(value)});
        }
        for (auto& item : m_network->module().named_buffers()) {
            if (stageOf(item.key()) < most) {
                m_statistics.push_back({item.key(), item.value(), averageOf(item.value())});
            }
        }
    }

    template <class Visit>
    void forEachOfState(Visit visit)
    {
        for (Weight& weight : m_weights) {
            visit("weight/" + weight.name, weight.value);
            visit("first/" + weight.name, weight.first);
            if (weight.second.defined()) {
                visit("second/" + weight.name, weight.second);
                visit("steps/" + weight.name, weight.steps);
            }
            if (weight.average.defined()) {
                visit("average/" + weight.name, weight.average);
            }
        }
        for (Statistic& statistic : m_statistics) {
            visit("weight/" + statistic.name, statistic.value);
            if (statistic.average.defined()) {
                visit("average/" + statistic.name, statistic.average);
            }
        }
    }

    void beforePass(std::size_t pictures) const
    {
        if (m_options.beforePass) {
            m_options.beforePass(pictures);
        }
    }

    /// Views on the batch's memory, which must outlive them.
    [[nodiscard]] at::Tensor valuesOf(const PackedBatch& batch) const
    {
        const auto count = static_cast<std::int64_t>(batch.count);
        auto* const values = const_cast<float*>(batch.values.data());  // only read from
        return batch.features ? at::from_blob(values, {count, static_cast<std::int64_t>(batch.values.size()) / count})
                              : at::from_blob(values, {count, m_shape.channels, m_shape.height, m_shape.width});
    }
    [[nodiscard]] at::Tensor scalarsOf(const PackedBatch& batch) const
    {
        auto* const values = const_cast<float*>(batch.scalars.data());  // only read from
        return m_shape.scalars == 0 ? at::empty({static_cast<std::int64_t>(batch.count), 0})
                                    : at::from_blob(values, {static_cast<std::int64_t>(batch.count), m_shape.scalars});
    }
    [[nodiscard]] at::Tensor onDevice(const at::Tensor& values) const
    {
        return m_channelsLast && values.dim() == 4 ? values.to(m_device).contiguous(at::MemoryFormat::ChannelsLast)
                                                   : values.to(m_device);
    }

    [[nodiscard]] at::Tensor pass(bool features, const at::Tensor& values, const at::Tensor& scalars,
                                  at::Generator* random)
    {
        return features ? m_network->head(values, scalars, random) : m_network->forward(values, scalars, random);
    }

    /// Blends each example with its partner.
    static at::Tensor blended(const at::Tensor& values, const at::Tensor& partners, const at::Tensor& shares)
    {
        std::vector<std::int64_t> shape(static_cast<std::size_t>(values.dim()), 1);
        shape[0] = values.size(0);
        return at::lerp(values.index_select(0, partners), values, shares.view(shape));
    }

    [[nodiscard]] at::Tensor lossOf(const at::Tensor& logits, const at::Tensor& classes) const
    {
        return torch::nn::functional::cross_entropy(logits, classes,
                                                    torch::nn::functional::CrossEntropyFuncOptions()
                                                        .label_smoothing(m_options.labelSmoothing)
                                                        .reduction(torch::kNone));
    }

    double learnOrThrow(const PackedBatch& batch, const LearnStep& step)
    {
        const StopWatch watch(m_stop);
        const auto count = static_cast<std::int64_t>(batch.count);
        at::Tensor values = valuesOf(batch);
        at::Tensor scalars = scalarsOf(batch);
        const at::Tensor classes = at::from_blob(const_cast<std::int64_t*>(batch.classes.data()), {count}, at::kLong);
        at::Tensor partners;
        at::Tensor shares;
        if (!step.mix.empty()) {
            std::vector<std::int64_t> order;
            std::vector<float> parts;
            for (const Mix& mix : step.mix) {
                order.push_back(static_cast<std::int64_t>(mix.partner));
                parts.push_back(mix.share);
            }
            partners = at::tensor(order);
            shares = at::tensor(parts);
            values = blended(values, partners, shares);
            scalars = blended(scalars, partners, shares);
        }
        dropGradients();
        const std::int64_t pieces =
            (count + static_cast<std::int64_t>(step.piece) - 1) / static_cast<std::int64_t>(step.piece);
        double sum = 0;
        for (std::int64_t i = 0; i < pieces; ++i) {
            const std::int64_t begin = count * i / pieces;
            const std::int64_t size = count * (i + 1) / pieces - begin;
            const auto part = [&](const at::Tensor& all) { return all.narrow(0, begin, size).to(m_device); };
            beforePass(static_cast<std::size_t>(size));
            at::Tensor losses;
            {
                const Autocast autocast(reducedPrecision());
                const at::Tensor logits =
                    pass(batch.features, onDevice(values.narrow(0, begin, size)), part(scalars), &m_random)
                        .to(at::kFloat);
                losses = lossOf(logits, part(classes));
                if (partners.defined()) {
                    losses = at::lerp(lossOf(logits, part(classes.index_select(0, partners))), losses, part(shares));
                }
            }
            const at::Tensor loss = losses.sum() / static_cast<double>(count);
            loss.backward();
            sum += loss.item<double>();
        }
        update(step);
        return sum;
    }

    [[nodiscard]] bool reducedPrecision() const
    {
        return m_options.mixedPrecision && m_device.is_cuda() &&
               at::detail::getCUDAHooks().supportsBFloat16ConvolutionWithCuDNNv8();
    }

    void dropGradients()
    {
        for (Weight& weight : m_weights) {
            weight.value.mutable_grad().reset();
        }
    }

    void update(const LearnStep& step)
    {
        if (m_options.clipNorm > 0) {
            std::vector<at::Tensor> all;
            for (const Weight& weight : m_weights) {
                all.push_back(weight.value);
            }
            torch::nn::utils::clip_grad_norm_(all, m_options.clipNorm);
        }
        const at::NoGradGuard noGradients;
        for (std::size_t stage = 0; stage < m_network->stages().size(); ++stage) {
            updateStage(stage, step.rate * stageShare(m_options, stage), step.momentum);
        }
        if (m_options.ema > 0) {
            average(step.number);
        }
    }

    void updateStage(std::size_t stage, double rate, double momentum)
    {
        std::vector<at::Tensor> values;
        std::vector<at::Tensor> gradients;
        std::vector<at::Tensor> first;
        std::vector<at::Tensor> second;
        std::vector<at::Tensor> steps;
        for (const Weight& weight : m_weights) {
            if (weight.stage == stage && weight.value.grad().defined()) {
                values.push_back(weight.value);
                gradients.push_back(weight.value.grad());
                first.push_back(weight.first);
                if (weight.second.defined()) {
                    second.push_back(weight.second);
                    steps.push_back(weight.steps.add_(1));
                }
            }
        }
        if (values.empty()) {
            return;
        }
        if (m_options.optimizer == Optimizer::AdamW) {
            at::_fused_adamw_(values, gradients, first, second, {}, steps, rate, momentum, secondBeta,
                              m_options.weightDecay, adamEpsilon, false, false);
        } else {
            at::_fused_sgd_(values, gradients, momentum > 0 ? at::TensorList(first) : at::TensorList(),
                            m_options.weightDecay, momentum, rate, 0, momentum > 0, false, false);
        }
    }

    /// Early on the average is short, or it would hold the first weights for long.
    void average(std::size_t step)
    {
        const auto t = static_cast<double>(step);
        const double part = 1 - std::min(m_options.ema, (1 + t) / (10 + t));
        for (Weight& weight : m_weights) {
            weight.average.lerp_(weight.value, part);
        }
        for (Statistic& statistic : m_statistics) {
            if (statistic.value.is_floating_point()) {
                statistic.average.lerp_(statistic.value, part);
            } else {
                statistic.average.copy_(statistic.value);
            }
        }
    }

    const TrainOptions& m_options;
    const std::atomic<bool>& m_stop;
    std::unique_ptr<Network> m_network;
    NetworkShape m_shape;
    nlohmann::json m_config;
    at::Generator m_random;
    at::Device m_device;
    bool m_channelsLast;
    std::vector<Weight> m_weights;
    std::vector<Statistic> m_statistics;
};

}  // namespace

Result<std::unique_ptr<Learner>> makeTorchLearner(const LearnerRequest& request, const std::string& device)
{
    try {
        at::set_num_threads(request.threads);
        at::Generator random = at::make_generator<at::CPUGeneratorImpl>(request.seed);
        const NetworkShape shape{.channels = request.channels,
                                 .height = request.height,
                                 .width = request.width,
                                 .scalars = request.scalars,
                                 .classes = request.classes,
                                 .head = request.options.head,
                                 .dropout = request.options.dropout};
        auto begun =
            beginNetwork(request.options.architecture, shape, request.options.base.get(), request.member, random);
        if (!begun) {
            return tl::unexpected(begun.error());
        }
        return std::make_unique<TorchLearner>(request, std::move(*begun), std::move(random), at::Device(device));
    } catch (...) {
        return tl::unexpected(errorFromException());
    }
}

}  // namespace sightline::learning
