#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""compare_outputs.py BEFORE AFTER [--shared DIR] [--demo DIR] [--keep DIR]

For changes that must change no number: runs the programs of two builds (folders with maskscope-cli and, for figures and
reports, maskscope) over the demo and over the trained models of ../shared, and compares what they write byte for byte:
metrics JSON, every dataset and attribute of the result files, figures (SVG, PDF, PNG, CSV), reports (HTML, Markdown,
PDF) and what inspect says. What differs by nature is taken out of it first: times, and the warning that depends on how
busy the machine is. Figures and reports of both builds are of the result files that BEFORE wrote, for the same reason.
Exit status 0: nothing differs; 1: something does, and it is listed. BEFORE may be a folder that --keep has written for
an earlier run of this script, so that the old programs need not be kept.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODELS = [("M100", "1.0"), ("M100", "0.5"), ("M75", "0.75"), ("M50", "0.5")]  # of ../shared/trained
DEMO = ["M100", "M75", "M50"]

# What differs by nature, and what stands for it.
BY_NATURE = [
    (rb"/(CreationDate|ModDate) ?\(D:[^)]*\)", rb"/\1 (time)"),
    (rb"/ID ?\[ ?<[0-9A-Fa-f]*> ?<[0-9A-Fa-f]*> ?\]", b"/ID []"),
    (rb"<xmp:(CreateDate|ModifyDate|MetadataDate)>[^<]*<", rb"<xmp:\1>time<"),
    (rb"uuid:[0-9a-f-]{36}", b"uuid:any"),
    (rb'"?inference_seconds"?( = |: )(np\.float64\()?[0-9.e+-]+', b"inference_seconds"),
    (rb',\s*"matrix products are slow here[^"]*"', b""),
    (rb'\s*"matrix products are slow here[^"]*",?', b""),
    (rb"maskscope: note: matrix products are slow here[^\n]*\n", b""),
    (rb"\[\s+\]", b"[]"),
    (rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?", b"time"),
]


def run(program, arguments, folder, log):
    # One thread: sums over several differ from run to run. Qt's hashes order the fonts of a PDF file.
    environment = dict(os.environ, OMP_NUM_THREADS="1", QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR="1",
                       QT_HASH_SEED="0")
    done = subprocess.run([str(program), *map(str, arguments)], cwd=folder, env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    log.write(b"$ " + " ".join([program.name, *map(str, arguments)]).encode() + b"\n" + done.stdout
              + b"status %d\n" % done.returncode)


def analyze(cli, recordings, checkpoint, projection, name, more, folder, log):
    run(cli, ["analyze", "-r", *recordings, "-c", checkpoint, "--projection", projection, "--threads", "1", "--device",
              "cpu", "--baselines", "2", "--progress", "none", "--out", name + ".h5", "--json", name + ".json", *more],
        folder, log)


def write_numbers(cli, folder, shared, demo, log):
    """Metrics JSON, result files and what inspect says."""
    trained = shared / "trained"
    if trained.is_dir():
        for model, ratio in MODELS:
            more = ["--mask-file", trained / f"mask_{ratio}.h5", "--projections", "2"]
            if ratio == "0.75":
                more.append("--save-predictions")
            analyze(cli, [trained / "val.h5"], trained / f"{model}.pt", trained / f"{model}.projection.npy",
                    f"trained_{model}_{ratio}", more, folder, log)
    else:
        print(f"SKIPPED the trained models: {trained} does not exist")
    recordings = sorted(demo.glob("recording_*.edf"))
    for model in DEMO:
        analyze(cli, recordings, demo / f"{model}.pt", demo / f"{model}.projection.npy", f"demo_{model}",
                ["--montage", demo / "electrodes.sfp", "--model-rate-hz", "128"], folder, log)
    for path in [recordings[0], *(demo / f"{model}.pt" for model in DEMO)]:
        run(cli, ["inspect", path, "--stats", "--json", f"inspect_{path.name}.json"], folder, log)


def write_exports(window, folder, results, log):
    """Figures and reports of the demo's result files in the folder `results`."""
    (folder / "same").mkdir()
    files = [f"same/demo_{model}.h5" for model in DEMO]
    for file in files:
        shutil.copy(results / Path(file).name, folder / file)
    run(window, ["figures", *files, "--out", "figures", "--format", "svg,pdf,png,csv", "--dpi", "100"], folder, log)
    for suffix in ("html", "md", "pdf"):
        run(window, ["report", *files, "--out", "report." + suffix], folder, log)


def write_outputs(bin_folder, folder, shared, demo, earlier):
    """Everything the programs of a build write, into `folder`; figures and reports of the result files in `earlier`."""
    cli, window = bin_folder / "maskscope-cli", bin_folder / "maskscope"
    if not cli.is_file():
        sys.exit(f"{bin_folder} holds neither maskscope-cli nor outputs of an earlier comparison")
    with open(folder / "said.txt", "wb") as log:
        write_numbers(cli, folder, shared, demo, log)
    with open(folder / "said_of_exports.txt", "wb") as log:
        if window.is_file():
            write_exports(window, folder, earlier or folder, log)
        else:
            print(f"SKIPPED figures and reports: {bin_folder} holds no maskscope")


def without_what_differs_by_nature(data):
    for pattern, instead in BY_NATURE:
        data = re.sub(pattern, instead, data)
    return data


def result_file_text(path):
    """A result file as lines: HDF5 itself may place the same contents elsewhere."""
    try:
        import h5py
    except ImportError:
        return None
    lines = []

    def note(name, item):
        for key in sorted(item.attrs):
            lines.append(f"{name}@{key} = {item.attrs[key]!r}")
        if isinstance(item, h5py.Dataset):
            value = item[()]
            content = value.tobytes().hex() if hasattr(value, "tobytes") and item.dtype.kind != "O" else repr(value)
            lines.append(f"{name} {item.dtype} {item.shape} {content}")

    with h5py.File(path, "r") as file:
        note("/", file)
        file.visititems(note)
    return "\n".join(lines).encode()


def content_of(path):
    data = result_file_text(path) if path.suffix == ".h5" else path.read_bytes()
    return None if data is None else without_what_differs_by_nature(data)


def compare(before, after):
    """Sentences about what differs, and how many files were compared."""
    names = sorted({p.relative_to(d) for d in (before, after) for p in d.rglob("*") if p.is_file()})
    found, compared = [], 0
    for name in names:
        if not (before / name).is_file() or not (after / name).is_file():
            found.append(f"{name}: only {'before' if (before / name).is_file() else 'after'}")
            continue
        old, new = content_of(before / name), content_of(after / name)
        if old is None:
            print(f"SKIPPED {name}: python3-h5py is not installed")
            continue
        compared += 1
        if old != new:
            place = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
            around = slice(max(0, place - 40), place + 40)
            found.append(f"{name}: differs at byte {place}: {old[around]!r} was, {new[around]!r} is")
    return found, compared


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--demo", type=Path, default=ROOT / "resources" / "demo")
    parser.add_argument("--keep", type=Path, help="keep what AFTER wrote here, as BEFORE of a later comparison")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        sides = []
        for name, given in (("before", arguments.before), ("after", arguments.after)):
            if (given / "said.txt").is_file():
                sides.append(given)
                continue
            # The same folder name for both: paths stand in the outputs.
            folder, done = Path(scratch) / "outputs", Path(scratch) / name
            folder.mkdir()
            write_outputs(given.resolve(), folder, arguments.shared.resolve(), arguments.demo.resolve(),
                          sides[0] if sides else None)
            folder.rename(done)
            sides.append(done)
        found, compared = compare(*sides)
        if arguments.keep:
            shutil.copytree(sides[1], arguments.keep, dirs_exist_ok=True)
    for sentence in found:
        print(sentence)
    print(f"{compared} files compared, {len(found)} differ")
    return 1 if found or compared == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
