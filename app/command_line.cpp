#include "app/command_line.h"

#include <algorithm>
#include <functional>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "core/base/file.h"
#include "core/base/text.h"

namespace sightline::app {

namespace {

namespace fs = std::filesystem;

/// CLI11 writes into plain values; this turns them into CommonOptions once parsing is done.
struct CommonTexts {
    std::string workspace;
    std::string model;
    std::string domain;
    std::string task;
    std::string device = "auto";
    std::string format = "table";
    std::string progress = "auto";
    std::uint64_t seed = 1;
    std::vector<std::string> maps;
};

CommonOptions commonOf(const CommonTexts& texts, const std::string& commandLine)
{
    CommonOptions common;
    if (!texts.workspace.empty()) {
        common.workspace = pathFromUtf8(texts.workspace);
    }
    if (!texts.model.empty()) {
        common.model = pathFromUtf8(texts.model);
    }
    common.domain = texts.domain;
    common.task = texts.task;
    common.device = texts.device;
    common.format = texts.format == "json" ? Format::Json : texts.format == "csv" ? Format::Csv : Format::Table;
    common.progress = texts.progress == "json"   ? ProgressMode::Json
                      : texts.progress == "none" ? ProgressMode::None
                                                 : ProgressMode::Auto;
    common.seed = texts.seed;
    common.commandLine = commandLine;
    for (const std::string& map : texts.maps) {
        const std::size_t equals = map.find('=');
        common.answers[map.substr(0, equals)] = map.substr(equals + 1);
    }
    return common;
}

std::string checkMap(const std::string& text)
{
    const std::size_t equals = text.find('=');
    return equals == 0 || equals == std::string::npos ? "--map takes KEY=VALUE, not \"" + text + "\"" : std::string();
}

void addCommon(CLI::App& command, CommonTexts& texts, bool modelOption = true)
{
    command.add_option("--workspace", texts.workspace, "Workspace file (default: the user's own)")
        ->type_name("FILE.sightline");
    if (modelOption) {
        command
            .add_option("--model", texts.model, "Model file (default: the workspace's active one, else the starter)")
            ->type_name("FILE");
    }
    command.add_option("--domain", texts.domain, "Kind of signal, for example pumpcards")->type_name("ID");
    command.add_option("--task", texts.task, "Question to answer, for example condition")->type_name("ID");
    command.add_option("--device", texts.device, "Where the network runs")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->type_name("auto|cpu|cuda")
        ->capture_default_str();
    command.add_option("--format", texts.format, "Form of the answer on standard output")
        ->check(CLI::IsMember({"table", "json", "csv"}))
        ->type_name("table|json|csv")
        ->capture_default_str();
    command.add_option("--progress", texts.progress, "Progress on standard error; json: one object per line")
        ->check(CLI::IsMember({"auto", "none", "json"}))
        ->type_name("auto|none|json")
        ->capture_default_str();
    command.add_option("--seed", texts.seed, "For everything random; the same seed gives the same result")
        ->type_name("N")
        ->capture_default_str();
    command
        .add_option("--map", texts.maps,
                    "Answer to what a reader must ask (unit, column, order); may be given several times")
        ->check(CLI::Validator(checkMap, ""))
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
}

std::vector<fs::path> pathsOf(const std::vector<std::string>& texts)
{
    std::vector<fs::path> paths;
    for (const std::string& text : texts) {
        paths.push_back(pathFromUtf8(text));
    }
    return paths;
}

std::optional<fs::path> pathOf(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional<fs::path>(pathFromUtf8(text));
}

template <class T>
std::optional<T> given(const CLI::Option* option, const T& value)
{
    return option->count() > 0 ? std::optional<T>(value) : std::nullopt;
}

/// A command that was chosen: run when parsing is done.
using Run = std::function<int(const std::string& commandLine)>;

void addClassify(CLI::App& top, Run& run)
{
    struct Texts {
        CommonTexts common;
        std::vector<std::string> paths;
    };
    const auto texts = std::make_shared<Texts>();
    CLI::App* command = top.add_subcommand("classify", "Say what is wrong in every sample of the files");
    command->add_option("PATH", texts->paths, "Files and folders")->required()->type_name("");
    addCommon(*command, texts->common);
    command->footer(
        "In a folder, a file that is no reader's is skipped and counted; a file named here that is no reader's is an\n"
        "error. Labels in the files are not looked at.\n\nExamples:\n"
        "  sightline classify well-7.dyn\n"
        "  sightline classify cards/ --format json > verdicts.jsonl\n"
        "  sightline classify export.txt --map order=load_position --map load_unit=kgf\n\n"
        "Exit codes: 0 done, 1 some files could not be read, 2 wrong usage, 75 try again later, 130 interrupted");
    command->callback([texts, &run] {
        run = [texts](const std::string& line) {
            return classify({commonOf(texts->common, line), pathsOf(texts->paths)});
        };
    });
}

void addImage(CLI::App& top, Run& run)
{
    struct Texts {
        CommonTexts common;
        std::string path;
        std::string sample;
        std::string out;
        std::string raw;
    };
    const auto texts = std::make_shared<Texts>();
    CLI::App* command = top.add_subcommand("image", "Write the picture the network sees of one sample");
    command->add_option("PATH", texts->path, "The recording")->required()->type_name("");
    CLI::Option* sample =
        command->add_option("--sample", texts->sample, "Which sample (default: the first)")->type_name("ID");
    CLI::Option* out =
        command->add_option("--out", texts->out, "The picture as PNG, one pixel per pixel")->type_name("F.png");
    CLI::Option* raw = command->add_option("--raw", texts->raw, "Its floats as a NumPy array (channels, height, width)")
                           ->type_name("F.npy");
    addCommon(*command, texts->common);
    command->footer("Example:\n  sightline image cards.csv --sample 17 --out card17.png --raw card17.npy");
    command->callback([texts, sample, out, raw, &run] {
        if (out->count() + raw->count() == 0) {
            throw CLI::RequiredError("--out or --raw");
        }
        run = [texts, sample](const std::string& line) {
            ImageOptions options;
            options.common = commonOf(texts->common, line);
            options.path = pathFromUtf8(texts->path);
            options.sample = given(sample, texts->sample);
            options.out = pathOf(texts->out);
            options.raw = pathOf(texts->raw);
            return image(options);
        };
    });
}

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

void addEvaluate(CLI::App& top, Run& run)
{
    struct Texts {
        CommonTexts common;
        std::vector<std::string> data;
        std::vector<std::string> labels;
        EvaluateCommandOptions options;
        double window = 0;
    };
    const auto t = std::make_shared<Texts>();
    CLI::App* command = top.add_subcommand("evaluate", "Measure a model on labelled recordings");
    command->add_option("--data", t->data, "Recordings: files and folders")->type_name("PATH");
    command->add_option("--labels", t->labels, "Label files; with them only listed samples are judged")
        ->type_name("CSV");
    command->add_option("--without", t->options.without, "Leave out the samples of a class; may be given several times")
        ->type_name("CLASS");
    command->add_flag("--mask", t->options.mask, "The classes of --without may not be answered either");
    command->add_flag("--count-other-classes", t->options.countOtherClasses,
                      "Count samples of classes the model cannot answer as wrong (default: left out and counted)");
    command->add_option("--protocol", t->options.protocol, "How to score; default: the domain's own")
        ->check(CLI::IsMember({"default"}))
        ->type_name("NAME")
        ->capture_default_str();
    CLI::Option* window = command->add_option("--window", t->window, "Grid of the window figures (sound)")
                              ->check(CLI::PositiveNumber)
                              ->type_name("SECONDS");
    addCommon(*command, t->common);
    command->footer(
        "Accuracy counts every labelled sample: an abstained one by its best guess, a rejected one as wrong. Samples\n"
        "the model was trained on are left out and counted. Intervals (95 %) come from drawing whole sources.\n\n"
        "Examples:\n"
        "  sightline evaluate --data cards.csv\n"
        "  sightline evaluate --model mine.safetensors --data cards.csv --labels fold0-test.csv --format json\n"
        "  sightline evaluate --model mine.safetensors --data cards.csv --without tag_bottom --mask");
    command->callback([t, window, &run] {
        if (t->data.empty() && t->labels.empty()) {
            throw CLI::RequiredError("--data or --labels");
        }
        run = [t, window](const std::string& line) {
            EvaluateCommandOptions options = t->options;
            options.common = commonOf(t->common, line);
            options.data = pathsOf(t->data);
            options.labels = pathsOf(t->labels);
            options.windowSeconds = given(window, t->window);
            return evaluate(options);
        };
    });
}

void addSimulate(CLI::App& top, Run& run)
{
    struct Texts {
        CommonTexts common;
        std::size_t count = 0;
        std::string out;
    };
    const auto t = std::make_shared<Texts>();
    CLI::App* command = top.add_subcommand("simulate", "Write simulated, labelled recordings");
    command->add_option("--count", t->count, "How many samples")
        ->required()
        ->check(CLI::Range(std::size_t{1}, std::size_t{100000000}))
        ->type_name("N");
    command->add_option("--out", t->out, "The file to write")->required()->type_name("PATH");
    addCommon(*command, t->common, false);
    command->footer("Example:\n  sightline simulate --domain pumpcards --count 1000 --seed 7 --out cards.csv");
    command->callback([t, &run] {
        run = [t](const std::string& line) {
            return simulate({commonOf(t->common, line), t->count, pathFromUtf8(t->out)});
        };
    });
}

void addImportWeights(CLI::App& models, Run& run)
{
    struct Texts {
        CommonTexts common;
        std::string file;
        std::string out;
        std::string pictures = "imagenet";
        ImportWeightsOptions options;
    };
    const auto t = std::make_shared<Texts>();
    CLI::App* command = models.add_subcommand("import-weights", "Take weights from elsewhere to start training from");
    command->add_option("FILE", t->file, "What torch.save(net.state_dict()) wrote, or safetensors")
        ->required()
        ->type_name("");
    command->add_option("--arch", t->options.architecture, "Their network: resnet50, vgg16, mobilenet_v3_large …")
        ->required()
        ->type_name("NAME");
    command->add_option("--name", t->options.name, "Name for people (default: the file's)")->type_name("TEXT");
    command
        ->add_option("--pictures", t->pictures,
                     "Scale of the pictures they were trained on: ImageNet's normalisation, or pixels in 0 to 1")
        ->check(CLI::IsMember({"imagenet", "plain"}))
        ->type_name("imagenet|plain")
        ->capture_default_str();
    command->add_option("--out", t->out, "Write them to a file instead of into the workspace")->type_name("MODEL");
    addCommon(*command, t->common, false);
    command->footer(
        "The file is only read: nothing in it can run. The last layer is made anew for your classes when training\n"
        "starts, and the first one is adapted to the pictures' channels.\n\nExamples:\n"
        "  sightline models import-weights resnet50-11ad3fa6.pth --arch resnet50\n"
        "  sightline train --domain pumpcards --data cards/ --base ID --out mine.safetensors");
    command->callback([t, &run] {
        run = [t](const std::string& line) {
            ImportWeightsOptions options = t->options;
            options.common = commonOf(t->common, line);
            options.file = pathFromUtf8(t->file);
            options.plainPixels = t->pictures == "plain";
            options.out = pathOf(t->out);
            return modelsImportWeights(options);
        };
    });
}

void addExport(CLI::App& models, Run& run)
{
    struct Texts {
        CommonTexts common;
        std::string out;
        std::size_t member = 0;
        ExportOptions options;
    };
    const auto t = std::make_shared<Texts>();
    CLI::App* command = models.add_subcommand("export", "Write a network's weights as plain safetensors for others");
    command->add_option("MODEL", t->options.model, "Model file, id, beginning of an id, or \"starter\"")
        ->required()
        ->type_name("");
    command->add_option("--out", t->out, "The file to write")->required()->type_name("FILE");
    CLI::Option* member =
        command->add_option("--member", t->member, "Which of several networks, from 0")->type_name("N");
    addCommon(*command, t->common, false);
    command->footer(
        "Tensors bear the names they have in torchvision; architecture and classes are in the file's metadata.\n\n"
        "Example:\n  sightline models export candidate.safetensors --out weights.safetensors");
    command->callback([t, member, &run] {
        run = [t, member](const std::string& line) {
            ExportOptions options = t->options;
            options.common = commonOf(t->common, line);
            options.out = pathFromUtf8(t->out);
            options.member = given(member, t->member);
            return modelsExport(options);
        };
    });
}

void addModels(CLI::App& top, Run& run)
{
    struct Texts {
        CommonTexts common;
        std::string model;
        std::string reason;
    };
    CLI::App* models = top.add_subcommand(
        "models", "The models of a workspace: list, show, activate, rollback, import-weights, export");
    models->require_subcommand(1);
    const auto add = [&](const char* name, const char* what, int (*function)(const ModelsOptions&), bool takesModel,
                         const char* footer) {
        const auto t = std::make_shared<Texts>();
        CLI::App* command = models->add_subcommand(name, what);
        if (takesModel) {
            command->add_option("MODEL", t->model, "Model file, id, beginning of an id, or \"starter\"")
                ->required()
                ->type_name("");
        }
        if (function == modelsActivate) {
            command->add_option("--reason", t->reason, "Why; kept in the history")->type_name("TEXT");
        }
        addCommon(*command, t->common, false);
        command->footer(footer);
        command->callback([t, function, &run] {
            run = [t, function](const std::string& line) {
                return function({commonOf(t->common, line), t->model, t->reason});
            };
        });
    };
    add("list", "What there is, and which is in use", modelsList, false, "Example:\n  sightline models list");
    add("show", "Everything a model says of itself", modelsShow, true,
        "Example:\n  sightline models show candidate.safetensors --format json");
    add("activate", "Put a model into service; a file is copied into the workspace first", modelsActivate, true,
        "Example:\n  sightline models activate candidate.safetensors --reason \"better on well 7\"");
    add("rollback", "Back to the model that was in use before", modelsRollback, false,
        "Example:\n  sightline models rollback --domain pumpcards");
    addImportWeights(*models, run);
    addExport(*models, run);
}

std::string quoted(const std::string& argument)
{
    const bool plain = !argument.empty() && argument.find_first_not_of(
                                                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV"
                                                "WXYZ0123456789_-+=./:,@%") == std::string::npos;
    if (plain) {
        return argument;
    }
    std::string text = "'";
    for (const char c : argument) {
        text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return text + "'";
}

constexpr const char* commandNames[] = {"classify", "image", "train", "evaluate", "simulate", "models"};

}  // namespace

bool isCommand(const std::vector<std::string>& arguments)
{
    if (arguments.empty()) {
        return false;
    }
    const std::string& first = arguments.front();
    return first == "--help" || first == "-h" || first == "--version" ||
           std::find(std::begin(commandNames), std::end(commandNames), first) != std::end(commandNames);
}

int runCommand(const std::vector<std::string>& arguments)
{
    CLI::App top(
        "Sightline: from recorded signals to diagnoses.\n\n"
        "  sightline [FILE|FOLDER|WORKSPACE ...]   open the window on them\n"
        "  sightline COMMAND ...                   work without a window",
        "sightline");
    top.set_version_flag("--version", std::string("sightline ") + SIGHTLINE_VERSION);
    top.require_subcommand(1);
    top.get_formatter()->column_width(34);
    Run run;
    addClassify(top, run);
    addImage(top, run);
    addTrain(top, run);
    addEvaluate(top, run);
    addSimulate(top, run);
    addModels(top, run);
    top.footer("`sightline COMMAND --help` explains a command and gives examples.");
    try {
        top.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ParseError& error) {
        return top.exit(error) == 0 ? exitCode::done : exitCode::usage;
    }
    std::string line = "sightline";
    for (const std::string& argument : arguments) {
        line += " " + quoted(argument);
    }
    return run(line);
}

}  // namespace sightline::app
