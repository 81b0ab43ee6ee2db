# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads Maskscope's result files in Python: runs, numbers with intervals, arrays with names. Needs h5py and NumPy.

    from maskscope_results import open_results

    results = open_results("results.h5")
    for run in results:
        r2 = run.number("position_r2")
        print(run.label, r2["value"], r2["low"], r2["high"], r2["null_high"])
    table = results.numbers().to_pandas()                  # every number of every run (pandas is asked for only here)
    shares = run.array("pca_spectrum/prediction_share")    # .values, .axes: what the program's figure is drawn from

No file stays open: what is small is read by open_results(), an array when it is asked for. What cannot be used ends in a
ResultError that names the file, what was expected and what was found. docs/result-file.md describes the file and shows how
to redraw the figures.
"""
from __future__ import annotations

import contextlib, difflib, json, math, os, pathlib, re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import h5py
import numpy as np

__all__ = ["Array", "Axis", "Channels", "NoSuchName", "NotStored", "ResultError", "Results", "Run", "Table", "open_results"]

LAYOUT = 1  # of "maskscope.result/1", the newest that this module reads
POPULATION_UNITS = 5  # below, units say nothing about others, and there is no interval of theirs
# What the program's figures write at bins that the file numbers only.
BIN_LABELS = {"distance_bin": ("1", "2", "3", "4", "5-8", "9-16", "17+", "none"),
              "visible_bin": ("0", "1", "2-3", "4-7", "8-15", "16+")}


class ResultError(ValueError):
    """What cannot be used. `path`: the file; `expected`, `found`: in words. As text: one sentence with all of them."""

    def __init__(self, path: os.PathLike | str, what: str, expected: str, found: str):
        super().__init__(f"{path}: {what}: expected {expected}, found {found}")
        self.path, self.expected, self.found = str(path), expected, found


class NoSuchName(ResultError, KeyError):
    """A run, number or array that the file does not have."""

    __str__ = ValueError.__str__  # KeyError would show the sentence in quotes


class NotStored(ResultError):
    """Something that result files do not hold, with where it is found."""


@dataclass(frozen=True)
class Axis:
    """One axis of an array. `coordinates` [its length]: channel names, positions t/T, ranks and components from 1,
    labels of bins; where a place has no meaning of its own, indices from 0."""

    name: str
    coordinates: np.ndarray


@dataclass(frozen=True)
class Array:
    """Values with named axes, row-major. Taken by NumPy and matplotlib as it is: plt.plot(run.array(...))."""

    name: str
    values: np.ndarray
    axes: tuple[Axis, ...]

    def __array__(self, dtype=None, copy=None) -> np.ndarray:
        return np.array(self.values, dtype=dtype) if copy else np.asarray(self.values, dtype=dtype)

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True)
class Channels:
    """The channels of a run, in the order of every axis "channel".

    names: canonical ("FP1"). positions [channel, 3]: x right, y front, z up, as the model got them (the file's unit, whose
    scale means nothing); NaN without a position.
    """

    names: tuple[str, ...]
    positions: np.ndarray

    def __len__(self) -> int:
        return len(self.names)

    @property
    def flat(self) -> np.ndarray:
        """[channel, 2]: where the program's scalp maps draw them. x right, y front; the radius is the angle from the vertex
        over 90 degrees, so that the head is the circle of radius 1. NaN without a position."""
        x, y, z = self.positions.T
        radius, azimuth = np.arctan2(np.hypot(x, y), z) / (np.pi / 2), np.arctan2(y, x)
        return np.stack([radius * np.cos(azimuth), radius * np.sin(azimuth)], axis=1)


class Table(Sequence):
    """Rows of equal columns. table[3]: a row, a dict; table["value"]: a column, an array; to_numpy(), to_pandas(): all."""

    def __init__(self, rows: list[dict[str, Any]], kinds: dict[str, Any]):
        self._rows, self._kinds = rows, kinds

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self._kinds)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, what):
        if isinstance(what, str):
            return self.to_numpy()[what]
        return Table(self._rows[what], self._kinds) if isinstance(what, slice) else self._rows[what]

    def __repr__(self) -> str:
        return f"<{len(self)} rows: {', '.join(self.columns)}>"

    def to_numpy(self) -> np.ndarray:
        """A structured array, [row], one field a column."""
        columns = {name: [row[name] for row in self._rows] for name in self._kinds}
        kinds = [(name, f"U{max([1, *map(len, columns[name])])}" if kind is str else kind)
                 for name, kind in self._kinds.items()]
        return np.array([tuple(row[name] for name in self._kinds) for row in self._rows], dtype=kinds)

    def to_pandas(self):
        """The same as a pandas.DataFrame. ImportError where pandas is not installed."""
        import pandas

        return pandas.DataFrame(self._rows, columns=list(self._kinds))


NUMBER_COLUMNS = {"run": str, "metric": str, "key": str, "value": float, "low": float, "high": float, "interval_unit": str,
                  "unit": str, "n": int, "unit_of_inference": str, "null": float, "null_low": float, "null_high": float,
                  "untrained": object, "untrained_low": float, "untrained_high": float, "per_unit": object,
                  "untestable": str, "note": str}
COMPARISON_COLUMNS = {"run_a": str, "run_b": str, "key": str, "difference": float, "low": float, "high": float,
                      "unit": str, "n": int, "unit_of_inference": str}


class Run:
    """One checkpoint at one mask. Made by open_results().

    id, label: "M75@0.75", for programs and for people. checkpoint: its file's name without suffix; checkpoint_path,
    checkpoint_sha256. architecture, backbone; projection: "seed:N" or a file. mask_ratio in [0, 1], mask_style,
    mask_replacement, mask_source, mask_seed; trained_mask_ratio: of the checkpoint's config, None where it does not say.
    device. output: "embedding" or "signal". unit, units: of inference, "recording" or "subject", and their names in the
    order of `per_unit`. recordings: a dict each, with id, path, sha256, rate_hz, ... channels: Channels. warnings: sentences.
    account: all that the program says of the run but its numbers and verdict.
    """

    def __init__(self, path: pathlib.Path, stamp: tuple, run_id: str, group: h5py.Group):
        self._path, self._stamp, self._group_name, self.id = path, stamp, group.name, run_id
        account = _parsed(path, _text(path, group, "account"), f"the account of {run_id}")
        try:
            own = account["runs"][0]
            self.label: str = own["label"]
            checkpoint, mask = own["checkpoint"], own["mask"]
            self.checkpoint_path: str = checkpoint["path"]
            self.checkpoint: str = pathlib.PurePath(self.checkpoint_path).stem
            self.checkpoint_sha256: str = checkpoint["sha256"]
            self.architecture: str = checkpoint["architecture"]
            self.backbone: str = checkpoint["backbone"]
            self.projection: str = checkpoint["projection"]
            self.trained_mask_ratio: float | None = checkpoint.get("trained_mask_ratio")
            self.mask_ratio: float = float(mask["ratio"])
            self.mask_style: str = mask["style"]
            self.mask_replacement: str = mask["replacement"]
            self.mask_source: str = mask["source"]
            self.mask_seed: int = mask["seed"]
            self.device: str = own["device"]
            self.recordings: list[dict[str, Any]] = own["recordings"]
            self.warnings: list[str] = own["warnings"]
            subjects = [recording.get("subject") for recording in self.recordings]
            ids = [recording["id"] for recording in self.recordings]
            self._inputs = [(r["id"], r["sha256"], r["tokens"]) for r in self.recordings]  # same in two runs: comparable
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
            raise ResultError(path, f"the account of {run_id} cannot be read", "what Maskscope writes there",
                              f"{type(error).__name__}: {error}") from error
        self.output = _text(path, group, "output")
        by_subject = all(subjects) and len(set(subjects)) > 1
        self.unit: str = "subject" if by_subject else "recording"
        self.units: tuple[str, ...] = tuple(dict.fromkeys(subjects)) if by_subject else tuple(ids)
        # Its verdict was made before there were numbers: it answers nothing.
        self.account = {k: v for k, v in own.items() if k not in ("legacy", "legacy_notes", "diag", "verdict")}
        self.channels = _channels(path, group)
        self._verdict: dict[str, Any] | None = None
        self._values: dict[str, tuple[str, dict[str, Any]]] = {}  # full key -> (metric, entry)
        self._arrays: dict[str, tuple[str, ...]] = {}  # name -> names of its axes
        self._read_metrics(group)
        rows = [name for name in ("predictions", "targets", "position", "token_index", "seq_len", "sequence", "recording",
                                  "channel") if name in group]
        self._arrays.update({name: ("row", "dim")[:group[name].ndim] for name in rows})

    def __repr__(self) -> str:
        return f"<run {self.id}: {len(self._values)} numbers, {len(self._arrays)} arrays, {len(self.channels)} channels>"

    def _read_metrics(self, group: h5py.Group) -> None:
        if "metrics" not in group:
            return
        metrics = _member(self._path, group, "metrics")
        for metric in metrics:
            folder = _member(self._path, metrics, metric)
            where = f"the values of {self.id}, {metric}"
            values = _parsed(self._path, _text(self._path, folder, "values"), where)
            if not isinstance(values, dict) or not all(isinstance(v, dict) and "value" in v for v in values.values()):
                raise ResultError(self._path, f"{where} cannot be read", "numbers by key", _short(values))
            self._values.update({key: (metric, entry) for key, entry in values.items()})
            for name in folder:
                if folder.get(name, getlink=True).__class__ is h5py.HardLink and "dimensions" in folder[name].attrs:
                    axes = tuple(_as_text(axis) for axis in np.atleast_1d(folder[name].attrs["dimensions"]))
                    self._arrays[f"{metric}/{name}"] = axes

    def numbers(self) -> Table:
        """Every number. Named numbers are rows of their own ("diag.v1.carries_position.alignment"); lists are arrays.

        value; low, high: the 95 % interval, over `interval_unit`; unit; n units of inference. null: the value under the null
        (its median or mean), null_low, null_high: its quantiles. untrained: one value an untrained copy of the
        architecture, untrained_low, untrained_high: their range. per_unit [unit]: what the interval was made of, see Run.units.
        untestable: why the question cannot be asked of this run; note: what the number cannot show. What there is none of:
        NaN, "" and ().
        """
        return Table([row for key in self._values for row in self._rows(key)], NUMBER_COLUMNS)

    def number(self, key: str) -> dict[str, Any]:
        """One row of numbers(). `key` in full, or without "diag.v1." ("position_r2"), or "legacy." where diag.v1 has none."""
        rows = {row["key"]: row for row in self.numbers()}
        for full in (key, "diag.v1." + key, "legacy." + key):
            if full in rows:
                return rows[full]
        raise self._unknown("number", key, list(rows))

    def arrays(self) -> list[str]:
        """Names that array() takes: METRIC/ARRAY of the figures, keys of numbers that are lists, and with
        --save-predictions what there is of every masked token."""
        return [*self._arrays, *(key for key, (_, entry) in self._values.items() if isinstance(entry["value"], list))]

    def array(self, name: str, rows: slice = slice(None)) -> Array:
        """An array by its name ("pca_spectrum/prediction_share", or "prediction_share" where no other metric has such
        a one), or a list by its key ("diag.v1.pca_eigenvalues"). `rows` of the first axis, e.g. slice(0, 1000): the
        predictions of long recordings need not fit in memory. float64, the stored type of what predictions bring; channels
        of tokens are text."""
        known = self.arrays()
        found = [n for n in known if n in (name, "diag.v1." + name, "legacy." + name)]
        found = found or [n for n in known if n.partition("/")[2] == name]
        if len(found) > 1:
            raise NoSuchName(self._path, f"{self.id}: several arrays have this name", f"one of {', '.join(found)}", repr(name))
        if not found:
            raise self._unknown("array", name, known)
        full = found[0]
        if full in self._values:
            values = np.array([_float(v) for v in self._values[full][1]["value"]])[rows]
            return Array(full, values, (Axis("index", np.arange(len(self._values[full][1]["value"]))[rows]),))
        with _opened(self._path, self._stamp) as file:
            group = _member(self._path, file, self._group_name.strip("/"))
            metric, _, own = full.rpartition("/")
            folder = _member(self._path, group, f"metrics/{metric}") if metric else group
            data = _member(self._path, folder, own)
            names = self._arrays[full]
            if not isinstance(data, h5py.Dataset) or data.ndim != len(names) or data.ndim == 0:
                raise ResultError(self._path, f"{self.id}, {full}", f"an array of {len(names)} axes", repr(data))
            values = _data(self._path, data, rows)
            axes = [Axis(axis, self._coordinates(metric, folder, axis, size)) for axis, size in zip(names, data.shape)]
        axes[0] = Axis(axes[0].name, axes[0].coordinates[rows])
        return Array(full, values, tuple(axes))

    def _coordinates(self, metric: str, folder: h5py.Group, axis: str, size: int) -> np.ndarray:
        if axis == "channel" and size == len(self.channels):
            return np.array(self.channels.names)
        if axis == "bin" and f"{metric}/profile_position" in self._arrays:
            places = _data(self._path, _member(self._path, folder, "profile_position"))
            if len(places) == size:
                return places
        if axis == "number" and metric:  # rows of `draws`: the names of the metric's own numbers
            for of, entry in self._values.values():
                if of == metric and isinstance(entry["value"], dict) and len(entry["value"]) == size:
                    return np.array(list(entry["value"]))
        if len(BIN_LABELS.get(axis, ())) == size:
            return np.array(BIN_LABELS[axis])
        return np.arange(size) + (axis in ("rank", "component"))

    @property
    def verdict(self) -> dict[str, Any]:
        """The verdict as the metrics JSON has it: "summary", "statements" with "id", "answer", "reason", "evidence", ...
        Result files hold none, since it rests on thresholds that can be edited: NotStored, unless open_results() was
        given the JSON."""
        if self._verdict is None:
            raise NotStored(self._path, f"{self.id} has no verdict here", 'open_results(..., metrics="metrics.json") with what '
                            "analyze --json wrote", "the result file alone, which holds the numbers that a verdict rests on")
        return self._verdict

    def _rows(self, key: str) -> Iterator[dict[str, Any]]:
        metric, entry = self._values[key]
        value, interval = entry["value"], entry.get("interval")
        if isinstance(value, list):
            return
        common = {"run": self.id, "metric": metric, "unit": entry.get("unit", ""), "n": int(entry.get("n") or 0),
                  "unit_of_inference": entry.get("unit_of_inference", ""), "interval_unit": entry.get("interval_unit", ""),
                  "untestable": entry.get("untestable", ""), "note": entry.get("note", "")}
        for name in value if isinstance(value, dict) else [""]:
            ends = entry.get("intervals", {}).get(name) if name else interval
            untrained, units = (_floats(_named(entry.get(what), name)) for what in ("untrained", "per_unit"))
            low, high = ends if isinstance(ends, list) and len(ends) == 2 else (None, None)
            finite = [v for v in untrained if math.isfinite(v)]
            row = {"key": f"{key}.{name}" if name else key, "value": _float(value[name] if name else value),
                   "low": _float(low), "high": _float(high), **_null(None if name else entry.get("null")),
                   "untrained": untrained, "untrained_low": min(finite, default=math.nan),
                   "untrained_high": max(finite, default=math.nan), "per_unit": units}
            yield {column: {**common, **row}[column] for column in NUMBER_COLUMNS}

    def _unknown(self, kind: str, name: str, known: list[str]) -> NoSuchName:
        short = {n.removeprefix("diag.v1.").removeprefix("legacy."): n for n in known}
        near = [short[n] for n in difflib.get_close_matches(name, short, 4, 0.5)]
        listed = ", ".join(near or known[:4]) or "none"
        return NoSuchName(self._path, f"{self.id} has no such {kind}", f"one of its {len(known)}, such as {listed}", repr(name))


class Results(Sequence):
    """Runs in the order they ran: results[0], results["M75@0.75"] (by id, or by a label that only one has), for run in
    results. path: the file."""

    def __init__(self, path: pathlib.Path, runs: list[Run]):
        self.path, self.runs = path, runs

    def __len__(self) -> int:
        return len(self.runs)

    def __getitem__(self, which):
        if not isinstance(which, str):
            return self.runs[which]
        found = [run for run in self.runs if run.id == which] or [run for run in self.runs if run.label == which]
        if len(found) != 1:
            raise NoSuchName(self.path, "several runs have this label" if found else "there is no such run",
                             f"one of {', '.join(run.id for run in self.runs)}" if self.runs else "a run", repr(which))
        return found[0]

    def __repr__(self) -> str:
        return f"<{self.path}: {', '.join(run.id for run in self.runs) or 'no runs'}>"

    def numbers(self) -> Table:
        """Run.numbers() of every run, one table."""
        return Table([row for run in self.runs for row in run.numbers()], NUMBER_COLUMNS)

    def comparisons(self) -> Table:
        """Paired differences of every two runs over the same recordings (by content), as in the metrics JSON: run_a less
        run_b, of every number with values of five or more units; low, high: 95 %, of the units' differences."""
        return Table([row for i, a in enumerate(self.runs) for b in self.runs[i + 1:] if a._inputs == b._inputs
                      for row in _differences(a, b)], COMPARISON_COLUMNS)


