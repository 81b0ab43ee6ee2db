# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Streams that are closed, full or broken; paths that cannot be; other languages; many threads and processes."""
import json
import math
import os
import pathlib
import re
import shutil
import stat
import subprocess
import time

from programs import Broken, STARTING_S, digest, expect, files_below, one_sentence, parts_below

WITH_STREAM = {
    "closed": lambda number: (lambda: os.close(number)),
    "full": lambda number: (lambda: os.dup2(os.open("/dev/full", os.O_WRONLY), number)),
    "broken": lambda number: (lambda: broken_pipe(number)),
}


def broken_pipe(number):
    reading, writing = os.pipe()
    os.close(reading)
    os.dup2(writing, number)


def commands_that_print(bench):
    commands = {
        "--help": lambda to: [bench.cli, "--help"],
        "--version": lambda to: [bench.cli, "--version"],
        "inspect": lambda to: bench.inspect(),
        "inspect --json -": lambda to: bench.inspect("--json", "-"),
        "analyze --json -": lambda to: bench.analyze(to / "out.h5", "--json", "-"),
    }
    if bench.has_window:
        commands["figures"] = lambda to: bench.figures(to)
        commands["report"] = lambda to: bench.report(to / "out.html")
    return commands


def one_stream(bench, command, number, how):
    """The status, and how many files were written."""
    folder = bench.folder / "streams"
    folder.mkdir()
    run = bench.run(command(folder), preexec_fn=WITH_STREAM[how](number))
    for path in files_below(folder):
        bench.check_whole(path)
    expect(not parts_below(folder), f"left behind: {parts_below(folder)}")
    written = len(files_below(folder))
    shutil.rmtree(folder)
    if number == 1:
        one_sentence(run, "standard output: cannot be written")
        expect(run.returncode in (3, 4), f"status {run.returncode}")
        expect((run.returncode == 3) == (written > 0), f"status {run.returncode}, but {written} files written")
    else:
        expect(run.returncode == 0, f"status {run.returncode}")
    return written


def streams(bench, table, full):
    for name, command in commands_that_print(bench).items():
        if not full and name in ("--version", "inspect --json -", "figures"):
            continue
        for number, stream in ((1, "standard output"), (2, "standard error")):
            written = []
            try:
                for how in WITH_STREAM if full or name == "analyze --json -" else ("full",):
                    written.append(one_stream(bench, command, number, how))
                seen = "status 0" if number == 2 else "a sentence, status 3" if written[0] else "a sentence, status 4"
                seen += f", {written[0]} files whole" if written[0] else ""
                table.row(f"{stream} closed, full, broken", name, len(written), seen)
            except Broken as error:
                table.broken(f"{stream} closed, full, broken", name, error)
                shutil.rmtree(bench.folder / "streams", ignore_errors=True)


def impossible_paths(folder, full_device):
    """What cannot be written, and a word of the sentence that must say why."""
    (folder / "file").write_text("somebody's")
    (folder / "protected.json").write_text('{\n  "schema": "maskscope.metrics/1"\n}')
    (folder / "protected.json").chmod(0o444)
    os.mkfifo(folder / "pipe")
    os.symlink("circle", folder / "circle")
    impossible = {
        "missing folder": (folder / "no" / "such" / "o.json", "does not exist"),
        "below a file": (folder / "file" / "o.json", "Not a directory"),
        "a folder": (folder, "a folder"),
        "name of 256 letters": (folder / ("x" * 251 + ".json"), "File name too long"),
        "path of 5000 letters": (pathlib.Path("/".join([str(folder)] + ["x" * 100] * 50) + "/o.json"), "too long"),
        "write-protected": (folder / "protected.json", "write-protected"),
        "links in a circle": (folder / "circle", "symbolic links"),
        "pipe nobody reads": (folder / "pipe", "nobody reads"),
    }
    if full_device:
        impossible["full device"] = (full_device, "No space left")
    return impossible


def paths(bench, table, full):
    folder = bench.folder / "paths"
    folder.mkdir()
    before = None
    for what, (path, word) in impossible_paths(folder, bench.full_device).items():
        before = before or {p: p.lstat().st_ino for p in folder.iterdir()}
        if what == "pipe nobody reads" and not full:
            continue  # waits ten seconds for a reader
        for name, command in (("inspect --json", bench.inspect("--json", str(path))),
                              ("analyze --json", bench.analyze(folder / "o.h5", "--json", str(path)))):
            if name == "analyze --json" and not full:
                continue
            try:
                run = bench.run(command)
                late = what in ("full device", "pipe nobody reads")
                wanted = 3 if late and name.startswith("analyze") else 4
                expect(run.returncode == wanted, f"{what}: status {run.returncode}: {run.stderr}")
                one_sentence(run, word)
                (folder / "o.h5").unlink(missing_ok=True)
                expect(what != "full device" or stat.S_ISCHR(os.stat(path).st_mode), "the device became a file")
                expect({p: p.lstat().st_ino for p in folder.iterdir()} == before, f"{what}: the folder was changed")
                table.row(f"output to: {what}", name, 1, f"status {wanted}, a sentence")
            except Broken as error:
                table.broken(f"output to: {what}", name, error)
    shutil.rmtree(folder)


