#include "core/learning/torch/network_classifier.h"

#include <algorithm>
#include <utility>

#include <torch/torch.h>
#include <nlohmann/json.hpp>

#include "core/learning/calibration.h"
#include "core/learning/forest.h"
#include "core/learning/forest_member.h"
#include "core/learning/inputs.h"
#include "core/learning/torch/network.h"
#include "core/learning/torch/state.h"

namespace sightline::learning {
namespace {

// More examples are judged piece by piece. On a processor the layers of 16 pictures still fit its second-level cache:
// 0.44 ms a card, and 0.65 ms in pieces of 32 or more. A graphics card wants them together.
constexpr std::size_t processorBatch = 16;
constexpr std::size_t graphicsBatch = 64;
constexpr int warmUps = 3;

/// One of the two is there.
struct Judge {
    std::unique_ptr<Network> network;
    std::unique_ptr<Forest> forest;
    float weight = 1;
    float temperature = 1;
};

class NetworkClassifier final : public Classifier {
public:
    NetworkClassifier(ModelPtr model, std::vector<Judge> judges, const std::string& device)
        : m_model(std::move(model)), m_judges(std::move(judges)), m_device(device)
    {
    }

    [[nodiscard]] const ModelInfo& info() const override { return m_model->info; }
    [[nodiscard]] std::string device() const override { return m_device.str(); }

    [[nodiscard]] Result<std::vector<std::vector<float>>> classify(std::span<const Example> examples) override
    {
        for (std::size_t i = 0; i < examples.size(); ++i) {
            if (const auto fits = checkInput(m_model->info, examples[i], i); !fits) {
                return tl::unexpected(fits.error());
            }
            for (const Judge& judge : m_judges) {
                if (const auto fits = judge.forest ? checkNumbers(*judge.forest, examples[i], i) : Result<void>();
                    !fits) {
                    return tl::unexpected(fits.error());
                }
            }
        }
        try {
            std::vector<std::vector<float>> result;
            result.reserve(examples.size());
            const std::size_t largest = m_device.is_cpu() ? processorBatch : graphicsBatch;
            for (std::size_t first = 0; first < examples.size(); first += largest) {
                judge(examples.subspan(first, std::min(largest, examples.size() - first)), result);
            }
            return result;
        } catch (...) {
            return tl::unexpected(errorFromException());
        }
    }

    /// The first calls choose kernels and allocate; nobody should wait for that with a card before him.
    Result<void> warmUp()
    {
        const ModelInfo& model = m_model->info;
        Example blank{SignalImage(model.channels, model.height, model.width), model.scalars.mean, {}};
        for (const Judge& judge : m_judges) {
            if (judge.forest) {
                blank.features.resize(judge.forest->numberCount() - blank.scalars.size());
            }
        }
        for (int i = 0; i < warmUps; ++i) {
            if (const auto judged = classify({&blank, 1}); !judged) {
                return tl::unexpected(judged.error());
            }
        }
        return {};
    }

private:
    void judge(std::span<const Example> examples, std::vector<std::vector<float>>& result)
    {
        const c10::InferenceMode inference;
        const ModelInfo& model = m_model->info;
        const auto count = static_cast<std::int64_t>(examples.size());
        const std::size_t scalarCount = model.scalars.names.size();
        at::Tensor images = at::empty({count, model.channels, model.height, model.width}, at::kFloat);
        at::Tensor scalars = at::empty({count, static_cast<std::int64_t>(scalarCount)}, at::kFloat);
        auto* pixel = images.mutable_data_ptr<float>();
        auto* scalar = scalars.mutable_data_ptr<float>();
        for (const Example& example : examples) {
            pixel = std::copy(example.image.pixels.begin(), example.image.pixels.end(), pixel);
            standardise(model.scalars, example.scalars, {scalar, scalarCount});
            scalar += scalarCount;
        }
        images = images.to(m_device);
        scalars = scalars.to(m_device);

        at::Tensor sum;
        for (const Judge& member : m_judges) {
            if (!member.network) {
                continue;
            }
            const at::Tensor logits = member.network->forward(images, scalars, nullptr);
            const at::Tensor share = at::softmax(logits.div_(member.temperature), 1).mul_(member.weight);
            sum = sum.defined() ? sum.add_(share) : share;
        }
        const std::size_t classes = model.classIds.size();
        const at::Tensor shares = sum.defined() ? sum.to(at::kCPU).contiguous()
                                                : at::zeros({count, static_cast<std::int64_t>(classes)}, at::kFloat);
        const float* row = shares.const_data_ptr<float>();
        for (const Example& example : examples) {
            result.emplace_back(row, row + classes);
            addForests(example, result.back());
            row += classes;
        }
    }

