#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""window_tables.py SCRIPTS OUT: tables of windows as pandas frames, CSV and npz, converted by windows_to_hdf5.py of the folder
SCRIPTS; and what it must refuse. Every sample is 10000 run + 1000 channel + 100 parent + 10 sub + its place."""
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import h5py
import numpy as np
import pandas as pd

import windows_to_hdf5 as made

OUT = Path(sys.argv[2])
CHANNELS = ["Fz", "VEOG", "C3", "heog", "Cz"]
PLACES = [(p, s) for p in range(3) for s in range(2)]


def samples(run, channel, parent, sub, length=8):
    return [10000.0 * run + 1000 * CHANNELS.index(channel) + 100 * parent + 10 * sub + i for i in range(length)]


def frame(participant, runs, seed, channels=CHANNELS):
    rows = [{"participant": participant, "run": run, "parent_window_id": p, "sub_window_id": s, "window_start": 4.0 * s,
             "window_end": 4.0 * s + 4, **{c: samples(run, c, p, s) for c in channels}}
            for run in runs for p, s in PLACES[:len(PLACES) - run]]
    order = np.random.default_rng(seed).permutation(len(rows))
    order = [i for run in runs for i in order if rows[i]["run"] == run]  # runs in order, windows not
    return pd.DataFrame([rows[i] for i in order])


def refused(part, *arguments, **options):
    try:
        made.convert(*arguments, **options)
    except ValueError as error:
        assert part in str(error), f"{error} lacks {part}"
        return
    raise AssertionError(f"not refused: {part}")


first, second = frame("P01", [2, 1], 0), frame("P02", [1], 1)
assert made.convert([("a_sr2_ws4s.parquet", first), ("b_sr2_ws4s.parquet", second)], OUT / "frames.h5") == (3, 9)
first.to_csv(OUT / "first_sr2_ws4s.csv", index=False)
second.to_csv(OUT / "second_sr2_ws4s.tsv", index=False, sep="\t")
made.main([str(OUT / "first_sr2_ws4s.csv"), str(OUT / "second_sr2_ws4s.tsv"), str(OUT / "texts.h5")])
for name, table in (("first", first), ("second", second)):
    np.savez(OUT / f"{name}.npz", **{c: np.array(table[c].tolist()) for c in table.columns})
made.main([str(OUT / "first.npz"), str(OUT / "second.npz"), str(OUT / "arrays.h5"), "--sampling-rate-hz", "2", "--unit", "uV"])
numbers = first.assign(participant=7.0)
assert made.convert([("n", numbers)], OUT / "number.h5", window_seconds=4) == (2, 6)
with h5py.File(OUT / "number.h5") as file:
    assert set(file["subject"].asstr()[:]) == {"7"} and file["windows"].attrs["sampling_rate_hz"] == 2
made.convert([("x/sub-03/w.csv", first.drop(columns=["participant", "run"]).iloc[:4])], OUT / "bids.h5", 2)
with h5py.File(OUT / "bids.h5") as file:
    assert set(file["subject"].asstr()[:]) == {"sub-03"} and file["windows"].shape == (3, 4, 8)

other = OUT / "never.h5"
refused("is there already", [("a", first)], OUT / "frames.h5", 2)
refused("say the sampling rate", [("a", first)], other)
refused("expected 32, which are 4 s at 8 Hz", [("a", first)], other, 8, 4)
refused("names say different rates", [("a_sr2_ws4s", first), ("b_sr4_ws2s", second)], other)
refused("same parent_window_id and sub_window_id", [("a", pd.concat([second, second]))], other, 2)
refused("expected columns parent_window_id", [("a", first.drop(columns=["parent_window_id", "sub_window_id"]))], other, 2)
refused("expected columns parent_window_id", [("a", first[["run", "parent_window_id", "VEOG"]])], other, 2)
holes = second.copy()
holes.at[holes.index[0], "C3"] = None
refused("1 of 5 windows are empty", [("a", holes)], other, 2)
short = second.copy()
short.at[short.index[0], "C3"] = [1.0, 2.0]
refused("windows of 2 to 8 samples", [("a", short)], other, 2)
short.at[short.index[0], "C3"] = [np.nan] * 8
refused("no finite numbers", [("a", short)], other, 2)
short.at[short.index[0], "C3"] = "[1. 2. ... 8.]"
refused("shortened", [("a", short)], other, 2)
absent = second.assign(C3=None)
assert made.convert([("a", absent)], OUT / "absent.h5", 2) == (1, 2)
assert not other.exists() and not list(OUT.glob("*.part"))