def made_locale(bench):
    """A locale with decimal commas, compiled here where the system has none; why not otherwise."""
    folder = bench.folder / "locales"
    folder.mkdir()
    try:
        subprocess.run(["localedef", "-f", "UTF-8", "-i", "de_DE", str(folder / "de_DE.UTF-8")], check=True,
                       capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        return None, f"localedef cannot make de_DE.UTF-8 ({error})"
    return folder, ""


def decimal_commas(bench, table, _):
    folder, reason = made_locale(bench)
    if folder is None:
        table.left_out("decimal commas", reason)
        return
    german = dict(bench.environment, LC_ALL="de_DE.UTF-8", LANG="de_DE.UTF-8", LOCPATH=str(folder))
    shown = subprocess.run(["printf", "%.1f", "1,5"], env=german, capture_output=True, text=True, check=False).stdout
    jobs = {"inspect --stats": (bench.inspect("--stats", "--json", "-"), None),
            "analyze": (bench.analyze(bench.folder / "out.h5", "--json", "-", "--progress", "none"), None)}
    if bench.has_window:
        jobs["figures (svg, csv)"] = (bench.figures(bench.folder / "drawn", "--format", "svg,csv"), "drawn")
        jobs["report (md)"] = (bench.report(bench.folder / "drawn" / "r.md"), "drawn")
    for name, (command, where) in jobs.items():
        try:
            outcomes = []
            for environment in (bench.environment, german):
                (bench.folder / "drawn").mkdir()
                run = bench.run(command, env=environment)
                expect(run.returncode == 0, f"status {run.returncode}: {run.stderr}")
                written = {p.name: p.read_text() for p in files_below(bench.folder / where)} if where else {}
                shutil.rmtree(bench.folder / "drawn", ignore_errors=True)
                seconds = re.compile(r'"inference_seconds": [^,]*,')
                outcomes.append((seconds.sub("", run.stdout), written))
            expect(outcomes[0] == outcomes[1], "the outputs differ")
            table.row("LANG with decimal commas (" + (shown or "de_DE") + ")", name, 1, "the same, byte for byte")
        except Broken as error:
            table.broken("LANG with decimal commas", name, error)
    (bench.folder / "out.h5").unlink(missing_ok=True)


def numbers(value, path=""):
    """Every number of a JSON value by its place."""
    if isinstance(value, dict):
        for key, child in value.items():
            if key != "inference_seconds":
                yield from numbers(child, f"{path}.{key}")
    elif isinstance(value, list):
        for i, child in enumerate(value):
            yield from numbers(child, f"{path}[{i}]")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path, float(value)


def threads(bench, table, _):
    seen = {}
    for count in (1, 64):
        # Threads that wait for each other by spinning are slow beyond measure where others want the cores too.
        run = bench.run(bench.analyze(bench.folder / "out.h5", "--json", "-", "--progress", "none", threads=count),
                        env=dict(bench.environment, OMP_WAIT_POLICY="passive"))
        expect(run.returncode == 0, f"{count} threads: status {run.returncode}: {run.stderr}")
        seen[count] = dict(numbers(json.loads(run.stdout)))
    (bench.folder / "out.h5").unlink()
    expect(seen[1].keys() == seen[64].keys(), "64 threads give other numbers than one")
    scale = {place: max(abs(value), 1e-3) for place, value in seen[1].items()}
    worst = max(seen[1], key=lambda place: abs(seen[64][place] - seen[1][place]) / scale[place])
    difference = abs(seen[64][worst] - seen[1][worst]) / scale[worst]
    expect(all(math.isfinite(value) for value in seen[64].values()), "a number is not finite")
    table.row("64 threads on fewer cores", "analyze", 1,
              f"{len(seen[64])} numbers as with one thread; largest difference {difference:.1e} of the number"
              + (f" ({worst})" if difference > 1e-6 else ""))


def four_at_once(bench, table, full):
    for name, command in bench.writers(full).items():
        try:
            folder = bench.folder / "shared"
            folder.mkdir()
            rounds = 5 if full else 1
            for _ in range(rounds):
                processes = [bench.start(command(folder)) for _ in range(4)]
                deadline = time.monotonic() + 4 * STARTING_S
                statuses = [process.wait(timeout=deadline - time.monotonic()) for process in processes]
                expect(statuses == [0] * 4, f"statuses {statuses}")
                expect(not parts_below(folder), f"left behind: {parts_below(folder)}")
                for path in files_below(folder):
                    bench.check_whole(path)
            table.row("four processes with one output", name, rounds, "all four succeed; whole files, nothing left")
        except Broken as error:
            table.broken("four processes with one output", name, error)
        finally:
            shutil.rmtree(bench.folder / "shared", ignore_errors=True)