def open_results(path: os.PathLike | str, metrics: os.PathLike | str | None = None) -> Results:
    """Reads a result file (`maskscope-cli analyze --out`). `metrics`: the JSON of the same analysis (`--json`), for verdicts.

    ResultError where it is no such file, is cut short, damaged or from a newer version. Of some damaged files the HDF5
    library itself dies; `maskscope-cli inspect` tries one in a process of its own.
    """
    path = pathlib.Path(path)
    stamp = _stamp(path)
    with _opened(path, stamp) as file:
        schema = _text(path, file, "schema") if "schema" in file.attrs else ""
        layout = re.fullmatch(r"maskscope\.result/(\d+)", schema)
        if not layout:
            raise ResultError(path, "is not a Maskscope result file", "an HDF5 file that maskscope-cli analyze --out wrote",
                              f"HDF5 of the schema {schema!r}" if schema else f"HDF5 with {_listed(file)}")
        if int(layout[1]) > LAYOUT:
            raise ResultError(path, "comes from a newer version of Maskscope", f"maskscope.result/{LAYOUT} or older; the "
                              "maskscope_results.py of that version reads it", schema)
        order = file.attrs.get("run_order")
        if order is None:
            raise ResultError(path, "is damaged", "the attribute run_order", "none")
        ids = [] if isinstance(order, h5py.Empty) else [_as_text(i) for i in np.atleast_1d(order)]
        runs = _member(path, file, "runs")
        results = Results(path, [Run(path, stamp, i, _member(path, runs, i)) for i in ids])
    if metrics is not None:
        _add_verdicts(results, pathlib.Path(metrics))
    return results


