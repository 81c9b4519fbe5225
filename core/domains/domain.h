// The contract a kind of signal fulfils. A fourth kind is one folder that implements this and one line in
// allDomains(). No torch, no Qt, no SQL, no threads in here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/data/image_recipe.h"
#include "core/data/label.h"
#include "core/data/sample_list.h"
#include "core/data/signal_class.h"
#include "core/data/signal_image.h"
#include "core/data/verdict.h"
#include "core/domains/long_signal.h"
#include "core/domains/recording.h"

namespace sightline::domains {

/// One question that can be asked of a sample: "what is wrong with the pump", "whose session is it".
struct Task {
    std::string id;            ///< "condition"
    std::string title;         ///< English
    bool openClasses = false;  ///< true where people add classes (users, sites)
};

/// Two samples are near-twins (probably one source) if their shapes differ by less than `shapeTolerance` rms and every
/// magnitude by less than `magnitudeTolerance` relative to the larger.
struct TwinSignature {
    std::vector<float> shape;       ///< normalised, fixed length within a domain; empty: no twins
    std::vector<float> magnitudes;  ///< positive numbers in natural units
};
struct TwinRule {
    double shapeTolerance = 0.03;
    double magnitudeTolerance = 0.05;
};

/// Default training of a domain: small pictures, small nets. Stored in the model's training report.
struct TrainingDefaults {
    std::string architecture;  ///< id known to the learning engine: "signalnet-s"
    int members = 1;           ///< networks of different seeds
    double forestShare = 0;    ///< of the verdict that a forest on scalars and features has beside them; 0: no forest
    double linearShare = 0;    ///< of the verdict that a linear judge on the same numbers has; 0: none
    std::string combination = "probabilities";  ///< or "logits": see learning::ModelInfo
    int epochs = 30;
    int batch = 32;
    double learningRate = 3e-3;
    double weightDecay = 0.05;
    double labelSmoothing = 0.1;
    double augmentStrength = 0.5;  ///< handed to augmented()
    bool oneCycle = false;         ///< the learning rate rises for a fifth of the time, then falls; else a cosine
    int drawsPerClass = 0;         ///< examples of every class an epoch draws anew; 0: every example once
    std::size_t tuneFolds = 8;     ///< one of so many folds of sources is kept back for calibration and threshold
};

/// A picture, its scalars, and what was noticed on the way.
struct Picture {
    Example example;
    std::vector<Finding> findings;  ///< of the gate: Doubt makes the verdict abstain, Reject forbids it
};

/// What one channel of a picture shows, and how it is shown among the others.
struct Plane {
    std::string name;   ///< English: "Fast"
    std::string panel;  ///< channels of one panel lie over each other; panels stand side by side: "On the screen"
    std::uint32_t colour = 0xFFFFFF;  ///< 0xRRGGBB at full ink
    bool onTop = false;               ///< covers the others instead of adding its light
    bool operator==(const Plane&) const = default;
};

/// Numbers a trivial model could judge by: what betrays the device, the desk or the day instead of the thing itself.
struct Shortcut {
    std::string id;              ///< "clock"
    std::string name;            ///< English, as it completes "reachable from …": "the recorder's clock"
    std::vector<float> numbers;  ///< as many for every sample
};

/// What a protocol does with a file.
enum class ProtocolPart {
    Learn,  ///< networks learn from it
    Enrol,  ///< shows a network that has never met its class what that looks like
    Judge
};
/// A published protocol, applied to the files that are there.
struct ProtocolLabel {
    std::filesystem::path path;
    std::string label;  ///< what it truly is
    std::string claim;  ///< what it claims to be, or empty
    ProtocolPart part = ProtocolPart::Judge;
};
struct Protocol {
    std::string task;                   ///< the question it asks; empty: the domain's first
    std::vector<ProtocolLabel> labels;  ///< those to learn from, too: a model's own are never judged
    std::size_t folds = 0;              ///< networks that each learn from all folds but the one they judge; 0: a model
    /// Further figures without the claims of some classes: name → classes.
    std::vector<std::pair<std::string, std::vector<std::string>>> without;
};

/// A named number beside the plot: "PPRL 59.4 kN (measured)".
struct Measure {
    enum class Quantity { Force, Length, Work, Power, Frequency, Duration, Ratio, Count, Level };
    std::string id;    ///< "pprl"
    std::string name;  ///< English, the field's word: "PPRL"
    Quantity quantity = Quantity::Count;
    std::optional<double> value;  ///< SI (N, m, J, W, Hz, s); nothing: see `missing`
    std::string source;           ///< "measured", "computed", "from input"
    std::string missing;          ///< what is needed to know it: "SPM not in the file"; empty if known
};

class Domain {
public:
    virtual ~Domain() = default;

