#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# run_inference.sh BUILD REFERENCE.py [ROUNDS]: the inference benchmark beside the Python reference, in turns, with the
# same BLAS and threads; prints the medians as a table.
set -euo pipefail
build=${1:?build folder} reference=${2:?reference implementation} rounds=${3:-5}
here=$(dirname -- "$(readlink -f -- "$0")")
results=$(mktemp -d)
trap 'rm -rf -- "$results"' EXIT
for ((round = 1; round <= rounds; ++round)); do
    "$build/bin/inference_benchmark" --benchmark_format=json >"$results/ours.$round.json" 2>/dev/null
    for threads in 1 2; do
        kinds=(predict forward)
        ((round > 2)) || kinds+=(materialised) # slow, and far away
        OMP_NUM_THREADS=$threads /usr/bin/python3 "$here/oracle_reference.py" "$reference" "$threads" "${kinds[@]}" \
            >"$results/python.$threads.$round.json"
    done
    echo "round $round of $rounds" >&2
done

/usr/bin/python3 - "$results" <<'TABLE'
import glob, json, statistics, sys
tokens, ours, python, peak = 65 * 124, {}, {}, 0
for path in glob.glob(sys.argv[1] + "/ours.*.json"):
    for row in json.load(open(path))["benchmarks"]:
        ours.setdefault(row["name"].replace("/real_time", ""), []).append(row["items_per_second"])
        peak = max(peak, row["peak_MB"])
for path in glob.glob(sys.argv[1] + "/python.*.json"):
    threads = path.split(".")[-3]
    for kind, seconds in json.load(open(path)).items():
        python.setdefault((kind, threads), []).append(tokens / seconds)
mid = lambda rates: statistics.median(rates)
print("| tokens/s (median, lowest to highest) | 1 thread | 2 threads |\n|---|---:|---:|")
def line(name, rates):
    cells = [f"{mid(r):,.0f} ({min(r):,.0f} to {max(r):,.0f})" for r in rates]
    print(f"| {name} | " + " | ".join(cells) + " |")
line("Maskscope, everything masked", [ours[f"predictEverything/{t}/100"] for t in (1, 2)])
line("Maskscope, half masked", [ours[f"predictEverything/{t}/50"] for t in (1, 2)])
line("its matrix products alone", [ours[f"matrixProductsAlone/{t}"] for t in (1, 2)])
line("Python reference, same work", [python["predict", t] for t in "12"])
line("Python reference, network without targets", [python["forward", t] for t in "12"])
line("Python with a materialised scan, same work", [python["materialised", t] for t in "12"])
print("\n| ratio of medians | 1 thread | 2 threads |\n|---|---:|---:|")
def ratio(name, below, percent=False):
    values = [mid(ours[f"predictEverything/{t}/100"]) / mid(b) for t, b in zip((1, 2), below)]
    print(f"| {name} | " + " | ".join(f"{100 * v:.0f} %" if percent else f"{v:.2f}" for v in values) + " |")
ratio("share of time in matrix products", [ours[f"matrixProductsAlone/{t}"] for t in (1, 2)], True)
ratio("over the Python reference, same work", [python["predict", t] for t in "12"])
ratio("over the Python reference without targets", [python["forward", t] for t in "12"])
ratio("over the materialised scan, same work", [python["materialised", t] for t in "12"])
print(f"\nLargest memory of the benchmark: {peak:.0f} MB")
TABLE
