#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>

#include "app/common.h"
#include "app/verdict_writer.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/diagnosis/claims.h"
#include "core/diagnosis/scan.h"
#include "core/jobs/lane.h"

namespace sightline::app {

namespace {

constexpr std::size_t filesAhead = 8;
/// Below this many samples handing the drawing to another thread costs more than it saves.
constexpr std::size_t worthAnotherThread = 8;

/// What gets a row: the samples, or the wholes they are windows of.
std::vector<std::string> rowsOf(const diagnosis::OpenedRecording& opened)
{
    std::vector<std::string> names;
    for (const Sample& sample : opened.samples) {
        const std::string whole = opened.domain->wholeOf(sample);
        if (whole.empty() || names.empty() || names.back() != whole) {
            names.push_back(whole.empty() ? sample.key.sample : whole);
        }
    }
    return names;
}

/// Files opened a few ahead of the one being judged, handed out in order.
class OpenAhead {
public:
    using Opened = Result<diagnosis::OpenedRecording>;

    OpenAhead(std::vector<diagnosis::InputFile> inputs, std::function<Opened(const diagnosis::InputFile&)> open,
              jobs::Lane& io)
        : m_state(std::make_shared<State>()), m_io(io)
    {
        m_state->inputs = std::move(inputs);
        m_state->open = std::move(open);
        m_state->opened.resize(m_state->inputs.size());
    }

