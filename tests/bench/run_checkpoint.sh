#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# run_checkpoint.sh BUILD CHECKPOINT.pt [ROUNDS]: opening a checkpoint beside torch.load, in turns, each time in a process
# of its own, as people open files (within one process the second time is faster: memory is there already). The file is in
# the page cache; start-up and import are not counted. Prints the medians as a table.
set -euo pipefail
build=${1:?build folder} file=${2:?checkpoint} rounds=${3:-15}
results=$(mktemp -d)
trap 'rm -rf -- "$results"' EXIT
export OMP_NUM_THREADS=1
cat -- "$file" >/dev/null

for ((round = 1; round <= rounds; ++round)); do
    for kind in recognise weights; do
        "$build/bin/checkpoint_benchmark" "$file" --benchmark_filter="$kind" --benchmark_format=json \
            >"$results/ours.$kind.$round.json" 2>/dev/null
    done
    /usr/bin/python3 - "$file" >"$results/torch.$round.json" <<'LOAD'
import json, sys, time
import torch

def memory(field):
    return next(float(l.split()[1]) / 1024 for l in open("/proc/self/status") if l.startswith(field + ":"))

open("/proc/self/clear_refs", "w").write("5")
before, start = memory("VmRSS"), time.perf_counter()
loaded = torch.load(sys.argv[1], map_location="cpu")
ms = 1e3 * (time.perf_counter() - start)
print(json.dumps({"ms": ms, "peak_MB": memory("VmHWM") - before}))
LOAD
    echo "round $round of $rounds" >&2
done

/usr/bin/python3 - "$results" <<'TABLE'
import glob, json, statistics, sys
rows = {}
for path in glob.glob(sys.argv[1] + "/ours.*.json"):
    for row in json.load(open(path))["benchmarks"]:
        rows.setdefault(row["name"].split("/")[0], []).append((row["real_time"], row["peak_MB"]))
for path in glob.glob(sys.argv[1] + "/torch.*.json"):
    found = json.load(open(path))
    rows.setdefault("torch_load", []).append((found["ms"], found["peak_MB"]))
names = {"open_and_recognise": "Maskscope: open, recognise, report",
         "open_and_read_weights": "Maskscope: and read every weight, checksums compared",
         "torch_load": "`torch.load` (all of it, no checksums)"}
print("| median (lowest to highest) | ms | memory added at most, MB |\n|---|---:|---:|")
for key, name in names.items():
    ms, mb = zip(*rows[key])
    print(f"| {name} | {statistics.median(ms):.2f} ({min(ms):.2f} to {max(ms):.2f}) | {statistics.median(mb):.1f} |")
TABLE
