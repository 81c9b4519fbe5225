#include "core/domains/mouse/mouse_domain.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/domains/measure.h"
#include "core/domains/mouse/features.h"
#include "core/domains/mouse/picture.h"
#include "core/domains/mouse/protocols.h"
#include "core/domains/mouse/readers.h"
#include "core/domains/mouse/score.h"
#include "core/domains/mouse/session.h"
#include "core/domains/mouse/simulator.h"

namespace sightline::mouse {

namespace {

using domains::Measure;
using domains::measured;

constexpr const char* ownerTask = "owner";
constexpr const char* groupTask = "group";
constexpr const char* machineTask = "machine";
/// A path of fewer events says nothing.
constexpr std::size_t fewestEvents = 4;

bool concerns(const Label& label, const Sample& sample, const std::string& task)
{
    const std::string& name = label.subject.sample;
    const bool thisOne = name.empty() || name == sample.key.sample || name == sessionPart(sample.key.sample);
    return thisOne && label.subject.recording == sample.key.recording && label.task == task && label.extent.whole();
}

/// A label of this window beats one of its session, and that one of the whole file.
int closeness(const Label& label, const Sample& sample)
{
    return label.subject.sample.empty() ? 0 : label.subject.sample == sample.key.sample ? 2 : 1;
}

SignalClass classOf(const char* id, const char* name, std::uint32_t colour, const char* meaning, const char* action,
                    std::vector<std::string> aliases)
{
    SignalClass one;
    one.id = id;
    one.name = name;
    one.colour = colour;
    one.meaning = meaning;
    one.action = action;
    one.aliases = std::move(aliases);
    return one;
}

bool isMachineWord(const std::string& text)
{
    return equalsIgnoreCase(text, "human") || equalsIgnoreCase(text, "machine") || equalsIgnoreCase(text, "bot");
}

double middleOf(std::vector<double> values)
{
    if (values.empty()) {
        return 0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::vector<Measure> measuresOf(const Session& session)
{
    using Quantity = Measure::Quantity;
    std::vector<double> speeds;
    std::vector<double> steps;
    std::size_t left = 0;
    std::size_t right = 0;
    std::size_t drags = 0;
    std::size_t scrolls = 0;
    std::size_t gaps = 0;
    double length = 0;
    bool dragging = false;
    steps.reserve(session.events.size());
    speeds.reserve(session.path.size());
    for (std::size_t i = 0; i < session.events.size(); ++i) {
        const MouseEvent& event = session.events[i];
        left += event.kind == EventKind::Press && event.button == Button::Left ? 1 : 0;
        right += event.kind == EventKind::Press && event.button == Button::Right ? 1 : 0;
        scrolls += event.kind == EventKind::Scroll ? 1 : 0;
        const bool drag = event.kind == EventKind::Move && event.held != 0;
        drags += drag && !dragging ? 1 : 0;
        dragging = event.kind == EventKind::Move ? drag : dragging && event.held != 0;
        if (i > 0) {
            const double step = event.seconds - session.events[i - 1].seconds;
            gaps += step > 1 ? 1 : 0;
            if (step > 0) {
                steps.push_back(step);
            }
        }
    }
    const std::vector<PathPoint> path = pathOf(session, {0, session.path.size()});
    for (std::size_t i = 1; i < path.size(); ++i) {
        if (!path[i].broken && path[i].step <= 1 && path[i].speed > 0) {
            speeds.push_back(path[i].speed);
            length += std::hypot(path[i].x - path[i - 1].x, path[i].y - path[i - 1].y);
        }
    }
    const auto count = [](std::size_t n) { return std::optional(static_cast<double>(n)); };
    return {
        measured("events", "Events", Quantity::Count, count(session.events.size())),
        measured("duration", "Duration", Quantity::Duration, session.durationSeconds()),
        measured("path", "Path length (px)", Quantity::Count, length),
        measured("left_clicks", "Left clicks", Quantity::Count, count(left)),
        measured("right_clicks", "Right clicks", Quantity::Count, count(right)),
        measured("drags", "Drags", Quantity::Count, count(drags)),
        measured("scrolls", "Scroll steps", Quantity::Count, count(scrolls)),
        measured("pauses", "Pauses over 1 s", Quantity::Count, count(gaps)),
        measured("speed", "Median speed (px/s)", Quantity::Count,
                 speeds.empty() ? std::nullopt : std::optional(middleOf(std::move(speeds))), "the pointer never moves"),
        measured("step", "Median time step", Quantity::Duration,
                 steps.empty() ? std::nullopt : std::optional(middleOf(std::move(steps))), "no time passes")};
}

class MouseDomain final : public domains::Domain {
public:
    MouseDomain() : m_readers(sessionReaders()) {}

    [[nodiscard]] std::string id() const override { return "mouse"; }
    [[nodiscard]] std::string title() const override { return "Mouse sessions"; }
    [[nodiscard]] std::string sampleNoun() const override { return "session"; }
    [[nodiscard]] std::vector<std::string> filePatterns() const override
    {
        return {"*.csv", "*.tsv", "*.txt", "*.json", "*.jsonl", "*.log", "session_*"};
    }
    [[nodiscard]] std::vector<domains::Task> tasks() const override
    {
        return {{ownerTask, "Whose is it", true},
                {groupTask, "Which group", true},
                {machineTask, "Human or machine", false}};
    }
    [[nodiscard]] const std::vector<std::unique_ptr<domains::Reader>>& readers() const override { return m_readers; }

    [[nodiscard]] Result<SampleList> samples(const domains::Recording& recording,
                                             const ImageRecipe& recipe) const override
    {
        const auto* mouse = dynamic_cast<const MouseRecording*>(&recording);
        if (mouse == nullptr) {
            return fail(ErrorCode::Invalid, "This recording holds no mouse sessions.");
        }
        if (Result<void> sound = checkRecipe(recipe); !sound) {
            return tl::unexpected(sound.error());
        }
        std::vector<Sample> list;
        for (const Session& session : mouse->sessions()) {
            const std::size_t windows = windowCount(session, recipe);
            for (std::size_t k = 0; k < windows; ++k) {
                list.push_back(sampleOf(recording, session, recipe, k));
                list.back().index = list.size() - 1;
            }
        }
        return list;
    }

    [[nodiscard]] ImageRecipe defaultRecipe(const std::string& task) const override
    {
        return task == machineTask ? machineRecipe() : ownerRecipe();
    }
    [[nodiscard]] std::vector<std::string> scalarNames(const ImageRecipe& /*recipe*/) const override { return {}; }
    [[nodiscard]] Result<domains::Picture> picture(const domains::Recording& recording, const Sample& sample,
                                                   const ImageRecipe& recipe) const override
    {
        return windowOf(recording, sample, recipe).map([&](const Place& place) {
            return domains::Picture{draw(*place.session, windowAt(*place.session, recipe, place.number), recipe), {}};
        });
    }
    [[nodiscard]] Result<Example> augmented(const domains::Recording& recording, const Sample& sample,
                                            const ImageRecipe& recipe, double strength, Rng& rng) const override
    {
        return windowOf(recording, sample, recipe).map([&](const Place& place) {
            return drawAugmented(*place.session, place.number, recipe, strength, rng);
        });
    }
    [[nodiscard]] std::vector<domains::Plane> planes(const ImageRecipe& recipe) const override
    {
        return planesOf(recipe);
    }
    [[nodiscard]] std::string inputKind(const domains::Recording& recording, const Sample& sample) const override
    {
        const Result<const Session*> session = sessionOf(recording, sample);
        if (!session) {
            return "";
        }
        const std::vector<MouseEvent>& events = (*session)->events;
        const auto touches = std::count_if(events.begin(), events.end(),
                                           [](const MouseEvent& event) { return event.pointer == Pointer::Touch; });
        return static_cast<std::size_t>(touches) * 2 > events.size() ? "touch session" : "mouse session";
    }

    [[nodiscard]] Result<std::vector<Measure>> measures(const domains::Recording& recording,
                                                        const Sample& sample) const override
    {
        return sessionOf(recording, sample).map([](const Session* session) { return measuresOf(*session); });
    }

    [[nodiscard]] std::vector<SignalClass> classes(const std::string& task) const override
    {
        if (task == ownerTask) {
            return {classOf("impostor", "Somebody else", 0xD55E00, "Not the person the account belongs to.",
                            "Ask the account's owner before anything else.", {"illegal", "other", "somebody else"})};
        }
        if (task == groupTask) {
            return {
                classOf("member", "Member", 0x0072B2, "One of the group.", "", {"customer", "customers", "members"}),
                classOf("outsider", "Outsider", 0xD55E00, "Not one of the group.", "",
                        {"non-member", "nonmember", "others", "non-customer"})};
        }
        return {classOf("human", "Human", 0x0072B2, "A hand moved the pointer.", "", {"person", "hand"}),
                classOf("machine", "Machine", 0xD55E00, "A program moved the pointer.",
                        "Look for automation on this account.", {"bot", "script", "robot"})};
    }
    [[nodiscard]] std::string caution(const Verdict& verdict) const override
    {
        if (verdict.rejected) {
            return {};
        }
        return "Mouse, screen and clock differ between devices, too: a new device lowers the score of the right "
               "person.";
    }

    [[nodiscard]] domains::TrainingDefaults trainingDefaults(const std::string& task) const override
    {
        return {.architecture = "convnet-s",
                .members = 1,
                .forestShare = 0.5,
                // Ten hands want longer than yes or no: after eight passes windows of sessions held out of training
                // still became clearer (Balabit, two seeds: loss .79 and .71, after sixteen .73 and .65).
                .epochs = task == ownerTask ? 16 : 8,
                .batch = 64,
                .learningRate = 2e-3,
                .weightDecay = 0.02,
                .labelSmoothing = 0.05,
                .augmentStrength = 0.5,
                .oneCycle = true,
                // Whose hand it is has as many classes as there are people, the other questions have two.
                .drawsPerClass = task == ownerTask ? 800 : 1600,
                .tuneFolds = 6};
    }
    [[nodiscard]] std::optional<std::string> targetOf(const Sample& sample, const std::vector<Label>& labels,
                                                      const std::string& task) const override
    {
        const Label* found = nullptr;
        for (const Label& label : labels) {
            if (concerns(label, sample, task) &&
                (found == nullptr || closeness(label, sample) > closeness(*found, sample))) {
                found = &label;
            }
        }
        const bool usable = found != nullptr && found->certainty == Certainty::Sure && !found->classId.empty();
        return usable ? std::optional(found->classId) : std::nullopt;
    }
    [[nodiscard]] std::string ownLabel(const domains::Recording& recording, const Sample& sample,
                                       const std::string& task) const override
    {
        const Result<const Session*> session = sessionOf(recording, sample);
        if (!session) {
            return {};
        }
        if (task == machineTask) {
            return isMachineWord((*session)->label) ? (*session)->label : std::string();
        }
        if (task == groupTask) {
            return isMachineWord((*session)->label) ? std::string() : (*session)->label;
        }
        return (*session)->claimed ? std::string() : (*session)->account;
    }
    /// Whose hand it was is asked of sessions nobody trained on; everything else of people nobody trained on.
    [[nodiscard]] std::string sourceOf(const domains::Recording& recording, const Sample& sample,
                                       const std::string& task, const std::string& given) const override
    {
        std::string session = recording.info().id + "/" + sessionPart(sample.key.sample);
        if (task == ownerTask) {
            return session;
        }
        return !given.empty() ? given : !sample.group.empty() ? sample.group : session;
    }
    [[nodiscard]] Result<domains::TwinSignature> twinSignature(const domains::Recording& /*recording*/,
                                                               const Sample& /*sample*/) const override
    {
        return domains::TwinSignature{};
    }

    [[nodiscard]] std::string wholeOf(const Sample& sample) const override { return sessionPart(sample.key.sample); }
    [[nodiscard]] std::string claimOf(const domains::Recording& recording, const Sample& sample) const override
    {
        const Result<const Session*> session = sessionOf(recording, sample);
        return session ? (*session)->account : std::string();
    }
    [[nodiscard]] std::optional<double> claimScore(const std::vector<std::pair<Sample, Verdict>>& windows,
                                                   const std::string& claim) const override
    {
        return sessionScore(windows, claim);
    }
    [[nodiscard]] std::vector<domains::Shortcut> shortcuts(const domains::Recording& recording, const Sample& sample,
                                                           const ImageRecipe& recipe) const override
    {
        const Result<Place> place = windowOf(recording, sample, recipe);
        if (!place) {
            return {};
        }
        const std::vector<PathPoint> points = pathOf(*place->session, windowAt(*place->session, recipe, place->number));
        return {{"clock", "the recorder's clock", probeOf(points, Probe::Clock)},
                {"speed", "speed alone", probeOf(points, Probe::Speed)},
                {"position", "the position on the screen", probeOf(points, Probe::Position)},
                {"reach", "the size of the screen", probeOf(points, Probe::Reach)}};
    }
    [[nodiscard]] std::vector<std::string> protocols() const override
    {
        return {"balabit", "sapimouse", "sapimouse-56", "sapimouse-group", "slider"};
    }
    [[nodiscard]] Result<domains::Protocol> protocol(
        const std::string& id, const std::vector<std::filesystem::path>& data,
        const std::vector<std::filesystem::path>& labelFiles) const override
    {
        if (id == "balabit") {
            return balabitProtocol(data, labelFiles);
        }
        if (id == "sapimouse" || id == "sapimouse-56") {
            return sapimouseProtocol(data, id == "sapimouse" ? 72 : 56);
        }
        if (id == "sapimouse-group") {
            return sapimouseGroupProtocol(data);
        }
        return id == "slider" ? sliderProtocol(data) : Domain::protocol(id, data, labelFiles);
    }
    [[nodiscard]] std::vector<Verdict> combine(const std::vector<std::pair<Sample, Verdict>>& windows) const override
    {
        return sessionVerdicts(windows);
    }

    [[nodiscard]] Result<void> simulate(std::size_t count, std::uint64_t seed, const std::filesystem::path& out,
                                        Progress& progress) const override
    {
        return simulateFile(count, seed, out, progress);
    }

private:
    struct Place {
        const Session* session = nullptr;
        std::size_t number = 0;
    };

    static Result<Place> windowOf(const domains::Recording& recording, const Sample& sample, const ImageRecipe& recipe)
    {
        if (Result<void> sound = checkRecipe(recipe); !sound) {
            return tl::unexpected(sound.error());
        }
        return sessionOf(recording, sample).and_then([&](const Session* session) -> Result<Place> {
            const auto number = windowPart(sample.key.sample);
            if (!number || *number >= windowCount(*session, recipe)) {
                return fail(ErrorCode::NotFound, "This session has no window \"" + sample.key.sample + "\".");
            }
            return Place{session, *number};
        });
    }

    static Sample sampleOf(const domains::Recording& recording, const Session& session, const ImageRecipe& recipe,
                           std::size_t number)
    {
        const Window window = windowAt(session, recipe, number);
        Sample sample;
        sample.key = {recording.info().id, windowKey(session.id, number)};
        sample.ownLabel = session.claimed || session.account.empty() ? session.label : session.account;
        sample.group = session.claimed ? std::string() : session.account;
        sample.contentHash =
            session.contentHash + "." + std::to_string(window.first) + "." + std::to_string(window.count);
        if (window.count > 0) {
            sample.extent.seconds = Interval{session.events[session.path[window.first]].seconds,
                                             session.events[session.path[window.first + window.count - 1]].seconds};
        }
        for (const Finding& finding : session.findings) {
            // What only informs is said once a session; a doubt concerns every window.
            if (number == 0 || finding.severity != Severity::Info) {
                sample.findings.push_back(finding);
            }
        }
        if (window.count < fewestEvents) {
            sample.findings.push_back({Severity::Reject,
                                       "too_short",
                                       "the session has only " + std::to_string(window.count) +
                                           " events with a position; at least " + std::to_string(fewestEvents) +
                                           " are needed",
                                       {},
                                       1});
        }
        return sample;
    }

    std::vector<std::unique_ptr<domains::Reader>> m_readers;
};

}  // namespace

std::unique_ptr<domains::Domain> makeMouseDomain()
{
    return std::make_unique<MouseDomain>();
}

}  // namespace sightline::mouse