    /// Opened when `index` and those before it were taken. Calls must count up from 0.
    Opened take(std::size_t index)
    {
        for (; m_posted < std::min(m_state->inputs.size(), index + filesAhead); ++m_posted) {
            m_io.post([state = m_state, i = m_posted] {
                Opened opened = state->open(state->inputs[i]);
                const std::scoped_lock lock(state->mutex);
                state->opened[i] = std::make_unique<Opened>(std::move(opened));
                state->ready.notify_all();
            });
        }
        std::unique_lock lock(m_state->mutex);
        m_state->ready.wait(lock, [&] { return m_state->opened[index] != nullptr; });
        Opened result = std::move(*m_state->opened[index]);
        m_state->opened[index].reset();
        return result;
    }

private:
    struct State {
        std::vector<diagnosis::InputFile> inputs;
        std::function<Opened(const diagnosis::InputFile&)> open;
        std::vector<std::unique_ptr<Opened>> opened;
        std::mutex mutex;
        std::condition_variable ready;
    };
    std::shared_ptr<State> m_state;
    jobs::Lane& m_io;
    std::size_t m_posted = 0;
};

/// What was noticed in the samples, once for each kind and file: the first place, and how many more. What only informs
/// is said once for the whole run, or a folder of a thousand files would drown its verdicts.
class Noticed {
public:
    void add(const diagnosis::Diagnosed& one)
    {
        std::vector<Finding> all = one.sample.findings;
        for (const Finding& finding : one.findings) {
            if (std::find(all.begin(), all.end(), finding) == all.end()) {
                all.push_back(finding);
            }
        }
        for (const Finding& finding : all) {
            auto& kinds = finding.severity == Severity::Info ? m_informing : m_troubling;
            Entry& entry = kinds.try_emplace(finding.kind, Entry{finding, one.sample.key.sample, 0}).first->second;
            ++entry.samples;
        }
    }
    void sayTrouble(Console& console, const std::string& file, const std::string& noun)
    {
        say(m_troubling, console, file, noun);
    }
    void sayRest(Console& console, const std::string& noun) { say(m_informing, console, {}, noun); }

private:
    struct Entry {
        Finding first;
        std::string sample;
        std::size_t samples = 0;
    };
    static void say(std::map<std::string, Entry>& kinds, Console& console, const std::string& file,
                    const std::string& noun)
    {
        for (const auto& [kind, entry] : kinds) {
            Where where = entry.first.where;
            where.file = where.file.empty() ? file : where.file;
            std::string text =
                Error{ErrorCode::Internal, noun + " " + entry.sample + ": " + entry.first.message, where}.text();
            if (entry.samples > 1) {
                text += " (and " + std::to_string(entry.samples - 1) + " more)";
            }
            console.note(text);
        }
        kinds.clear();
    }
    std::map<std::string, Entry> m_troubling;
    std::map<std::string, Entry> m_informing;
};

/// Asked from the io threads, and a Workspace serves one thread: each question opens its own. Questions are rare.
domains::RememberedAnswers rememberedIn(const workspace::Workspace* workspace)
{
    if (workspace == nullptr) {
        return {};
    }
    return [path = workspace->path()](const std::string& layout) {
        Result<std::unique_ptr<workspace::Workspace>> own = workspace::Workspace::open(path);
        return own ? (*own)->rememberedAnswers(layout).value_or(Answers{}) : Answers{};
    };
}

/// What was found in a recording that is listened through.
struct Found {
    std::vector<diagnosis::Diagnosed> rows;  ///< events, then what could not be judged
    std::size_t windows = 0;                 ///< that were listened to
};

/// Also says how fast it was: the first question about weeks of sound.
Result<Found> listenThrough(const diagnosis::OpenedRecording& opened, learning::Classifier& classifier,
                            const ClassifyOptions& options, jobs::Lane& io, Console& console)
{
    const auto start = std::chrono::steady_clock::now();
    const Result<diagnosis::ScoreTracks> scores = diagnosis::scan(opened, classifier, io, console);
    if (!scores) {
        return tl::unexpected(scores.error());
    }
    Found found;
    for (diagnosis::Event& event :
         diagnosis::eventsOf(opened, *scores, classifier.info(), classifier.device(), options.threshold)) {
        found.rows.push_back(std::move(event.diagnosed));
    }
    found.rows.insert(found.rows.end(), scores->rejected.begin(), scores->rejected.end());
    for (const learning::ScoreTrack& track : scores->tracks) {
        found.windows += track.logits.size();
    }
    const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (found.windows > 0 && took > 0) {
        const bool isShort = scores->seconds < 120;
        console.note(utf8(opened.recording->info().path.filename()) + ": " +
                     formatFixed(isShort ? scores->seconds : scores->seconds / 60, 1) + (isShort ? " s" : " min") +
                     " of sound in " + formatFixed(took, 1) + " s (" + formatFixed(scores->seconds / took, 0) +
                     " x real time)");
    }
    return found;
}

/// Judges file after file. What concerns one file alone is told and counted; an error that is returned ends the run.
class Run {
public:
    Run(const ClassifyOptions& options, workspace::Workspace* workspace, learning::Engine& engine, jobs::Lane& io,
        Console& console)
        : m_options(options),
          m_workspace(workspace),
          m_engine(engine),
          m_io(io),
          m_console(console),
          m_writer(console, options.common.format)
    {
    }

    /// `isOnly`: of the files named, so that without a model there is nothing to go on to.
    Result<void> judge(const diagnosis::InputFile& input, OpenAhead::Opened opened, bool isOnly)
    {
        if (!opened) {
            notOpened(input, opened.error());
            return {};
        }
        const domains::Domain& domain = *opened->domain;
        Result<std::string> task = judgedTaskOf(m_options.common, domain, m_workspace);
        if (!task) {
            return tl::unexpected(task.error());
        }
        Result<learning::Classifier*> classifier = classifierFor(domain, *task, isOnly);
        if (!classifier || *classifier == nullptr) {
            return classifier.map([](learning::Classifier*) {});
        }
        if (Result<void> cut = cutFor((*classifier)->info().recipe, *opened); !cut) {
            return cut;
        }
        m_file = utf8(input.path);
        m_noun = domain.sampleNoun();
        m_judgedInFile = 0;
        m_whyNone.clear();
        sayFindings(opened->recording->info());
        const bool listens = domain.scanRule(*task).has_value() && !m_options.windows;
        Result<void> judged = listens ? listen(*opened, *task, **classifier) : diagnose(*opened, *task, **classifier);
        if (!judged && judged.error().code != ErrorCode::Cancelled) {
            return judged;
        }
        m_noticed.sayTrouble(m_console, m_file, m_noun);
        if (judged && m_judgedInFile == 0) {
            nothingJudged();
        }
        return {};
    }

