#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""metrics_reference.py REFERENCE.py FOLDER DIM: seconds that the reference implementation's `metrics` takes on the
arrays that metrics_benchmark wrote to FOLDER, and scikit-learn's full PCA of the predictions in float64; as JSON.
Reading the files does not count."""
import importlib.util, json, sys, time
import numpy as np

try:
    from sklearn.decomposition import PCA
except ImportError:
    PCA = None


def load(path):
    spec = importlib.util.spec_from_file_location("reference", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    reference, folder, dim = load(sys.argv[1]), sys.argv[2] + "/", int(sys.argv[3])
    stem = f"{folder}{dim}."
    predictions, targets = (np.fromfile(stem + name, "f4").reshape(-1, dim) for name in ("predictions.f4", "targets.f4"))
    position = np.fromfile(stem + "position.f8")
    channel = np.array([f"CH{c}" for c in np.fromfile(stem + "channel.i4", "i4")])
    recording = np.fromfile(stem + "recording.i4", "i4")
    np.ones((512, 512)) @ np.ones((512, 512))                              # threads and BLAS are up before the clock runs
    seconds = {}
    start = time.perf_counter()
    numbers = reference.metrics(predictions, position, channel, targets, recording)
    seconds["metrics"] = time.perf_counter() - start
    if PCA is not None:
        x = predictions.astype(float)
        start = time.perf_counter()
        pca = PCA(svd_solver="full").fit(x)
        seconds["pca"] = time.perf_counter() - start
        assert abs(pca.explained_variance_ratio_[0] - numbers["better"]["pca_top1"]) < 1e-6
    print(json.dumps({"seconds": seconds, "pca_top1": numbers["better"]["pca_top1"], "mse": numbers["better"]["skill"]["mse"]}))


main()
