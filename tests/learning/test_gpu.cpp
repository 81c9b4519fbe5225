// Whether there is a GPU, and what is said when there is none; then, where there is one, that it computes the same.
#include <cmath>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "core/base/file.h"
#include "core/learning/gpu.h"
#include "core/learning/metrics.h"
#include "tests/learning/cases.h"
#include "tests/learning/shapes.h"
#include "tests/learning/torch_half.h"

using namespace sightline;
using namespace sightline::learning;

#ifndef _WIN32

namespace {

/// An environment variable for the time of a test; what it was before comes back.
class Variable {
public:
    Variable(const char* name, const std::string& value) : m_name(name)
    {
        if (const char* const before = std::getenv(name)) {
            m_before = before;
        }
        setenv(name, value.c_str(), 1);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;
    ~Variable()
    {
        if (m_before) {
            setenv(m_name, m_before->c_str(), 1);
        } else {
            unsetenv(m_name);
        }
    }

private:
    const char* m_name;
    std::optional<std::string> m_before;
};

tl::expected<GraphicsCard, NoGpu> ask(const std::string& script)
{
    const Variable says("SIGHTLINE_FAKE_DRIVER", script);
    return findGraphicsCard(SIGHTLINE_FAKE_DRIVER_LIBRARY);
}

NoGpu refusal(const std::string& script)
{
    const auto card = ask(script);
    REQUIRE_FALSE(card.has_value());
    return card.error();
}

constexpr const char* h100 = "NVIDIA H100 PCIe\n85045149696 90\n";
constexpr const char* gtx1080 = "NVIDIA GeForce GTX 1080\n8589934592 61\n";
constexpr const char* turing = "NVIDIA GeForce RTX 2060\n6442450944 75\n";

/// A folder as packaging/setup lays it out: <root>/torch/lib, and the list of sizes where it has one.
void layOut(const std::filesystem::path& root, bool gpu, bool list, const std::string& version = "2.11.0")
{
    const auto lib = root / "torch" / "lib";
    std::filesystem::create_directories(lib);
    if (gpu) {
        REQUIRE(writeFileAtomically(lib / "libtorch_cuda.so", "twelve bytes"));
    }
    if (list) {
        std::filesystem::create_directories(root / ("torch-" + version + ".dist-info"));
        REQUIRE(writeFileAtomically(root / "complete", "12 torch/lib/libtorch_cuda.so\n"));
    }
}

std::string why(const tl::expected<std::filesystem::path, NoGpu>& found)
{
    return found ? "" : found.error().why;
}

}  // namespace

TEST_CASE("the driver describes the card")
{
    const auto card = ask(std::string("0\n13000\n") + h100);
    REQUIRE(card.has_value());
    CHECK(card->index == 0);
    CHECK(card->text() == "NVIDIA H100 PCIe, 79 GB");
    CHECK(ask(std::string("0\n13010\n") + turing).value().text() == "NVIDIA GeForce RTX 2060, 6 GB");
}

TEST_CASE("the first card that is new enough is taken")
{
    const auto card = ask(std::string("0\n13000\n") + gtx1080 + "broken\n1 0\n" + turing + h100);
    REQUIRE(card.has_value());
    CHECK(card->index == 2);
    CHECK(card->name == "NVIDIA GeForce RTX 2060");
}

TEST_CASE("why there is no GPU is said in words")
{
    CHECK(refusal(std::string("0\n13000\n") + gtx1080).why == std::string(noGpu::cardTooOld));
    CHECK(refusal(std::string("0\n13000\n") + gtx1080).detail == "NVIDIA GeForce GTX 1080, 8 GB");
    CHECK(refusal(std::string("0\n12040\n") + h100).why == std::string(noGpu::driverTooOld));
    CHECK(refusal(std::string("0\n12040\n") + h100).detail == "it serves CUDA 12.4");
    CHECK(refusal("100\n13000\n").why == std::string(noGpu::noCard));
    CHECK(refusal("0\n13000\n").why == std::string(noGpu::noCard));
    CHECK(refusal(std::string("803\n13000\n") + h100).why == std::string(noGpu::refused));
    CHECK(refusal(std::string("803\n13000\n") + h100).detail.find("803") != std::string::npos);
    CHECK(refusal("0\n13000\nbroken\n1 0\n").why == std::string(noGpu::refused));

    const auto none = findGraphicsCard("/nowhere/libcuda.so.1");
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().why == std::string(noGpu::noDriver));
    CHECK(none.error().detail.find("/nowhere/libcuda.so.1") != std::string::npos);
    const Variable named("SIGHTLINE_NVIDIA_DRIVER", SIGHTLINE_FAKE_DRIVER_LIBRARY);
    const Variable says("SIGHTLINE_FAKE_DRIVER", std::string("0\n13000\n") + h100);
    CHECK(findGraphicsCard().has_value());
}

