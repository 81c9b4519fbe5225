"""Makes librosa.json, the reference of tests/dsp: pip install librosa; python make_librosa.py

The signal comes from a generator that the tests repeat (reference.h), so that no sound is stored; of every result some
values are, at fixed places, and the largest.
"""
import json
import pathlib

import librosa
import numpy as np
import scipy.signal

COUNT = 12000
PICKED = 60


def numbers(count, state=2024):
    """`count` numbers in [0, 1): a 32-bit linear congruential generator."""
    out = np.empty(count)
    for i in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        out[i] = state / 2**32
    return out


def signal():
    """Noise, a rising and a steady tone, an offset."""
    n = np.arange(COUNT)
    noise = 0.2 * (numbers(COUNT) - 0.5)
    rising = 0.5 * np.sin(2 * np.pi * (0.01 * n + 0.00001 * n * n))
    return (noise + rising + 0.25 * np.sin(2 * np.pi * 0.13 * n) + 0.01).astype(np.float32)


def picked(values, **more):
    """Values as rows of frames, `PICKED` of them spread over the whole, the first and the last among them."""
    flat = np.asarray(values, dtype=np.float64).ravel()
    at = np.unique(np.linspace(0, flat.size - 1, PICKED).astype(int))
    return {"size": int(flat.size), "largest": float(np.abs(flat).max()), "at": at.tolist(),
            "values": [float(f"{v:.9g}") for v in flat[at]], **more}


x = signal()
result = {"librosa": librosa.__version__}

stft = []
for fft, window, hop, shape, centre in [(512, 512, 128, "hann", True), (512, 256, 64, "hann", True),
                                        (2048, 2048, 512, "hann", True), (1024, 1024, 300, "hann", False),
                                        (1000, 900, 250, "hamming", True), (420, 420, 100, "blackman", False),
                                        (4096, 4096, 1024, "blackmanharris", True), (34, 20, 7, "boxcar", True)]:
    power = np.abs(librosa.stft(x.astype(np.float64), n_fft=fft, win_length=window, hop_length=hop, window=shape,
                                center=centre, pad_mode="constant")) ** 2
    stft.append(picked(power.T, fft=fft, window=window, hop=hop, shape=shape, centre=centre, frames=power.shape[1]))
result["stft"] = stft

result["windows"] = [picked(scipy.signal.get_window(shape, 37, fftbins=periodic), shape=shape, periodic=periodic)
                     for shape in ["hann", "hamming", "blackman", "blackmanharris"] for periodic in [True, False]]

RATE = 16000
power = np.abs(librosa.stft(x.astype(np.float64), n_fft=1024, hop_length=256, pad_mode="constant")) ** 2
mel = []
for bands, low, high, htk, norm in [(64, 0, 8000, False, "slaney"), (40, 20, 8000, True, None),
                                    (48, 40, 4000, True, None), (32, 500, 7000, False, None)]:
    weights = librosa.filters.mel(sr=RATE, n_fft=1024, n_mels=bands, fmin=low, fmax=high, htk=htk, norm=norm,
                                  dtype=np.float64)
    mel.append({"bands": bands, "low": low, "high": high, "htk": htk, "area": norm is not None,
                "weights": picked(weights), "power": picked((weights @ power).T)})
result["mel"] = mel

weights = librosa.filters.mel(sr=RATE, n_fft=1024, n_mels=64, dtype=np.float64)
bands = weights @ power
decibel = librosa.power_to_db(bands, ref=1.0, amin=1e-10, top_db=80)
result["decibel"] = picked(decibel.T)
result["mfcc"] = picked(librosa.feature.mfcc(S=decibel, n_mfcc=20, dct_type=2, norm="ortho").T)
result["pcen"] = picked(librosa.pcen(bands * 2**31, sr=RATE, hop_length=256).T)

pathlib.Path(__file__).with_name("librosa.json").write_text(json.dumps(result, indent=None, separators=(",", ":")) + "\n")