    /// Who it is.
    [[nodiscard]] virtual std::string id() const = 0;                         ///< "pumpcards"
    [[nodiscard]] virtual std::string title() const = 0;                      ///< "Pump cards"
    [[nodiscard]] virtual std::string sampleNoun() const = 0;                 ///< "card"
    [[nodiscard]] virtual std::vector<std::string> filePatterns() const = 0;  ///< "*.csv": a hint for dialogs only
    [[nodiscard]] virtual std::vector<Task> tasks() const = 0;                ///< the first is the default

    /// From file to samples.
    [[nodiscard]] virtual const std::vector<std::unique_ptr<Reader>>& readers() const = 0;  ///< in the order to ask
    /// All samples of a recording as this recipe cuts it (cards: one each; sound: windows). Cheap: no drawing, and
    /// where they are too many to hold, made on demand.
    [[nodiscard]] virtual Result<SampleList> samples(const Recording& recording, const ImageRecipe& recipe) const = 0;

    /// From sample to picture: the one function that draws it, for window, batch and training alike.
    [[nodiscard]] virtual ImageRecipe defaultRecipe(const std::string& task) const = 0;
    [[nodiscard]] virtual std::vector<std::string> scalarNames(const ImageRecipe& recipe) const = 0;
    /// One of them for people, as it stands within a sentence: "peak load". A marked literal.
    [[nodiscard]] virtual std::string scalarTitle(const std::string& name) const { return name; }
    [[nodiscard]] virtual Result<Picture> picture(const Recording& recording, const Sample& sample,
                                                  const ImageRecipe& recipe) const = 0;
    /// The same, of a signal changed at random as it might vary in the field. strength 0 equals picture().
    [[nodiscard]] virtual Result<Example> augmented(const Recording& recording, const Sample& sample,
                                                    const ImageRecipe& recipe, double strength, Rng& rng) const = 0;
    /// The same where the class matters to how a signal may vary: a call is laid over another stretch of sea.
    /// `backdrop`: a random training sample of backdropClass().
    [[nodiscard]] virtual Result<Example> augmentedAs(const std::string& /*classId*/, const Recording& recording,
                                                      const Sample& sample, const ImageRecipe& recipe, double strength,
                                                      const Backdrop& /*backdrop*/, Rng& rng) const
    {
        return augmented(recording, sample, recipe, strength, rng);
    }
    /// The class whose samples others may be laid over; empty: none.
    [[nodiscard]] virtual std::string backdropClass(const std::string& /*task*/) const { return {}; }
    /// What the picture's channels show, in their order; empty: up to three, in the order red, green, blue.
    [[nodiscard]] virtual std::vector<Plane> planes(const ImageRecipe& /*recipe*/) const { return {}; }
    /// What the picture is of: "surface card", "pump card". A model refuses the wrong kind. "" where there is only one.
    [[nodiscard]] virtual std::string inputKind(const Recording& recording, const Sample& sample) const = 0;

    /// Numbers shown beside the signal, in reading order.
    [[nodiscard]] virtual Result<std::vector<Measure>> measures(const Recording& recording,
                                                                const Sample& sample) const = 0;

    /// Words.
    [[nodiscard]] virtual std::vector<SignalClass> classes(const std::string& task) const = 0;
    /// What the shown verdict cannot tell apart, in words for the user; "" if nothing.
    [[nodiscard]] virtual std::string caution(const Verdict& verdict) const = 0;

    /// Learning.
    [[nodiscard]] virtual TrainingDefaults trainingDefaults(const std::string& task) const = 0;
    /// The class a sample has, given the labels of its recording: a box covers a window, a session's label its windows.
    /// Nothing: not labelled, or masked (unsure, other).
    [[nodiscard]] virtual std::optional<std::string> targetOf(const Sample& sample, const std::vector<Label>& labels,
                                                              const std::string& task) const = 0;
    /// The label the file itself carries for a task: whose session it is answers another question than what moved.
    [[nodiscard]] virtual std::string ownLabel(const Recording& /*recording*/, const Sample& sample,
                                               const std::string& /*task*/) const
    {
        return sample.ownLabel;
    }
    /// The source no two parts of a split may share, or empty. `given`: as the label names it, or empty.
    [[nodiscard]] virtual std::string sourceOf(const Recording& recording, const Sample& sample,
                                               const std::string& /*task*/, const std::string& given) const
    {
        return !given.empty() ? given : !sample.group.empty() ? sample.group : recording.info().source;
    }
    /// A part of its source that may stand for a source where all samples have the same one (an hour of a single
    /// recording); empty: there is no such part.
    [[nodiscard]] virtual std::string blockOf(const Sample& /*sample*/) const { return {}; }
    [[nodiscard]] virtual Result<TwinSignature> twinSignature(const Recording& recording,
                                                              const Sample& sample) const = 0;
    [[nodiscard]] virtual TwinRule twinRule() const { return {}; }

