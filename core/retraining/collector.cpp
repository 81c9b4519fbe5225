#include "core/retraining/collector.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/ids.h"
#include "core/learning/splits.h"

namespace sightline::retraining {

namespace {

bool nearTwins(const domains::TwinSignature& a, const domains::TwinSignature& b, const domains::TwinRule& rule)
{
    if (a.shape.empty() || a.shape.size() != b.shape.size() || a.magnitudes.size() != b.magnitudes.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.magnitudes.size(); ++i) {
        const double larger = std::max(std::abs(a.magnitudes[i]), std::abs(b.magnitudes[i]));
        if (std::abs(a.magnitudes[i] - b.magnitudes[i]) > rule.magnitudeTolerance * larger) {
            return false;
        }
    }
    const double limit = rule.shapeTolerance * rule.shapeTolerance * static_cast<double>(a.shape.size());
    double sum = 0;
    for (std::size_t i = 0; i < a.shape.size(); ++i) {
        const double difference = a.shape[i] - b.shape[i];
        sum += difference * difference;
    }
    return sum < limit;
}

std::string datasetId(const Dataset& dataset)
{
    Sha256 hash;
    hash.add(dataset.domain + "\n" + dataset.task + "\n");
    for (const LabelledSample& sample : dataset.samples) {
        for (const std::string* field :
             {&sample.key.recording, &sample.key.sample, &sample.classId, &sample.group, &sample.contentHash}) {
            hash.add(static_cast<std::uint64_t>(field->size()));
            hash.add(*field);
        }
    }
    return hash.hex();
}

/// The labels of a recording by the sample they name; those that name none or a part of it may concern every sample.
struct LabelsBySample {
    std::unordered_map<std::string, std::vector<const GivenLabel*>> exact;
    std::vector<const GivenLabel*> wide;

    explicit LabelsBySample(const std::vector<GivenLabel>& given)
    {
        for (const GivenLabel& one : given) {
            if (one.label.subject.sample.empty() || !one.label.extent.whole()) {
                wide.push_back(&one);
            } else {
                exact[one.label.subject.sample].push_back(&one);
            }
        }
    }
};

}  // namespace

void Collector::addSample(const diagnosis::OpenedRecording& opened, std::size_t index, const std::string& classId,
                          const GivenLabel* source)
{
    const Sample sample = opened.samples[index];
    LabelledSample labelled;
    labelled.key = sample.key;
    labelled.path = utf8(opened.recording->info().path);
    labelled.classId = classId;
    labelled.group =
        m_domain.sourceOf(*opened.recording, sample, m_task, source == nullptr ? std::string() : source->group);
    labelled.groupIsKnown = !labelled.group.empty();
    labelled.contentHash = sample.contentHash;
    labelled.labelEvent = source == nullptr ? std::string() : source->label.eventId;
    m_gathered.dataset.samples.push_back(std::move(labelled));
    m_gathered.places.emplace_back(m_gathered.recordings.size(), index);
    m_gathered.claims.push_back(
        source != nullptr && !source->claim.empty() ? source->claim : m_domain.claimOf(*opened.recording, sample));
    m_gathered.parts.push_back(source != nullptr ? source->part : domains::ProtocolPart::Judge);
}

Result<void> Collector::addScanned(const diagnosis::OpenedRecording& opened, const std::vector<GivenLabel>& given,
                                   Progress& progress)
{
    std::vector<Label> labels;
    for (const GivenLabel& one : given) {
        labels.push_back(one.label);
    }
    const auto places = m_domain.labelledPlaces(*opened.recording, opened.samples, labels, m_task, progress);
    if (!places) {
        return tl::unexpected(places.error());
    }
    // Outside of all boxes the source is that of the boxes.
    const GivenLabel* any = given.empty() ? nullptr : &given.front();
    for (const domains::LabelledPlace& place : *places) {
        addSample(opened, place.index, place.classId, place.label ? &given[*place.label] : any);
        if (!place.label) {
            m_gathered.dataset.samples.back().labelEvent.clear();
        }
    }
    return {};
}

Result<void> Collector::add(diagnosis::OpenedRecording opened, const std::vector<GivenLabel>& given, Progress& progress)
{
    if (m_domain.scanRule(m_task)) {
        if (Result<void> added = addScanned(opened, given, progress); !added) {
            return added;
        }
    } else {
        addFew(opened, given);
    }
    std::vector<Label>& labels = m_gathered.labels.emplace_back();
    for (const GivenLabel& one : given) {
        labels.push_back(one.label);
    }
    m_gathered.recordings.push_back(std::move(opened));
    return {};
}

void Collector::addFew(const diagnosis::OpenedRecording& opened, const std::vector<GivenLabel>& given)
{
    LabelsBySample labels(given);
    const RecordingInfo& info = opened.recording->info();
    std::set<std::string> used;
    for (std::size_t i = 0; i < opened.samples.size(); ++i) {
        const Sample sample = opened.samples[i];
        std::vector<Label> concerning;
        const GivenLabel* source = nullptr;
        for (const std::string& name : {sample.key.sample, m_domain.wholeOf(sample)}) {
            const auto exact = labels.exact.find(name);
            if (exact == labels.exact.end()) {
                continue;
            }
            for (const GivenLabel* one : exact->second) {
                concerning.push_back(one->label);
                source = source == nullptr ? one : source;
            }
            used.insert(name);
        }
        for (const GivenLabel* one : labels.wide) {
            concerning.push_back(one->label);
            source = source == nullptr ? one : source;
        }
        if (concerning.empty()) {
            continue;
        }
        const std::optional<std::string> target = m_domain.targetOf(sample, concerning, m_task);
        if (!target) {
            continue;
        }
        addSample(opened, i, *target, source);
    }
    if (used.size() < labels.exact.size()) {
        Finding missing{Severity::Info,
                        "no_such_sample",
                        "",
                        {utf8(info.path), {}, {}},
                        static_cast<std::int64_t>(labels.exact.size() - used.size())};
        for (const GivenLabel& one : given) {
            const std::string& name = one.label.subject.sample;
            const bool found = std::any_of(opened.samples.begin(), opened.samples.end(), [&](const Sample& sample) {
                return sample.key.sample == name || m_domain.wholeOf(sample) == name;
            });
            if (!name.empty() && one.label.extent.whole() && !found) {
                missing.message = std::to_string(missing.count) + " labels name a " + m_domain.sampleNoun() +
                                  " the file does not hold, the first \"" + name + "\"";
                missing.where = one.where.file.empty() ? missing.where : one.where;
                break;
            }
        }
        m_gathered.findings.push_back(std::move(missing));
    }
}

void Collector::removeDuplicates()
{
    std::unordered_map<std::string, std::vector<std::size_t>> byContent;
    const std::vector<LabelledSample>& samples = m_gathered.dataset.samples;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (!samples[i].contentHash.empty()) {
            byContent[samples[i].contentHash].push_back(i);
        }
    }
    std::vector<bool> keep(samples.size(), true);
    for (const auto& entry : byContent) {
        const std::vector<std::size_t>& equal = entry.second;  // clang 14 captures no structured binding
        const bool contradict = std::any_of(equal.begin(), equal.end(), [&](std::size_t i) {
            return samples[i].classId != samples[equal.front()].classId;
        });
        for (std::size_t k = contradict ? 0 : 1; k < equal.size(); ++k) {
            keep[equal[k]] = false;
            ++(contradict ? m_gathered.contradictionsRemoved : m_gathered.duplicatesRemoved);
        }
    }
    std::vector<LabelledSample> kept;
    std::vector<std::pair<std::size_t, std::size_t>> places;
    std::vector<std::string> claims;
    std::vector<domains::ProtocolPart> parts;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (keep[i]) {
            kept.push_back(samples[i]);
            places.push_back(m_gathered.places[i]);
            claims.push_back(m_gathered.claims[i]);
            parts.push_back(m_gathered.parts[i]);
        }
    }
    m_gathered.dataset.samples = std::move(kept);
    m_gathered.places = std::move(places);
    m_gathered.claims = std::move(claims);
    m_gathered.parts = std::move(parts);
}

