// Puts labelled samples of many recordings together into one dataset.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/data/label.h"
#include "core/retraining/class_names.h"
#include "core/retraining/examples.h"

namespace sightline::retraining {

/// A label for one sample or part of a recording, its class resolved.
struct GivenLabel {
    Label label;
    std::string group;  ///< the true source, or empty: what the file itself says
    std::string claim;  ///< the class the subject claims to be of, or empty
    Where where;
    domains::ProtocolPart part = domains::ProtocolPart::Judge;
};

class Collector {
public:
    Collector(const domains::Domain& domain, std::string task) : m_domain(domain), m_task(std::move(task)) {}

    /// Errors of Domain::labelledPlaces(), asked where recordings are scanned.
    Result<void> add(diagnosis::OpenedRecording opened, const std::vector<GivenLabel>& given, Progress& progress);
    GatheredExamples& gathered() { return m_gathered; }

    /// Removes duplicates unless told to keep them, groups, orders the classes, names the dataset.
    Result<GatheredExamples> finish(const ClassNames& names, bool keepDuplicates, Progress& progress);

private:
    void addSample(const diagnosis::OpenedRecording& opened, std::size_t index, const std::string& classId,
                   const GivenLabel* source);
    void addFew(const diagnosis::OpenedRecording& opened, const std::vector<GivenLabel>& given);
    Result<void> addScanned(const diagnosis::OpenedRecording& opened, const std::vector<GivenLabel>& given,
                            Progress& progress);
    void groupByBlocks();
    void removeDuplicates();
    void groupTwins(const Progress& progress);

    const domains::Domain& m_domain;
    std::string m_task;
    GatheredExamples m_gathered;
};

}  // namespace sightline::retraining