TEST_CASE("a library that is no driver is none")
{
    const cases::TemporaryFolder folder;
    REQUIRE(writeFileAtomically(folder / "libcuda.so.1", "no library"));
    const auto card = findGraphicsCard(folder / "libcuda.so.1");
    REQUIRE_FALSE(card.has_value());
    CHECK(card.error().why == std::string(noGpu::noDriver));
}

TEST_CASE("GPU support is found beside libtorch, in the folder beside it, or where it is said to be")
{
    const Variable unset("SIGHTLINE_GPU", "");
    const cases::TemporaryFolder folder;
    layOut(folder / "bare", true, false);
    CHECK(findGpuLibrary(folder / "bare/torch/lib", "2.11.0").value() == folder / "bare/torch/lib/libtorch_cuda.so");

    layOut(folder / "split", false, false);
    CHECK(why(findGpuLibrary(folder / "split/torch/lib", "2.11.0")) == noGpu::notInstalled);
    layOut(folder / "split-gpu", true, true);
    CHECK(findGpuLibrary(folder / "split/torch/lib", "2.11.0").value() ==
          folder / "split-gpu/torch/lib/libtorch_cuda.so");

    const Variable named("SIGHTLINE_GPU", utf8(folder / "nothing here"));
    CHECK(why(findGpuLibrary(folder / "split/torch/lib", "2.11.0")) == noGpu::notInstalled);
    setenv("SIGHTLINE_GPU", utf8(folder / "split-gpu").c_str(), 1);
    CHECK(findGpuLibrary(folder / "elsewhere/torch/lib", "2.11.0").has_value());
}

TEST_CASE("GPU support that is half there or of another version is not loaded")
{
    const Variable unset("SIGHTLINE_GPU", "");
    const cases::TemporaryFolder folder;
    layOut(folder / "x", false, false);
    layOut(folder / "x-gpu", true, true);
    const auto other = findGpuLibrary(folder / "x/torch/lib", "2.12.0");
    CHECK(why(other) == noGpu::broken);
    CHECK(other.error().detail.find("2.12.0") != std::string::npos);

    REQUIRE(
        writeFileAtomically(folder / "x-gpu/complete", "12 torch/lib/libtorch_cuda.so\n5 nvidia/lib/libnccl.so.2\n"));
    const auto missing = findGpuLibrary(folder / "x/torch/lib", "2.11.0");
    CHECK(why(missing) == noGpu::broken);
    CHECK(missing.error().detail.find("libnccl.so.2 is missing") != std::string::npos);

    REQUIRE(writeFileAtomically(folder / "x-gpu/complete", "13 torch/lib/libtorch_cuda.so\n"));
    CHECK(findGpuLibrary(folder / "x/torch/lib", "2.11.0").error().detail.find("size") != std::string::npos);
}

#endif

TEST_CASE("the choice of a device holds, and the GPU is made ready once")
{
    int loads = 0;
    const GraphicsCard card{.index = 1, .name = "Card", .memoryBytes = std::uint64_t{8} << 30};
    ProcessDevice device(
        [&] {
            ++loads;
            return tl::expected<GraphicsCard, NoGpu>(card);
        },
        "CPU, 1 thread");
    CHECK(device.current().device == "cuda:1");  // nobody chose: Auto
    CHECK(device.current().description == "Card, 8 GB");
    CHECK(device.choose(DeviceChoice::Cpu).device == "cpu");
    CHECK(device.current().whyNotGpu.empty());
    CHECK(device.choose(DeviceChoice::Cuda).device == "cuda:1");
    CHECK(loads == 1);

    device.leave(noGpu::lost, "CUDA error: unspecified launch failure");
    CHECK(device.current().device == "cpu");
    CHECK(device.current().description == "CPU, 1 thread");
    CHECK(device.current().whyNotGpu == noGpu::lost);
    CHECK(device.choose(DeviceChoice::Cuda).detail == "CUDA error: unspecified launch failure");
    CHECK(loads == 1);
}