void Collector::groupTwins(const Progress& progress)
{
    std::vector<std::size_t> unknown;
    std::vector<domains::TwinSignature> signatures;
    std::vector<LabelledSample>& samples = m_gathered.dataset.samples;
    for (std::size_t i = 0; i < samples.size() && !progress.cancelled(); ++i) {
        if (!samples[i].groupIsKnown) {
            unknown.push_back(i);
            // A sample without a signature (rejected by the gate) is nobody's twin.
            signatures.push_back(m_domain.twinSignature(*m_gathered.recordingOf(i).recording, m_gathered.sampleOf(i))
                                     .value_or(domains::TwinSignature{}));
        }
    }
    const domains::TwinRule rule = m_domain.twinRule();
    bool stopped = false;
    std::size_t asked = 0;
    const std::vector<std::size_t> cluster = learning::clusters(unknown.size(), [&](std::size_t a, std::size_t b) {
        if ((++asked & 0xFFFFF) == 0) {
            stopped = progress.cancelled();
        }
        return !stopped && nearTwins(signatures[a], signatures[b], rule);
    });
    for (std::size_t k = 0; k < unknown.size(); ++k) {
        samples[unknown[k]].group = "twins-" + std::to_string(cluster[k]);
    }
}

/// Where all samples have one source, parts of it stand for sources.
void Collector::groupByBlocks()
{
    std::vector<LabelledSample>& samples = m_gathered.dataset.samples;
    const bool single = std::all_of(samples.begin(), samples.end(), [&](const LabelledSample& sample) {
        return sample.groupIsKnown && sample.group == samples.front().group;
    });
    if (!single || m_domain.blockOf(m_gathered.sampleOf(0)).empty()) {
        return;
    }
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i].group = m_domain.blockOf(m_gathered.sampleOf(i));
    }
    m_gathered.byBlocks = true;
}

Result<GatheredExamples> Collector::finish(const ClassNames& names, bool keepDuplicates, Progress& progress)
{
    if (!keepDuplicates) {
        removeDuplicates();
    }
    Dataset& dataset = m_gathered.dataset;
    if (dataset.samples.empty()) {
        std::string why = "no labelled " + m_domain.sampleNoun() + " among the data";
        if (!m_gathered.unreadable.empty()) {
            why += "; " + m_gathered.unreadable.front().text();
        }
        return fail(ErrorCode::Invalid, why);
    }
    progress.report(-1, "grouping");
    groupByBlocks();
    groupTwins(progress);
    if (progress.cancelled()) {
        return fail(ErrorCode::Cancelled, "stopped");
    }
    std::vector<std::string> used;
    for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
        used.push_back(dataset.samples[i].classId);
        const std::vector<Finding> findings = m_gathered.sampleOf(i).findings;
        if (!findings.empty() && worst(findings) == Severity::Reject) {
            m_gathered.rejected.push_back(i);
        }
    }
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());
    dataset.classIds = names.inOrder(used);
    dataset.domain = m_domain.id();
    dataset.task = m_task;
    dataset.createdMicroseconds = nowMicroseconds();
    dataset.id = datasetId(dataset);
    for (const Finding& finding : names.findings()) {
        m_gathered.findings.push_back(finding);
    }
    return std::move(m_gathered);
}

}  // namespace sightline::retraining
