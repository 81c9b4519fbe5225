#include <memory>

#include <CLI/CLI.hpp>

#include "app/arguments.h"
#include "core/base/file.h"

namespace sightline::app {

void addTrain(CLI::App& top, Run& run)
{
    struct Texts {
        CommonTexts common;
        std::vector<std::string> data;
        std::vector<std::string> labels;
        std::string out;
        TrainCommandOptions options;
        std::string head;
        double dropout = 0;
        int epochs = 0;
        int members = 0;
        int batch = 0;
        int patience = 0;
        double learningRate = 0;
        double augment = 0;
        double forest = 0;
        double targetError = 0;
    };
    const auto t = std::make_shared<Texts>();
    CLI::App* command = top.add_subcommand("train", "Train a model on labelled recordings or on a workspace's labels");
    command->add_option("--data", t->data, "Recordings: files and folders")->type_name("PATH");
    command
        ->add_option("--labels", t->labels,
                     "Label files (path,sample,label,group); with them only listed samples are used")
        ->type_name("CSV");
    command->add_option("--out", t->out, "The model file to write")->required()->type_name("MODEL");
    command
        ->add_option("--base", t->options.base,
                     "Weights to start from: a model or imported weights; file, id or beginning of an id")
        ->type_name("MODEL");
    command
        ->add_option("--arch", t->options.architecture,
                     "Network: signalnet-s, -m, -l, mobilenet_v3_small, mobilenet_v3_large, resnet18, resnet50, vgg16, "
                     "vgg16_bn (default: the base's, or the domain's own)")
        ->type_name("NAME");
    CLI::Option* head =
        command->add_option("--head", t->head, "Last layers: as published, or small ones for hundreds of samples")
            ->check(CLI::IsMember({"native", "compact"}))
            ->type_name("native|compact");
    CLI::Option* dropout =
        command->add_option("--dropout", t->dropout, "Share of values dropped before the last layers")
            ->check(CLI::Range(0.0, 0.95))
            ->type_name("X");
    command->add_option("--snapshot", t->options.snapshot, "A frozen dataset of the workspace instead of its labels")
        ->type_name("ID");
    command->add_option("--name", t->options.name, "The model's name for people")->type_name("TEXT");
    command->add_option("--origin", t->options.origin, "What the data are, shown beside every verdict: \"simulated\"")
        ->type_name("TEXT");
    CLI::Option* epochs = command->add_option("--epochs", t->epochs, "Passes over the data")
                              ->check(CLI::Range(1, 100000))
                              ->type_name("N");
    CLI::Option* members = command->add_option("--members", t->members, "Networks of different seeds in the model")
                               ->check(CLI::Range(1, 64))
                               ->type_name("N");
    CLI::Option* batch =
        command->add_option("--batch", t->batch, "Samples per step")->check(CLI::Range(2, 65536))->type_name("N");
    CLI::Option* rate = command->add_option("--learning-rate", t->learningRate, "Peak of the cosine schedule")
                            ->check(CLI::PositiveNumber)
                            ->type_name("X");
    CLI::Option* augment = command->add_option("--augment", t->augment, "Strength of the random changes to the signal")
                               ->check(CLI::Range(0.0, 4.0))
                               ->type_name("X");
    CLI::Option* forest =
        command->add_option("--forest", t->forest, "Share of the verdict for a forest beside the networks (0: none)")
            ->check(CLI::Range(0.0, 0.95))
            ->type_name("X");
    CLI::Option* target =
        command->add_option("--target-error", t->targetError, "Share of wrong answers the abstention threshold allows")
            ->check(CLI::Range(0.0, 1.0))
            ->type_name("X");
    CLI::Option* patience = command
                                ->add_option("--patience", t->patience,
                                             "Stop after so many epochs without a better held-out loss (0: never)")
                                ->check(CLI::NonNegativeNumber)
                                ->type_name("N");
    command->add_flag("--balance", t->options.balance, "Draw rare classes more often");
    command->add_option("--threads", t->options.threads, "Threads of the network (0: chosen)")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N");
    addCommon(*command, t->common, false);
    command->footer(
        "With --data or --labels the model is trained on those files. Without them it is trained on the workspace's\n"
        "labels; sources held back for testing are never trained on, and the comparison with the model in use is\n"
        "written beside it as MODEL.comparison.json. The new model is not put into service: see `sightline models`.\n"
        "Ctrl+C writes the best model so far.\n\nExamples:\n"
        "  sightline train --domain pumpcards --data cards.csv --out mine.safetensors\n"
        "  sightline train --domain pumpcards --data cards/ --labels fold0-train.csv --out fold0.safetensors --seed 3\n"
        "  sightline train --workspace field.sightline --domain pumpcards --out candidate.safetensors\n"
        "  sightline train --domain pumpcards --data cards/ --base resnet50.safetensors --out transferred.safetensors");
    command->callback([t, head, dropout, epochs, members, batch, rate, augment, forest, target, patience, &run] {
        run = [=](const std::string& line) {
            TrainCommandOptions options = t->options;
            options.common = commonOf(t->common, line);
            options.data = pathsOf(t->data);
            options.labels = pathsOf(t->labels);
            options.out = pathFromUtf8(t->out);
            options.head = given(head, t->head);
            options.dropout = given(dropout, t->dropout);
            options.epochs = given(epochs, t->epochs);
            options.members = given(members, t->members);
            options.batch = given(batch, t->batch);
            options.learningRate = given(rate, t->learningRate);
            options.augment = given(augment, t->augment);
            options.forest = given(forest, t->forest);
            options.targetError = given(target, t->targetError);
            options.patience = given(patience, t->patience);
            return train(options);
        };
    });
}

}  // namespace sightline::app