def _add_verdicts(results: Results, path: pathlib.Path) -> None:
    try:
        said = _parsed(path, path.read_text(encoding="utf-8"), "the metrics")
    except (OSError, UnicodeDecodeError) as error:
        raise ResultError(path, "cannot be read", "what analyze --json wrote", str(error)) from error
    schema = said.get("schema") if isinstance(said, dict) else None
    if schema != "maskscope.metrics/1":
        raise ResultError(path, "cannot be used", "JSON of the schema maskscope.metrics/1", _short(schema or said))
    try:
        own = {run["id"]: ((run["checkpoint"]["sha256"], run["mask"], [r["sha256"] for r in run["recordings"]]), run["verdict"])
               for run in said["runs"]}
    except (KeyError, TypeError) as error:
        raise ResultError(path, "cannot be used", "runs as analyze --json writes them",
                          f"{type(error).__name__}: {error}") from error
    for run in results:
        inputs, verdict = own.get(run.id, (None, None))
        if inputs != (run.checkpoint_sha256, run.account["mask"], [r["sha256"] for r in run.recordings]):
            raise ResultError(path, "is of another analysis", f"{run.id} of {results.path}, the same inputs and mask",
                              "others under this name" if inputs else ", ".join(own) or "no runs")
        run._verdict = verdict


