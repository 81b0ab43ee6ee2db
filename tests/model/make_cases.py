# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes test cases with a reference implementation of the networks: checkpoint, recording, mask and predictions.

usage: make_cases.py REFERENCE.py FOLDER < cases      one case a line, key=value; files FOLDER/<number>.{pt,r.h5,m.h5,e.h5}
"""
import importlib.util
import pathlib
import sys

import h5py
import torch

sys.dont_write_bytecode = True
spec = importlib.util.spec_from_file_location("reference", sys.argv[1])
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)
folder = pathlib.Path(sys.argv[2])


def options(case, *names):
    """["--d-model", "64", ...] for those of the names that the case gives; a value of "on" is a bare flag."""
    found = []
    for name in names:
        if name in case:
            found += ["--" + name] + ([] if case[name] == "on" else [case[name]])
    return found


def change_checkpoint(path, case):
    checkpoint = torch.load(path)
    if "replacement" in case:
        checkpoint["config"]["mask_replacement"] = case["replacement"]
    if "fine-tuned" in case:
        wrapped = {"backbone." + name: value for name, value in checkpoint["model"].items()}
        width = int(case["d-model"])
        wrapped["classifier.0.weight"], wrapped["classifier.0.bias"] = torch.ones(8, width), torch.ones(8)
        checkpoint = {"model": wrapped, "config": checkpoint["config"], "epoch": 1, "val_f1": 0.5}
    torch.save(checkpoint, path)


@torch.no_grad()
def predict_mirrored(files, case):
    """Not among the reference's commands: the temporal code of the mirrored position."""
    mask, noise, action = reference.load_mask(files["m.h5"])
    width = int(case["d-model"])
    out, _ = reference.predict_rows(torch.load(files["pt"]), reference.load_recording(files["r.h5"]), mask, noise, action,
                                    reference.load_projection("seed:0", width), 4, reverse_time=True)
    with h5py.File(files["e.h5"], "w") as file:
        for name, value in out.items():
            file[name] = value


for number, line in enumerate(sys.stdin.read().splitlines()):
    case = dict(part.split("=", 1) for part in line.split())
    files = {suffix: str(folder / f"{number}.{suffix}") for suffix in ("pt", "r.h5", "m.h5", "e.h5")}
    reference.main(["make-checkpoint", "--out", files["pt"]]
                   + options(case, "generation", "block", "d-model", "layers", "window", "seed", "ngroups", "d-state"))
    change_checkpoint(files["pt"], case)
    reference.main(["make-recording", "--out", files["r.h5"]]
                   + options(case, "recordings", "channels", "tokens", "window", "seed"))
    reference.main(["make-mask", "--recording", files["r.h5"], "--out", files["m.h5"]]
                   + options(case, "style", "ratio", "within", "noise", "seed"))
    if "mirrored" in case:
        predict_mirrored(files, case)
    else:
        reference.main(["predict", "--checkpoint", files["pt"], "--recording", files["r.h5"], "--mask", files["m.h5"],
                        "--out", files["e.h5"]]
                       + options(case, "batch", "ngroups", "no-temporal", "no-spatial", "embeddings"))
