#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "core/diagnosis/diagnosis.h"

namespace sightline::diagnosis {

namespace {

constexpr std::size_t batchSize = 32;
constexpr std::size_t batchesAhead = 6;  ///< bounds the memory of pictures waiting for the network

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// The sample's own findings and the picture's, each once: a domain may repeat the gate's in the picture.
std::vector<Finding> joined(const Sample& sample, const std::vector<Finding>& ofPicture)
{
    std::vector<Finding> all = sample.findings;
    for (const Finding& finding : ofPicture) {
        if (std::find(all.begin(), all.end(), finding) == all.end()) {
            all.push_back(finding);
        }
    }
    return all;
}

bool isRejected(const std::vector<Finding>& findings)
{
    return !findings.empty() && worst(findings) == Severity::Reject;
}

Result<void> checkFits(const OpenedRecording& opened, const learning::ModelInfo& info)
{
    if (info.domain != opened.domain->id()) {
        return fail(ErrorCode::Invalid, "the model is for " + info.domain + ", not for " + opened.domain->id());
    }
    return {};
}

std::optional<Finding> wrongKind(const OpenedRecording& opened, const Sample& sample, const learning::ModelInfo& info)
{
    if (info.inputKind.empty()) {
        return std::nullopt;
    }
    const std::string kind = opened.domain->inputKind(*opened.recording, sample);
    if (kind.empty() || kind == info.inputKind) {
        return std::nullopt;
    }
    return Finding{
        Severity::Reject, "wrong_kind", "this is a " + kind + "; the model judges a " + info.inputKind + " only", {}};
}

std::vector<Drawn> drawBatch(const OpenedRecording& opened, const std::vector<std::size_t>& indices, std::size_t begin,
                             const ImageRecipe& recipe, const std::function<bool()>& stopped)
{
    std::vector<Drawn> drawn;
    const std::size_t end = std::min(indices.size(), begin + batchSize);
    drawn.reserve(end - begin);
    for (std::size_t i = begin; i < end && !stopped(); ++i) {
        drawn.push_back(draw(opened, indices[i], recipe));
    }
    return drawn;
}

/// Batches drawn in the io lane, handed out in order. Work still waiting in the lane holds only this.
class DrawAhead {
public:
    DrawAhead(OpenedRecording opened, std::vector<std::size_t> indices, ImageRecipe recipe)
        : m_opened(std::move(opened)),
          m_indices(std::move(indices)),
          m_recipe(std::move(recipe)),
          m_batches((m_indices.size() + batchSize - 1) / batchSize)
    {
    }

    [[nodiscard]] std::size_t batches() const { return m_batches.size(); }
    [[nodiscard]] const OpenedRecording& opened() const { return m_opened; }

    void drawOne(std::size_t batch)
    {
        std::vector<Drawn> drawn = drawBatch(m_opened, m_indices, batch * batchSize, m_recipe,
                                             [this] { return m_stop.load(std::memory_order_relaxed); });
        const std::scoped_lock lock(m_mutex);
        m_batches[batch] = std::move(drawn);
        m_ready.notify_all();
    }

    /// Nothing if the work was cancelled meanwhile.
    std::optional<std::vector<Drawn>> take(std::size_t batch, const Progress& progress)
    {
        std::unique_lock lock(m_mutex);
        while (!m_batches[batch]) {
            if (progress.cancelled()) {
                return std::nullopt;
            }
            m_ready.wait_for(lock, std::chrono::milliseconds(50));
        }
        return std::exchange(m_batches[batch], std::nullopt);
    }

