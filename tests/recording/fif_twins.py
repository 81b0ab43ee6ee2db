#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""fif_twins.py OUT [SHARED]: FIF files written by MNE-Python, and of each what MNE reads back: NAME.json, and its samples
in NAME.f64 ([channel, sample], SI units, without those that a skip stands for). Segments are worked out here from masks
of single samples."""
import json
import sys
import warnings
from pathlib import Path

import mne
import numpy as np

OUT = Path(sys.argv[1])
SHARED = Path(sys.argv[2]) if len(sys.argv) > 2 else Path("/nonexistent")
warnings.simplefilter("ignore")
mne.set_log_level("ERROR")
NAMES = []


def describe(name, path, borders=(), unusable=(), gaps=()):
    """borders: samples (of MNE's) at which recordings were joined; unusable: ranges that the file holds as zeros; gaps:
    ranges that it skips."""
    raw = mne.io.read_raw_fif(path, preload=True, allow_maxshield="yes")
    sfreq, n = raw.info["sfreq"], raw.n_times
    recorded, usable = np.ones(n, bool), np.ones(n, bool)
    for first, last in gaps:
        recorded[first:last] = usable[first:last] = False
    for first, last in unusable:
        usable[first:last] = False
    places = np.r_[0, np.cumsum(recorded)]
    segments = []
    for t in np.flatnonzero(usable):
        if segments and segments[-1][1] == t - 1 and t not in borders:
            segments[-1][1] = int(t)
        else:
            segments.append([int(t), int(t)])
    starts = [None if any(b <= first for b in borders) else first / sfreq for first, _ in segments]
    annotations = []
    for a in raw.annotations:
        if a["description"].startswith("BAD_ACQ_SKIP"):
            continue
        onset = a["onset"] - raw.first_time
        ends = np.interp(np.array([onset, onset + a["duration"]]) * sfreq, np.arange(n + 1), places) / sfreq
        annotations.append([ends[0], ends[1] - ends[0], a["description"]])
    channels = [{"label": c["ch_name"], "type": kind,
                 "position": [float(x) for x in c["loc"][:3]] if kind == "eeg" and np.any(c["loc"][:3]) and
                 np.all(np.isfinite(c["loc"][:3])) else None}
                for c, kind in zip(raw.info["chs"], raw.get_channel_types())]
    described = {"sampling_rate_hz": sfreq, "samples": int(recorded.sum()), "channels": channels,
                 "segments": [[int(places[a]), int(places[b + 1]) - 1] for a, b in segments], "starts": starts,
                 "annotations": annotations, "bads": raw.info["bads"], "file": Path(path).name}
    (OUT / f"{name}.json").write_text(json.dumps(described))
    raw.get_data()[:, recorded].astype("<f8").tofile(OUT / f"{name}.f64")
    NAMES.append(name)


def with_calibration(raw, ranges, cals):
    with raw.info._unlock():
        for c, r, k in zip(raw.info["chs"], ranges, cals):
            c["range"], c["cal"] = float(r), float(k)
    return raw


def noise(labels, kinds, sfreq, n, seed, date=1_700_000_000):
    info = mne.create_info(labels, sfreq, kinds)
    scale = np.array([{"eeg": 2e-5, "eog": 1e-4, "ecg": 5e-4, "emg": 1e-4, "seeg": 1e-4, "mag": 1e-12}.get(k, 1.0)
                      for k in kinds])[:, None]
    data = np.random.default_rng(seed).normal(0, 1, (len(labels), n)) * scale
    for i, kind in enumerate(kinds):
        if kind == "stim":
            data[i] = np.round(np.abs(data[i]) * 50)
    raw = mne.io.RawArray(data, info)
    raw.set_meas_date(date)
    return raw


def mixed(seed=1, sfreq=250.0, n=5000, **more):
    labels = ["Fp1", "Cz", "Oz", "T7", "a channel with a long name", "HEO", "heart", "STI 014", "skin", "MEG 0111", "chin",
              "depth 1", "nowhere", "other end of a long channel name"]
    kinds = ["eeg"] * 5 + ["eog", "ecg", "stim", "misc", "mag", "emg", "seeg", "eeg", "eeg"]
    raw = noise(labels, kinds, sfreq, n, seed, **more)
    raw.set_montage("standard_1020", on_missing="ignore", match_case=False)
    return raw


def formats():
    for fmt in ("short", "int", "single", "double"):
        raw = mixed(seed=3)
        step = {"short": 1e-3, "int": 1e-7}.get(fmt, 0.37)  # of a channel's spread
        spread = raw.get_data().std(axis=1)
        cals = np.where(np.array(raw.get_channel_types()) == "stim", 1.0, spread * step / 2.5)
        with_calibration(raw, np.where(cals == 1.0, 1.0, 2.5), cals)
        raw.save(OUT / f"{fmt}_raw.fif", fmt=fmt, overwrite=True)
        describe(fmt, OUT / f"{fmt}_raw.fif")


def details():
    raw = mixed(seed=4)
    raw.info["bads"] = ["Oz", "a channel with a long name"]
    raw.set_eeg_reference(projection=True)
    raw.crop(3.2, 17.004)  # the first sample is no. 800
    raw.set_annotations(mne.Annotations([1.0, 2.5, 13.7], [0.0, 1.25, 5.0], ["stimulus: left", "BAD movement", "Müde"]))
    raw.save(OUT / "details_raw.fif", buffer_size_sec=0.7)
    describe("details", OUT / "details_raw.fif")
    raw.set_meas_date(None)
    raw.save(OUT / "undated_raw.fif")
    describe("undated", OUT / "undated_raw.fif")
    raw = mixed(seed=5).crop(2, 12)
    raw.set_annotations(mne.Annotations([5.5], [1.0], ["later"], orig_time=raw.info["meas_date"]))
    raw.save(OUT / "origin_raw.fif")
    describe("origin", OUT / "origin_raw.fif")


def gaps():
    raw = mixed(seed=6, n=5000)
    raw.set_annotations(mne.Annotations([4.0, 10.0, 2.0, 9.5, 12.5], [2.0, 1.0, 0.5, 2.5, 0.0],
                                        ["BAD_ACQ_SKIP", "BAD_ACQ_SKIP", "before", "around", "after"]))
    raw.save(OUT / "skips_raw.fif", buffer_size_sec=1.0)
    describe("skips", OUT / "skips_raw.fif", gaps=[(1000, 1500), (2500, 2750)])
    raw.save(OUT / "zeros_raw.fif", buffer_size_sec=0.9)  # skips fit no buffers: MNE writes zeros
    describe("zeros", OUT / "zeros_raw.fif", unusable=[(1000, 1500), (2500, 2750)])
    joined = mne.concatenate_raws([mixed(seed=7, n=1234), mixed(seed=8, n=777), mixed(seed=9, n=1500)])
    joined.save(OUT / "joined_raw.fif")
    describe("joined", OUT / "joined_raw.fif", borders=(1234, 2011))


def parts():
    raw = mixed(seed=10, n=60_000).crop(10.0)
    raw.set_annotations(mne.Annotations([20.0, 200.0], [1.0, 2.0], ["early", "late"]))
    for naming in ("neuromag", "bids"):
        raw.save(OUT / f"{naming}_raw.fif", fmt="double", split_size="2MB", split_naming=naming)
        described = OUT / ("neuromag_raw.fif" if naming == "neuromag" else "bids_split-01_raw.fif")
        describe(naming, described)


def others():
    raw = mixed(seed=11, n=2000)
    raw.save(OUT / "packed_raw.fif.gz")
    epochs = mne.make_fixed_length_epochs(raw, 1.0, preload=True)
    epochs.save(OUT / "cut-epo.fif")
    epochs.average(picks="eeg").save(OUT / "mean-ave.fif")
    with raw.info._unlock():
        raw.info["maxshield"] = True
    raw.save(OUT / "shielded_raw.fif")
    describe("shielded", OUT / "shielded_raw.fif")


def real():
    for path, start, stop in ((SHARED / "edf_eegmmidb/S001R03.edf", 10.0, 40.0), (SHARED / "edf/eeglab_test.edf", 0.0, 20.0)):
        if path.exists():
            raw = mne.io.read_raw_edf(path, preload=True).crop(start, stop)
            raw.save(OUT / f"{path.stem}_raw.fif")
            describe(path.stem, OUT / f"{path.stem}_raw.fif")


for write in (formats, details, gaps, parts, others, real):
    write()
(OUT / "names.json").write_text(json.dumps(NAMES))
