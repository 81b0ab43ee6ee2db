#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# run_recordings.sh BUILD [ROUNDS]: opening, reading and cutting half an hour and two hours of 64 channels at 1 kHz, in
# every format that can be written here, each measurement in a process of its own; MNE-Python's opening beside it where
# it is installed. Makes some 6 GB in BUILD/bench_recordings (kept for the next time). The files are in the page cache as
# far as memory allows. Prints the medians as a table.
set -euo pipefail
build=${1:?build folder} rounds=${2:-3}
here=$(dirname -- "$(readlink -f -- "$0")")
files=$build/bench_recordings
results=$(mktemp -d)
trap 'rm -rf -- "$results"' EXIT
export OMP_NUM_THREADS=1
mkdir -p -- "$files"

for seconds in 1800 7200; do
    for suffix in edf bdf h5 nwb; do
        file=$files/$seconds.$suffix
        if [ ! -f "$file" ]; then
            /usr/bin/python3 "$here/make_long_recording.py" "$files/part.$suffix" "$seconds"
            mv -- "$files/part.$suffix" "$file"
        fi
        for ((round = 1; round <= rounds; ++round)); do
            for work in open read windows; do
                "$build/bin/recordings_benchmark" "$file" --benchmark_filter="^$work" --benchmark_format=json \
                    >"$results/$suffix.$seconds.$work.$round.json" 2>/dev/null
            done
        done
        echo "$file done" >&2
    done
done
for suffix in edf bdf; do
    /usr/bin/python3 - "$files/7200.$suffix" "$suffix" >"$results/mne.$suffix" 2>/dev/null <<'MNE' || true
import sys, time
import mne
start = time.perf_counter()
getattr(mne.io, "read_raw_" + sys.argv[2])(sys.argv[1], preload=False, verbose="error")
print(1e3 * (time.perf_counter() - start))
MNE
done

/usr/bin/python3 - "$results" <<'TABLE'
import glob, json, statistics, sys
rows = {}
for path in glob.glob(sys.argv[1] + "/*.json"):
    suffix, seconds, work = path.rsplit("/", 1)[1].split(".")[:3]
    row = json.load(open(path))["benchmarks"][0]
    rows.setdefault((suffix, int(seconds)), {}).setdefault(work, []).append((row["real_time"], row["peak_MB"]))
names = {"edf": "EDF", "bdf": "BDF", "h5": "HDF5 LaBraM", "nwb": "NWB (deflated)"}
print("| format, length | open ms | MB | read all s | MB | windows s | MB |\n|---|---:|---:|---:|---:|---:|---:|")
for suffix, name in names.items():
    for seconds in (1800, 7200):
        cells = []
        for work, unit in (("open", 1), ("read", 1e-3), ("windows", 1e-3)):
            times, peaks = zip(*rows[suffix, seconds][work])
            cells += [f"{statistics.median(times) * unit:.3g}", f"{statistics.median(peaks):.0f}"]
        print(f"| {name}, {seconds / 3600:g} h | " + " | ".join(cells) + " |")
for suffix in ("edf", "bdf"):
    try:
        print(f"\nMNE-Python opens the two hours of {names[suffix]} in {float(open(sys.argv[1] + '/mne.' + suffix).read()):.0f} ms.")
    except (OSError, ValueError):
        pass
TABLE