def _differences(a: Run, b: Run) -> Iterator[dict[str, Any]]:
    others = {row["key"]: row for row in b.numbers()}
    for row in a.numbers():
        other = others.get(row["key"])
        if other is None or not len(row["per_unit"]) == len(other["per_unit"]) >= POPULATION_UNITS:
            continue
        low, high = _unit_interval(np.subtract(row["per_unit"], other["per_unit"]))
        difference = row["value"] - other["value"]
        if math.isfinite(low) and math.isfinite(difference):
            yield {"run_a": a.id, "run_b": b.id, "key": row["key"], "difference": difference, "low": low, "high": high,
                   "unit": row["unit"], "n": len(row["per_unit"]),
                   "unit_of_inference": row["interval_unit"] or row["unit_of_inference"]}


def _unit_interval(values: np.ndarray) -> tuple[float, float]:
    """95 % of the mean of what `values` were drawn from, as the program has it (docs/metrics.md, "Intervals"): Student's t,
    the limit on the side of the longer tail moved out by a factor of 1 + 3.25 sqrt(|skewness|) / n."""
    n = len(values)
    if n < POPULATION_UNITS or not np.isfinite(values).all():
        return math.nan, math.nan
    mean = float(values.mean())
    squares, cubes = float(((values - mean) ** 2).sum()), float(((values - mean) ** 3).sum())
    skewness = cubes / n / (squares / n) ** 1.5 if squares > 0 else 0.0
    half = _student_t975(n - 1) * math.sqrt(squares / (n * (n - 1)))
    longer = half * (1 + 3.25 * math.sqrt(abs(skewness)) / n)
    return mean - (longer if skewness < 0 else half), mean + (longer if skewness > 0 else half)