    void stop() { m_stop.store(true, std::memory_order_relaxed); }

private:
    OpenedRecording m_opened;
    std::vector<std::size_t> m_indices;
    ImageRecipe m_recipe;
    std::vector<std::optional<std::vector<Drawn>>> m_batches;
    std::atomic<bool> m_stop{false};
    std::mutex m_mutex;
    std::condition_variable m_ready;
};

Result<void> diagnoseAhead(const OpenedRecording& opened, const std::vector<std::size_t>& sampleIndices,
                           learning::Classifier& classifier, jobs::Lane& io, std::size_t aheadOfNetwork,
                           const std::function<void(std::vector<Diagnosed>)>& sink, Progress& progress)
{
    if (Result<void> fits = checkFits(opened, classifier.info()); !fits) {
        return fits;
    }
    const auto ahead = std::make_shared<DrawAhead>(opened, sampleIndices, classifier.info().recipe);
    std::size_t posted = 0;
    std::size_t done = 0;
    for (std::size_t batch = 0; batch < ahead->batches(); ++batch) {
        for (; posted < std::min(ahead->batches(), batch + aheadOfNetwork) && !progress.cancelled(); ++posted) {
            io.post([ahead, posted] { ahead->drawOne(posted); });
        }
        const std::optional<std::vector<Drawn>> drawn = ahead->take(batch, progress);
        if (!drawn || progress.cancelled()) {
            ahead->stop();
            return fail(ErrorCode::Cancelled, "stopped");
        }
        Result<std::vector<Diagnosed>> judged = judgeDrawn(opened, *drawn, classifier);
        if (!judged) {
            ahead->stop();
            return tl::unexpected(judged.error());
        }
        done += judged->size();
        sink(std::move(*judged));
        progress.report(static_cast<double>(done) / static_cast<double>(sampleIndices.size()), "judging");
    }
    return {};
}

}  // namespace

Drawn draw(const OpenedRecording& opened, std::size_t sampleIndex, const ImageRecipe& recipe)
{
    const Clock::time_point start = Clock::now();
    Drawn drawn;
    drawn.index = sampleIndex;
    const Sample& sample = opened.samples[sampleIndex];
    if (!isRejected(sample.findings)) {
        drawn.picture = opened.domain->picture(*opened.recording, sample, recipe);
    }
    drawn.milliseconds = millisecondsSince(start);
    return drawn;
}

Result<std::vector<Diagnosed>> judgeDrawn(const OpenedRecording& opened, const std::vector<Drawn>& drawn,
                                          learning::Classifier& classifier)
{
    const learning::ModelInfo& info = classifier.info();
    if (Result<void> fits = checkFits(opened, info); !fits) {
        return tl::unexpected(fits.error());
    }
    std::vector<Diagnosed> results(drawn.size());
    std::vector<std::vector<Finding>> findings(drawn.size());
    std::vector<Example> examples;
    std::vector<std::size_t> judged;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        const Sample& sample = opened.samples[drawn[i].index];
        results[i].sample = sample;
        if (const auto wrong = wrongKind(opened, sample, info)) {
            findings[i] = {*wrong};
            results[i].findings = {*wrong};
        } else if (!drawn[i].picture) {
            results[i].findings = {Finding{Severity::Reject, "not_drawn", drawn[i].picture.error().text(), {}}};
            findings[i] = joined(sample, results[i].findings);
        } else {
            results[i].findings = drawn[i].picture->findings;
            findings[i] = joined(sample, results[i].findings);
        }
        if (isRejected(findings[i])) {
            results[i].verdict = learning::rejectedVerdict(info, findings[i]);
            results[i].verdict.milliseconds = drawn[i].milliseconds;
        } else {
            examples.push_back(drawn[i].picture->example);
            judged.push_back(i);
        }
    }
    if (judged.empty()) {
        return results;
    }
    const Clock::time_point start = Clock::now();
    Result<std::vector<std::vector<float>>> probabilities = classifier.classify(examples);
    if (!probabilities) {
        return tl::unexpected(probabilities.error());
    }
    const double share = millisecondsSince(start) / static_cast<double>(judged.size());
    for (std::size_t k = 0; k < judged.size(); ++k) {
        const std::size_t i = judged[k];
        results[i].verdict =
            learning::judge(info, (*probabilities)[k], findings[i], classifier.device(), drawn[i].milliseconds + share);
    }
    return results;
}

Result<void> diagnose(const OpenedRecording& opened, const std::vector<std::size_t>& sampleIndices,
                      learning::Classifier& classifier, const std::function<void(std::vector<Diagnosed>)>& sink,
                      Progress& progress)
{
    jobs::InlineLane here;
    return diagnoseAhead(opened, sampleIndices, classifier, here, 1, sink, progress);
}

Result<void> diagnose(const OpenedRecording& opened, const std::vector<std::size_t>& sampleIndices,
                      learning::Classifier& classifier, jobs::Lane& io,
                      const std::function<void(std::vector<Diagnosed>)>& sink, Progress& progress)
{
    return diagnoseAhead(opened, sampleIndices, classifier, io, batchesAhead, sink, progress);
}

}  // namespace sightline::diagnosis