    /// Wholes: what several samples are windows of, and what they are judged together as.
    /// The whole's key as labels and verdicts name it (a session's id); "" where every sample stands alone.
    [[nodiscard]] virtual std::string wholeOf(const Sample& /*sample*/) const { return {}; }
    /// The class this recording claims to be of (the account a session was opened for), or empty.
    [[nodiscard]] virtual std::string claimOf(const Recording& /*recording*/, const Sample& /*sample*/) const
    {
        return {};
    }
    /// How well the windows of one whole fit the class they claim to be of: 0 is even, more fits better. Nothing where
    /// the domain knows no claims, no window was judged, or the verdicts do not know the class.
    [[nodiscard]] virtual std::optional<double> claimScore(const std::vector<std::pair<Sample, Verdict>>& /*windows*/,
                                                           const std::string& /*claim*/) const
    {
        return std::nullopt;
    }
    /// Long signals: how they are listened through; nothing where every sample is judged for itself.
    [[nodiscard]] virtual std::optional<ScanRule> scanRule(const std::string& /*task*/) const { return std::nullopt; }
    /// What the boxes of a long signal make of its samples: those to learn the classes from, in order, each once, and
    /// some of those outside of all boxes as background. Labels that are not sure mask what they cover. Asked only
    /// where there is a scanRule(). The recording's errors; Cancelled.
    [[nodiscard]] virtual Result<std::vector<LabelledPlace>> labelledPlaces(const Recording& /*recording*/,
                                                                            const SampleList& /*samples*/,
                                                                            const std::vector<Label>& /*labels*/,
                                                                            const std::string& /*task*/,
                                                                            Progress& /*progress*/) const
    {
        return std::vector<LabelledPlace>();
    }
    /// Label tables of other programs. `labelColumn`: where the label stands; empty: where it usually does. NotMine: no
    /// such table. Corrupt, Invalid, Unreadable, with the line.
    [[nodiscard]] virtual Result<LabelTable> labelTable(const std::filesystem::path& path,
                                                        const std::string& /*labelColumn*/) const
    {
        return fail(ErrorCode::NotMine, "there are no label tables for this kind of signal",
                    {utf8(path), std::nullopt, std::nullopt});
    }
    /// The recording a table without file names belongs to, by its name.
    [[nodiscard]] virtual std::optional<std::size_t> recordingOfTable(
        const std::filesystem::path& /*table*/, const std::vector<std::filesystem::path>& /*recordings*/) const
    {
        return std::nullopt;
    }
    /// Where a sample of that name lies, for names that tell it ("12.8-14.8"); else nothing.
    [[nodiscard]] virtual std::optional<Extent> extentNamed(const std::string& /*sample*/) const
    {
        return std::nullopt;
    }

    /// What a model could judge by without seeing the thing itself; empty: nothing known.
    [[nodiscard]] virtual std::vector<Shortcut> shortcuts(const Recording& /*recording*/, const Sample& /*sample*/,
                                                          const ImageRecipe& /*recipe*/) const
    {
        return {};
    }
    /// Published protocols that evaluate can follow, by name.
    [[nodiscard]] virtual std::vector<std::string> protocols() const { return {}; }
    /// One of them for the files in `data` (laid out as published) with their published labels. NotFound where the
    /// files or labels are not there, Corrupt for labels that cannot be read, Invalid for a protocol that is none.
    [[nodiscard]] virtual Result<Protocol> protocol(const std::string& id,
                                                    const std::vector<std::filesystem::path>& /*data*/,
                                                    const std::vector<std::filesystem::path>& /*labelFiles*/) const
    {
        return fail(ErrorCode::Invalid, "There is no protocol \"" + id + "\" for this kind of signal.");
    }
    /// How the verdicts of many samples become those the user reads: events at sea, one for each whole. Cards: as is.
    [[nodiscard]] virtual std::vector<Verdict> combine(
        const std::vector<std::pair<Sample, Verdict>>& windows) const = 0;

    /// Simulated recordings in this domain's own format, the same for the same seed; report() of `progress` counts
    /// samples. Invalid where the domain has no simulator. Writes `out` atomically.
    [[nodiscard]] virtual Result<void> simulate(std::size_t count, std::uint64_t seed, const std::filesystem::path& out,
                                                Progress& progress) const = 0;
};

/// Every kind of signal there is, in the order of the tabs. One line each; the objects live as long as the program.
const std::vector<const Domain*>& allDomains();
/// By id; nullptr if there is none.
const Domain* findDomain(const std::string& id);

/// What became of one path that was asked to be opened.
struct OpenedFile {
    const Domain* domain = nullptr;
    ReadOutcome outcome;
};

/// Answers to questions asked before, by layout key. The workspace implements it; --map needs none.
using RememberedAnswers = std::function<Answers(const std::string& layout)>;

/// Asks every reader of `domains` in order. NotMine only if none wanted the file. An unreadable or empty file is an
/// Error naming it. When a reader must ask and `remembered` knows the layout, it is asked again with those answers.
OpenedFile openFile(const std::vector<const Domain*>& domains, const ReadRequest& request,
                    const RememberedAnswers& remembered, Progress& progress);

}  // namespace sightline::domains
