// Our half of tests/bench/compare: judges and trains as it is told on stdin, one command a line, one answer a line.
//   model FILE ARCHITECTURE SIDE CLASSES fused|plain THREADS   to judge with; FILE: plain safetensors → how it judges
//   judge PICTURES BATCH             PICTURES: floats, one picture after the other → seconds of the whole call
//   answers PICTURES COUNT           → the probabilities, picture by picture
//   train FILE ARCHITECTURE SIDE CLASSES COUNT BATCH EPOCHS THREADS whole|head
//                                    pictures of noise, from these weights; the whole network, or its head on the
//                                    features of the frozen trunk → seconds of each epoch after the first
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/learning/engine.h"
#include "core/learning/safetensors.h"

using namespace sightline;
using namespace sightline::learning;

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

[[noreturn]] void complain(const Error& error)
{
    std::fprintf(stderr, "%s\n", error.text().c_str());
    std::exit(1);
}

template <class Value>
Value valueOf(Result<Value> result)
{
    if (!result) {
        complain(result.error());
    }
    return std::move(*result);
}

/// FILE ARCHITECTURE SIDE CLASSES: a model for colour pictures with these weights.
ModelPtr readNetwork(std::istream& words)
{
    std::string file;
    int classes = 0;
    auto model = std::make_shared<Model>();
    ModelInfo& info = model->info;
    ModelMember member;
    member.prefix = "member0.";
    words >> file >> member.architecture >> info.height >> classes;
    info.width = info.height;
    info.channels = 3;
    info.domain = "bench";
    member.config = {
        {"channels", 3}, {"height", info.height}, {"width", info.width}, {"scalars", 0}, {"classes", classes}};
    info.members.push_back(member);
    for (int i = 0; i < classes; ++i) {
        info.classIds.push_back("class" + std::to_string(i));
    }
    for (auto& [name, tensor] : valueOf(readSafetensors(pathFromUtf8(file))).tensors) {
        model->tensors.emplace(member.prefix + name, std::move(tensor));
    }
    return model;
}

std::vector<Example> readPictures(const ModelInfo& model, const std::string& path, std::size_t count)
{
    std::ifstream file(pathFromUtf8(path), std::ios::binary);
    std::vector<Example> examples;
    for (std::size_t i = 0; i < count; ++i) {
        Example example{SignalImage(model.channels, model.height, model.width), {}};
        auto& pixels = example.image.pixels;
        file.read(reinterpret_cast<char*>(pixels.data()), static_cast<std::streamsize>(pixels.size() * sizeof(float)));
        examples.push_back(std::move(example));
    }
    if (!file) {
        complain({ErrorCode::Unreadable, "there are not so many pictures", {path, {}, {}}});
    }
    return examples;
}

std::string train(Engine& engine, std::istream& words)
{
    std::size_t count = 0;
    TrainOptions options;
    options.base = readNetwork(words);
    std::string part;
    words >> count >> options.batch >> options.epochs >> options.threads >> part;
    const ModelInfo& model = options.base->info;
    options.architecture = model.members.front().architecture;
    options.warmUpEpochs = 0;
    options.transfer.freeze = part == "head";
    options.transfer.copies = 0;
    std::vector<Example> examples;
    std::vector<std::size_t> classes;
    Rng random(1);
    for (std::size_t i = 0; i < count; ++i) {
        Example example{SignalImage(model.channels, model.height, model.width), {}};
        for (float& pixel : example.image.pixels) {
            pixel = static_cast<float>(random.uniform());
        }
        examples.push_back(std::move(example));
        classes.push_back(i % model.classIds.size());
    }
    MemberParts parts;
    for (std::size_t i = 0; i < count; ++i) {
        parts.train.push_back(i);
    }
    const MemorySource source(std::move(examples), std::move(classes), model.classIds.size());
    std::ostringstream answer;
    Clock::time_point last = Clock::now();
    options.onEpoch = [&](const EpochReport& report) {
        if (report.epoch > 1) {
            answer << since(last) << ' ';
        }
        last = Clock::now();
    };
    NoProgress quiet;
    (void)valueOf(engine.train(source, {parts}, {}, options, quiet));
    return answer.str();
}

}  // namespace

int main()
{
    Engine& engine = *valueOf(loadEngine());
    std::fprintf(stderr, "%s, %s\n", engine.version().c_str(),
                 engine.chooseDevice(DeviceChoice::Cpu).description.c_str());
    std::unique_ptr<Classifier> classifier;
    std::vector<Example> pictures;
    std::string from;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string command;
        std::string file;
        words >> command;
        if (command == "model") {
            std::string way;
            JudgingOptions options;
            const ModelPtr model = readNetwork(words);
            words >> way >> options.threads;
            options.fused = way == "fused";
            classifier = nullptr;
            classifier = valueOf(engine.openWith(model, options));
            from.clear();
            std::cout << classifier->method() << std::endl;
        } else if (command == "judge" || command == "answers") {
            std::size_t count = 0;
            words >> file >> count;
            if (classifier == nullptr) {
                complain({ErrorCode::Invalid, "no model yet", {}});
            }
            if (file != from || pictures.size() < count) {
                pictures = readPictures(classifier->info(), file, count);
                from = file;
            }
            const Clock::time_point start = Clock::now();
            const auto judged = valueOf(classifier->classify({pictures.data(), count}));
            const double seconds = since(start);
            if (command == "judge") {
                std::cout << seconds << std::endl;
                continue;
            }
            for (const auto& row : judged) {
                for (const float value : row) {
                    std::cout << value << ' ';
                }
            }
            std::cout << std::endl;
        } else if (command == "train") {
            std::cout << train(engine, words) << std::endl;
        } else {
            complain({ErrorCode::Invalid, "unknown command: " + line, {}});
        }
    }
    return 0;
}
