#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""maskscope_results_test.py MASKSCOPE-CLI SOURCE [unittest's options]: a result file that the program writes, read by
resources/python/maskscope_results.py: the same numbers as its metrics JSON, refusals, and the examples of docs/result-file.md.
Ends with 77 where h5py or NumPy are missing."""
import contextlib, io, json, math, os, re, shutil, subprocess, sys, tempfile, unittest, unittest.mock, warnings
from importlib.util import find_spec
from pathlib import Path

CLI, SOURCE = Path(sys.argv[1]), Path(sys.argv[2])
if not (find_spec("h5py") and find_spec("numpy")):
    debian = "/usr/bin/python3"  # the one whose packages packaging/packages.txt installs
    if os.path.exists(debian) and not os.path.samefile(debian, sys.executable):
        os.execv(debian, [debian, *sys.argv])
    print(f"skipped: {sys.executable} lacks h5py or NumPy")
    sys.exit(77)
sys.dont_write_bytecode = True
sys.path.insert(0, str(SOURCE / "resources/python"))
import h5py
import numpy as np

from maskscope_results import NoSuchName, NotStored, ResultError, _student_t975, open_results

NETWORKS = SOURCE / "tests/validity/networks"
NAMES = ["Fz", "C3", "Cz", "C4", "Oz"]
PLACES = np.array([[0, 0.7, 0.7], [-0.7, 0, 0.7], [0, 0, 1], [0.7, 0, 0.7], [0, -1, 0]])
SUBJECTS = ["P1", "P2", "P3", "P4", "P5", "P5"]  # one of them recorded twice


def write_windows(path):
    """Six recordings of five channels, six windows of noise each."""
    count = len(SUBJECTS) * len(NAMES)
    with h5py.File(path, "w") as file:
        file["windows"] = np.random.default_rng(0).normal(size=(count, 6, 256)).astype("f4")
        file["windows"].attrs["sampling_rate_hz"] = 128.0
        file["seq_lengths"] = np.full(count, 6)
        file["channel_names"] = np.array(NAMES * len(SUBJECTS), "S8")
        file["recording_index"] = np.repeat(np.arange(len(SUBJECTS)), len(NAMES))
        file["subject"] = np.repeat(np.array(SUBJECTS, "S8"), len(NAMES))
        file["montage/names"], file["montage/xyz"] = np.array(NAMES, "S8"), PLACES


def open_here(folder):
    """Files of `folder` that this process has open."""
    links = (os.path.join("/proc/self/fd", fd) for fd in os.listdir("/proc/self/fd"))
    return [os.readlink(link) for link in links if os.path.lexists(link) and os.readlink(link).startswith(str(folder))]


class WithResults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="maskscope-results-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.path, cls.metrics = MADE / "results.h5", MADE / "metrics.json"
        cls.results, cls.json = open_results(cls.path), json.loads(cls.metrics.read_text())

    def copy(self, name="copy.h5"):
        return Path(shutil.copy(self.path, self.folder / name))

    def refused(self, part, path, read=open_results):
        with self.assertRaises(ResultError) as caught:
            read(path)
        sentence = str(caught.exception)
        for needed in (part, str(path), "expected ", ", found "):
            self.assertIn(needed, sentence)
        self.assertEqual(open_here(self.folder), [])
        return sentence


class Numbers(WithResults):
    def same(self, own, stored, what):
        """A number of the table against one of the JSON, where what is not finite is null."""
        if stored is None:
            self.assertTrue(math.isnan(own), what)
        else:
            self.assertEqual(own, stored, what)

    def same_entry(self, rows, key, entry):
        named = entry["value"] if isinstance(entry["value"], dict) else {"": entry["value"]}
        for name, value in named.items():
            row = rows.pop(f"{key}.{name}" if name else key)
            what = row["key"]
            self.same(row["value"], value, what)
            ends = entry.get("intervals", {}).get(name) if name else entry["interval"]
            self.same(row["low"], ends and ends[0], what)
            self.same(row["high"], ends and ends[1], what)
            for field in ("unit", "n"):
                self.assertEqual(row[field], entry[field], what)
            for field in ("unit_of_inference", "interval_unit", "untestable", "note"):
                self.assertEqual(row[field], entry.get(field, ""), what)
            for field in ("untrained", "per_unit"):
                stored = entry.get(field, [])
                stored = stored.get(name, []) if isinstance(stored, dict) else stored
                self.assertEqual(len(row[field]), len(stored), what)
                for own, other in zip(row[field], stored):
                    self.same(own, other, what)
            self.same_null(row, entry["null"], what)

    def same_null(self, row, null, what):
        if isinstance(null, dict):
            high = null.get("quantile_97.5", null.get("quantile_95"))
            middle = [null[name] for name in ("median", "mean", "shuffled_mean") if name in null][0]
            self.assertEqual((row["null"], row["null_high"]), (middle, high), what)
            self.same(row["null_low"], null.get("quantile_2.5"), what)
        else:
            self.same(row["null"], null, what)
            self.assertTrue(math.isnan(row["null_low"]) and math.isnan(row["null_high"]), what)

    def test_are_those_of_the_metrics_json(self):
        self.assertEqual([run.id for run in self.results], [run["id"] for run in self.json["runs"]])
        self.assertEqual(len(self.results), 2)
        for run, stored in zip(self.results, self.json["runs"]):
            rows = {row["key"]: row for row in run.numbers()}
            self.assertEqual(len(rows), len(run.numbers()))
            lists, legacy = [], 0
            for name, entry in stored["diag"]["v1"].items():
                if name in ("anova", "skill") or name.startswith("random_init."):  # other names and sums of the same
                    continue
                if isinstance(entry["value"], list):
                    lists.append(f"diag.v1.{name}")
                    np.testing.assert_array_equal(run.array(name), entry["value"])
                else:
                    self.same_entry(rows, f"diag.v1.{name}", entry)
            for name, value in stored["legacy"].items():
                for part, number in (value if isinstance(value, dict) else {"": value}).items():
                    row = rows.pop(f"legacy.{name}.{part}" if part else f"legacy.{name}")
                    self.same(row["value"], number, row["key"])
                    self.assertEqual(row["note"], stored["legacy_notes"].get(name, ""))
                    legacy += 1
            self.assertEqual(list(rows), [], "numbers that the JSON does not have")
            self.assertGreater(legacy, 15)
            self.assertEqual(sorted(lists), sorted(name for name in run.arrays() if name.startswith("diag.")))

    def test_untrained_copies_give_the_range_of_the_metrics_json(self):
        for run, stored in zip(self.results, self.json["runs"]):
            entries = {n: e for n, e in stored["diag"]["v1"].items() if n.startswith("random_init.")}
            self.assertGreater(len(entries), 30)
            for name, entry in entries.items():
                if isinstance(entry["value"], dict):
                    continue
                row = run.number(name.removeprefix("random_init."))
                self.assertEqual([row["untrained_low"], row["untrained_high"]], entry["interval"], name)
                self.assertAlmostEqual(np.mean(row["untrained"]), entry["value"], delta=1e-12 * abs(entry["value"]))

    def test_say_what_they_cannot(self):
        row = self.results["all_1@1.0"].number("context_gain_swapped")
        self.assertIn("every token is masked", row["untestable"])
        short = self.results[0].number("position_r2")
        self.assertEqual(short, self.results[0].number("diag.v1.position_r2"))
        self.assertEqual(self.results[0].number("channel_means.FZ")["key"], "legacy.channel_means.FZ")
        self.assertEqual(len(short["per_unit"]), len(self.results[0].units))

    def test_are_a_structured_array_and_a_data_frame(self):
        table = self.results.numbers()
        array = table.to_numpy()
        self.assertEqual(len(table), sum(len(run.numbers()) for run in self.results))
        self.assertEqual(array.dtype.names, table.columns)
        np.testing.assert_array_equal(array["value"], [row["value"] for row in table])
        np.testing.assert_array_equal(table["key"], [row["key"] for row in table])
        self.assertEqual(table[:3][2], table[2])
        self.assertEqual(len(table[:0].to_numpy()), 0)
        with unittest.mock.patch.dict(sys.modules, {"pandas": None}), self.assertRaises(ImportError):
            table.to_pandas()
        if not find_spec("pandas"):
            self.skipTest("pandas is not here")
        frame = table.to_pandas()
        self.assertEqual(list(frame.columns), list(table.columns))
        mse = frame[frame.key == "diag.v1.masked_mse"].set_index("run")["value"]
        self.assertEqual(mse["all_1@1.0"], self.results[1].number("masked_mse")["value"])

    def test_compare_runs_as_the_metrics_json_does(self):
        own = {(c["run_a"], c["run_b"], c["key"]): c for c in self.results.comparisons()}
        self.assertGreater(len(own), 20)
        for stored in self.json["comparisons"]:
            row = own.pop((*stored["runs"], "diag.v1." + stored["key"]))
            self.assertEqual(row["difference"], stored["difference"], row["key"])
            np.testing.assert_allclose([row["low"], row["high"]], stored["interval"], rtol=1e-9, atol=1e-12)
            self.assertEqual([row[k] for k in ("unit", "n", "unit_of_inference")],
                             [stored[k] for k in ("unit", "n", "unit_of_inference")])
        self.assertEqual(own, {})

    def test_quantiles_are_those_of_tables(self):
        for df, quantile in ((4, 2.776445), (10, 2.228139), (11, 2.200985), (30, 2.042272), (1000, 1.962339)):
            self.assertAlmostEqual(_student_t975(df), quantile, delta=1e-5)


class Runs(WithResults):
    def test_are_what_was_asked_for(self):
        for run, stored in zip(self.results, self.json["runs"]):
            self.assertEqual(run.label, stored["label"])
            self.assertEqual((run.checkpoint, run.checkpoint_sha256), ("all_1", stored["checkpoint"]["sha256"]))
            self.assertEqual(run.mask_ratio, stored["mask"]["ratio"])
            self.assertEqual((run.output, run.trained_mask_ratio), ("embedding", 0.5))
            self.assertEqual((run.unit, run.units), ("subject", ("P1", "P2", "P3", "P4", "P5")))
            self.assertEqual(run.recordings, stored["recordings"])
            self.assertEqual(run.warnings, stored["warnings"])
            self.assertTrue({"versions", "mask", "checkpoint"} <= set(run.account))
            self.assertTrue({"verdict", "diag", "legacy"}.isdisjoint(run.account))
            self.assertIs(self.results[run.id], run)
            self.assertIs(self.results[run.label], run)
        self.assertIn("all_1@0.5, all_1@1.0", repr(self.results))

    def test_know_their_channels(self):
        channels = self.results[0].channels
        self.assertEqual(channels.names, tuple(name.upper() for name in NAMES))
        np.testing.assert_allclose(channels.positions, PLACES)
        expected = [[0, 0.5], [-0.5, 0], [0, 0], [0.5, 0], [0, -1]]  # the angle from the vertex over 90 degrees
        np.testing.assert_allclose(channels.flat, expected, atol=1e-12)

    def test_have_a_verdict_only_with_the_metrics_json(self):
        with self.assertRaisesRegex(NotStored, "metrics.json"):
            self.results[0].verdict
        for run, stored in zip(open_results(self.path, self.metrics), self.json["runs"]):
            self.assertEqual(run.verdict, stored["verdict"])


class Arrays(WithResults):
    def test_are_those_of_the_file(self):
        with h5py.File(self.path) as file:
            for run in self.results:
                names = []
                file["runs"][run.id].visititems(lambda name, part: names.append(name) if "dimensions" in part.attrs else None)
                self.assertGreater(len(names), 20)
                for name in names:
                    stored = file["runs"][run.id][name]
                    array = run.array(name.removeprefix("metrics/"))
                    np.testing.assert_array_equal(array.values, stored[()])
                    self.assertEqual([axis.name for axis in array.axes], list(stored.attrs["dimensions"]))
                    self.assertEqual([len(axis.coordinates) for axis in array.axes], list(stored.shape))
                    self.assertTrue({axis.name for axis in array.axes} <= {"channel", "rank", "bin", "component", "token", "dim",
                                    "distance_bin", "visible_bin", "number", "draw"}, array)
                for name in ("predictions", "targets", "position", "token_index", "seq_len", "sequence", "recording"):
                    np.testing.assert_array_equal(run.array(name).values, file["runs"][run.id][name][()])
        self.assertEqual(open_here(MADE), [])

    def test_have_coordinates(self):
        run = self.results[0]
        self.assertEqual(list(run.array("channel_distance").axes[0].coordinates), list(run.channels.names))
        self.assertEqual(run.array("sorted_correlation").axes[0].coordinates[0], 1)
        np.testing.assert_allclose(run.array("profile").axes[0].coordinates, (np.arange(20) + 0.5) / 20)
        self.assertEqual(list(run.array("position_gain_by_distance").axes[0].coordinates)[4:], ["5-8", "9-16", "17+", "none"])
        spread = run.array("electrode_sensitivity/draws").axes[0].coordinates
        self.assertEqual(run.number(f"electrode_sensitivity.{spread[0]}")["metric"], "electrode_sensitivity")

    def test_hold_every_masked_token(self):
        run = self.results[0]
        tokens = run.array("channel")
        self.assertEqual(set(tokens.values), set(run.channels.names))
        z, part = run.array("predictions"), run.array("predictions", rows=slice(10, 20))
        np.testing.assert_array_equal(part.values, z.values[10:20])
        self.assertEqual(list(part.axes[0].coordinates), list(range(10, 20)))
        # The program's number, from what the file holds.
        means = [z.values[tokens.values == name].mean() for name in run.channels.names]
        np.testing.assert_allclose(run.array("mean_over_dimensions"), means, atol=1e-6)

    def test_fit_their_numbers(self):
        for run in self.results:
            np.testing.assert_array_equal(run.array("sorted_correlation"), run.array("diag.v1.position_correlation"))
            share = run.array("prediction_share").values
            self.assertAlmostEqual(share.sum(), 1)
            self.assertEqual(share[0], run.number("pca_top1")["value"])
            for name, value in zip(run.channels.names, run.array("mean_over_dimensions").values):
                self.assertAlmostEqual(run.number(f"legacy.channel_means.{name}")["value"], value)


class Refusals(WithResults):
    def test_of_names(self):
        run = self.results[0]
        for ask, part in ((lambda: run.number("positon_r2"), "such as diag.v1.position_r2"),
                          (lambda: run.array("chanel_distance"), "has no such array"),
                          (lambda: run.array("gain"), "one of channel_gain_map/gain, context_gain_map/gain"),
                          (lambda: self.results["all_1"], "expected one of all_1@0.5, all_1@1.0, found 'all_1'")):
            with self.assertRaises(NoSuchName) as caught:
                ask()
            self.assertIn(part, str(caught.exception))
            self.assertIn(str(self.path), str(caught.exception))
            self.assertIsInstance(caught.exception, KeyError)

    def test_of_what_is_no_result_file(self):
        self.refused("No such file", self.folder / "none.h5")
        self.refused("a folder", self.folder)
        text = self.folder / "text.h5"
        text.write_text("")
        self.refused("an empty file", text)
        text.write_text('{"schema": "maskscope.metrics/1"}')
        self.refused("""begins with b'{"schema'""", text)
        os.mkfifo(self.folder / "pipe")
        self.refused("no regular file", self.folder / "pipe")
        self.refused("HDF5 with channel_names, montage, ", MADE / "windows.h5")

    def test_of_files_that_were_cut_short(self):
        whole = self.path.read_bytes()
        cut = self.folder / "cut.h5"
        for length in (8, 100, 2000, len(whole) // 2, len(whole) - 1):
            cut.write_bytes(whole[:length])
            self.refused("a whole HDF5 file", cut)

    def test_of_newer_and_foreign_schemas(self):
        for schema, part in (("maskscope.result/2", "newer version"), ("maskscope.metrics/1", "'maskscope.metrics/1'"),
                             ("maskscope.result/x", "is not a Maskscope result file"), (7, "the attribute schema as text")):
            path = self.copy()
            with h5py.File(path, "a") as file:
                file.attrs["schema"] = schema
            self.refused(part, path)

    def test_of_damaged_parts(self):
        group = "runs/all_1@0.5"
        deep = "[" * 100000

        def change(edit, part):
            path = self.copy()
            with h5py.File(path, "a") as file:
                edit(file)
            self.refused(part, path)

        change(lambda f: f.attrs.__delitem__("run_order"), "run_order")
        change(lambda f: f.__delitem__(group), "/runs/all_1@0.5")
        change(lambda f: f[group].attrs.__setitem__("account", "{"), "JSON")
        change(lambda f: f[group].attrs.__setitem__("account", '{"runs": []}'), "IndexError")
        change(lambda f: f[group].attrs.__delitem__("account"), "the attribute account as text")
        change(lambda f: f[f"{group}/metrics/skill"].attrs.__setitem__("values", deep[:60000]), "JSON")
        change(lambda f: f[f"{group}/metrics/skill"].attrs.__setitem__("values", "[1]"), "numbers by key")
        change(lambda f: f.move(f"{group}/channel_position", f"{group}/elsewhere"), "channel_position")

    def test_of_arrays_that_lie_elsewhere(self):
        name = "metrics/channel_diversity/channel_distance"
        path = self.copy()
        with h5py.File(path, "a") as file:
            run = file["runs/all_1@0.5"]
            del run["predictions"], run["targets"]
            run["predictions"] = h5py.ExternalLink(str(self.path), "/runs/all_1@0.5/predictions")
            layout = h5py.VirtualLayout((5,), "f8")
            layout[:] = h5py.VirtualSource(str(self.path), f"/runs/all_1@0.5/{name}", (5,))
            kept = dict(run[name].attrs)["dimensions"]
            del run[name]
            run.create_virtual_dataset(name, layout).attrs["dimensions"] = kept
        run = open_results(path)[0]
        self.refused(f"a link to {self.path}", path, lambda _: run.array("predictions"))
        self.refused("lies elsewhere", path, lambda _: run.array("channel_distance"))
        with self.assertRaises(NoSuchName):
            run.array("targets")

    def test_of_files_that_were_written_anew(self):
        path = self.copy()
        run = open_results(path)[0]
        shutil.copy(path, self.folder / "again.h5")
        os.replace(self.folder / "again.h5", path)
        self.refused("open it again", path, lambda _: run.array("predictions"))
        path.unlink()
        self.refused("No such file", path, lambda _: run.array("predictions"))

    def test_of_metrics_of_another_analysis(self):
        other = self.folder / "other.json"
        read = lambda path: open_results(self.path, path)
        for edit, part in ((lambda j: j["runs"].pop(), "found all_1@0.5"),
                           (lambda j: j["runs"][0]["mask"].update(seed=7), "others under this name"),
                           (lambda j: j["runs"][0].pop("verdict"), "KeyError: 'verdict'"),
                           (lambda j: j.update(schema="maskscope.metrics/2"), "'maskscope.metrics/2'")):
            changed = json.loads(self.metrics.read_text())
            edit(changed)
            other.write_text(json.dumps(changed))
            self.refused(part, other, read)
        other.write_bytes(b"\x89HDF")
        self.refused("cannot be read", other, read)
        self.refused("No such file", self.folder / "none.json", read)


class Documentation(WithResults):
    """The Python of docs/result-file.md, as it stands there. Without matplotlib a stand-in takes its calls."""

    def setUp(self):
        self.text = (SOURCE / "docs/result-file.md").read_text(encoding="utf-8")
        here = os.getcwd()
        os.chdir(MADE)
        self.addCleanup(os.chdir, here)

    def blocks(self, title):
        section = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", self.text, re.S | re.M)[1]
        return re.findall(r"^```python\n(.*?)^```", section, re.S | re.M)

    def run_block(self, block):
        said, names = io.StringIO(), {}
        with contextlib.redirect_stdout(said):
            exec(compile(block, "docs/result-file.md", "exec"), names)
        return names, said.getvalue()

    def test_example_runs(self):
        blocks = self.blocks("In Python")
        self.assertEqual(len(blocks), 1)
        names, said = self.run_block(blocks[0])
        self.assertEqual(len(names["shown"]), 2)
        self.assertIn(self.json["runs"][0]["verdict"]["summary"], said)
        self.assertIn("('FZ', 'C3', 'CZ', 'C4', 'OZ')", said)
        self.assertEqual(open_here(MADE), [])

    def test_four_panels_are_redrawn_in_ten_lines(self):
        blocks = self.blocks("Redrawing the figures")
        self.assertEqual(len(blocks), 4)
        for block in blocks:
            self.assertLessEqual(len(block.splitlines()), 10, block)
        if find_spec("matplotlib"):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of matplotlib itself
                import matplotlib
                matplotlib.use("Agg")
                self.look_at([self.drawn(block) for block in blocks])
        else:
            print("matplotlib is not here: the panels' Python runs against a stand-in, and nothing is looked at", file=sys.stderr)
            pyplot = unittest.mock.MagicMock()
            stand_in = {"matplotlib": unittest.mock.MagicMock(pyplot=pyplot), "matplotlib.pyplot": pyplot}
            with unittest.mock.patch.dict(sys.modules, stand_in):
                for block in blocks:
                    self.run_block(block)
                    self.assertTrue(pyplot.plot.called or pyplot.loglog.called)

    def drawn(self, block):
        import matplotlib.pyplot as plt
        plt.close("all")
        figure = plt.figure()
        self.run_block(block)
        figure.canvas.draw()
        return figure

    def look_at(self, figures):
        run = self.results[0]
        means, curve, scalp, spectrum = (figure.axes[0] for figure in figures)
        shown = dict(zip([text.get_text() for text in means.get_xticklabels()], means.lines[-1].get_ydata()))
        self.assertEqual(shown, dict(zip(run.channels.names, run.array("mean_over_dimensions").values)))
        self.assertEqual(list(shown)[0], "FZ")
        self.assertEqual(list(shown)[-1], "OZ")
        np.testing.assert_array_equal(curve.lines[-1].get_ydata(), run.array("sorted_correlation").values)
        np.testing.assert_array_equal(curve.lines[-1].get_xdata(), np.arange(1, 33))
        np.testing.assert_array_equal(np.transpose(scalp.lines[0].get_data()), run.channels.flat)
        self.assertEqual(len(figures[2].axes), 2)  # the map and its colours
        drawn = {line.get_label(): line.get_ydata() for line in spectrum.lines}
        for name in ("target_share", "prediction_share"):
            values = run.array(name).values
            np.testing.assert_array_equal(drawn[name], values[values > 1e-12])


def analyse(folder):
    write_windows(folder / "windows.h5")
    asked = [CLI, "analyze", "--recording", folder / "windows.h5", "--checkpoint", NETWORKS / "all_1.pt", "--projection",
             NETWORKS / "all_1.projection.npy", "--mask-ratio", "0.5,1.0", "--baselines", "2", "--threads", "1", "--device", "cpu",
             "--save-predictions", "--progress", "none", "--out", folder / "results.h5", "--json", folder / "metrics.json"]
    done = subprocess.run(list(map(str, asked)), capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    if done.returncode:
        sys.exit(f"{CLI} analyze ended with {done.returncode}: {done.stderr}")


if __name__ == "__main__":
    warnings.simplefilter("error")
    with tempfile.TemporaryDirectory(prefix="maskscope-results-") as made:
        MADE = Path(made)
        analyse(MADE)
        unittest.main(argv=[sys.argv[0], *sys.argv[3:]], exit=True)
