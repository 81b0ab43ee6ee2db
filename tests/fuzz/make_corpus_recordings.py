#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_corpus_recordings.py FORMAT SEEDS [SHARED]: seeds for fuzz_FORMAT: the beginnings of real recordings where there
are some in SHARED, and small ones made here. BrainVision's three files and EEGLAB's two become one seed."""
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

FORMAT, SEEDS = sys.argv[1], Path(sys.argv[2])
SHARED = Path(sys.argv[3]) if len(sys.argv) > 3 else Path("/nonexistent")
BORDER = b"\n@@@\n"
MOST = 60_000  # bytes


def save(name, *parts):
    (SEEDS / name).write_bytes(BORDER.join(parts))


def brainvision():
    for kind, layout in (("INT_16", "MULTIPLEXED"), ("INT_32", "VECTORIZED"), ("IEEE_FLOAT_32", "MULTIPLEXED")):
        header = ("Brain Vision Data Exchange Header File Version 1.0\n[Common Infos]\nDataFile=a.eeg\nMarkerFile=a.vmrk\n"
                  f"DataFormat=BINARY\nDataOrientation={layout}\nNumberOfChannels=2\nSamplingInterval=4000\n"
                  f"[Binary Infos]\nBinaryFormat={kind}\n[Channel Infos]\nCh1=Fz,,0.5,nV\nCh2=Cz,,0.5,C\n"
                  "[Coordinates]\nCh1=1,45,90\n").encode()
        markers = ("Brain Vision Data Exchange Marker File, Version 1.0\n[Marker Infos]\n"
                   "Mk1=New Segment,,1,1,0,20240229235959500000\nMk2=New Segment,,9,1,0\nMk3=Stimulus,S  1,3,2,0\n").encode()
        dtype = {"INT_16": "<i2", "INT_32": "<i4", "IEEE_FLOAT_32": "<f4"}[kind]
        save(f"made_{kind}", header, markers, np.arange(40).astype(dtype).tobytes())
    for header in sorted(SHARED.glob("brainvision/**/*.vhdr")):
        marker = header.with_suffix(".vmrk")
        text = b"\n".join(line for line in header.read_bytes().splitlines() if not line.startswith((b"DataFile", b"MarkerFile")))
        save(header.stem, text, marker.read_bytes() if marker.exists() else b"", bytes(64 * 40))


def eeglab():
    with tempfile.TemporaryDirectory() as made:
        twins = Path(__file__).resolve().parent.parent / "recording" / "eeglab_twins.py"
        subprocess.run([sys.executable, str(twins), made], check=True)
        for path in sorted(Path(made).glob("*.set")):
            aside = Path(made) / "aside.fdt"
            save(path.name, path.read_bytes(), aside.read_bytes() if path.stem.startswith("aside") else b"")
    for path in sorted(SHARED.glob("eeglab_set/**/*.set")):
        if path.stat().st_size <= 4 * MOST:
            save(path.name, path.read_bytes(), b"")


def edf():
    fields = [b"0", b"X", b"X", b"01.01.24", b"00.00.00", b"512", b"EDF+D", b"3", b"1", b"1"]
    head = b"".join(f.ljust(w) for f, w in zip(fields, (8, 80, 80, 8, 8, 8, 44, 8, 8, 4)))
    signal = [b"Fz", b"", b"uV", b"-100", b"100", b"-2048", b"2047", b"", b"10", b""]
    head += b"".join(f.ljust(w) for f, w in zip(signal, (16, 80, 8, 8, 8, 8, 8, 80, 8, 32)))
    save("made", head + struct.pack("<30h", *range(30)))
    for path in sorted(SHARED.glob("edf*/*.edf")) + sorted(SHARED.glob("bdf/*.bdf")):
        bytes_ = path.read_bytes()
        if len(bytes_) <= MOST:
            save(path.name, bytes_)
        else:  # the header alone and some samples, with as many records as are left
            save(path.name, bytes_[:236] + b"-1".ljust(8) + bytes_[244:MOST])


def hdf5():
    import h5py
    with h5py.File(SEEDS / "plain.h5", "w") as file:
        eeg = file.create_dataset("eeg", data=np.zeros((2, 50), np.float32))
        eeg.attrs["sampling_rate_hz"], eeg.attrs["unit"] = 250.0, "mV"
        file["channel_names"] = ["Fz", "Cz"]
        file["positions"] = np.eye(3)[:2]
    with h5py.File(SEEDS / "windowed.h5", "w") as file:
        file.create_dataset("windows", data=np.zeros((2, 3, 8), np.float32), compression="gzip")
        file["seq_lengths"], file["recording_index"] = [3, 2], [0, 0]
        file["channel_names"] = ["Fz", "Cz"]
        file["montage/names"], file["montage/xyz"] = ["Fz", "Cz"], np.eye(3)[:2]


SEEDS.mkdir(parents=True, exist_ok=True)
{"brainvision": brainvision, "eeglab": eeglab, "edf": edf, "hdf5": hdf5}[FORMAT]()
