# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkpoints as PyTorch writes them, each with what it holds: NAME.pt, NAME.json (names, shapes), NAME.raw (float32)."""
import argparse, collections, datetime, enum, functools, json, pathlib, struct, sys, zipfile
import numpy as np, torch


class Custom:
    def __init__(self):
        self.secret = 1


class Colour(enum.Enum):
    RED = 1


class Labelled(torch.Tensor):
    pass


def state(dtype=torch.float32):
    g = torch.Generator().manual_seed(1)
    w = torch.randn(5, 7, generator=g).to(dtype)
    return collections.OrderedDict([("a.weight", w), ("a.bias", w[2]), ("t", w.T), ("s", w[0, 0]), ("sub", w[1:4, ::2])])


def write(folder, name, model, top=None, **kw):
    torch.save({"model": model, **top} if top is not None else model, folder / f"{name}.pt", **kw)
    tensors = [(k, v.detach()) for k, v in model.items() if isinstance(v, torch.Tensor)]
    (folder / f"{name}.json").write_text(json.dumps([[k, list(v.shape)] for k, v in tensors]))
    (folder / f"{name}.raw").write_bytes(b"".join(v.float().contiguous().numpy().tobytes() for _, v in tensors))


def write_safetensors(folder, name, model):
    """By the format's own description: the header's length in 8 bytes, the header as JSON, the values."""
    names = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
             torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL"}
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for key, v in model.items():
        raw = v.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes() if v.dtype == torch.bfloat16 else v.contiguous().numpy().tobytes()
        header[key] = {"dtype": names[v.dtype], "shape": list(v.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    (folder / f"{name}.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
    (folder / f"{name}.json").write_text(json.dumps([[k, list(v.shape)] for k, v in model.items()]))
    (folder / f"{name}.raw").write_bytes(b"".join(v.float().contiguous().numpy().tobytes() for v in model.values()))


def rezip(source, target, **kw):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", **kw) as new:
        for entry in old.namelist():
            with new.open(entry, "w", force_zip64=True) as out:
                out.write(old.read(entry))


def valid(folder):
    for protocol in (1, 2, 3, 4, 5):
        write(folder, f"protocol{protocol}", state(), {"epoch": 4, "config": {"b": True, "name": "x"}}, pickle_protocol=protocol)
    for dtype in ("float16", "bfloat16", "float64", "int64", "int32", "int16", "int8", "uint8", "bool"):
        write_safetensors(folder, "st_" + dtype, {k: (v * 10).to(getattr(torch, dtype)) for k, v in state().items()})
        write(folder, dtype, {k: (v * 10).to(getattr(torch, dtype)) for k, v in state().items()})
    write(folder, "parameters", {k: torch.nn.Parameter(v) for k, v in state().items()})
    module = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4))
    write(folder, "bare", module.state_dict())
    for key in ("state_dict", "model_state_dict"):
        torch.save({key: module.state_dict(), "epoch": 2}, folder / f"{key}.pt")
        for kind in ("json", "raw"):
            (folder / f"{key}.{kind}").write_bytes((folder / f"bare.{kind}").read_bytes())
    tied = torch.randn(3, 3)
    write(folder, "tied", {"x": tied, "y": tied, "z": tied.view(9)[2:5]})
    write(folder, "empty_tensor", {"e": torch.zeros(0, 3), "f": torch.ones(1)})
    write(folder, "special", {"n": torch.tensor([float("nan"), float("inf"), -0.0, 1e-42])})
    labelled = torch.ones(2, 2)
    labelled.note = "attributes make torch save a tensor by _rebuild_from_type_v2"
    write(folder, "attributes", {"l": labelled, "m": torch.arange(3.).as_subclass(Labelled)})
    write(folder, "deflated", state())
    rezip(folder / "deflated.pt", folder / "z.pt", compression=zipfile.ZIP_DEFLATED)
    (folder / "z.pt").rename(folder / "deflated.pt")
    many = collections.OrderedDict((f"layer.{i}", torch.full((2,), float(i))) for i in range(3000))
    write(folder, "many", many)


def rich(folder):
    cycle = {"name": "cycle"}
    cycle["self"] = cycle
    deep = []
    for _ in range(300):
        deep = [deep]
    wide = [1, 2]
    for _ in range(40):
        wide = [wide, wide]
    config = {"d_model": 8, "lr": 1e-4, "flag": True, "none": None, "text": "mae", "list": [1, 2.5, "x"], "tuple": (1,),
              "nested": {"a": {"b": 7}}, "path": pathlib.PurePosixPath("/data/x"), "np": np.float32(0.5), "npi": np.int64(-3),
              "npb": np.bool_(True), "dtype": torch.float16, "device": torch.device("cpu"), "size": torch.Size([2, 3]),
              "when": datetime.datetime(2026, 1, 2), "set": {5}, "dd": collections.defaultdict(list, {"k": [1]}),
              "counter": collections.Counter("aab"), "big": 10 ** 40, "bytes": b"\xff\x00a", "nan": float("nan"), "inf": float("inf"),
              "custom": Custom(), "enum": Colour.RED, "partial": functools.partial(max, 1), "array": np.arange(3.), "complex": 1j,
              "namespace": argparse.Namespace(inner=4), "cycle": cycle, "deep": deep, "wide": wide, "unicode": "µV ✓",
              "tensor": torch.ones(2), "huge": 1e22, "small": -2.5e-7, "bytearray": bytearray(b"x")}
    for protocol in (2, 4):
        torch.save({"model": state(), "optimizer": {"state": {0: torch.ones(3)}}, "epoch": np.int64(12),
                    "best_loss": np.float64(0.625), "config": config}, folder / f"rich{protocol}.pt", pickle_protocol=protocol)
    torch.save({"model": state(), "config": argparse.Namespace(mask_ratio=0.5)}, folder / "namespace.pt")


def refused(folder):
    torch.save(state(), folder / "legacy.pt", _use_new_zipfile_serialization=False)
    torch.save(torch.nn.Linear(2, 3), folder / "module.pt")
    torch.save({"model": torch.nn.Linear(2, 3)}, folder / "inner_module.pt")
    torch.jit.save(torch.jit.script(torch.nn.Linear(2, 3)), str(folder / "script.pt"))
    torch.save(torch.ones(3), folder / "tensor.pt")
    torch.save([1, 2], folder / "list.pt")
    torch.save({"model": {"w": torch.ones(2, dtype=torch.complex64)}}, folder / "complex.pt")


def from_oracle(folder):
    """One process for all: `<oracle.py> NAME "arguments of make-checkpoint" ...`"""
    script, *rest = sys.argv[3:]
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(pathlib.Path(script).parent))
    import oracle
    for name, arguments in zip(rest[::2], rest[1::2]):
        oracle.main(["make-checkpoint", *arguments.split(), "--out", str(folder / name)])


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    {"valid": valid, "rich": rich, "refused": refused, "oracle": from_oracle}[sys.argv[2]](target)
