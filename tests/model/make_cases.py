# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes test cases with a reference implementation of the networks: checkpoint, recording, mask and predictions.

usage: make_cases.py REFERENCE.py FOLDER < cases      one case a line, key=value; files FOLDER/<number>.{pt,r.h5,m.h5,e.h5};
with look=on, in place of predictions (e.h5), what happens inside (l.h5) and the reference's own gradients (g.json)
"""
import contextlib
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


def look_inside(files, case):
    """Gradients of each sequence's squared error into the three codes, and what leaves each layer, in double precision."""
    checkpoint, recording = torch.load(files["pt"]), reference.load_recording(files["r.h5"])
    mask, noise, action = reference.load_mask(files["m.h5"])
    weights, info = reference.describe(checkpoint["model"])
    weights = {name: value.double() for name, value in weights.items()}
    plain = {**weights, "backbone.out_norm.weight": torch.ones(info["d_model"]).double(),
             "backbone.out_norm.bias": torch.zeros(info["d_model"]).double()}
    groups, projection = int(case.get("ngroups", 1)), reference.load_projection("seed:0", info["d_model"]).double()
    found = {name: [] for name in ("squared_error", "squares", "summed_squares", "products", "code_squares")}
    layers = [[] for _ in range(info["layers"] + 1)]
    for first in range(0, len(recording["lengths"]), 4):
        lengths = torch.tensor(recording["lengths"][first:first + 4])
        longest, parts = int(lengths.max()), {}
        windows = torch.tensor(recording["windows"][first:first + 4, :longest])
        hidden = torch.tensor(mask[first:first + 4, :longest])
        masked = hidden.any(-1) if hidden.dim() == 3 else hidden
        seen = reference.apply_mask(windows, hidden).double()
        out = reference.forward(weights, info, seen, lengths, torch.tensor(recording["coords"][first:first + 4]).double(),
                                projection, masked, ngroups=groups, parts=parts)
        with torch.no_grad():
            target = reference.embed_tokens(weights, info, windows.double()) if info["generation"] == "A" \
                else reference.standardise(windows.double())
        errors = (out - target).pow(2).sum(-1) * masked
        errors.sum().backward()
        gradient = parts["token"].grad
        found["squared_error"] += errors.sum(1).tolist()
        found["squares"] += gradient.pow(2).sum((1, 2)).tolist()
        found["summed_squares"] += gradient.sum(1).pow(2).sum(1).tolist()
        found["products"] += torch.stack([(parts[name].grad * parts[name]).sum((1, 2))
                                          for name in ("token", "temporal", "spatial")], 1).tolist()
        found["code_squares"] += [[float(parts[name][i, :n].pow(2).mean(-1).sum()) for name in ("token", "temporal", "spatial")]
                                  for i, n in enumerate(lengths.tolist())]
        total = sum(parts.values()).detach()
        for layer, rows in enumerate(layers):
            rows.append(reference.backbone(plain, {**info, "layers": layer}, total, groups)[masked].detach())
    with h5py.File(files["l.h5"], "w") as file:
        for name, value in found.items():
            file[name] = value
        for layer, rows in enumerate(layers):
            file[f"layer{layer}"] = torch.cat(rows).numpy()


for number, line in enumerate(sys.stdin.read().splitlines()):
    case = dict(part.split("=", 1) for part in line.split())
    files = {suffix: str(folder / f"{number}.{suffix}") for suffix in ("pt", "r.h5", "m.h5", "e.h5", "l.h5", "g.json")}
    reference.main(["make-checkpoint", "--out", files["pt"]]
                   + options(case, "generation", "block", "d-model", "layers", "window", "seed", "ngroups", "d-state"))
    change_checkpoint(files["pt"], case)
    reference.main(["make-recording", "--out", files["r.h5"]]
                   + options(case, "recordings", "channels", "tokens", "window", "seed"))
    reference.main(["make-mask", "--recording", files["r.h5"], "--out", files["m.h5"]]
                   + options(case, "style", "ratio", "within", "noise", "seed"))
    if "look" in case:
        look_inside(files, case)
        if "ngroups" not in case:
            with open(files["g.json"], "w") as file, contextlib.redirect_stdout(file):
                reference.main(["gradients", "--checkpoint", files["pt"], "--recording", files["r.h5"],
                                "--mask", files["m.h5"], "--batch", "4"])
    elif "mirrored" in case:
        predict_mirrored(files, case)
    else:
        reference.main(["predict", "--checkpoint", files["pt"], "--recording", files["r.h5"], "--mask", files["m.h5"],
                        "--out", files["e.h5"]]
                       + options(case, "batch", "ngroups", "no-temporal", "no-spatial", "embeddings"))
