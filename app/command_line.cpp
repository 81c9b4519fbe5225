#include "app/command_line.h"

#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/arguments.h"
#include "app/commands.h"
#include "app/question.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/domain.h"

namespace sightline::app {

namespace {

void addClassify(CLI::App& top, Run& run)
{
    struct Texts {
        CommonTexts common;
        std::vector<std::string> paths;
        bool windows = false;
        double threshold = 0;
    };
    const auto texts = std::make_shared<Texts>();
    CLI::App* command = top.add_subcommand("classify", "Say what is wrong in every sample of the files");
    command->add_option("PATH", texts->paths, "Files and folders")->required()->type_name("");
    command->add_flag("--windows", texts->windows, "Sound: a verdict for every window instead of events");
    CLI::Option* threshold =
        command
            ->add_option("--threshold", texts->threshold,
                         "Sound: least probability of an event (default: 0.5, the model's threshold)")
            ->type_name("P")
            ->check(CLI::Range(0.0001, 0.9999));
    addCommon(*command, texts->common);
    command->footer(
        "In a folder, a file that is no reader's is skipped and counted; a file named here that is no reader's is an\n"
        "error. Labels in the files are not looked at.\n\nExamples:\n"
        "  sightline classify well-7.dyn\n"
        "  sightline classify cards/ --format json > verdicts.jsonl\n"
        "  sightline classify export.txt --map order=load_position --map load_unit=kgf\n"
        "  sightline classify deployment/ --domain hydrophone --format csv > events.csv\n\n"
        "Exit codes: 0 done, 1 some files could not be read, 2 wrong usage, 75 try again later, 130 interrupted");
    command->callback([texts, threshold, &run] {
        run = [texts, threshold](const std::string& line) {
            return classify({commonOf(texts->common, line), pathsOf(texts->paths), texts->windows,
                             given(threshold, texts->threshold)});
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
        std::string why;
    };
    const auto texts = std::make_shared<Texts>();
    CLI::App* command = top.add_subcommand("image", "Write the picture the network sees of one sample");
    command->add_option("PATH", texts->path, "The recording")->required()->type_name("");
    CLI::Option* sample =
        command->add_option("--sample", texts->sample, "Which sample (default: the first)")->type_name("ID");
    CLI::Option* out =
        command
            ->add_option("--out", texts->out,
                         "The picture as PNG, one pixel per pixel; many planes are laid together in colour")
            ->type_name("F.png");
    CLI::Option* raw = command->add_option("--raw", texts->raw, "Its floats as a NumPy array (channels, height, width)")
                           ->type_name("F.npy");
    CLI::Option* why =
        command
            ->add_option("--why", texts->why,
                         "Lay over it where the network looked for this class (default: its first choice)")
            ->expected(0, 1)
            ->type_name("CLASS");
    addCommon(*command, texts->common);
    command->footer(
        "--why shows where, not why: the places of the picture that speak for the class, and by how many percentage\n"
        "points each number beside the picture does.\n\nExamples:\n"
        "  sightline image cards.csv --sample 17 --out card17.png --raw card17.npy\n"
        "  sightline image cards.csv --sample 17 --out looked.png --why fluid_pound");
    command->callback([texts, sample, out, raw, why, &run] {
        if (out->count() + raw->count() == 0) {
            throw CLI::RequiredError("--out or --raw");
        }
        run = [texts, sample, why](const std::string& line) {
            ImageOptions options;
            options.common = commonOf(texts->common, line);
            options.path = pathFromUtf8(texts->path);
            options.sample = given(sample, texts->sample);
            options.out = pathOf(texts->out);
            options.raw = pathOf(texts->raw);
            options.why = given(why, texts->why);
            return image(options);
        };
    });
}

void addEvaluate(CLI::App& top, Run& run)
{
    struct Texts {
        CommonTexts common;
        std::vector<std::string> data;
        std::vector<std::string> labels;
        std::string curves;
        std::string labelIssues;
        EvaluateCommandOptions options;
        double window = 0;
        std::size_t folds = 0;
        int epochs = 0;
        std::string scores;
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
    CLI::Option* folds =
        command
            ->add_option("--folds", t->folds,
                         "No model: train so many networks on these samples, each on all but one fold of sources, and "
                         "judge that fold by it")
            ->check(CLI::Range(2, 1000))
            ->type_name("N");
    CLI::Option* epochs =
        command->add_option("--epochs", t->epochs, "Of the networks of --folds (default: as in train)")
            ->check(CLI::Range(1, 100000))
            ->type_name("N");
    command
        ->add_option("--positive", t->options.positive,
                     "The class that auc, ap, eer and recall_at_precision_90 ask for, against the rest (default: "
                     "the second of a model's two classes; the mean over each of more)")
        ->type_name("CLASS");
    command->add_option("--curves", t->curves, "Also write the ROC, precision-recall and reliability curves, as JSON")
        ->type_name("FILE");
    command
        ->add_option("--label-issues", t->labelIssues,
                     "Also write the labels that are most probably wrong, worst first, as a label file with what the "
                     "model says instead")
        ->type_name("FILE");
    command
        ->add_option("--protocol", t->options.protocol,
                     "A published way to judge; --data names its folder as published. balabit: sessions that claim an "
                     "account; sapimouse, sapimouse-56: people the model has never met; sapimouse-group: members and "
                     "others; slider: hands and programs, by networks of its own")
        ->check(CLI::IsMember(protocolNames()))
        ->type_name("NAME")
        ->capture_default_str();
    CLI::Option* window = command->add_option("--window", t->window, "Grid of the window figures (sound)")
                              ->check(CLI::PositiveNumber)
                              ->type_name("SECONDS");
    command->add_option("--scores", t->scores, "Also write how well each session fits what it claims to be, as CSV")
        ->type_name("FILE");
    addCommon(*command, t->common);
    command->footer(
        "Accuracy counts every labelled sample: an abstained one by its best guess, a rejected one as wrong. Samples\n"
        "the model was trained on are left out and counted. Intervals (95 %) come from drawing whole sources.\n"
        "Rejected samples have no score: auc, ap, eer, ece and brier leave them out, as their n tells.\n"
        "Sessions that claim to be somebody's are judged for their claim: FAR is the share of false claims that are\n"
        "believed at the model's threshold, FRR that of true ones that are refused. Where the recordings the model "
        "was\n"
        "trained on are among the data, too, small judges learn from them what needs no look at the movement (the\n"
        "clock, the speed, the place, the screen), and what they reach stands beside the model's figure.\n\n"
        "Examples:\n"
        "  sightline evaluate --data cards.csv\n"
        "  sightline evaluate --model mine.safetensors --data cards.csv --label-issues doubtful.csv --curves roc.json\n"
        "  sightline evaluate --model mine.safetensors --data cards.csv --labels fold0-test.csv --format json\n"
        "  sightline evaluate --model mine.safetensors --data cards.csv --without tag_bottom --mask\n"
        "  sightline evaluate --data cards.csv --folds 5 --label-issues doubtful.csv\n"
        "  sightline evaluate --domain mouse --model users.safetensors --data challenge/ --protocol balabit\n"
        "  sightline evaluate --domain mouse --data slider.txt --protocol slider");
    command->callback([t, window, folds, epochs, &run] {
        if (t->data.empty() && t->labels.empty()) {
            throw CLI::RequiredError("--data or --labels");
        }
        run = [t, window, folds, epochs](const std::string& line) {
            EvaluateCommandOptions options = t->options;
            options.curves = pathOf(t->curves);
            options.labelIssues = pathOf(t->labelIssues);
            options.common = commonOf(t->common, line);
            options.data = pathsOf(t->data);
            options.labels = pathsOf(t->labels);
            options.windowSeconds = given(window, t->window);
            options.folds = given(folds, t->folds);
            options.epochs = given(epochs, t->epochs);
            options.scores = pathOf(t->scores);
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