TEST_CASE("a process that began on the CPU loads nothing, and stays there")
{
    int loads = 0;
    ProcessDevice device(
        [&] {
            ++loads;
            return tl::expected<GraphicsCard, NoGpu>(GraphicsCard{});
        },
        "CPU, 1 thread");
    CHECK(device.choose(DeviceChoice::Cpu).whyNotGpu.empty());
    CHECK(device.current().device == "cpu");
    CHECK(device.choose(DeviceChoice::Auto).whyNotGpu == noGpu::afterRestart);
    CHECK(device.choose(DeviceChoice::Cuda).device == "cpu");
    CHECK(loads == 0);
}

TEST_CASE("a machine without a GPU computes on the CPU and says why")
{
    ProcessDevice device([] { return tl::unexpected(NoGpu{noGpu::notInstalled, "Card could be used"}); }, "CPU");
    const DeviceStatus status = device.choose(DeviceChoice::Cuda);
    CHECK(status.device == "cpu");
    CHECK(status.whyNotGpu == "GPU support not installed");
    CHECK(status.detail == "Card could be used");
}

namespace {

/// nullptr where there is no GPU: the test says so and leaves.
Engine* gpuEngineOrNone()
{
    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return nullptr;
    }
    const DeviceStatus status = engine->chooseDevice(DeviceChoice::Cuda);
    if (!status.device.starts_with("cuda")) {
        MESSAGE("left out: ", status.whyNotGpu, " ", status.detail);
        (void)engine->chooseDevice(DeviceChoice::Cpu);
        return nullptr;
    }
    MESSAGE("on ", status.description);
    return engine;
}

Model modelOf(const TrainedNetworks& trained)
{
    Model model;
    model.info.classIds = {"ring", "cross", "across", "upright"};
    model.info.channels = 2;
    model.info.height = cases::shapeSide;
    model.info.width = cases::shapeSide;
    model.info.scalars = trained.scalars;
    model.info.members = trained.members;
    model.tensors = trained.tensors;
    return model;
}

/// Trains on the device chosen.
Model train(Engine& engine, const std::string& architecture, int epochs)
{
    const cases::ShapeSource source(160, 1);
    TrainOptions options;
    options.architecture = architecture;
    options.epochs = epochs;
    options.warmUpEpochs = 1;
    options.seed = 11;
    options.threads = 2;
    MemberParts parts;
    for (std::size_t i = 0; i < source.count(); ++i) {
        (i / 4 % 5 == 0 ? parts.tune : parts.train).push_back(i);
    }
    NoProgress quiet;
    auto trained = engine.train(source, {parts}, cases::shapeScalarNames, options, quiet);
    REQUIRE_MESSAGE(trained.has_value(), trained.error().text());
    return modelOf(*trained);
}

}  // namespace

TEST_CASE("GPU and CPU judge alike")
{
    Engine* const engine = gpuEngineOrNone();
    if (engine == nullptr) {
        return;
    }
    const cases::ShapeSource source(80, 5);
    for (const char* architecture : {"signalnet-s", "resnet18", "mobilenet_v3_small"}) {
        INFO(architecture);
        (void)engine->chooseDevice(DeviceChoice::Cpu);
        const auto model = std::make_shared<Model>(train(*engine, architecture, 1));
        auto onCpu = engine->open(model);
        (void)engine->chooseDevice(DeviceChoice::Cuda);
        auto onGpu = engine->open(model);
        REQUIRE(onCpu);
        REQUIRE(onGpu);
        CHECK((*onCpu)->device() == "cpu");
        CHECK((*onGpu)->device().starts_with("cuda:"));
        const auto expected = (*onCpu)->classify(source.examples()).value();
        const auto judged = (*onGpu)->classify(source.examples()).value();
        for (std::size_t i = 0; i < source.count(); ++i) {
            for (std::size_t k = 0; k < expected[i].size(); ++k) {
                CHECK(std::abs(judged[i][k] - expected[i][k]) < 0.02F);  // half precision
            }
        }
    }
    (void)engine->chooseDevice(DeviceChoice::Cpu);
}

TEST_CASE("training on the GPU learns, and its model judges on the CPU")
{
    Engine* const engine = gpuEngineOrNone();
    if (engine == nullptr) {
        return;
    }
    const auto model = std::make_shared<Model>(train(*engine, "signalnet-s", 12));
    (void)engine->chooseDevice(DeviceChoice::Cpu);
    auto classifier = engine->open(model);
    REQUIRE(classifier);
    const cases::ShapeSource asked(120, 7);
    const auto judged = (*classifier)->classify(asked.examples()).value();
    std::vector<Outcome> outcomes;
    for (std::size_t i = 0; i < asked.count(); ++i) {
        outcomes.push_back({.truth = asked.classOf(i), .probabilities = judged[i], .group = {}});
    }
    CHECK(accuracy(outcomes) > 0.7);
}
