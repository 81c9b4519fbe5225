"""Makes the constants of test_metrics.cpp and test_calibration.cpp: pip install scikit-learn numpy; python figures.py

The cases come from a linear congruential generator that the tests repeat, so that no data file is needed.
"""
import math

import numpy as np
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support, top_k_accuracy_score

state = 12345


def unit():
    """The next number in [0, 1): the same 32-bit generator as in cases.h."""
    global state
    state = (1664525 * state + 1013904223) % 2**32
    return state / 2**32


classes, count = 5, 200
truth, logits = [], []
for _ in range(count):
    # Class 4 never occurs in truth; it is predicted now and then.
    own = int(unit() * 4)
    row = [3 * unit() for _ in range(classes)]
    row[own] += 1.2
    truth.append(own)
    logits.append(row)
truth = np.array(truth)
logits = np.array(logits, dtype=np.float32).astype(float)


def softmax(values, temperature=1.0):
    powers = np.exp((values - values.max(axis=1, keepdims=True)) / temperature)
    return powers / powers.sum(axis=1, keepdims=True)


probabilities = softmax(logits)
predicted = probabilities.argmax(axis=1)
print("accuracy", accuracy_score(truth, predicted))
print("macro F1", f1_score(truth, predicted, average="macro"))
print("top 2", top_k_accuracy_score(truth, probabilities, k=2, labels=range(classes)))
precision, recall, f1, n = precision_recall_fscore_support(truth, predicted, labels=range(classes), zero_division=0)
for k in range(classes):
    print("class", k, n[k], precision[k], recall[k], f1[k])

# Every seventh sample rejected: a prediction that is no class.
seen = sorted(set(truth) | set(predicted[np.arange(count) % 7 != 0]))
with_rejected = np.where(np.arange(count) % 7 == 0, -1, predicted)
print("rejected: accuracy", accuracy_score(truth, with_rejected))
print("rejected: macro F1", f1_score(truth, with_rejected, labels=seen, average="macro", zero_division=0))

confidence = probabilities.max(axis=1)
hits = predicted == truth
bins = np.clip(np.ceil(confidence * 15) - 1, 0, 14)
ece = sum(abs(confidence[bins == b].sum() - hits[bins == b].sum()) for b in range(15)) / count
print("ECE", ece)


def loss(temperature):
    chosen = softmax(logits, temperature)[np.arange(count), truth]
    return -np.log(chosen).sum() + math.log(temperature) ** 2 / (2 * 0.5**2)


# Finer and finer grids about the minimum.
low, high = math.log(0.05), math.log(20)
for _ in range(6):
    points = np.linspace(low, high, 101)
    best = min(range(101), key=lambda i: loss(math.exp(points[i])))
    low, high = points[max(best - 1, 0)], points[min(best + 1, 100)]
print("temperature", math.exp((low + high) / 2))

z = 1.959963984540054
for successes, n in ((0, 10), (7, 10), (825, 825), (611, 825)):
    p = successes / n
    middle, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    print("Wilson", successes, n, (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n))
