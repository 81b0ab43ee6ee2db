# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""montage_positions.py FILE: prints "name x y z" of a montage file, one electrode a line, x right, y front, z up, by the
formulas of its format; where MNE-Python is installed and reads the format, the directions must agree with it."""
import csv
import sys
import warnings

import numpy as np


def polar(angle, radius):
    """EEGLAB: degrees clockwise from the nose, 0.5 at the equator."""
    a, e = np.deg2rad(angle), np.pi * (0.5 - radius)
    return np.array([np.sin(a) * np.cos(e), np.cos(a) * np.cos(e), np.sin(e)])


def read(path):
    lines = [line.rstrip("\n") for line in open(path)]
    suffix = path.rsplit(".", 1)[1]
    rows = [line.split() for line in lines if line.strip()]
    if suffix == "elc":
        count = int(next(r for r in rows if r[0].startswith("NumberPositions"))[-1])
        first = next(i for i, r in enumerate(rows) if r[0] == "Positions") + 1
        labels = [label for r in rows[next(i for i, r in enumerate(rows) if r[0] == "Labels") + 1 :] for label in r]
        return {n: np.array(r, float) / 1000 for n, r in zip(labels, rows[first : first + count])}
    if suffix == "locs":
        return {r[3].rstrip("."): polar(float(r[1]), float(r[2])) for r in rows}
    if suffix == "sfp":
        return {r[0]: np.array(r[1:4], float) / 100 for r in rows}
    if suffix == "csd":
        return {r[0]: np.array(r[4:7], float) for r in rows if r[0] != "//"}
    if suffix == "txt":
        sphere = {r[0]: np.deg2rad(np.array(r[1:3], float)) for r in rows[1:]}
        return {n: np.array([np.sin(t) * np.cos(p), np.sin(t) * np.sin(p), np.cos(t)]) for n, (t, p) in sphere.items()}
    table = csv.DictReader(open(path), delimiter="\t")
    if suffix == "ced":
        places = {r["labels"].strip(): r for r in table}
        for r in places.values():  # the file gives every place twice, to two or three digits
            xyz = np.array([-float(r["Y"]), float(r["X"]), float(r["Z"])])
            assert np.linalg.norm(polar(float(r["theta"]), float(r["radius"])) - xyz) < 0.01, r
        return {n: np.array([-float(r["Y"]), float(r["X"]), float(r["Z"])]) for n, r in places.items()}
    return {r["label"]: np.array([float(r[axis]) for axis in "xyz"]) for r in table}


def agree_with_mne(path, places):
    try:
        import mne
    except ImportError:
        return "MNE-Python is absent"
    head = None if path.endswith(("elc", "sfp", "csd", "tsv")) else 1.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            theirs = mne.channels.read_custom_montage(path, head_size=head).get_positions()["ch_pos"]
        except ValueError:
            return "not read by MNE-Python"
    compared = 0
    for name, theirs_xyz in theirs.items():
        if name not in places:
            continue
        ours = places[name] / np.linalg.norm(places[name])
        assert np.linalg.norm(ours - theirs_xyz / np.linalg.norm(theirs_xyz)) < 1e-6, (name, ours, theirs_xyz)
        compared += 1
    assert compared >= min(30, len(theirs)), (compared, len(theirs))
    return f"{compared} as in MNE-Python"


places = read(sys.argv[1])
print(agree_with_mne(sys.argv[1], places), file=sys.stderr)
for name, xyz in places.items():
    print(name, *(repr(float(v)) for v in xyz))
