"""Makes the constants of test_curves.cpp, test_label_issues.cpp and the Brier score of test_metrics.cpp.

pip install scikit-learn cleanlab; python judging.py

The cases come from the generator of figures.py, so that no data file is needed.
"""
import numpy as np
from cleanlab.count import calibrate_confident_joint, compute_confident_joint, get_confident_thresholds
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_normalized_margin_for_each_label
from scipy.interpolate import interp1d
from scipy.optimize import brentq
from sklearn.metrics import (average_precision_score, brier_score_loss, det_curve, precision_recall_curve,
                             roc_auc_score, roc_curve)
from sklearn.model_selection import StratifiedGroupKFold


class Generator:
    """The same 32-bit generator as in cases.h."""

    def __init__(self, state):
        self.state = state

    def __call__(self):
        self.state = (1664525 * self.state + 1013904223) % 2**32
        return self.state / 2**32


def softmax(values):
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32).astype(float)


def equal_error_rate(positive, score):
    alarms, found, _ = roc_curve(positive, score, drop_intermediate=False)
    return brentq(lambda x: 1 - x - interp1d(alarms, found)(x), 0, 1)


def recall_at_precision(positive, score, least):
    precision, recall, _ = precision_recall_curve(positive, score)
    return max(recall[precision >= least])


def tell(name, positive, score):
    print(f"{name}: n {len(positive)}, positive {int(np.sum(positive))}, AUC {roc_auc_score(positive, score):.15g}, "
          f"AP {average_precision_score(positive, score):.15g}, EER {equal_error_rate(positive, score):.15g}, "
          f"recall at precision 0.6 {recall_at_precision(positive, score, 0.6):.15g}, "
          f"0.9 {recall_at_precision(positive, score, 0.9):.15g}")


# Scores rounded to fourteen steps: many ties, across the classes too.
unit = Generator(2024)
positive, tied, free = [], [], []
for _ in range(300):
    yes = unit() < 0.3
    value = 10 * unit() + (4 if yes else 0)
    positive.append(yes)
    tied.append(float(int(value)))
    free.append(value)
positive, tied, free = np.array(positive), np.array(tied), np.array(free)
tell("tied", positive, tied)
tell("free", positive, free)
alarms, found, thresholds = roc_curve(positive, tied, drop_intermediate=False)
print("ROC of tied:", [f"{t:g} {a:.12g} {f:.12g}" for t, a, f in zip(thresholds, alarms, found)])
precision, recall, thresholds = precision_recall_curve(positive, tied)
print("PR of tied:", [f"{t:g} {p:.12g} {r:.12g}" for t, p, r in zip(thresholds, precision, recall)])
false_alarm, miss, thresholds = det_curve(positive, tied)
print("DET of tied:", [f"{t:g} {a:.12g} {m:.12g}" for t, a, m in zip(thresholds, false_alarm, miss)])

for name, labels, scores in (("six", [0, 0, 1, 1, 0, 1], [0.1, 0.4, 0.35, 0.8, 0.35, 0.35]),
                             ("all equal", [0, 1, 1, 0, 1], [0.5] * 5)):
    tell(name, np.array(labels), np.array(scores))

# The outcomes of figures.py.
unit = Generator(12345)
truth, logits = [], []
for _ in range(200):
    own = int(unit() * 4)
    row = [3 * unit() for _ in range(5)]
    row[own] += 1.2
    truth.append(own)
    logits.append(row)
truth = np.array(truth)
probabilities = softmax(np.array(logits, dtype=np.float32).astype(float))
each = [k for k in range(5) if 0 < np.sum(truth == k)]
for k in each:
    tell(f"class {k} against the rest", truth == k, probabilities[:, k])
print("macro AUC", np.mean([roc_auc_score(truth == k, probabilities[:, k]) for k in each]))
print("macro AP", np.mean([average_precision_score(truth == k, probabilities[:, k]) for k in each]))
print("macro EER", np.mean([equal_error_rate(truth == k, probabilities[:, k]) for k in each]))
print("Brier", brier_score_loss(truth, probabilities / probabilities.sum(axis=1, keepdims=True), labels=range(5)))
two = probabilities[:, 0] / (probabilities[:, 0] + probabilities[:, 1])
print("Brier of classes 0 and 1 alone", brier_score_loss((truth == 0)[truth < 2], two[truth < 2]))

# A tenth of the labels of 400 samples turned to the next class.
unit = Generator(77)
labels, rows, wrong = [], [], []
for _ in range(400):
    own = int(unit() * 4)
    row = [3 * unit() for _ in range(4)]
    row[own] += 2.5
    turned = unit() < 0.1
    wrong.append(turned)
    labels.append((own + 1) % 4 if turned else own)
    rows.append(row)
labels, wrong = np.array(labels), np.array(wrong)
said = softmax(np.array(rows, dtype=np.float32).astype(float))
print("thresholds", get_confident_thresholds(labels, said).tolist())
counts = compute_confident_joint(labels, said, calibrate=False)
print("confident joint", counts.tolist(), "confident", int(counts.sum()))
print("calibrated", calibrate_confident_joint(counts, labels).tolist())
issues = find_label_issues(labels, said, filter_by="confident_learning", return_indices_ranked_by="normalized_margin")
margins = get_normalized_margin_for_each_label(labels, said)
print("issues", len(issues), "of which turned", int(wrong[issues].sum()), "of", int(wrong.sum()))
print("ranked", issues[:12].tolist(), "...", issues[-3:].tolist())
print("margins", [f"{2 * margins[i] - 1:.9g}" for i in issues[:4]])

# 150 wells of one to twelve samples, mostly of one class each, in five folds: how far a fold's share of a class lies from
# a fifth. The case of test_splits.cpp.
unit = Generator(31)
classes, groups = [], []
for group in range(150):
    most = 12 if unit() < 0.1 else 3
    size = 1 + int(unit() * most)
    own = int(unit() * 6)
    for _ in range(size):
        classes.append(own if unit() < 0.9 else int(unit() * 6))
        groups.append(group)
classes, groups = np.array(classes), np.array(groups)
away = [np.sum(classes[test] == k) / np.sum(classes == k) - 0.2
        for _, test in StratifiedGroupKFold(5).split(classes, classes, groups) for k in range(6)]
print("StratifiedGroupKFold:", len(classes), "samples, rms", np.sqrt(np.mean(np.square(away))))
