# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times a Python reference implementation at the size of inference_benchmark.

usage: oracle_reference.py REFERENCE.py THREADS [KIND...]     prints {"kind": seconds, ...}
kinds: predict       masking, predictions and targets of every token, batch 4
       forward       the network alone on masked windows, batch 4
       materialised  predict with a scan that holds [sequence, token, channel, state], as public CPU code paths do
"""
import importlib.util
import json
import math
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

sys.dont_write_bytecode = True
CHANNELS, TOKENS, WINDOW, WIDTH, LAYERS, BATCH = 65, 124, 2048, 512, 2, 4


def materialised_block(p, x):
    """A Mamba-1 block as public CPU code runs it (mamba_ssm's selective_scan_ref): channels before tokens, and the
    discretised A and B u in memory for every token, [sequence, channel, token, state], before a loop over tokens."""
    states, rank = p["A_log"].shape[1], p["dt_proj.weight"].shape[1]
    u, z = (x @ p["in_proj.weight"].T).transpose(1, 2).chunk(2, 1)
    length = u.shape[2]
    u = F.silu(F.conv1d(u, p["conv1d.weight"], p["conv1d.bias"], padding=3, groups=u.shape[1])[..., :length])
    codes = (u.transpose(1, 2) @ p["x_proj.weight"].T).transpose(1, 2)
    step, code_in, code_out = codes.split([rank, states, states], 1)
    step = F.softplus(p["dt_proj.weight"] @ step + p["dt_proj.bias"][:, None])
    decay = torch.exp(torch.einsum("bdl,dn->bdln", step, -torch.exp(p["A_log"])))
    drive = torch.einsum("bdl,bnl,bdl->bdln", step, code_in, u)
    state, outputs = torch.zeros_like(decay[:, :, 0]), []
    for t in range(length):
        state = decay[:, :, t] * state + drive[:, :, t]
        outputs.append(torch.einsum("bdn,bn->bd", state, code_out[:, :, t]))
    y = (torch.stack(outputs, 2) + u * p["D"][:, None]) * F.silu(z)
    return y.transpose(1, 2) @ p["out_proj.weight"].T


def load(path):
    spec = importlib.util.spec_from_file_location("reference", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@torch.no_grad()
def main():
    reference = load(sys.argv[1])
    torch.set_num_threads(int(sys.argv[2]))
    kinds = sys.argv[3:] or ["predict", "forward"]
    weights = reference.init_weights("A", WIDTH, LAYERS, WINDOW, "mamba1", 0)
    generator = np.random.default_rng(0)
    angle = np.arange(CHANNELS)
    recording = {"windows": 20 * generator.standard_normal((CHANNELS, TOKENS, WINDOW), dtype="f4"),
                 "lengths": np.full(CHANNELS, TOKENS), "names": [f"C{i}" for i in angle], "recording": np.zeros(CHANNELS, int),
                 "coords": np.stack([np.cos(angle), np.sin(angle), 0 * angle + .5], 1).astype("f4")}
    mask = np.ones((CHANNELS, TOKENS), bool)
    projection = reference.make_projection(WIDTH, 0)

    def predict():
        reference.predict_rows({"model": weights, "config": {}}, recording, mask, None, None, projection, BATCH)

    def forward():
        _, info = reference.describe(weights)
        windows = torch.zeros(BATCH, TOKENS, WINDOW)
        for first in range(0, CHANNELS, BATCH):
            count = min(BATCH, CHANNELS - first)
            reference.forward(weights, info, windows[:count], torch.full((count,), TOKENS),
                              torch.tensor(recording["coords"][first:first + count]), projection, torch.tensor(mask[first:first + count]))

    def materialised():
        own, reference.mamba1 = reference.mamba1, materialised_block
        predict()
        reference.mamba1 = own

    seconds = {}
    torch.randn(512, 512) @ torch.randn(512, 512)                          # threads and BLAS are up before the clock runs
    for kind in kinds:
        start = time.perf_counter()
        {"predict": predict, "forward": forward, "materialised": materialised}[kind]()
        seconds[kind] = time.perf_counter() - start
    assert all(math.isfinite(s) for s in seconds.values())
    print(json.dumps(seconds))


main()
