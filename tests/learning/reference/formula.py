"""Weights and pictures that a test computes by itself (parity_case.h), so that none are stored."""
import numpy as np
import torch


def numbers(name, count):
    """`count` numbers in [0, 1): a 32-bit linear congruential generator that starts at the name's FNV-1a hash."""
    state = 2166136261
    for byte in name.encode():
        state = (state ^ byte) * 16777619 % 2**32
    powers = np.cumprod(np.full(count, 1664525, dtype=np.uint32), dtype=np.uint32)
    sums = np.cumsum(np.concatenate([np.ones(1, np.uint32), powers[:-1]]), dtype=np.uint32)
    states = powers * np.uint32(state) + sums * np.uint32(1013904223)
    return states.astype(np.float64) / 2**32


def value_of(name, tensor, gain):
    if name.endswith("num_batches_tracked"):
        return torch.zeros_like(tensor)
    shape = list(tensor.shape)
    unit = numbers(name, tensor.numel())
    if len(shape) > 1:
        values = (2 * unit - 1) * np.sqrt(6 / np.prod(shape[1:]))
    elif name.endswith("running_var"):
        values = 0.5 + unit
    elif name.endswith("weight"):
        values = gain * (0.8 + 0.4 * unit)
    else:
        values = 0.2 * (unit - 0.5)
    return torch.from_numpy(values.astype(np.float32)).reshape(shape)
