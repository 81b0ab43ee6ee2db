# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at random moments: an output is what it was, or whole; the next run clears away what was left."""
import os
import random
import shutil
import time

from programs import Broken, digest, expect, files_below, parts_below


def has_part(folder):
    """Whether an output is being written: the part made to see whether one can be is empty."""
    for where, _, names in os.walk(folder):
        for name in names:
            if ".maskscope-" in name:
                try:
                    if os.path.getsize(os.path.join(where, name)) > 0:
                        return True
                except FileNotFoundError:
                    pass
    return False


def kill_one(process, folder, seconds, while_writing):
    """Kills at a moment of the whole run, or within the hundredth of a second after an output has its first bytes."""
    began = time.monotonic()
    if while_writing:
        while process.poll() is None and not has_part(folder) and time.monotonic() - began < 10 * seconds:
            time.sleep(0.0002)
        time.sleep(random.uniform(0, 0.01))
    else:
        time.sleep(random.uniform(0, seconds))
    died = process.poll() is None
    process.kill()
    process.wait()
    return died


def check_outputs(bench, folder, old):
    """Counts what was kept, replaced and new; anything else is broken."""
    counts = {"kept": 0, "replaced": 0, "new": 0}
    for path in files_below(folder):
        if ".maskscope-" in path.name:
            continue
        if old.get(path) == digest(path):
            counts["kept"] += 1
            continue
        bench.check_whole(path)
        counts["replaced" if path in old else "new"] += 1
    for path in old:
        expect(path.exists(), f"{path.name} is gone")
    return counts


def kill_program(bench, table, name, command, times):
    folder = bench.folder / "killed"
    folder.mkdir()
    began = time.monotonic()
    expect(bench.run(command(folder)).returncode == 0, f"{name} fails without any fault")
    seconds = time.monotonic() - began
    written = files_below(folder)
    died = left = 0
    totals = {"kept": 0, "replaced": 0, "new": 0}
    for i in range(times):
        if i % 2 == 1:  # every other time there is nothing yet
            for path in files_below(folder):
                path.unlink()
        old = {path: digest(path) for path in files_below(folder) if ".maskscope-" not in path.name}
        process = bench.start(command(folder))
        died += kill_one(process, folder, seconds, i % 4 >= 2)
        left += bool(parts_below(folder))
        for kind, count in check_outputs(bench, folder, old).items():
            totals[kind] += count
    expect(bench.run(command(folder)).returncode == 0, f"{name} fails after it was killed")
    expect(files_below(folder) == written, f"left behind: {set(files_below(folder)) ^ set(written)}")
    shutil.rmtree(folder)
    table.row("kill -9 at a random moment", name, f"{times}, {died} of them while it ran",
              f"existing outputs: {totals['kept']} as before, {totals['replaced']} whole new ones; where none was: "
              f"{totals['new']} whole; unfinished parts after {left}, none after the next run")


def kill(bench, table, full):
    for name, command in bench.writers(full).items():
        try:
            kill_program(bench, table, name, command, 200 if full else 4)
        except Broken as error:
            table.broken("kill -9 at a random moment", name, error)
            shutil.rmtree(bench.folder / "killed", ignore_errors=True)