    /// Tells what remains to be told; returns the exit code.
    int finish()
    {
        m_noticed.sayRest(m_console, m_noun);
        if (m_skippedFiles > 0) {
            m_console.note(skippedText(m_skippedFiles));
        }
        if (m_options.common.format == Format::Table && m_rows > 1) {
            m_console.note(std::to_string(m_rows) + " judged, " + std::to_string(m_abstained) + " of them abstained, " +
                           std::to_string(m_rejected) + " rejected");
        }
        return finished(m_console, m_unreadable ? exitCode::inputFailed : exitCode::done);
    }

private:
    void notOpened(const diagnosis::InputFile& input, const Error& error)
    {
        if (error.code == ErrorCode::NotMine && !input.named) {
            ++m_skippedFiles;
        } else if (error.code != ErrorCode::Cancelled) {
            m_console.error(error);
            m_unreadable = true;
        }
    }

    /// Null where there is no model for this kind, which is told once and does not keep the others from their verdicts.
    Result<learning::Classifier*> classifierFor(const domains::Domain& domain, const std::string& task, bool isOnly)
    {
        auto loaded = m_models.find(domain.id());
        if (loaded != m_models.end()) {
            return loaded->second.classifier.get();
        }
        Result<LoadedModel> model = loadModel(m_options.common, m_workspace, domain, task, m_engine, m_console);
        if (model) {
            return m_models.emplace(domain.id(), std::move(*model)).first->second.classifier.get();
        }
        if (m_options.common.model || isOnly) {
            return tl::unexpected(model.error());
        }
        if (m_withoutModel.insert(domain.id()).second) {
            m_console.error(model.error());
        }
        m_unreadable = true;
        return nullptr;
    }

    /// Windows are cut as the model wants them.
    static Result<void> cutFor(const ImageRecipe& recipe, diagnosis::OpenedRecording& opened)
    {
        const domains::Domain& domain = *opened.domain;
        if (recipe == domain.defaultRecipe(domain.tasks().front().id)) {
            return {};
        }
        Result<SampleList> cut = domain.samples(*opened.recording, recipe);
        if (!cut) {
            return tl::unexpected(cut.error());
        }
        opened.samples = std::move(*cut);
        return {};
    }

    void sayFindings(const RecordingInfo& info)
    {
        for (const Finding& finding : info.findings) {
            const Where where = finding.where.file.empty() ? Where{m_file, {}, {}} : finding.where;
            m_console.note(Error{ErrorCode::Internal, finding.message, where}.text());
        }
    }

    Result<void> listen(const diagnosis::OpenedRecording& opened, const std::string& task,
                        learning::Classifier& classifier)
    {
        const Result<Found> found = listenThrough(opened, classifier, m_options, m_io, m_console);
        if (!found) {
            return tl::unexpected(found.error());
        }
        std::vector<std::string> names;
        for (const diagnosis::Diagnosed& one : found->rows) {
            names.push_back(one.sample.key.sample);
        }
        m_writer.begin(m_file, opened, task, names, "event");
        for (const diagnosis::Diagnosed& one : found->rows) {
            say(one);
        }
        m_console.flush();
        m_judgedInFile += found->windows;  // heard, and nothing in them
        return {};
    }

