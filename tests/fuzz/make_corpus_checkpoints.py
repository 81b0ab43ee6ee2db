#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_corpus_checkpoints.py FOLDER: seeds for fuzz_checkpoint, small and valid. Needs python3-torch; nothing is kept."""
import argparse, collections, io, json, pathlib, struct, sys, zipfile
import numpy as np, torch

D, W, E, N, R = 4, 8, 8, 2, 1  # no tensor above 64 floats: that is what a storage of the fuzz target holds


def ends(generation):
    if generation == "A":
        yield from (("token_encoder.proj.weight", (D, W)), ("token_encoder.proj.bias", (D,)), ("token_encoder.norm.weight", (D,)), ("token_encoder.norm.bias", (D,)))
    elif generation == "C":
        yield from (("input_proj.0.weight", (1, 1, W // D)), ("input_proj.1.weight", (D,)), ("input_proj.1.bias", (D,)),
                    ("output_proj.0.weight", (D,)), ("output_proj.0.bias", (D,)), ("output_proj.1.weight", (1, 1, W // D)))
    yield from (("temporal_encoder.lin.weight", (D, 1)), ("temporal_encoder.lin.bias", (D,)), ("backbone.out_norm.weight", (D,)), ("backbone.out_norm.bias", (D,)))


def layer(block):
    if block == "mamba1":
        shapes = {"A_log": (E, N), "D": (E,), "in_proj.weight": (2 * E, D), "conv1d.weight": (E, 1, 4), "conv1d.bias": (E,),
                  "x_proj.weight": (R + 2 * N, E), "dt_proj.weight": (E, R), "dt_proj.bias": (E,), "out_proj.weight": (D, E)}
    elif block == "mamba2":
        h, conv = 2, 8 + 2 * N
        shapes = {"dt_bias": (h,), "A_log": (h,), "D": (h,), "in_proj.weight": (8 + conv + h, 2), "conv1d.weight": (conv, 1, 4),
                  "conv1d.bias": (conv,), "norm.weight": (8,), "out_proj.weight": (D, 8)}
    else:
        shapes = {"self_attn.in_proj_weight": (3 * D, D), "self_attn.in_proj_bias": (3 * D,), "self_attn.out_proj.weight": (D, D),
                  "self_attn.out_proj.bias": (D,), "linear1.weight": (8, D), "linear1.bias": (8,), "linear2.weight": (D, 8),
                  "linear2.bias": (D,), "norm1.weight": (D,), "norm1.bias": (D,), "norm2.weight": (D,), "norm2.bias": (D,)}
        return {"backbone.layers.0.layers.0." + k: v for k, v in shapes.items()}
    shapes = {"backbone.layers.0." + k: v for k, v in shapes.items()}
    return {**shapes, "backbone.layer_norms.0.weight": (D,), "backbone.layer_norms.0.bias": (D,)}


def model(generation, block, prefix="", dtype=torch.float32):
    shapes = {**dict(ends(generation)), **layer(block)}
    return collections.OrderedDict((prefix + k, torch.ones(s).to(dtype)) for k, s in shapes.items())


CONFIG = {"d_model": D, "mask_ratio": 0.75, "none": None, "list": [1, 2.5, "x"], "nested": {"a": {"b": True}}, "big": 10 ** 30,
          "path": pathlib.PurePosixPath("/data"), "np": np.float32(0.5), "namespace": argparse.Namespace(k=4), "bytes": b"\xff", "set": {5}}


def saved(value, **kw):
    out = io.BytesIO()
    torch.save(value, out, **kw)
    return out.getvalue()


def safetensors(state):
    header, data = {"__metadata__": {"format": "pt", "mask_ratio": "0.75"}}, b""
    for k, v in state.items():
        raw = v.numpy().tobytes()
        header[k] = {"dtype": "F32", "shape": list(v.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    return text, struct.pack("<Q", len(text)) + text + data


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    count = 0

    def seed(kind, content):
        nonlocal count
        (folder / f"{kind}_{count:03}").write_bytes(bytes([kind]) + content)
        count += 1

    values = [model(g, b) for g in ("A", "C", "direct") for b in ("mamba1", "mamba2", "transformer")]
    values += [{"model": model("A", "mamba1", "module._orig_mod."), "epoch": np.int64(3), "best_loss": np.float64(0.5), "config": CONFIG},
               {"model": {**model("A", "mamba1", "backbone."), "classifier.0.weight": torch.ones(2)}, "pretrain_config": CONFIG},
               {"model": model("A", "mamba1", dtype=torch.float16)}, {"model": model("A", "mamba1", dtype=torch.bfloat16)},
               {"x": torch.nn.Parameter(torch.ones(3, 2).T), "c": torch.ones(2, dtype=torch.complex64)}, torch.nn.Linear(2, 2), [1, 2], {}]
    for value in values:
        for protocol in (2, 4):
            file = saved(value, pickle_protocol=protocol)
            with zipfile.ZipFile(io.BytesIO(file)) as archive:
                seed(1, archive.read(next(n for n in archive.namelist() if n.endswith("/data.pkl"))))
        seed(0, file)
    small = {"w": torch.ones(8, 4), "b": torch.ones(32)}
    header, file = safetensors(small)
    seed(0, file)
    seed(2, header)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, zipfile.ZipFile(io.BytesIO(saved(small))) as stored:
        for name in stored.namelist():
            archive.writestr(name, stored.read(name))
    seed(0, packed.getvalue())
    seed(0, saved(small, _use_new_zipfile_serialization=False))
    manifest = {"name": "Net", "window_length": 64, "sampling_rate_hz": 128, "inputs": ["windows", "coords", "lengths", "token_mask"],
                "output": "signal", "mask_ratio": 0.75}
    seed(3, json.dumps(manifest).encode())
    script = io.BytesIO()
    torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), script, _extra_files={"maskscope.json": json.dumps(manifest)})
    seed(0, script.getvalue())
    print(count, "seeds")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
