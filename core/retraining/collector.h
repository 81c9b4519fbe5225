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
};

class Collector {
public:
    Collector(const domains::Domain& domain, std::string task) : m_domain(domain), m_task(std::move(task)) {}

    void add(diagnosis::OpenedRecording opened, const std::vector<GivenLabel>& given);
    GatheredExamples& gathered() { return m_gathered; }

    /// Removes duplicates unless told to keep them, groups, orders the classes, names the dataset.
    Result<GatheredExamples> finish(const ClassNames& names, bool keepDuplicates, Progress& progress);

private:
    void removeDuplicates();
    void groupTwins(const Progress& progress);

    const domains::Domain& m_domain;
    std::string m_task;
    GatheredExamples m_gathered;
};

}  // namespace sightline::retraining
