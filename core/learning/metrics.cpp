#include "core/learning/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sightline::learning {
namespace {

bool judged(const Outcome& outcome)
{
    return !outcome.rejected && !outcome.probabilities.empty();
}

std::size_t predicted(const Outcome& outcome)
{
    return static_cast<std::size_t>(std::max_element(outcome.probabilities.begin(), outcome.probabilities.end()) -
                                    outcome.probabilities.begin());
}

double ratio(double part, double whole)
{
    return whole == 0 ? 0 : part / whole;
}

double weightOf(Weights weights, std::size_t sample)
{
    return weights.empty() ? 1 : static_cast<double>(weights[sample]);
}

std::size_t rankOfTruth(const Outcome& outcome)
{
    const float own = outcome.probabilities[outcome.truth];
    std::size_t better = 0;
    for (std::size_t i = 0; i < outcome.probabilities.size(); ++i) {
        better += outcome.probabilities[i] > own || (outcome.probabilities[i] == own && i < outcome.truth) ? 1U : 0U;
    }
    return better;
}

double squaredError(const Outcome& outcome)
{
    double sum = 0;
    for (std::size_t i = 0; i < outcome.probabilities.size(); ++i) {
        const double distance = static_cast<double>(outcome.probabilities[i]) - (i == outcome.truth ? 1 : 0);
        sum += distance * distance;
    }
    return outcome.probabilities.size() == 2 ? sum / 2 : sum;
}

std::size_t binOf(double confidence, std::size_t bins)
{
    // Bins are (low, high], as Guo et al. 2017 define them.
    const double place = std::ceil(confidence * static_cast<double>(bins)) - 1;
    return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(bins - 1)));
}

}  // namespace

Result<void> checkOutcome(const Outcome& outcome, std::size_t classCount)
{
    if (outcome.truth >= classCount) {
        return fail(ErrorCode::Invalid,
                    "class " + std::to_string(outcome.truth) + " is none of " + std::to_string(classCount));
    }
    if (!judged(outcome)) {
        return {};
    }
    if (outcome.probabilities.size() != classCount) {
        return fail(ErrorCode::Invalid, std::to_string(outcome.probabilities.size()) + " probabilities for " +
                                            std::to_string(classCount) + " classes");
    }
    for (const float p : outcome.probabilities) {
        if (!(p >= 0 && p <= 1.0001F)) {
            return fail(ErrorCode::Invalid, "a probability is " + std::to_string(p));
        }
    }
    return {};
}

Result<void> checkOutcomes(const std::vector<Outcome>& outcomes, std::size_t classCount)
{
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (Result<void> sound = checkOutcome(outcomes[i], classCount); !sound) {
            return fail(sound.error().code, "sample " + std::to_string(i) + ": " + sound.error().message);
        }
    }
    return {};
}

Confusion confusion(const std::vector<Outcome>& outcomes, std::size_t classCount)
{
    Confusion result(classCount, std::vector<std::size_t>(classCount, 0));
    for (const Outcome& outcome : outcomes) {
        if (judged(outcome)) {
            ++result[outcome.truth][predicted(outcome)];
        }
    }
    return result;
}

Judgements::Judgements(const std::vector<Outcome>& outcomes, std::size_t classCount) : m_classCount(classCount)
{
    m_entries.reserve(outcomes.size());
    m_groups.reserve(outcomes.size());
    for (const Outcome& outcome : outcomes) {
        Entry entry;
        entry.truth = outcome.truth;
        entry.judged = judged(outcome);
        if (entry.judged) {
            entry.guess = predicted(outcome);
            entry.rank = rankOfTruth(outcome);
            entry.confidence = static_cast<double>(outcome.probabilities[entry.guess]);
            entry.squaredError = squaredError(outcome);
            entry.answered = !outcome.abstained;
        }
        m_entries.push_back(entry);
        m_groups.push_back(outcome.group);
    }
}

template <class Base, class Value>
double Judgements::mean(Weights weights, Base base, Value value) const
{
    double sum = 0;
    double count = 0;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (base(m_entries[i])) {
            const double weight = weightOf(weights, i);
            sum += weight * static_cast<double>(value(m_entries[i]));
            count += weight;
        }
    }
    return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / count;
}

double Judgements::accuracy(Weights weights) const
{
    return mean(
        weights, [](const Entry&) { return true; }, [](const Entry& entry) { return entry.right(); });
}

double Judgements::topK(std::size_t k, Weights weights) const
{
    return mean(
        weights, [](const Entry&) { return true; }, [k](const Entry& entry) { return entry.judged && entry.rank < k; });
}

double Judgements::coverage(Weights weights) const
{
    return mean(
        weights, [](const Entry&) { return true; }, [](const Entry& entry) { return entry.answered; });
}

double Judgements::selectiveAccuracy(Weights weights) const
{
    return mean(
        weights, [](const Entry& entry) { return entry.answered; }, [](const Entry& entry) { return entry.right(); });
}

double Judgements::brier(Weights weights) const
{
    return mean(
        weights, [](const Entry& entry) { return entry.judged; },
        [](const Entry& entry) { return entry.squaredError; });
}

