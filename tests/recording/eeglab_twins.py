#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""eeglab_twins.py OUT: the same EEGLAB datasets as MATLAB 5.0 files (by SciPy) and as MATLAB 7.3 files (by h5py, with
references, attributes and a user block as MATLAB writes them). NAME.set has its twin in NAME.v73.set."""
import sys
from pathlib import Path

import h5py
import numpy as np
from scipy.io import savemat

OUT = Path(sys.argv[1])


def dataset(seed, channels=4, pnts=300, trials=1, events=5):
    rng = np.random.default_rng(seed)
    shape = (channels, pnts) if trials == 1 else (channels, pnts, trials)
    labels = ["Fz", "C3", "EOG1", "Größe"][:channels]
    chanlocs = [{"labels": label, "type": "EOG" if c == 2 else "", "X": None if c == 2 else float(80 - c),
                 "Y": None if c == 2 else 3.5 * c, "Z": None if c == 2 else 40.0, "theta": None, "radius": None}
                for c, label in enumerate(labels)]
    event = [{"type": "boundary" if e == 1 else float(e) + 0.25 if e == 2 else f"S {e}", "latency": 10.5 + 37.5 * e,
              "duration": 128.0 if e == 1 else None if e == 2 else 1.0} for e in range(events)]
    return {"nbchan": float(channels), "pnts": float(pnts), "trials": float(trials), "srate": 128.0, "ref": "common",
            "chanlocs": chanlocs, "event": event, "chaninfo": [{"nosedir": "+X"}], "icaweights": None, "setname": "",
            "data": rng.normal(0, 20, shape).astype(np.float32)}


def as_mat5(value):
    if isinstance(value, list):
        names = list(value[0]) if value else ["type", "latency"]
        array = np.empty((1, len(value)), dtype=[(name, object) for name in names])
        for i, row in enumerate(value):
            for name in names:
                array[0, i][name] = as_mat5(row[name])
        return array
    return np.zeros((0, 0)) if value is None else value


class Mat73:
    def __init__(self, path):
        self.file = h5py.File(path, "w", userblock_size=512)
        self.refs = self.file.create_group("#refs#")

    def put(self, group, name, value, **storage):
        if isinstance(value, list) and value:
            child = group.create_group(name)
            child.attrs["MATLAB_class"] = np.bytes_("struct")
            for field in value[0]:
                if len(value) == 1:
                    self.put(child, field, value[0][field])
                else:
                    child.create_dataset(field, data=[[self.refer(row[field])] for row in value], dtype=h5py.ref_dtype)
            return child
        if value is None or (isinstance(value, (str, list)) and not value):
            made = group.create_dataset(name, data=np.zeros(2, np.uint64))
            made.attrs["MATLAB_class"] = np.bytes_("char" if value == "" else "struct" if value == [] else "double")
            made.attrs["MATLAB_empty"] = np.uint8(1)
        elif isinstance(value, str):
            made = group.create_dataset(name, data=np.frombuffer(value.encode("utf-16-le"), np.uint16)[:, None])
            made.attrs["MATLAB_class"] = np.bytes_("char")
            made.attrs["MATLAB_int_decode"] = np.int32(2)
        else:
            made = group.create_dataset(name, data=np.atleast_2d(np.asarray(value)).T, **storage)
            made.attrs["MATLAB_class"] = np.bytes_("single" if made.dtype == np.float32 else "double")
        return made

    def refer(self, value):
        return self.put(self.refs, f"r{len(self.refs)}", value).ref

    def close(self, path):
        self.file.close()
        with open(path, "r+b") as raw:
            raw.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\x00\x02IM")


def write(name, fields, flat=False, compress=False):
    mat5 = {key: as_mat5(value) for key, value in fields.items()}
    savemat(OUT / f"{name}.set", mat5 if flat else {"EEG": mat5}, do_compression=compress)
    path = OUT / f"{name}.v73.set"
    mat73 = Mat73(path)
    root = mat73.file if flat else mat73.file.create_group("EEG")
    for key, value in fields.items():
        storage = {"chunks": True, "compression": "gzip"} if compress and key == "data" and not isinstance(value, str) else {}
        mat73.put(root, key, value, **storage)
    mat73.close(path)


write("struct", dataset(1))
write("flat", dataset(2), flat=True, compress=True)
write("epochs", dataset(3, trials=7), compress=True)
write("one_event", dataset(4, events=1, channels=1))
write("no_event", dataset(5, events=0))
write("double", {**dataset(6), "data": np.random.default_rng(6).normal(0, 20, (4, 300))})
aside = dataset(7)
aside["data"].T.tofile(OUT / "aside.fdt")  # all channels of a sample together
write("aside", {**aside, "data": "aside.fdt"})
