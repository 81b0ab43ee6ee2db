# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command lines that the faults are tried on, and what makes one of their outputs whole."""
import errno
import hashlib
import json
import os
import pathlib
import stat
import subprocess
import xml.etree.ElementTree

STARTING_S = 120  # no command here takes longer on a busy machine


class Broken(Exception):
    """Something that must not happen did."""


def expect(condition, sentence):
    if not condition:
        raise Broken(sentence)


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


class Bench:
    """The built programs, the demo's inputs and a result file to draw from, in a folder of their own."""

    def __init__(self, binaries, source, folder):
        self.cli = str(pathlib.Path(binaries) / "maskscope-cli")
        self.window = str(pathlib.Path(binaries) / "maskscope")
        self.has_window = os.path.exists(self.window)
        self.folder = pathlib.Path(folder)
        self.scratch = self.folder / "tmp"
        self.scratch.mkdir()
        self.inputs = self.folder / "inputs"
        self.inputs.mkdir()
        demo = pathlib.Path(source) / "resources" / "demo"
        for name in ("recording_01.edf", "recording_02.edf", "M50.pt", "M50.projection.npy", "electrodes.sfp"):
            (self.inputs / name).write_bytes((demo / name).read_bytes())
        self.result = self.inputs / "result.h5"
        runtime = self.folder / "runtime"  # Qt makes itself one otherwise
        runtime.mkdir(mode=0o700)
        self.environment = dict(os.environ, TMPDIR=str(self.scratch), XDG_RUNTIME_DIR=str(runtime),
                                QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")
        self.full_device = self.make_full_device()
        done = self.run(self.analyze(self.result))
        expect(done.returncode == 0, f"the first analysis failed: {done.stderr}")
        self.digests = self.input_digests()

    def make_full_device(self):
        """One of our own, where that can be: a program that replaces devices would replace the machine's, for root."""
        mine = str(self.folder / "full")
        try:
            os.mknod(mine, 0o666 | stat.S_IFCHR, os.makedev(1, 7))
            with open(mine, "wb", buffering=0) as device:
                device.write(b"x")
        except OSError as error:
            if error.errno == errno.ENOSPC:
                return mine
        return "/dev/full" if os.getuid() != 0 else None

    def input_digests(self):
        return {path.name: digest(path) for path in sorted(self.inputs.iterdir())}

    def check_inputs(self):
        expect(self.input_digests() == self.digests, "an input was changed, or something was left beside the inputs")
        left = [path.name for path in self.scratch.iterdir()]
        expect(not left, f"left in the folder for temporary files: {left}")

    def run(self, command, **options):
        options.setdefault("env", self.environment)
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        return subprocess.run(command, text=True, errors="replace", timeout=STARTING_S, check=False, **options)

    def start(self, command):
        return subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    # The commands. Each writes below one folder, so that what it leaves can be seen.
    def analyze(self, out, *more, threads=1):
        at = str(self.inputs) + "/"
        return [self.cli, "analyze", "-r", at + "recording_01.edf", at + "recording_02.edf", "-c", at + "M50.pt",
                "--projection", at + "M50.projection.npy", "--montage", at + "electrodes.sfp", "--model-rate-hz", "128",
                "--baselines", "0", "--projections", "0", "--threads", str(threads), "--out", str(out), *more]

    def inspect(self, *more):
        at = str(self.inputs) + "/"
        return [self.cli, "inspect", at + "recording_01.edf", at + "M50.pt", *more]

    def figures(self, folder, *more):
        return [self.window, "figures", str(self.result), "--out", str(folder), *more]

    def report(self, out, *more):
        return [self.window, "report", str(self.result), "--out", str(out), *more]

    def writers(self, full):
        """Name, and the command as a function of the folder that it writes into."""
        all_writers = {
            "analyze": lambda to: self.analyze(to / "out.h5", "--save-predictions", "--json", str(to / "out.json")),
            "inspect": lambda to: self.inspect("--json", str(to / "out.json")),
        }
        if self.has_window:
            formats = "svg,pdf,png,csv" if full else "csv"
            all_writers["figures"] = lambda to: self.figures(to, "--format", formats, "--dpi", "60")
            all_writers["report"] = lambda to: self.report(to / "out.html")
        if self.has_window and full:
            all_writers["report (pdf)"] = lambda to: self.report(to / "out.pdf")
            all_writers["report (md)"] = lambda to: self.report(to / "out.md")
        return all_writers

    # What is whole.
    def check_whole(self, path):
        data = path.read_bytes()
        try:
            self._check_whole(path, data)
        except Broken:
            raise
        except Exception as error:
            raise Broken(f"{path.name} ({len(data)} bytes) is not whole: {error}") from error

    def _check_whole(self, path, data):
        if path.suffix == ".h5":
            seen = self.run([self.cli, "inspect", str(path)])
            expect(seen.returncode == 0, f"{path.name} is not whole: {seen.stderr}")
        elif path.suffix == ".json":
            json.loads(data)
        elif path.suffix == ".svg":
            xml.etree.ElementTree.fromstring(data)
        elif path.suffix == ".html":
            expect(data.endswith(b"</html>\n"), f"{path.name} has no end")
        elif path.suffix == ".md":
            expect(data.endswith(b"-->\n"), f"{path.name} has no end")
        elif path.suffix == ".pdf":
            expect(data.rstrip().endswith(b"%%EOF"), f"{path.name} has no end")
        elif path.suffix == ".png":
            expect(data[-8:-4] == b"IEND", f"{path.name} has no end")
        elif path.suffix == ".csv":
            expect(data.endswith(b"\n"), f"{path.name} has no end")


def files_below(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def parts_below(folder):
    return [path.name for path in files_below(folder) if ".maskscope-" in path.name]


def one_sentence(run, *words):
    """Standard error says in one sentence what went wrong, and no library speaks."""
    lines = [line for line in run.stderr.splitlines() if line.startswith("maskscope: ") and ": note: " not in line]
    expect(len(lines) >= 1, f"no sentence on standard error: {run.stderr!r}")
    for word in words:
        expect(any(word in line for line in lines), f"{word!r} is not in {lines}")
    expect(run.returncode >= 0, f"ended by signal {-run.returncode}")
