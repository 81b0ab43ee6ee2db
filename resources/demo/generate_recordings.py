#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the demo's recordings as EDF+ files. The models of train_models.py have not seen them."""
import argparse
from pathlib import Path

import numpy as np

from edf_writer import DIGITAL_LIMIT, PHYSICAL_LIMIT_UV, write_edf
from synthetic_eeg import CHANNELS, SAMPLING_RATE_HZ, WINDOW, electrode_positions, make_recording, make_structure

FIRST_SEED = 9001  # train_models.py draws its recordings from other seeds
TOKENS = (18, 19, 20, 21, 19, 20, 18, 21)  # windows of each recording, 2 s each
# Clinical files often carry the older names of these four electrodes.
OLD_NAMES = {"T7": "T3", "T8": "T4", "P7": "T5", "P8": "T6"}


def edf_labels():
    return [f"EEG {OLD_NAMES.get(name, name)}-REF" for name in CHANNELS]


def demo_recordings():
    """[channel, sample] microvolt of each recording"""
    structure = make_structure()
    return [make_recording(structure, FIRST_SEED + i, tokens) for i, tokens in enumerate(TOKENS)]


def write_windowed(path, recordings):
    """The same recordings, as precise as the EDF files hold them, in the windowed HDF5 layout."""
    import h5py

    step_uv = PHYSICAL_LIMIT_UV / DIGITAL_LIMIT
    windows = np.zeros((len(recordings) * len(CHANNELS), max(TOKENS), WINDOW), "f4")
    for i, samples_uv in enumerate(recordings):
        rows = slice(i * len(CHANNELS), (i + 1) * len(CHANNELS))
        quantised = np.rint(samples_uv / step_uv) * step_uv
        windows[rows, :TOKENS[i]] = quantised.reshape(len(CHANNELS), TOKENS[i], WINDOW)
    names = np.array([name.upper() for name in CHANNELS], "S8")
    with h5py.File(path, "w") as out:
        out["windows"] = windows
        out["seq_lengths"] = np.repeat(np.array(TOKENS, "i8"), len(CHANNELS))
        out["recording_index"] = np.repeat(np.arange(len(recordings)), len(CHANNELS))
        out["channel_names"] = np.tile(names, len(recordings))
        out["montage/names"] = names
        out["montage/xyz"] = electrode_positions()


def write_positions(path):
    """Where the models were trained to find the electrodes: EDF holds no positions."""
    with open(path, "w", encoding="ascii") as out:
        for name, (x, y, z) in zip(CHANNELS, electrode_positions()):
            out.write(f"{name}\t{x:.6f}\t{y:.6f}\t{z:.6f}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder of the EDF files")
    parser.add_argument("--windowed", type=Path, help="write one windowed HDF5 file instead")
    arguments = parser.parse_args()
    recordings = demo_recordings()
    if arguments.windowed:
        write_windowed(arguments.windowed, recordings)
        return
    arguments.out.mkdir(parents=True, exist_ok=True)
    write_positions(arguments.out / "electrodes.sfp")
    for i, samples_uv in enumerate(recordings, start=1):
        path = arguments.out / f"recording_{i:02d}.edf"
        write_edf(path, samples_uv, edf_labels(), SAMPLING_RATE_HZ, annotations=[(0, "Eyes closed")],
                  recording_id=f"MASKSCOPE-{i:02d} X Synthetic")
        print(f"{path}: {len(CHANNELS)} channels, {samples_uv.shape[1] / SAMPLING_RATE_HZ:.0f} s")


if __name__ == "__main__":
    main()
