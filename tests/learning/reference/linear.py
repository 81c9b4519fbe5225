"""Makes the constants of test_linear.cpp: pip install scikit-learn; python linear.py

The cases come from the generator of figures.py, so that no data file is needed.
"""
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

state = 4321


def unit():
    """The next number in [0, 1): the same 32-bit generator as in cases.h."""
    global state
    state = (1664525 * state + 1013904223) % 2**32
    return state / 2**32


# Four numbers of unlike size for three classes; the last one says nothing.
scale, offset = np.array([1, 100, 0.01, 1]), np.array([0, 50, 3, -1])
direction = np.array([[2, 0, -1, 0], [-1, 1.5, 0, 0], [0, -1, 1, 0]])
rows, classes = [], []
for _ in range(150):
    row = np.array([2 * unit() - 1 for _ in range(4)])
    noise = np.array([2 * unit() for _ in range(3)])
    classes.append(int(np.argmax(direction @ row + noise)))
    rows.append(scale * row + offset)
rows = np.array(rows).astype(np.float32).astype(float)
print("per class", np.bincount(classes))

scaler = StandardScaler().fit(rows)
for ridge in (2.0, 0.01):
    fitted = LogisticRegression(C=1 / ridge, tol=1e-12, max_iter=100000).fit(scaler.transform(rows), classes)
    print("ridge", ridge)
    print("constants", [f"{value:.7f}" for value in fitted.intercept_ - fitted.intercept_.mean()])
    for own in fitted.coef_:
        print("weights", [f"{value:.7f}" for value in own])
    for row in (rows[0], rows[7], offset):
        print("probabilities", [f"{value:.7f}" for value in fitted.predict_proba(scaler.transform([row]))[0]])
