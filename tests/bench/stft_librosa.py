"""The peer of bench-stft: pip install librosa. Reads "fft hop samples repeats" lines, answers seconds of one run each."""
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import librosa  # noqa: E402
import numpy as np  # noqa: E402

signal = None
print("ready librosa " + librosa.__version__, flush=True)
for line in sys.stdin:
    fft, hop, samples, repeats = map(int, line.split())
    if signal is None or len(signal) != samples:
        signal = np.random.default_rng(1).standard_normal(samples).astype(np.float32)
    best = float("inf")
    for _ in range(repeats):
        begin = time.perf_counter()
        power = np.abs(librosa.stft(signal, n_fft=fft, hop_length=hop, pad_mode="constant")) ** 2
        best = min(best, time.perf_counter() - begin)
    print(best, flush=True)
