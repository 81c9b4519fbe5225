#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>

#include <nlohmann/json.hpp>

#include "app/common.h"
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

/// One verdict as a row of the answer, in the order of contracts.md.
class VerdictWriter {
public:
    VerdictWriter(Console& console, Format format) : m_console(console), m_format(format)
    {
        if (format == Format::Csv) {
            console.answer(
                "file,sample,class,probability,second,second_probability,abstained,reason,milliseconds,"
                "device,model\n");
        }
    }

    /// `names`: of the rows to come, which are so many `noun`s.
    void begin(const std::string& file, const diagnosis::OpenedRecording& opened, const std::string& task,
               const std::vector<std::string>& names, const std::string& noun)
    {
        m_file = file;
        if (m_format != Format::Table) {
            return;
        }
        m_classes = opened.domain->classes(task);
        m_sampleWidth = noun.size();
        m_classWidth = 12;
        for (const std::string& name : names) {
            m_sampleWidth = std::max(m_sampleWidth, displayWidth(name));
        }
        m_sampleWidth = std::min<std::size_t>(m_sampleWidth, 28);
        for (const SignalClass& one : m_classes) {
            m_classWidth = std::max(m_classWidth, displayWidth(one.name));
        }
        m_classWidth = std::min<std::size_t>(m_classWidth, 34);
        m_console.answer((m_began ? "\n" : "") + file + "  (" + opened.recording->info().format + ", " +
                         std::to_string(names.size()) + " " + noun + (names.size() == 1 ? "" : "s") + ")\n");
        m_console.answer("  " + padded(noun, m_sampleWidth) + "  " + padded("verdict", m_classWidth) + "    sure  " +
                         padded("else", m_classWidth) + "              ms\n");
        m_began = true;
    }

    /// `claim`: the answer for what the row claims to be, if it claims anything.
    void write(const diagnosis::Diagnosed& one, const std::optional<diagnosis::JudgedClaim>& claim)
    {
        switch (m_format) {
            case Format::Json: m_console.answer(json(one, claim) + "\n"); break;
            case Format::Csv: m_console.answer(csv(one)); break;
            case Format::Table: m_console.answer(row(one) + claimText(claim) + "\n"); break;
        }
    }

private:
    [[nodiscard]] static std::string claimText(const std::optional<diagnosis::JudgedClaim>& claim)
    {
        if (!claim) {
            return {};
        }
        std::string text =
            "  claims " + claim->claim + ": " + toString(claim->answer) + " (" + formatFixed(claim->score, 2);
        return text + (claim->needed ? ", needs " + formatFixed(*claim->needed, 2) : "") + ")";
    }

    [[nodiscard]] std::string json(const diagnosis::Diagnosed& one,
                                   const std::optional<diagnosis::JudgedClaim>& claim) const
    {
        const Verdict& v = one.verdict;
        nlohmann::ordered_json row;
        row["file"] = m_file;
        row["sample"] = one.sample.key.sample;
        const auto orNull = [&](bool known, auto value) { return known ? nlohmann::ordered_json(value) : nullptr; };
        row["class"] = orNull(!v.rejected, v.bestClass());
        row["probability"] = orNull(!v.rejected, v.bestProbability());
        row["second"] = orNull(!v.secondClass().empty(), v.secondClass());
        row["second_probability"] = orNull(!v.secondClass().empty(), v.secondProbability());
        row["abstained"] = v.abstained && !v.rejected;
        row["reason"] = v.reason;
        row["milliseconds"] = v.milliseconds;
        row["device"] = v.device;
        row["model"] = v.modelId;
        if (claim) {
            row["claim"] = claim->claim;
            row["claim_score"] = claim->score;
            row["claim_verdict"] =
                orNull(claim->answer != diagnosis::ClaimAnswer::NoThreshold, toString(claim->answer));
        }
        return row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    }

    [[nodiscard]] std::string csv(const diagnosis::Diagnosed& one) const
    {
        const Verdict& v = one.verdict;
        const bool second = !v.secondClass().empty();
        return csvLine({m_file, one.sample.key.sample, v.bestClass(),
                        v.rejected ? "" : formatNumber(v.bestProbability()), v.secondClass(),
                        second ? formatNumber(v.secondProbability()) : "",
                        v.abstained && !v.rejected ? "true" : "false", v.reason, formatFixed(v.milliseconds, 3),
                        v.device, v.modelId});
    }

