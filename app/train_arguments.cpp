#include <cmath>
#include <functional>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/arguments.h"
#include "app/question.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/learning/claim_threshold.h"

namespace sightline::app {

namespace {

constexpr const char* footer =
    "With --data or --labels the model is trained on those files. Without them it is trained on the workspace's\n"
    "labels; sources held back for testing are never trained on, and the comparison with the model in use is\n"
    "written beside it as MODEL.comparison.json. The new model is not put into service: see `sightline models`.\n"
    "\n"
    "Weights that were imported (`sightline models import-weights`) lend what they know: their trunk stays frozen,\n"
    "a small head learns from what it says of the pictures, drawn in the size the weights were published for. That\n"
    "is computed once and kept, so a second training with another head takes seconds. --unfreeze-after N lets the\n"
    "trunk join after N epochs, stage by stage from the head down.\n"
    "\n"
    "Ctrl+C writes the best model so far. After each epoch training is written down in MODEL.checkpoint (a workspace\n"
    "keeps it in its data folder): the same command, started again after a crash or a stop, goes on from there.\n"
    "\n"
    "Examples:\n"
    "  sightline train --domain pumpcards --data cards.csv --out mine.safetensors\n"
    "  sightline train --domain pumpcards --data cards/ --labels fold0-train.csv --out fold0.safetensors --seed 3\n"
    "  sightline train --domain mouse --data training_files/ --threshold far=0.01 --out users.safetensors\n"
    "  sightline train --workspace field.sightline --domain pumpcards --out candidate.safetensors\n"
    "  sightline train --domain pumpcards --data cards/ --base vgg16.safetensors --out transferred.safetensors\n"
    "  sightline train --domain pumpcards --data cards/ --base ID --recipe size=128 --epochs 40 --unfreeze-after 20 "
    "\\\n"
    "                  --out tuned.safetensors";

std::string checkThreshold(const std::string& text)
{
    return learning::parseClaimRule(text)
               ? std::string()
               : "--threshold takes eer, far=SHARE (far=0.01) or cost=ACCEPT:REJECT (cost=10:1), not \"" + text + "\"";
}

/// Options whose values are copied into TrainCommandOptions once parsing is done, if they were given.
class Options {
public:
    explicit Options(CLI::App& command) : m_command(command) {}

    void group(const std::string& name) { m_group = name; }

    template <class T>
    CLI::Option* add(const char* name, std::optional<T> TrainCommandOptions::*target, const char* type,
                     const std::string& what, const CLI::Validator& valid)
    {
        const auto value = std::make_shared<T>();
        CLI::Option* option = m_command.add_option(name, *value, what)->type_name(type)->group(m_group)->check(valid);
        m_takers.push_back(
            [option, value, target](TrainCommandOptions& options) { options.*target = given(option, *value); });
        return option;
    }
    void choice(const char* name, std::optional<std::string> TrainCommandOptions::*target,
                const std::vector<std::string>& choices, const std::string& what)
    {
        add(name, target, "", what, CLI::IsMember(choices))->type_name(join(choices, "|"));
    }
    void flag(const char* names, bool& target, const std::string& what)
    {
        m_command.add_flag(names, target, what)->group(m_group);
    }

    void threshold(std::string& target)
    {
        m_command
            .add_option("--threshold", target,
                        "From which score on a claim is believed, chosen on sessions held out of training: eer (as "
                        "many false accepts as false rejects, the default), far=0.01 (at most this share of false "
                        "accepts) or cost=10:1 (of a false accept and of a false reject)")
            ->check(CLI::Validator(checkThreshold, ""))
            ->type_name("RULE")
            ->group(m_group);
    }