std::vector<double> Judgements::f1(Weights weights) const
{
    // 2 hits / (truth + predicted): the harmonic mean of precision and recall without their 0/0.
    std::vector<double> hits(m_classCount, 0);
    std::vector<double> seen(m_classCount, 0);
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Entry& entry = m_entries[i];
        const double weight = weightOf(weights, i);
        seen[entry.truth] += weight;
        if (entry.judged) {
            seen[entry.guess] += weight;
            hits[entry.truth] += entry.right() ? weight : 0;
        }
    }
    for (std::size_t c = 0; c < m_classCount; ++c) {
        hits[c] = seen[c] > 0 ? 2 * hits[c] / seen[c] : std::numeric_limits<double>::quiet_NaN();
    }
    return hits;
}

double Judgements::macroF1(Weights weights) const
{
    double sum = 0;
    double present = 0;
    for (const double one : f1(weights)) {
        if (!std::isnan(one)) {
            sum += one;
            present += 1;
        }
    }
    return ratio(sum, present);
}

double Judgements::expectedCalibrationError(Weights weights, std::size_t bins) const
{
    std::vector<double> excess(bins, 0);  // sum of confidence less hits
    double total = 0;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Entry& entry = m_entries[i];
        if (entry.judged) {
            const double weight = weightOf(weights, i);
            excess[binOf(entry.confidence, bins)] += weight * (entry.confidence - (entry.right() ? 1 : 0));
            total += weight;
        }
    }
    double error = 0;
    for (const double bin : excess) {
        error += std::abs(bin);
    }
    return total == 0 ? std::numeric_limits<double>::quiet_NaN() : error / total;
}

std::vector<ClassFigures> Judgements::perClass() const
{
    std::vector<ClassFigures> figures(m_classCount);
    std::vector<std::size_t> hits(m_classCount, 0);
    for (const Entry& entry : m_entries) {
        ++figures[entry.truth].n;
        if (entry.judged) {
            ++figures[entry.guess].predicted;
            hits[entry.truth] += entry.right() ? 1U : 0U;
        }
    }
    for (std::size_t c = 0; c < m_classCount; ++c) {
        ClassFigures& one = figures[c];
        const auto right = static_cast<double>(hits[c]);
        one.precision = ratio(right, static_cast<double>(one.predicted));
        one.recall = ratio(right, static_cast<double>(one.n));
        one.f1 = ratio(2 * right, static_cast<double>(one.n + one.predicted));
    }
    return figures;
}

std::vector<ReliabilityBin> Judgements::reliability(std::size_t bins) const
{
    std::vector<ReliabilityBin> table(bins);
    for (const Entry& entry : m_entries) {
        if (entry.judged) {
            ReliabilityBin& bin = table[binOf(entry.confidence, bins)];
            ++bin.n;
            bin.confidence += entry.confidence;
            bin.accuracy += entry.right() ? 1 : 0;
        }
    }
    for (std::size_t b = 0; b < bins; ++b) {
        const auto n = static_cast<double>(table[b].n);
        table[b].low = static_cast<double>(b) / static_cast<double>(bins);
        table[b].high = static_cast<double>(b + 1) / static_cast<double>(bins);
        table[b].confidence = ratio(table[b].confidence, n);
        table[b].accuracy = ratio(table[b].accuracy, n);
    }
    return table;
}

std::vector<bool> Judgements::ofClass(std::size_t classIndex) const
{
    std::vector<bool> flags;
    flags.reserve(m_entries.size());
    for (const Entry& entry : m_entries) {
        flags.push_back(entry.truth == classIndex);
    }
    return flags;
}

std::vector<bool> Judgements::takenFor(std::size_t classIndex) const
{
    std::vector<bool> flags;
    flags.reserve(m_entries.size());
    for (const Entry& entry : m_entries) {
        flags.push_back(entry.judged && entry.guess == classIndex);
    }
    return flags;
}

namespace {

double numberOr0(double value)
{
    return std::isnan(value) ? 0 : value;
}

}  // namespace

double accuracy(const std::vector<Outcome>& outcomes)
{
    return numberOr0(Judgements(outcomes, 0).accuracy());
}

double topK(const std::vector<Outcome>& outcomes, std::size_t k)
{
    return numberOr0(Judgements(outcomes, 0).topK(k));
}

double macroF1(const std::vector<Outcome>& outcomes, std::size_t classCount)
{
    return Judgements(outcomes, classCount).macroF1();
}

double expectedCalibrationError(const std::vector<Outcome>& outcomes, std::size_t bins)
{
    return numberOr0(Judgements(outcomes, 0).expectedCalibrationError({}, bins));
}

double brier(const std::vector<Outcome>& outcomes)
{
    return numberOr0(Judgements(outcomes, 0).brier());
}

double coverage(const std::vector<Outcome>& outcomes)
{
    return numberOr0(Judgements(outcomes, 0).coverage());
}

std::optional<double> selectiveAccuracy(const std::vector<Outcome>& outcomes)
{
    const double value = Judgements(outcomes, 0).selectiveAccuracy();
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

std::vector<ClassFigures> perClass(const std::vector<Outcome>& outcomes, std::size_t classCount)
{
    return Judgements(outcomes, classCount).perClass();
}

}  // namespace sightline::learning
