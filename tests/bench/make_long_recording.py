# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_long_recording.py FILE SECONDS: 64 channels at 1000 Hz as the suffix says: .edf, .bdf, .h5 (LaBraM: float32 in
chunks of one second of all channels, as its preparation writes them), .nwb (int16, deflated chunks of all channels)."""
import sys

import numpy as np

CHANNELS = """Fp1 Fpz Fp2 AF7 AF3 AFz AF4 AF8 F7 F5 F3 F1 Fz F2 F4 F6 F8 FT7 FC5 FC3 FC1 FCz FC2 FC4 FC6 FT8 T7 C5 C3
C1 Cz C2 C4 C6 T8 TP7 CP5 CP3 CP1 CPz CP2 CP4 CP6 TP8 P7 P5 P3 P1 Pz P2 P4 P6 P8 PO7 PO5 PO3 POz PO4 PO6 PO8 O1 Oz O2
Iz""".split()
RATE = 1000


def seconds_of_signal():
    """[second, channel, sample] of a minute, int16: a random walk that forgets, so that neighbours are alike."""
    steps = np.random.default_rng(1).standard_normal((60 * RATE, len(CHANNELS))) * 30
    for i in range(1, len(steps)):
        steps[i] += 0.95 * steps[i - 1]
    return np.clip(steps, -30000, 30000).astype("<i2").reshape(60, RATE, len(CHANNELS)).transpose(0, 2, 1)


def write_edf(path, seconds, minute, bdf):
    def field(values, width):
        return "".join(str(v).ljust(width) for v in values)

    n = len(CHANNELS)
    low, high = (-(2**23), 2**23 - 1) if bdf else (-32768, 32767)
    header = field([""], 160) + field(["01.01.26", "00.00.00", 256 * (n + 1)], 8) + field([""], 44)
    header += field([seconds, 1], 8) + field([n], 4) + field(CHANNELS, 16) + field([""] * n, 80) + field(["uV"] * n, 8)
    for value in (low / 10, high / 10, low, high):
        header += field([int(value)] * n, 8)
    header += field([""] * n, 80) + field([RATE] * n, 8) + field([""] * n, 32)
    start = b"\xffBIOSEMI" if bdf else b"0       "
    if bdf:
        minute = (minute.astype("<i4")[..., None] >> np.array([0, 8, 16])).astype("u1")
    with open(path, "wb") as file:
        file.write(start + header.encode())
        for second in range(seconds):
            file.write(minute[second % 60].tobytes())


def write_hdf5(path, seconds, minute, nwb):
    import h5py

    with h5py.File(path, "w") as file:
        if nwb:
            file.attrs["nwb_version"] = "2.6.0"
            table = file.create_group("general/extracellular_ephys/electrodes")
            table.create_dataset("label", data=CHANNELS, dtype=h5py.string_dtype())
            series = file.create_group("acquisition/ElectricalSeries")
            series.attrs["neurodata_type"] = "ElectricalSeries"
            series.create_dataset("electrodes", data=np.arange(len(CHANNELS)))
            series.create_dataset("starting_time", data=0.0).attrs["rate"] = float(RATE)
            data = series.create_dataset("data", (seconds * RATE, len(CHANNELS)), "i2", chunks=(4096, len(CHANNELS)),
                                         compression="gzip", compression_opts=1, shuffle=True)
            data.attrs["unit"], data.attrs["conversion"] = "volts", 1e-7
        else:
            data = file.create_dataset("recording/eeg", (len(CHANNELS), seconds * RATE), "f4",
                                       chunks=(len(CHANNELS), RATE))
            data.attrs["rsFreq"], data.attrs["chOrder"] = RATE, CHANNELS
        for second in range(0, seconds, 60):
            n = min(60, seconds - second)
            block = minute[:n].transpose(1, 0, 2).reshape(len(CHANNELS), -1)
            if nwb:
                data[second * RATE : (second + n) * RATE] = block.T
            else:
                data[:, second * RATE : (second + n) * RATE] = block / 10


target, length = sys.argv[1], int(sys.argv[2])
if target.endswith((".edf", ".bdf")):
    write_edf(target, length, seconds_of_signal(), target.endswith(".bdf"))
else:
    write_hdf5(target, length, seconds_of_signal(), target.endswith(".nwb"))