def _student_t975(df: int) -> float:
    """97.5 % quantile, tabulated where the expansion (Abramowitz and Stegun 26.7.5) is poor: the program's own."""
    table = (12.706204736, 4.302652730, 3.182446305, 2.776445105, 2.570581836, 2.446911851, 2.364624252, 2.306004135,
             2.262157163, 2.228138852)
    if df <= len(table):
        return table[max(df, 1) - 1]
    z = 1.959963984540054
    terms = ((z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
             (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160)
    return z + sum(term / df**power for power, term in enumerate(terms, 1))


def _float(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else math.nan


def _floats(values: Any) -> tuple[float, ...]:
    return tuple(map(_float, values)) if isinstance(values, list) else ()


def _named(entry: Any, name: str) -> Any:
    """What is kept by name for named numbers, and as it is for a plain one."""
    return entry.get(name) if name and isinstance(entry, dict) else None if name else entry


def _null(null: Any) -> dict[str, float]:
    """A plain number, or a middle with quantiles. Two-sided nulls have a 97.5 % quantile, one-sided ones a 95 %."""
    if not isinstance(null, dict):
        return {"null": _float(null), "null_low": math.nan, "null_high": math.nan}
    first = lambda *names: next((_float(null[name]) for name in names if name in null), math.nan)
    return {"null": first("median", "mean", "shuffled_mean", "chance"), "null_low": first("quantile_2.5"),
            "null_high": first("quantile_97.5", "quantile_95")}


def _channels(path: pathlib.Path, group: h5py.Group) -> Channels:
    if "channel_name" not in group:
        return Channels((), np.empty((0, 3)))
    names = _data(path, _member(path, group, "channel_name"))
    places = _data(path, _member(path, group, "channel_position"))
    if places.shape != (len(names), 3):
        raise ResultError(path, f"{group.name}/channel_position", f"[{len(names)}, 3]", f"{list(places.shape)}")
    return Channels(tuple(map(str, names)), places)


def _stamp(path: pathlib.Path) -> tuple:
    try:
        there = path.stat()
    except OSError as error:
        raise ResultError(path, "cannot be read", "a Maskscope result file", error.strerror or "nothing") from error
    if not path.is_file():
        raise ResultError(path, "cannot be read", "a Maskscope result file", "a folder" if path.is_dir() else "no regular file")
    return there.st_dev, there.st_ino, there.st_size, there.st_mtime_ns


@contextlib.contextmanager
def _opened(path: pathlib.Path, stamp: tuple) -> Iterator[h5py.File]:
    if _stamp(path) != stamp:
        raise ResultError(path, "was written anew", "the file as it was when it was opened; open it again", "another one")
    try:
        file = h5py.File(path, "r")
    except OSError as error:
        raise _no_hdf5(path, error) from error
    try:
        with file:
            yield file
    except ResultError:
        raise
    except (OSError, RuntimeError, KeyError, UnicodeError) as error:  # of the HDF5 library, wherever it stumbles
        raise ResultError(path, "is damaged", "what Maskscope writes", str(error)) from error


def _no_hdf5(path: pathlib.Path, error: OSError) -> ResultError:
    try:
        with open(path, "rb") as file:
            first = file.read(8)
    except OSError:
        first = None
    if first is None or first == b"\x89HDF\r\n\x1a\n":
        return ResultError(path, "cannot be opened", "a whole HDF5 file", str(error))
    return ResultError(path, "is not a Maskscope result file", "HDF5",
                       f"a file that begins with {first!r}" if first else "an empty file")


def _member(path: pathlib.Path, group: h5py.Group, name: str):
    """What `name` is in this very file: a link into another one could bring in anything."""
    here = group
    for part in name.split("/"):
        link = here.get(part, getlink=True) if isinstance(here, h5py.Group) else None
        if not isinstance(link, h5py.HardLink):
            raise ResultError(path, f"{here.name.rstrip('/')}/{part} cannot be read", "a part of this file",
                              "nothing" if link is None else f"a link to {getattr(link, 'filename', link.path)}")
        here = here[part]
    return here


def _data(path: pathlib.Path, data: h5py.Dataset, rows: slice = slice(None)) -> np.ndarray:
    if not isinstance(data, h5py.Dataset) or data.is_virtual or data.external:
        raise ResultError(path, f"{data.name} cannot be read", "an array in this file", "one that lies elsewhere"
                          if isinstance(data, h5py.Dataset) else "a group")
    return data.asstr()[rows].astype(str) if h5py.check_string_dtype(data.dtype) else data[rows]


def _as_text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _text(path: pathlib.Path, group: h5py.Group, name: str) -> str:
    value = group.attrs.get(name)
    if not isinstance(value, (str, bytes)):
        raise ResultError(path, f"{group.name} is damaged", f"the attribute {name} as text",
                          "none" if value is None else _short(value))
    return _as_text(value)


def _parsed(path: pathlib.Path, text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ResultError(path, f"{what} cannot be read", "JSON", f"{_short(text)} ({error})") from error


def _short(value: Any) -> str:
    return repr(value) if len(repr(value)) < 60 else repr(value)[:57] + "..."


def _listed(file: h5py.File) -> str:
    names = sorted(file)
    return f"{', '.join(names[:6])}{', ...' if len(names) > 6 else ''}" if names else "nothing in it"