    void addForests(const Example& example, std::vector<float>& probabilities) const
    {
        for (const Judge& judge : m_judges) {
            if (judge.forest) {
                const std::vector<float> own =
                    softmax(forestLogits(*judge.forest, example), static_cast<double>(judge.temperature));
                for (std::size_t i = 0; i < own.size(); ++i) {
                    probabilities[i] += judge.weight * own[i];
                }
            }
        }
    }

    ModelPtr m_model;
    std::vector<Judge> m_judges;
    at::Device m_device;
};

/// Appends what is wrong with the member to `problems`, or the finished judge to `judges`.
void openMember(const Model& model, const ModelMember& member, const std::string& device, std::vector<Judge>& judges,
                std::vector<std::string>& problems)
{
    const ModelInfo& info = model.info;
    if (member.kind == forestKind) {
        auto forest = openForest(model, member);
        if (!forest) {
            problems.push_back(forest.error().message);
            return;
        }
        judges.push_back({nullptr, std::make_unique<Forest>(std::move(*forest)), static_cast<float>(member.weight),
                          static_cast<float>(member.temperature)});
        return;
    }
    if (member.kind != "network") {
        problems.push_back("the member \"" + member.prefix + "\" is of the unknown kind \"" + member.kind + "\"");
        return;
    }
    const auto shape = networkShapeFromJson(member.config);
    if (!shape) {
        problems.push_back(shape.error().message);
        return;
    }
    if (shape->channels != info.channels || shape->height != info.height || shape->width != info.width ||
        static_cast<std::size_t>(shape->scalars) != info.scalars.names.size() ||
        static_cast<std::size_t>(shape->classes) != info.classIds.size()) {
        problems.push_back("the member \"" + member.prefix +
                           "\" is built for another picture, other scalars or other classes than the model");
        return;
    }
    auto network = makeNetwork(member.architecture, *shape);
    if (!network) {
        problems.push_back(network.error().message);
        return;
    }
    torch::nn::Module& module = (*network)->module();
    const std::vector<std::string> wrong = misfits(module, member.prefix, model.tensors);
    if (!wrong.empty()) {
        problems.insert(problems.end(), wrong.begin(), wrong.end());
        return;
    }
    loadState(module, member.prefix, model.tensors);
    module.eval();
    module.to(at::Device(device));
    (*network)->fold();
    judges.push_back(
        {std::move(*network), nullptr, static_cast<float>(member.weight), static_cast<float>(member.temperature)});
}

}  // namespace

Result<std::unique_ptr<Classifier>> openNetworks(ModelPtr model, const std::string& device)
{
    std::vector<Judge> judges;
    std::vector<std::string> problems;
    for (const ModelMember& member : model->info.members) {
        openMember(*model, member, device, judges, problems);
    }
    if (!problems.empty()) {
        std::string list;
        for (const std::string& problem : problems) {
            list += (list.empty() ? "" : "; ") + problem;
        }
        return fail(ErrorCode::Invalid, "the model does not fit this program's networks: " + list);
    }
    auto classifier = std::make_unique<NetworkClassifier>(std::move(model), std::move(judges), device);
    if (const auto warm = classifier->warmUp(); !warm) {
        return tl::unexpected(warm.error());
    }
    return classifier;
}

}  // namespace sightline::learning
