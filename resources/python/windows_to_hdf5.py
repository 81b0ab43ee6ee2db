#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes ready-cut EEG windows from tables (Parquet, CSV, TSV, npz) as the windowed HDF5 layout that Maskscope reads.

    windows_to_hdf5.py sub-01_run-1_sr256_ws8s.parquet sub-01_run-2_sr256_ws8s.parquet OUT.h5
    windows_to_hdf5.py windows.csv OUT.h5 --sampling-rate-hz 256 --window-seconds 8

A table holds one window a row: columns participant, run, parent_window_id, sub_window_id, window_start and window_end (of
these parent_window_id or sub_window_id must be there), and a column a channel whose cells are lists of samples. VEOG and
HEOG are left out. A sequence is one channel of one run of one file: files in the order given, runs as they appear,
channels in the order of the columns, windows in the order of parent_window_id and sub_window_id. Participants become
/subject. Sampling rate and window length come from the options, else from names like sr256_ws8s; one of them and the
number of samples give the other.

In Python: `from windows_to_hdf5 import convert`, then `convert([("name", data_frame), ...], "OUT.h5", 256, 8)`.
Parquet needs an engine of pandas (pyarrow or fastparquet).
"""
import argparse, inspect, json, os, pathlib, re, sys, tempfile

import h5py
import numpy as np
import pandas as pd

NOTES = ("participant", "run", "parent_window_id", "sub_window_id", "window_start", "window_end")
LEFT_OUT = ("VEOG", "HEOG")


def samples_of(cell, where):
    """One cell as float32 numbers; None where it is empty."""
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return None
    if isinstance(cell, str):  # of CSV: as Python or as NumPy prints a list
        if "..." in cell:
            raise ValueError(f"{where}: the list was shortened ('...') when the table was written")
        text = cell.strip()
        cell = json.loads(text) if "," in text else np.fromstring(text.strip("[]() \n"), sep=" ")
    values = np.asarray(cell, dtype=np.float32).ravel()
    if not np.isfinite(values).all():
        raise ValueError(f"{where}: holds samples that are no finite numbers")
    return values


def is_samples(cell):
    return isinstance(cell, (list, tuple, np.ndarray)) or (isinstance(cell, str) and cell.lstrip().startswith("["))


def channels_of(frame):
    """Columns whose cells are lists of samples, in their order."""
    names = [c for c in frame.columns if c not in NOTES and str(c).upper() not in LEFT_OUT]
    return [c for c in names if any(is_samples(cell) for cell in frame[c])]


def stack(rows, channel, where):
    """[token, sample] of one channel; None where it is empty in all rows."""
    found = [samples_of(cell, f"{where}, channel {channel}, row {row}") for row, cell in rows[channel].items()]
    there = [values for values in found if values is not None]
    if not there:
        return None
    if len(there) < len(found):
        raise ValueError(f"{where}, channel {channel}: {len(found) - len(there)} of {len(found)} windows are empty")
    lengths = sorted({len(values) for values in found})
    if len(lengths) > 1 or lengths[0] == 0:
        raise ValueError(f"{where}, channel {channel}: windows of {lengths[0]} to {lengths[-1]} samples")
    return np.stack(found)


def runs_of(name, frame):
    """Yields (subject or None, names, [channel][token, sample]) of every run of one table."""
    order = [c for c in ("parent_window_id", "sub_window_id") if c in frame.columns]
    channels = channels_of(frame)
    if not order or not channels:
        raise ValueError(f"{name}: expected columns parent_window_id, sub_window_id and channels with lists of samples, "
                         f"found {', '.join(map(str, frame.columns[:12])) or 'no columns'}")
    by = [c for c in ("participant", "run") if c in frame.columns]
    groups = frame.groupby(by, sort=False, dropna=False) if by else [((), frame)]
    for key, rows in groups:
        key = dict(zip(by, key if isinstance(key, tuple) else (key,)))
        where = ", ".join([name] + [f"{k} {v}" for k, v in key.items()])
        if rows.duplicated(order).any():
            raise ValueError(f"{where}: two windows have the same {' and '.join(order)}, so their order is not known")
        rows = rows.sort_values(order, kind="stable")
        stacks = {str(c): stack(rows, c, where) for c in channels}
        stacks = {c: values for c, values in stacks.items() if values is not None}
        yield subject_of(key.get("participant"), name), list(stacks), list(stacks.values())


def subject_of(participant, name):
    if participant is not None and not pd.isna(participant):
        whole = isinstance(participant, (float, np.floating)) and float(participant).is_integer()
        return str(int(participant)) if whole else str(participant).strip()
    bids = re.search(r"(?:^|[/_])(sub-[0-9A-Za-z]+)", str(name))
    return bids.group(1) if bids else None


def rate_and_seconds(names, samples, rate, seconds):
    """What is asked for, else what the names say (which must agree), else what follows from the number of samples."""
    said = {(float(r), float(s)) for r, s in
            (m.groups() for m in (re.search(r"sr(\d+(?:\.\d+)?)_ws(\d+(?:\.\d+)?)s", str(n)) for n in names) if m)}
    if len(said) > 1 and not (rate and seconds):
        raise ValueError(f"the names say different rates and lengths: {sorted(said)}: give --sampling-rate-hz and "
                         "--window-seconds")
    named_rate, named_seconds = said.pop() if len(said) == 1 else (None, None)
    rate, seconds = rate or named_rate, seconds or named_seconds
    if not rate and not seconds:
        raise ValueError("neither the options nor the names (sr256_ws8s) say the sampling rate: give --sampling-rate-hz")
    rate = rate or samples / seconds
    seconds = seconds or samples / rate
    if rate <= 0 or abs(rate * seconds - samples) > 1e-6 * samples:
        raise ValueError(f"the windows have {samples} samples: expected {rate * seconds:g}, which are {seconds:g} s at "
                         f"{rate:g} Hz")
    return rate


def convert(tables, out, sampling_rate_hz=None, window_seconds=None, unit="uV", overwrite=False):
    """tables: (name, pandas.DataFrame) in order. Returns how many (recordings, sequences) were written."""
    out = pathlib.Path(out)
    if out.exists() and not overwrite:
        raise ValueError(f"{out}: is there already; --overwrite replaces it")
    sequences, channels, recordings, subjects, names = [], [], [], [], []
    count = 0
    for name, frame in tables:
        names.append(name)
        for subject, labels, stacks in runs_of(name, frame):
            sequences += stacks
            channels += labels
            recordings += [count] * len(labels)
            subjects += [subject or ""] * len(labels)
            count += 1
    if not sequences:
        raise ValueError("the tables hold no windows")
    window = sequences[0].shape[1]
    for values, channel in zip(sequences, channels):
        if values.shape[1] != window:
            raise ValueError(f"channel {channel}: windows of {values.shape[1]} samples beside others of {window}")
    rate = rate_and_seconds(names, window, sampling_rate_hz, window_seconds)
    write(out, sequences, channels, recordings, subjects, rate, unit)
    return count, len(sequences)


def write(out, sequences, channels, recordings, subjects, rate, unit):
    """Under another name first, so that an interrupted run leaves no half file."""
    part = tempfile.NamedTemporaryFile(dir=out.parent, prefix=out.name + ".", suffix=".part", delete=False)
    part.close()
    try:
        with h5py.File(part.name, "w") as file:
            longest = max(len(values) for values in sequences)
            windows = file.create_dataset("windows", (len(sequences), longest, sequences[0].shape[1]), "f4")
            for s, values in enumerate(sequences):
                windows[s] = np.pad(values, ((0, longest - len(values)), (0, 0)))
            windows.attrs["sampling_rate_hz"], windows.attrs["unit"] = float(rate), unit
            file["seq_lengths"] = np.array([len(values) for values in sequences], np.int64)
            file["recording_index"] = np.array(recordings, np.int64)
            file["channel_names"] = np.array(channels, dtype=h5py.string_dtype())
            if any(subjects):
                file["subject"] = np.array(subjects, dtype=h5py.string_dtype())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(part.name, 0o666 & ~umask)
        os.replace(part.name, out)
    except BaseException:
        os.unlink(part.name)
        raise


def read_table(path):
    suffix = path.suffix.lower()
    if suffix in (".parquet", ".pq"):
        return pd.read_parquet(path)
    if suffix in (".csv", ".tsv"):
        return pd.read_csv(path, sep="," if suffix == ".csv" else "\t")
    if suffix == ".npz":
        with np.load(path, allow_pickle=False) as arrays:
            return pd.DataFrame({name: list(arrays[name]) if arrays[name].ndim > 1 else arrays[name] for name in arrays})
    raise ValueError(f"{path}: expected .parquet, .csv, .tsv or .npz")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=inspect.getdoc(sys.modules[__name__]).splitlines()[0])
    parser.add_argument("files", nargs="+", metavar="FILE", help="tables of windows, in order; the last is OUT.h5")
    parser.add_argument("--sampling-rate-hz", type=float, help="else from names like sr256_ws8s")
    parser.add_argument("--window-seconds", type=float, help="else from names like sr256_ws8s")
    parser.add_argument("--unit", default="uV", choices=("uV", "mV", "V", "nV"), help="of the samples (default: uV)")
    parser.add_argument("--overwrite", action="store_true", help="replace OUT.h5 if it is there")
    given = parser.parse_args(arguments)
    *files, out = map(pathlib.Path, given.files)
    if not files or out.suffix.lower() not in (".h5", ".hdf5"):
        parser.error("expected tables and then the file to write, OUT.h5")
    try:
        recordings, sequences = convert(((str(file), read_table(file)) for file in files), out, given.sampling_rate_hz,
                                        given.window_seconds, given.unit, given.overwrite)
    except (ValueError, ImportError, OSError) as error:
        parser.exit(4, f"windows_to_hdf5: {error}\n")
    print(f"{out}: {sequences} sequences of {recordings} recordings")


if __name__ == "__main__":
    main()
