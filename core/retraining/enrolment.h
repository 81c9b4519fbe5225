// People a model has never met: each shows it a session, and later sessions are recognised by how alike they are.
#pragma once

#include "core/retraining/training.h"

namespace sightline::retraining {

/// Judges the samples a protocol wants judged against those it enrols. What a window looks like to the model are its
/// logarithmic probabilities, less what the people it learnt from (those samples that are there to learn from, else the
/// enrolled) look like on average, and scaled to length 1; a session is the mean of its windows, and fits a person by
/// the cosine of the two. Every session claims to be each enrolled person once: `claims` and the figures auc and eer.
/// accuracy, macro_f1 and top2 ask who of the enrolled it is. The shortcuts are probed in the same way. Invalid unless
/// two people are enrolled and something is to be judged; Cancelled.
Result<Evaluation> evaluateEnrolled(learning::Classifier& classifier, const GatheredExamples& gathered,
                                    Progress& progress);

}  // namespace sightline::retraining
