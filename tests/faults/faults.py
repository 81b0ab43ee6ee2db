#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does what goes wrong in real life to the built programs, and says what they made of it.

faults.py --bin build/dev/bin --source . [--full] [--only NAME,...] [--seed N]

Prints the table of docs/reliability.md; the exit status is 0 where nothing was lost. Without --full it tries a few of
each fault (under a minute on an idle machine). What needs root (a small disk, a read-only one) is left out for others,
and that is said.
"""
import argparse
import random
import sys
import tempfile
import time

import disks
import killed
import surroundings
from programs import Bench, Broken

FAULTS = {
    "kill -9": killed.kill,
    "full disk": disks.full,
    "files may not grow": disks.limited,
    "streams": surroundings.streams,
    "paths": surroundings.paths,
    "read-only disk": disks.read_only,
    "decimal commas": surroundings.decimal_commas,
    "64 threads": surroundings.threads,
    "four at once": surroundings.four_at_once,
}


class Table:
    """One row a fault and program."""

    def __init__(self):
        self.failed = 0
        print("| fault | program | tried | seen |\n|---|---|---|---|", flush=True)

    def row(self, fault, program, tried, seen):
        print(f"| {fault} | {program} | {tried} | {seen} |", flush=True)

    def broken(self, fault, program, error):
        self.failed += 1
        print(f"| {fault} | {program} | | **broken**: {' '.join(str(error).split())[:400]} |", flush=True)

    def left_out(self, fault, reason):
        print(f"| {fault} | | 0 | left out: {reason} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="folder of the built programs")
    parser.add_argument("--source", required=True, help="the source tree, for the demo's inputs")
    parser.add_argument("--full", action="store_true", help="200 kills and 50 sizes of each program")
    parser.add_argument("--only", default="", help="some of: " + ", ".join(FAULTS))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    random.seed(options.seed)
    chosen = [name for name in options.only.split(",") if name] or list(FAULTS)
    began = time.monotonic()
    table = Table()
    with tempfile.TemporaryDirectory(prefix="maskscope-faults-") as folder:
        bench = Bench(options.bin, options.source, folder)
        for name in chosen:
            try:
                FAULTS[name](bench, table, options.full)
                bench.check_inputs()
            except Broken as error:
                table.broken(name, "", error)
    print(f"\n{table.failed} broken, {time.monotonic() - began:.0f} s", file=sys.stderr)
    return 1 if table.failed else 0


if __name__ == "__main__":
    sys.exit(main())