    /// The samples, or the wholes they are windows of.
    Result<void> diagnose(const diagnosis::OpenedRecording& opened, const std::string& task,
                          learning::Classifier& classifier)
    {
        const bool inWindows = !opened.samples.empty() && !opened.domain->wholeOf(opened.samples.front()).empty();
        std::vector<diagnosis::Diagnosed> windows;
        const auto sink = [&](std::vector<diagnosis::Diagnosed> batch) {
            if (inWindows) {
                windows.insert(windows.end(), std::make_move_iterator(batch.begin()),
                               std::make_move_iterator(batch.end()));
                return;
            }
            for (const diagnosis::Diagnosed& one : batch) {
                say(one);
            }
            m_console.flush();
        };
        std::vector<std::size_t> all(opened.samples.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        const bool wide = m_options.common.format == Format::Table;
        m_writer.begin(m_file, opened, task, wide ? rowsOf(opened) : std::vector<std::string>(), m_noun);
        Result<void> judged = all.size() < worthAnotherThread
                                  ? diagnosis::diagnose(opened, all, classifier, sink, m_console)
                                  : diagnosis::diagnose(opened, all, classifier, m_io, sink, m_console);
        if (judged && inWindows) {
            for (const auto& whole : diagnosis::byWhole(opened, std::move(windows))) {
                say(diagnosis::joinWhole(opened, whole, classifier.info()),
                    diagnosis::judgeClaim(opened, whole, classifier.info()));
            }
            m_console.flush();
        }
        return judged;
    }

    void say(const diagnosis::Diagnosed& one, const std::optional<diagnosis::JudgedClaim>& claim = std::nullopt)
    {
        m_writer.write(one, claim);
        m_noticed.add(one);
        ++m_rows;
        m_judgedInFile += one.verdict.rejected ? 0 : 1;
        m_whyNone = m_whyNone.empty() ? one.verdict.reason : m_whyNone;
        m_abstained += one.verdict.abstained && !one.verdict.rejected ? 1 : 0;
        m_rejected += one.verdict.rejected ? 1 : 0;
    }

    /// One bad sample among good ones is a row; a file without anything to judge is a file that could not be used.
    void nothingJudged()
    {
        m_console.error(Error{ErrorCode::Corrupt,
                              m_whyNone.empty() ? "holds no " + m_noun : "nothing in it can be judged: " + m_whyNone,
                              {m_file, {}, {}}});
        m_unreadable = true;
    }

    const ClassifyOptions& m_options;
    workspace::Workspace* m_workspace;
    learning::Engine& m_engine;
    jobs::Lane& m_io;
    Console& m_console;
    VerdictWriter m_writer;
    std::map<std::string, LoadedModel> m_models;
    std::set<std::string> m_withoutModel;
    Noticed m_noticed;

    std::string m_file;  ///< being judged
    std::string m_noun;  ///< of its samples
    std::size_t m_judgedInFile = 0;
    std::string m_whyNone;  ///< the first reason against a verdict in it

    std::size_t m_rows = 0;
    std::size_t m_abstained = 0;
    std::size_t m_rejected = 0;
    std::size_t m_skippedFiles = 0;
    bool m_unreadable = false;  ///< a file, or all that is in it
};

/// The kind asked for, else all.
Result<std::vector<const domains::Domain*>> domainsOf(const CommonOptions& options)
{
    if (options.domain.empty()) {
        return domains::allDomains();
    }
    return domainOf(options).map([](const domains::Domain* one) { return std::vector<const domains::Domain*>{one}; });
}

}  // namespace

int classify(const ClassifyOptions& options)
{
    Console console(options.common.progress);
    const Result<std::vector<const domains::Domain*>> domains = domainsOf(options.common);
    if (!domains) {
        return failed(console, domains.error());
    }
    Result<std::unique_ptr<workspace::Workspace>> workspace = openWorkspace(options.common);
    if (!workspace) {
        return failed(console, workspace.error());
    }
    Result<learning::Engine*> engine = startEngine(options.common, console);
    if (!engine) {
        return failed(console, engine.error());
    }
    jobs::ThreadLane io(static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 2U, 8U)));
    const std::vector<diagnosis::InputFile> inputs = diagnosis::listInputs(options.paths);
    OpenAhead files(
        inputs,
        [&, remembered = rememberedIn(workspace->get())](const diagnosis::InputFile& input) {
            return diagnosis::openRecording(*domains, input.path, options.common.answers, remembered, console);
        },
        io);
    Run run(options, workspace->get(), **engine, io, console);
    for (std::size_t i = 0; i < inputs.size() && !console.cancelled(); ++i) {
        if (Result<void> judged = run.judge(inputs[i], files.take(i), inputs.size() == 1); !judged) {
            return failed(console, judged.error());
        }
    }
    return run.finish();
}

}  // namespace sightline::app
