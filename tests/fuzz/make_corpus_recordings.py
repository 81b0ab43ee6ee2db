#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_corpus_recordings.py FORMAT SEEDS [SHARED]: seeds for fuzz_FORMAT: the beginnings of real recordings where there
are some in SHARED, and small ones made here. BrainVision's three files, EEGLAB's two and two parts of a FIF recording
become one seed."""
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


def gdf():
    for version, types in (("1.25", (3, 3)), ("2.20", (16, 16)), ("2.51", (279, 2)), ("1.93", (17, 5))):
        first, count, records = version < "1.9", len(types), 40
        tail = b"\x01\x0a\x00\x00left\0right".ljust(256, b"\0") if version == "2.20" else b""
        length = 256 * (1 + count) + len(tail)
        head = b"GDF " + version.encode()
        head += bytes(176) + struct.pack("<q", length) + bytes(44) if first else bytes(176) + struct.pack("<H", length // 256) + bytes(50)
        head += struct.pack("<q", records) + (struct.pack("<d", 0.004) if version == "2.51" else struct.pack("<2I", 1, 250))
        head += struct.pack("<I", count) + b"EEG-Fz".ljust(16) + b"EOG:ch01".ljust(16) + bytes(80 * count)
        head += b"uV".ljust(8) * count if first else bytes(6 * count) + struct.pack("<2H", 4275, 4274)
        digital = "<2q" if first else "<2d"
        head += struct.pack("<4d", -100, -100, 100, 100) + struct.pack(digital, -2048, -2048) + struct.pack(digital, 2047, 2047)
        head += bytes(80 * count) + struct.pack("<2I", 1, 1) + struct.pack("<2I", *types)
        head += bytes(32 * count) if first else struct.pack("<6f", 0, 0.06, 0.07, 0, 0, 0) + bytes(20 * count)
        samples = b""
        for i in range(records):
            for type_ in types:
                value = -2048 if 10 <= i < 20 else 3 * i
                samples += {3: struct.pack("<h", value), 16: struct.pack("<f", float("nan") if value < 0 else value),
                            17: struct.pack("<d", value), 5: struct.pack("<i", value), 2: struct.pack("<B", value & 255),
                            279: struct.pack("<i", value)[:3]}[type_]
        mode = 1 if version == "1.93" else 3
        events = struct.pack("<4I", 1, 5, 21, 9) + struct.pack("<4H", 0x7FFE, 1, 0x7FFE, 0x8001)
        events += struct.pack("<4H", 0, 1, 0, 0) + struct.pack("<4I", 0, 7, 0, 0) if mode == 3 else b""
        table = bytes([mode]) + (struct.pack("<I", 250)[:3] + struct.pack("<I", 4) if version < "1.94"
                                 else struct.pack("<I", 4)[:3] + struct.pack("<f", 250))
        save(f"made_{version}", head + tail + samples + table + events)


def fif():
    import mne
    mne.set_log_level("ERROR")

    def tag(kind, type_, content=b"", next_=0):
        return struct.pack(">4i", kind, type_, len(content), next_) + content

    def number(kind, value):
        return tag(kind, 3, struct.pack(">i", value))

    def part(*raw, names=("Fz", "STI 014")):
        info = number(200, len(names)) + tag(201, 4, struct.pack(">f", 100))
        for i, name in enumerate(names):
            info += tag(203, 30, struct.pack(">3i2fi12f2i16s", i, i, 3 if "STI" in name else 2, 1, 1e-6, 1, *[0.05] * 12,
                                             107, 0, name.encode()))
        long = b"".join(number(104, 113) + tag(258, 10, b"long " + n.encode()) + number(105, 113) for n in names)
        bads = number(104, 359) + tag(3507, 10, b"Fz:Cz") + number(105, 359)
        marks = (number(104, 3810) + tag(3568, 4, struct.pack(">2f", 0.1, 0.12)) + tag(3569, 4, struct.pack(">2f", 0.1, 0.2))
                 + tag(206, 10, b"BAD boundary:BAD_ACQ_SKIP") + tag(204, 5, struct.pack(">2d", 1e9, 5)) + number(105, 3810))
        date = tag(204, 3, struct.pack(">2i", 10**9, 5))
        return (tag(100, 31, bytes(20)) + number(101, -1) + number(104, 100) + number(104, 101) + info + date + long + bads
                + number(105, 101) + marks + number(104, 102) + b"".join(raw) + number(105, 102) + number(105, 100)
                + tag(108, 0, next_=-1))

    refer = [number(104, 118) + number(115, role) + number(117, n) + number(105, 118) for role, n in ((2, 1), (1, 0))]
    data = [tag(300, type_, np.arange(40).astype(dtype).tobytes())
            for type_, dtype in ((16, ">i2"), (3, ">i4"), (4, ">f4"), (5, ">f8"))]
    save("made", part(number(208, 7), data[0], number(301, 2), data[1], number(303, 5), data[2], refer[0]),
         part(refer[1], number(208, 500), data[3]))
    with tempfile.TemporaryDirectory() as made:
        raw = mne.io.RawArray(np.zeros((2, 300)), mne.create_info(["Fz", "EOG"], 100.0, ["eeg", "eog"]))
        raw.set_annotations(mne.Annotations([0.5], [0.1], ["x"])).save(Path(made) / "a_raw.fif", buffer_size_sec=0.5)
        save("mne", (Path(made) / "a_raw.fif").read_bytes(), b"")


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
    # LaBraM, NWB and MATLAB 7.3 as the tests of the readers make them.
    scripts = Path(__file__).resolve().parent.parent / "recording"
    with tempfile.TemporaryDirectory() as made:
        subprocess.run([sys.executable, scripts / "hdf5_twins.py", "odd", made], check=True)
        subprocess.run([sys.executable, scripts / "eeglab_twins.py", made], check=True)
        for path in Path(made).iterdir():
            content = path.read_bytes()
            if content[512:516] == b"\x89HDF" or content[:4] == b"\x89HDF":
                (SEEDS / path.name).write_bytes(content)


SEEDS.mkdir(parents=True, exist_ok=True)
{"brainvision": brainvision, "eeglab": eeglab, "edf": edf, "fif": fif, "gdf": gdf, "hdf5": hdf5}[FORMAT]()
