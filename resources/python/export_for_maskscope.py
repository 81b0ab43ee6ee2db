#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports any masked EEG model to a TorchScript archive that Maskscope opens.

On the command line, for a function in a file or module that returns the trained torch.nn.Module:

    export_for_maskscope.py my_model.py:load OUT.pt --name MyNet --window-length 256 --sampling-rate-hz 128 \
        --inputs windows,coords,token_mask --output signal --mask-ratio 0.75

In Python: `from export_for_maskscope import export`, then `export(model, "OUT.pt", name=..., ...)`.

forward() takes the inputs named, in that order, and returns one tensor:
    windows     float32 [B, L, W]  microvolt, masked tokens already replaced, padded with zeros to L tokens
    coords      float32 [B, 3]     unit vector of each channel's electrode (x right, y front, z up), zero if unknown
    lengths     int64   [B]        tokens of each sequence
    token_mask  bool    [B, L]     true where a token is masked
    result      float32 [B, L, D] (output "embedding") or [B, L, W] in microvolt (output "signal")
What your model needs besides (scaling, position codes) belongs into its forward().
"""
import argparse, importlib, importlib.util, inspect, io, json, os, pathlib, sys, tempfile, zipfile

import torch

INPUTS = ("windows", "coords", "lengths", "token_mask")
OUTPUTS = ("embedding", "signal")
TOLERANCE = 1e-5


def example(inputs, window_length, sequences, tokens, seed):
    """One batch as Maskscope makes it: sequences of different lengths, half of the tokens masked."""
    g = torch.Generator().manual_seed(seed)
    lengths = torch.tensor([max(1, tokens - i) for i in range(sequences)])
    mask = torch.rand(sequences, tokens, generator=g) < 0.5
    mask &= torch.arange(tokens)[None] < lengths[:, None]
    windows = 20 * torch.randn(sequences, tokens, window_length, generator=g)
    windows[torch.arange(tokens)[None] >= lengths[:, None]] = 0
    windows[mask] = 0
    coords = torch.nn.functional.normalize(torch.randn(sequences, 3, generator=g), dim=1)
    made = {"windows": windows, "coords": coords, "lengths": lengths, "token_mask": mask}
    return tuple(made[name] for name in inputs)


def compiled(model, arguments):
    """Scripted where the model can be, traced otherwise."""
    try:
        return torch.jit.script(model), "scripted"
    except Exception as error:  # TorchScript knows a part of Python only
        print(f"cannot be scripted ({str(error).strip().splitlines()[0]}): traced instead", file=sys.stderr)
        return torch.jit.trace(model, arguments, check_trace=False), "traced"


def check(model, script, inputs, output, window_length):
    """On other sizes than the traced ones: a trace keeps what depended on them."""
    for sequences, tokens, seed in ((2, 5, 1), (3, 9, 2), (1, 1, 3)):
        arguments = example(inputs, window_length, sequences, tokens, seed)
        wanted, found = model(*arguments), script(*arguments)
        if not isinstance(found, torch.Tensor) or found.dim() != 3 or found.shape[:2] != (sequences, tokens):
            shape = tuple(found.shape) if isinstance(found, torch.Tensor) else type(found).__name__
            raise ValueError(f"forward() must return one tensor [{sequences}, {tokens}, ...], not {shape}")
        if output == "signal" and found.shape[2] != window_length:
            raise ValueError(f"a signal has {window_length} samples a token, forward() returned {found.shape[2]}")
        error = (wanted - found).abs().max().item()
        if not error <= TOLERANCE * max(1.0, wanted.abs().max().item()):
            raise ValueError(f"the export differs from the model by {error:g} at B={sequences}, L={tokens}: its forward() "
                             "depends on sizes or values in a way that tracing loses; make it scriptable")


def replaceable(path):
    """Nothing, or an archive of ours: the trained weights themselves often lie under the name that comes to mind."""
    path = pathlib.Path(path)
    if not path.exists() or path.stat().st_size == 0:
        return True
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(name.endswith("/extra/maskscope.json") for name in archive.namelist())


def write_whole(path, content):
    """Under another name first: a full disk leaves what was there."""
    path = pathlib.Path(os.path.realpath(path))
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~current_umask()
    descriptor, part = tempfile.mkstemp(prefix=f".{path.stem[:100]}.", suffix=".part", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), mode)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


def current_umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


@torch.no_grad()
def export(model, path, *, name, window_length, sampling_rate_hz, inputs, output, mask_ratio):
    inputs = tuple(inputs)
    if "windows" not in inputs or len(set(inputs)) != len(inputs) or not set(inputs) <= set(INPUTS):
        raise ValueError(f"inputs: some of {', '.join(INPUTS)}, windows among them, each once; not {', '.join(inputs)}")
    if output not in OUTPUTS:
        raise ValueError(f"output: embedding or signal, not {output}")
    if window_length < 1 or not sampling_rate_hz > 0 or not 0 < mask_ratio <= 1:
        raise ValueError("window_length and sampling_rate_hz lie above 0, mask_ratio above 0 and at most at 1")
    model = model.eval().cpu().float()
    script, how = compiled(model, example(inputs, window_length, 2, 5, 0))
    check(model, script, inputs, output, window_length)
    manifest = {"name": name, "window_length": int(window_length), "sampling_rate_hz": float(sampling_rate_hz),
                "inputs": list(inputs), "output": output, "mask_ratio": float(mask_ratio)}
    archive = io.BytesIO()
    torch.jit.save(script, archive, _extra_files={"maskscope.json": json.dumps(manifest, indent=1)})
    write_whole(path, archive.getvalue())
    return how


def load(place):
    """FILE.py:FUNCTION or package.module:FUNCTION."""
    where, _, function = place.rpartition(":")
    if not where:
        raise ValueError(f"{place}: expected FILE.py:FUNCTION or MODULE:FUNCTION")
    if where.endswith(".py"):
        sys.path.insert(0, str(pathlib.Path(where).resolve().parent))
        spec = importlib.util.spec_from_file_location(pathlib.Path(where).stem, where)
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    else:
        module = importlib.import_module(where)
    made = getattr(module, function)
    return made if isinstance(made, torch.nn.Module) else made()


def main(arguments=None):
    parser = argparse.ArgumentParser(description=inspect.getdoc(sys.modules[__name__]).splitlines()[0])
    parser.add_argument("model", help="FILE.py:FUNCTION or MODULE:FUNCTION that returns the trained torch.nn.Module")
    parser.add_argument("out", help="archive to write, as OUT.pt")
    parser.add_argument("--name", required=True)
    parser.add_argument("--window-length", type=int, required=True, help="samples of a token")
    parser.add_argument("--sampling-rate-hz", type=float, required=True)
    parser.add_argument("--inputs", default=",".join(INPUTS), help="of forward(), in order (default: all four)")
    parser.add_argument("--output", choices=OUTPUTS, required=True)
    parser.add_argument("--mask-ratio", type=float, required=True, help="the model was trained with")
    parser.add_argument("--overwrite", action="store_true", help="replace a file that is no such archive")
    given = parser.parse_args(arguments)
    if not given.overwrite and not replaceable(given.out):
        parser.exit(2, f"export_for_maskscope: {given.out} exists and is no archive for Maskscope: it stays as it is; choose "
                       "another name, or say --overwrite\n")
    try:
        how = export(load(given.model), given.out, name=given.name, window_length=given.window_length,
                     sampling_rate_hz=given.sampling_rate_hz, inputs=given.inputs.split(","), output=given.output,
                     mask_ratio=given.mask_ratio)
    except (ValueError, AttributeError, ImportError, OSError) as error:
        parser.exit(4, f"export_for_maskscope: {error}\n")
    print(f"{given.out}: {how}, the same as the model within {TOLERANCE:g}")


if __name__ == "__main__":
    main()