    void take(TrainCommandOptions& options) const
    {
        for (const auto& taker : m_takers) {
            taker(options);
        }
    }

private:
    CLI::App& m_command;
    std::string m_group;
    std::vector<std::function<void(TrainCommandOptions&)>> m_takers;
};

struct Texts {
    CommonTexts common;
    std::vector<std::string> data;
    std::vector<std::string> labels;
    std::vector<std::string> recipe;
    std::string out;
    std::string cache;
    bool noMixedPrecision = false;
    TrainCommandOptions options;
};

std::string checkRecipe(const std::string& text)
{
    const std::size_t equals = text.find('=');
    const auto value = equals == std::string::npos ? std::nullopt : parseNumber(text.substr(equals + 1));
    return equals == 0 || !value || !std::isfinite(*value) ? "--recipe takes KEY=NUMBER, not \"" + text + "\""
                                                           : std::string();
}

void addData(CLI::App& command, Texts& t)
{
    const char* const group = "Data";
    command.add_option("--data", t.data, "Recordings: files and folders")->type_name("PATH")->group(group);
    command
        .add_option("--labels", t.labels,
                    "Label files (path,sample,label,group); with them only listed samples are used")
        ->type_name("CSV")
        ->group(group);
    command
        .add_option("--protocol", t.options.protocol,
                    "Learn from what a published protocol says is to be learnt from; --data names its folder")
        ->check(CLI::IsMember(protocolNames()))
        ->type_name("NAME")
        ->group(group);
    command.add_option("--snapshot", t.options.snapshot, "A frozen dataset of the workspace instead of its labels")
        ->type_name("ID")
        ->group(group);
    command
        .add_option("--recipe", t.recipe,
                    "Parameter of the picture, as size=224 (default: the domain's, or the imported weights' size); "
                    "may be given several times")
        ->check(CLI::Validator(checkRecipe, ""))
        ->type_name("KEY=NUMBER")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all()
        ->group(group);
    command.add_option("--out", t.out, "The model file to write")->required()->type_name("MODEL")->group(group);
    command.add_option("--name", t.options.name, "The model's name for people")->type_name("TEXT")->group(group);
    command.add_option("--origin", t.options.origin, "What the data are, shown beside every verdict: \"simulated\"")
        ->type_name("TEXT")
        ->group(group);
}

void addNetwork(CLI::App& command, Texts& t, Options& options)
{
    const char* const group = "Network";
    options.group(group);
    command
        .add_option("--base", t.options.base,
                    "Weights to start from: a model or imported weights; file, id or beginning of an id")
        ->type_name("MODEL")
        ->group(group);
    command
        .add_option("--arch", t.options.architecture,
                    "Network: signalnet-s, -m, -l, convnet-s, -m, sweepnet-s, mobilenet_v3_small, mobilenet_v3_large, "
                    "resnet18, resnet50, vgg16, vgg16_bn (default: the base's, or the domain's own)")
        ->type_name("NAME")
        ->group(group);
    options.choice("--head", &TrainCommandOptions::head, {"native", "compact"},
                   "Last layers: as published, or small ones for hundreds of samples");
    options.add("--dropout", &TrainCommandOptions::dropout, "X", "Share of values dropped before the last layers",
                CLI::Range(0.0, 0.95));
    options.add("--members", &TrainCommandOptions::members, "N", "Networks of different seeds in the model",
                CLI::Range(1, 64));
    options.add("--forest", &TrainCommandOptions::forest, "X",
                "Share of the verdict for a forest beside the networks (0: none)", CLI::Range(0.0, 0.95));
    options.add("--linear", &TrainCommandOptions::linear, "X",
                "Share of the verdict for a linear judge on the same numbers as the forest (0: none)",
                CLI::Range(0.0, 0.95));
    options.choice("--combine", &TrainCommandOptions::combination, {"probabilities", "logits"},
                   "What is averaged over networks, forest and linear judge");
}

void addTransfer(CLI::App& command, const std::shared_ptr<bool>& freeze, CLI::Option*& freezeOption, Options& options)
{
    options.group("Learning from a base");
    freezeOption = command
                       .add_flag("--freeze,!--no-freeze", *freeze,
                                 "Keep the base's trunk as it is; only the head learns (default for imported weights)")
                       ->group("Learning from a base");
    options.add("--copies", &TrainCommandOptions::copies, "N",
                "Augmented copies of each sample a frozen trunk sees (default: what takes minutes, at most 8)",
                CLI::Range(0, 1000));
    options.add("--unfreeze-after", &TrainCommandOptions::unfreezeAfter, "N",
                "Epochs after which the trunk joins the head (0: never)", CLI::Range(0, 100000));
    options.add("--unfreeze-every", &TrainCommandOptions::unfreezeEvery, "N",
                "Epochs from one stage of the trunk to the next below (2)", CLI::Range(1, 100000));
    options.add("--unfreeze-stages", &TrainCommandOptions::unfreezeStages, "N", "How many of them may join (0: all)",
                CLI::Range(0, 1000));
    options.add("--stage-rate", &TrainCommandOptions::stageRate, "X",
                "Then the head's rate falls to this share, and each stage learns at this share of the one above (0.3)",
                CLI::Range(1e-6, 1.0));
}

void addCourse(Options& options)
{
    options.group("Course");
    options.add("--epochs", &TrainCommandOptions::epochs, "N", "Passes over the data", CLI::Range(1, 100000));
    options.add("--batch", &TrainCommandOptions::batch, "N", "Samples per step", CLI::Range(2, 65536));
    options.choice("--optimizer", &TrainCommandOptions::optimizer, {"adamw", "sgd"}, "How gradients become steps");
    options.add("--momentum", &TrainCommandOptions::momentum, "X", "Of sgd (0.9)", CLI::Range(0.0, 0.999));
    options.choice("--schedule", &TrainCommandOptions::schedule, {"cosine", "one-cycle"},
                   "How the learning rate rises and falls");
    options.add("--warm-up", &TrainCommandOptions::warmUp, "X", "Share of the time in which it rises",
                CLI::Range(0.0, 1.0));
    options.add("--learning-rate", &TrainCommandOptions::learningRate, "X", "At its peak", CLI::PositiveNumber);
    options.add("--weight-decay", &TrainCommandOptions::weightDecay, "X", "Pull of all weights towards nothing",
                CLI::NonNegativeNumber);
    options.add("--clip", &TrainCommandOptions::clip, "X", "Limit of the gradient's norm (0: none)",
                CLI::NonNegativeNumber);
    options.add("--ema", &TrainCommandOptions::ema, "X",
                "Keep the weights' running average of this decay, such as 0.99 (0: the weights themselves)",
                CLI::Range(0.0, 0.99999));
    options.add("--patience", &TrainCommandOptions::patience, "N",
                "Stop after so many epochs without a better held-out loss (0: never)", CLI::Range(0, 100000));
}

void addExamples(Texts& t, Options& options)
{
    options.group("Examples");
    options.add("--augment", &TrainCommandOptions::augment, "X", "Strength of the random changes to the signal",
                CLI::Range(0.0, 4.0));
    options.add("--label-smoothing", &TrainCommandOptions::labelSmoothing, "X",
                "Share of certainty taken from every label", CLI::Range(0.0, 0.9));
    options.add("--mixup", &TrainCommandOptions::mixup, "X", "Blend pairs of samples by Beta(X, X) (0: never)",
                CLI::Range(0.0, 100.0));
    options.flag("--balance", t.options.balance, "Draw rare classes more often, instead of so many of each");
    options
        .add("--draws", &TrainCommandOptions::draws, "N",
             "Samples of every class drawn an epoch, each changed at random anew (0: every sample once)",
             CLI::Range(0, 10'000'000))
        ->excludes("--balance");
    options.add("--target-error", &TrainCommandOptions::targetError, "X",
                "Share of wrong answers the abstention threshold allows", CLI::Range(0.0, 1.0));
    options.threshold(t.options.threshold);
}

void addMachine(CLI::App& command, Texts& t, Options& options)
{
    const char* const group = "Machine";
    options.group(group);
    command
        .add_option("--threads", t.options.threads,
                    "Cores to use (0: all for large networks, up to four for small ones)")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N")
        ->group(group);
    options.flag("--no-mixed-precision", t.noMixedPrecision,
                 "Compute in 32 bits even where a graphics card is faster with 16");
    command
        .add_option("--cache", t.cache,
                    "Folder for what a frozen trunk says of pictures, 4 GB at most (default: the workspace's data "
                    "folder, or the user's cache)")
        ->type_name("FOLDER")
        ->group(group);
    options.flag("--fresh", t.options.fresh, "Start anew even if this very training was interrupted before");
}

}  // namespace

void addTrain(CLI::App& top, Run& run)
{
    const auto t = std::make_shared<Texts>();
    CLI::App* command = top.add_subcommand("train", "Train a model on labelled recordings or on a workspace's labels");
    const auto options = std::make_shared<Options>(*command);
    const auto freeze = std::make_shared<bool>(false);
    CLI::Option* freezeOption = nullptr;
    addData(*command, *t);
    addNetwork(*command, *t, *options);
    addTransfer(*command, freeze, freezeOption, *options);
    addCourse(*options);
    addExamples(*t, *options);
    addMachine(*command, *t, *options);
    addCommon(*command, t->common, false);
    command->footer(footer);
    command->callback([t, options, freeze, freezeOption, &run] {
        run = [=](const std::string& line) {
            TrainCommandOptions chosen = t->options;
            options->take(chosen);
            chosen.common = commonOf(t->common, line);
            chosen.data = pathsOf(t->data);
            chosen.labels = pathsOf(t->labels);
            chosen.out = pathFromUtf8(t->out);
            chosen.cache = pathOf(t->cache);
            chosen.mixedPrecision = !t->noMixedPrecision;
            chosen.freeze = given(freezeOption, *freeze);
            for (const std::string& text : t->recipe) {
                const std::size_t equals = text.find('=');
                chosen.recipeParameters[text.substr(0, equals)] = *parseNumber(text.substr(equals + 1));
            }
            return train(chosen);
        };
    });
}

}  // namespace sightline::app
