# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""hdf5_twins.py twins RECORDING.edf FOLDER: the values of an EDF file, parsed here with NumPy alone, as LaBraM HDF5 and
as NWB. hdf5_twins.py odd FOLDER: files of these layouts with gaps, other axes, several series, and damaged ones."""
import sys

import h5py
import numpy as np

REFERENCE = h5py.special_dtype(ref=h5py.Reference)


def read_edf(path):
    """Labels, rate, stored numbers [channel, sample], gains and offsets (microvolt) of the signals of the first rate."""
    raw = open(path, "rb").read()
    count = int(raw[252:256])
    records, duration = int(raw[236:244]), float(raw[244:252])
    at = 256

    def fields(width):
        nonlocal at
        values = [raw[at + i * width : at + (i + 1) * width].decode("latin-1").strip() for i in range(count)]
        at += width * count
        return values

    labels, _, _ = fields(16), fields(80), fields(8)
    physical_min, physical_max, digital_min, digital_max = ([float(v) for v in fields(8)] for _ in range(4))
    fields(80)
    per_record = [int(v) for v in fields(8)]
    rows = np.frombuffer(raw[256 * (count + 1) :], "<i2", records * sum(per_record)).reshape(records, -1)
    starts = np.concatenate([[0], np.cumsum(per_record)])
    kept = [i for i in range(count) if labels[i] != "EDF Annotations" and per_record[i] == per_record[0]]
    stored = np.stack([rows[:, starts[i] : starts[i + 1]].reshape(-1) for i in kept])
    gains = np.array([(physical_max[i] - physical_min[i]) / (digital_max[i] - digital_min[i]) for i in kept])
    offsets = np.array([physical_min[i] - g * digital_min[i] for i, g in zip(kept, gains)])
    return [labels[i] for i in kept], per_record[0] / duration, stored, gains, offsets


def add_labram(file, name, values, labels, rate, **more):
    data = file.create_group(name).create_dataset("eeg", data=values, chunks=(len(values), min(97, values.shape[1])))
    data.attrs["lFreq"], data.attrs["hFreq"] = 0.1, 75.0
    if rate is not None:
        data.attrs["rsFreq"] = rate
    if labels is not None:
        data.attrs["chOrder"] = labels
    for key, value in more.items():
        data.attrs[key] = value
    return data


def nwb_file(path, labels, xyz=None, column="label"):
    file = h5py.File(path, "w")
    file.attrs["nwb_version"], file.attrs["neurodata_type"] = "2.6.0", "NWBFile"
    table = file.create_group("general/extracellular_ephys/electrodes")
    text = h5py.string_dtype()
    # The table holds one electrode more, in front: regions have to be followed.
    table.create_dataset("id", data=np.arange(100, 101 + len(labels)))
    table.create_dataset("location", data=["brain"] * (len(labels) + 1), dtype=text)
    table.create_dataset("group_name", data=["cap"] * (len(labels) + 1), dtype=text)
    table.create_dataset(column, data=["unused"] + list(labels), dtype=text)
    if xyz is not None:
        for axis in range(3):
            table.create_dataset("xyz"[axis], data=np.concatenate([[9.0], np.asarray(xyz, float)[:, axis]]))
    return file


def add_series(file, where, data, rate=None, timestamps=None, rows=None, **attributes):
    series = file.create_group(where)
    series.attrs["neurodata_type"], series.attrs["namespace"] = "ElectricalSeries", "core"
    chunks = (min(61, len(data)), data.shape[1]) if data.ndim == 2 else None
    stored = series.create_dataset("data", data=data, chunks=chunks, compression="gzip" if chunks else None)
    stored.attrs["unit"] = "volts"
    for key, value in attributes.items():
        stored.attrs[key] = value
    width = data.shape[1] if data.ndim > 1 else 1
    region = series.create_dataset("electrodes", data=np.arange(1, 1 + width) if rows is None else np.asarray(rows))
    region.attrs["neurodata_type"] = "DynamicTableRegion"
    region.attrs.create("table", file["general/extracellular_ephys/electrodes"].ref, dtype=REFERENCE)
    if rate is not None:
        start = series.create_dataset("starting_time", data=12.5)
        start.attrs["rate"], start.attrs["unit"] = np.float32(rate), "seconds"
    if timestamps is not None:
        series.create_dataset("timestamps", data=timestamps).attrs["interval"] = 1
    return series


def write_twins(edf, folder):
    labels, rate, stored, gains, offsets = read_edf(edf)
    values = stored * gains[:, None] + offsets[:, None]
    with h5py.File(f"{folder}/labram.h5", "w") as file:
        add_labram(file, "sub-01", values, labels, int(rate))
    half = values.shape[1] // 2
    with h5py.File(f"{folder}/labram_halves.h5", "w") as file:
        add_labram(file, "a", values[:, :half], labels, int(rate))
        add_labram(file, "b", values[:, half:], labels, int(rate))
    with nwb_file(f"{folder}/nwb.nwb", labels) as file:
        add_series(file, "acquisition/EOG", np.zeros((10, 1), "i2"), rate=rate)
        series = add_series(file, "acquisition/ElectricalSeries", stored.T, rate=rate, conversion=1e-6,
                            offset=offsets[0] * 1e-6)
        series.create_dataset("channel_conversion", data=gains).attrs["axis"] = 1
    with nwb_file(f"{folder}/nwb_times.nwb", labels, column="channel_name") as file:
        times = 3.25 + np.arange(values.shape[1]) / rate
        times[half:] += 100
        add_series(file, "processing/ecephys/LFP/eeg", values.T * 1e-6, timestamps=times)


def write_odd(folder):
    ten = np.arange(20.0).reshape(2, 10)
    names = ["Cz", "T7"]

    def labram(name, *arguments, **more):
        with h5py.File(f"{folder}/{name}", "w") as file:
            add_labram(file, "r", *arguments, **more)

    labram("no_rate.h5", ten, names, None)
    labram("rate_zero.h5", ten, names, 0.0)
    labram("no_names.h5", ten, None, 200)
    labram("three_names.h5", ten, names + ["Oz"], 200)
    labram("unit.h5", ten, names, 200, unit="mV")
    with h5py.File(f"{folder}/cube.h5", "w") as file:
        file["r/eeg"] = np.zeros((2, 3, 4))
    with h5py.File(f"{folder}/hostile_shape.h5", "w") as file:
        data = file.create_dataset("r/eeg", shape=(1 << 20, 1 << 40), dtype="f8", chunks=(1, 1 << 10))
        data.attrs["rsFreq"], data.attrs["chOrder"] = 200, names
    with h5py.File(f"{folder}/several.h5", "w") as file:
        for group, labels in (("a", ["Cz", "Pz"]), ("b", names), ("c", names), ("d", ["Cz", "Pz", "Oz"])):
            add_labram(file, group, np.ones((len(labels), 10)) * ord(group), labels, 200)

    head = [[-0.08, 0, 0.01], [0, 0.01, 0.1]]  # T7 and Cz in metres: x right, y front, z up
    schema = [[-1e6 * y, -1e6 * z, 1e6 * x] for x, y, z in head]  # as the schema says: back, down, right, in micrometres
    wide = ten.T * 1e-6

    def nwb(name, write, **options):
        with nwb_file(f"{folder}/{name}", options.pop("labels", ["T7", "Cz"]), **options) as file:
            write(file)

    nwb("head.nwb", lambda f: add_series(f, "acquisition/s", wide, rate=100), xyz=head)
    nwb("schema.nwb", lambda f: add_series(f, "acquisition/s", wide, rate=100), xyz=schema)
    nwb("unnamed.nwb", lambda f: add_series(f, "acquisition/s", wide, rate=100), xyz=head, labels=["u", "v"])
    nwb("location.nwb", lambda f: (f["general/extracellular_ephys/electrodes/location"].__setitem__(
        slice(None), ["x", "O1", "O2"]), add_series(f, "acquisition/s", wide, rate=100)), column="other")
    nwb("ids.nwb", lambda f: add_series(f, "acquisition/s", wide, rate=100), column="other")
    nwb("one.nwb", lambda f: add_series(f, "acquisition/s", wide[:, 0], rate=100))
    nwb("scaled.nwb", lambda f: add_series(f, "acquisition/s", np.array([[1, 2], [3, -4]], "i2"), rate=100,
                                           conversion=0.5, offset=-2.0).create_dataset("channel_conversion",
                                                                                       data=[1e-3, 1e-6]))
    nwb("furlong.nwb", lambda f: add_series(f, "acquisition/s", wide, rate=100, unit="furlong"))
    nwb("no_series.nwb", lambda f: f.create_group("acquisition/video"))
    nwb("no_time.nwb", lambda f: add_series(f, "acquisition/s", wide))
    nwb("no_time_rate.nwb", lambda f: add_series(f, "acquisition/s", wide, rate=-1))
    nwb("random_times.nwb", lambda f: add_series(f, "acquisition/s", wide, timestamps=-np.arange(10.0)))
    nwb("nan_time.nwb", lambda f: add_series(f, "acquisition/s", wide, timestamps=[0, 1, 2, np.nan, 4, 5, 6, 7, 8, 9]))
    nwb("short_times.nwb", lambda f: add_series(f, "acquisition/s", wide, timestamps=np.arange(9.0)))
    nwb("turned.nwb", lambda f: add_series(f, "acquisition/s", ten, rate=100, rows=[1, 2]))
    nwb("beyond.nwb", lambda f: add_series(f, "acquisition/s", wide, rate=100, rows=[1, 7]))
    nwb("cube.nwb", lambda f: add_series(f, "acquisition/s", np.zeros((3, 4, 5)), rate=100))
    nwb("factors.nwb", lambda f: add_series(f, "acquisition/s", wide, rate=100).create_dataset(
        "channel_conversion", data=[1.0]))

    def gaps(file):
        times = np.arange(10) / 250
        times[4:] += 1
        times[7:] += 0.5
        add_series(file, "acquisition/s", wide, timestamps=times)

    nwb("gaps.nwb", gaps)


if sys.argv[1] == "twins":
    write_twins(sys.argv[2], sys.argv[3])
else:
    write_odd(sys.argv[2])
