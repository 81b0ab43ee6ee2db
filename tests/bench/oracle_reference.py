#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times the Python reference at the size of inference_benchmark: oracle_reference.py ORACLE.py CHECKPOINT THREADS"""
import importlib.util
import sys
import time

import numpy as np
import torch

spec = importlib.util.spec_from_file_location("oracle", sys.argv[1])
oracle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(oracle)
torch.set_num_threads(int(sys.argv[3]))

CHANNELS, TOKENS, WINDOW = 65, 124, 2048
checkpoint = torch.load(sys.argv[2], map_location="cpu")
generator = np.random.default_rng(0)
recording = {
    "windows": generator.standard_normal((CHANNELS, TOKENS, WINDOW)).astype("f4"),
    "lengths": np.full(CHANNELS, TOKENS), "names": [f"C{i}" for i in range(CHANNELS)],
    "recording": np.zeros(CHANNELS, int), "coords": generator.standard_normal((CHANNELS, 3)).astype("f4"),
}
mask = np.ones((CHANNELS, TOKENS), bool)
projection = oracle.make_projection(512, 0)
times = []
with torch.no_grad():
    for _ in range(3):
        begin = time.perf_counter()
        oracle.predict_rows(checkpoint, recording, mask, None, None, projection)
        times.append(time.perf_counter() - begin)
print(f"oracle, {sys.argv[3]} thread(s): {CHANNELS * TOKENS / sorted(times)[1]:.0f} tokens/s")