    [[nodiscard]] std::string row(const diagnosis::Diagnosed& one) const
    {
        const Verdict& v = one.verdict;
        const auto sure = [](double p) { return padded(formatFixed(p * 100, 1), 5, true) + " %"; };
        std::string text = "  " + padded(shortened(one.sample.key.sample, m_sampleWidth), m_sampleWidth) + "  ";
        if (v.rejected) {
            return text + "no verdict: " + v.reason;
        }
        text += padded(shortened(className(m_classes, v.bestClass()), m_classWidth), m_classWidth) + "  " +
                sure(v.bestProbability()) + "  " +
                padded(shortened(className(m_classes, v.secondClass()), m_classWidth), m_classWidth) + "  " +
                (v.secondClass().empty() ? std::string(7, ' ') : sure(v.secondProbability())) + "  " +
                padded(formatFixed(v.milliseconds, 1), 5, true);
        if (v.abstained) {
            text += "  abstains: " + v.reason;
        }
        return text;
    }

    Console& m_console;
    Format m_format;
    std::string m_file;
    std::vector<SignalClass> m_classes;
    std::size_t m_sampleWidth = 8;
    std::size_t m_classWidth = 12;
    bool m_began = false;
};

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

/// The answers for what the wholes of these windows claim to be, in the order of joinWholes().
std::vector<std::optional<diagnosis::JudgedClaim>> claimsOf(const diagnosis::OpenedRecording& opened,
                                                            const std::vector<diagnosis::Diagnosed>& windows,
                                                            const learning::ModelInfo& info)
{
    std::vector<std::vector<diagnosis::Diagnosed>> wholes;
    std::map<std::string, std::size_t> places;
    for (const diagnosis::Diagnosed& window : windows) {
        const auto [place, isNew] = places.try_emplace(opened.domain->wholeOf(window.sample), wholes.size());
        if (isNew) {
            wholes.emplace_back();
        }
        wholes[place->second].push_back(window);
    }
    std::vector<std::optional<diagnosis::JudgedClaim>> claims;
    for (const std::vector<diagnosis::Diagnosed>& whole : wholes) {
        claims.push_back(diagnosis::judgeClaim(opened, whole, info));
    }
    return claims;
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

struct Counts {
    std::size_t samples = 0;
    std::size_t abstained = 0;
    std::size_t rejected = 0;
    std::size_t skippedFiles = 0;
    bool unreadable = false;  ///< a file, or all that is in it
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

}  // namespace

int classify(const ClassifyOptions& options)
{
    Console console(options.common.progress);
    std::vector<const domains::Domain*> domains = domains::allDomains();
    if (!options.common.domain.empty()) {
        Result<const domains::Domain*> one = domainOf(options.common);
        if (!one) {
            return failed(console, one.error());
        }
        domains = {*one};
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
            return diagnosis::openRecording(domains, input.path, options.common.answers, remembered, console);
        },
        io);
    VerdictWriter writer(console, options.common.format);
    std::map<std::string, LoadedModel> models;
    std::set<std::string> withoutModel;
    Counts counts;
    Noticed noticed;
    std::string noun;
    for (std::size_t i = 0; i < inputs.size() && !console.cancelled(); ++i) {
        Result<diagnosis::OpenedRecording> opened = files.take(i);
        if (!opened) {
            if (opened.error().code == ErrorCode::NotMine && !inputs[i].named) {
                ++counts.skippedFiles;
            } else if (opened.error().code != ErrorCode::Cancelled) {
                console.error(opened.error());
                counts.unreadable = true;
            }
            continue;
        }
        const domains::Domain& domain = *opened->domain;
        Result<std::string> task = judgedTaskOf(options.common, domain, workspace->get());
        if (!task) {
            return failed(console, task.error());
        }
        auto loaded = models.find(domain.id());
        if (loaded == models.end()) {
            Result<LoadedModel> model = loadModel(options.common, workspace->get(), domain, *task, **engine, console);
            if (!model && (options.common.model || inputs.size() == 1)) {
                return failed(console, model.error());
            }
            if (!model) {  // one kind without a model does not keep the others from their verdicts
                if (withoutModel.insert(domain.id()).second) {
                    console.error(model.error());
                }
                counts.unreadable = true;
                continue;
            }
            loaded = models.emplace(domain.id(), std::move(*model)).first;
        }
        const ImageRecipe& recipe = loaded->second.classifier->info().recipe;
        if (recipe != domain.defaultRecipe(domain.tasks().front().id)) {  // windows are cut as the model wants them
            Result<SampleList> cut = domain.samples(*opened->recording, recipe);
            if (!cut) {
                return failed(console, cut.error());
            }
            opened->samples = std::move(*cut);
        }
        for (const Finding& finding : opened->recording->info().findings) {
            console.note(Error{ErrorCode::Internal, finding.message,
                               finding.where.file.empty() ? Where{utf8(inputs[i].path), {}, {}} : finding.where}
                             .text());
        }
        noun = domain.sampleNoun();
        std::size_t judgedInFile = 0;
        std::string whyNone;
        const bool events = domain.scanRule(*task).has_value() && !options.windows;
        std::vector<std::size_t> all(events ? 0 : opened->samples.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        const bool inWindows = !events && !opened->samples.empty() && !domain.wholeOf(opened->samples.front()).empty();
        std::vector<diagnosis::Diagnosed> windows;
        std::vector<std::optional<diagnosis::JudgedClaim>> claims;  // of wholes
        const auto say = [&](const std::vector<diagnosis::Diagnosed>& batch) {
            for (std::size_t k = 0; k < batch.size(); ++k) {
                const diagnosis::Diagnosed& one = batch[k];
                writer.write(one, k < claims.size() ? claims[k] : std::nullopt);
                noticed.add(one);
                judgedInFile += one.verdict.rejected ? 0 : 1;
                whyNone = whyNone.empty() ? one.verdict.reason : whyNone;
                counts.abstained += one.verdict.abstained && !one.verdict.rejected ? 1 : 0;
                counts.rejected += one.verdict.rejected ? 1 : 0;
            }
            counts.samples += batch.size();
            console.flush();
        };
        const auto sink = [&](std::vector<diagnosis::Diagnosed> batch) {
            if (inWindows) {
                windows.insert(windows.end(), std::make_move_iterator(batch.begin()),
                               std::make_move_iterator(batch.end()));
            } else {
                say(batch);
            }
        };
        learning::Classifier& classifier = *loaded->second.classifier;
        Result<void> judged;
        std::size_t listened = 0;
        if (events) {
            Result<Found> found = listenThrough(*opened, classifier, options, io, console);
            if (found) {
                std::vector<std::string> names;
                for (const diagnosis::Diagnosed& one : found->rows) {
                    names.push_back(one.sample.key.sample);
                }
                writer.begin(utf8(inputs[i].path), *opened, *task, names, "event");
                say(found->rows);
                listened = found->windows;
            } else {
                judged = tl::unexpected(found.error());
            }
        } else {
            if (options.common.format == Format::Table) {
                writer.begin(utf8(inputs[i].path), *opened, *task, rowsOf(*opened), noun);
            } else {
                writer.begin(utf8(inputs[i].path), *opened, *task, {}, noun);
            }
            judged = all.size() < worthAnotherThread ? diagnosis::diagnose(*opened, all, classifier, sink, console)
                                                     : diagnosis::diagnose(*opened, all, classifier, io, sink, console);
        }
        if (!judged && judged.error().code != ErrorCode::Cancelled) {
            return failed(console, judged.error());
        }
        if (judged && inWindows) {
            claims = claimsOf(*opened, windows, classifier.info());
            say(diagnosis::joinWholes(*opened, std::move(windows), classifier.info()));
        }
        noticed.sayTrouble(console, utf8(inputs[i].path), noun);
        // One bad sample among good ones is a row; a file without anything to judge is a file that could not be used.
        if (judged && judgedInFile == 0 && listened == 0) {
            console.error(Error{ErrorCode::Corrupt,
                                whyNone.empty() ? "holds no " + noun : "nothing in it can be judged: " + whyNone,
                                {utf8(inputs[i].path), {}, {}}});
            counts.unreadable = true;
        }
    }
    noticed.sayRest(console, noun);
    if (counts.skippedFiles > 0) {
        console.note(skippedText(counts.skippedFiles));
    }
    if (options.common.format == Format::Table && counts.samples > 1) {
        console.note(std::to_string(counts.samples) + " judged, " + std::to_string(counts.abstained) +
                     " of them abstained, " + std::to_string(counts.rejected) + " rejected");
    }
    return finished(console, counts.unreadable ? exitCode::inputFailed : exitCode::done);
}

}  // namespace sightline::app
