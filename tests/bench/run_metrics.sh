#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# run_metrics.sh BUILD REFERENCE.py [ROUNDS [THREADS]]: all numbers of 17,436 predictions beside the Python reference's
# `metrics`, and the spectrum beside scikit-learn's full PCA in float64, on the same arrays, in turns, with the same BLAS
# and threads; prints the medians as a table. Python needs some 4 GB at 2,048 dimensions.
set -euo pipefail
build=${1:?build folder} reference=${2:?reference implementation} rounds=${3:-3} threads=${4:-2}
here=$(dirname -- "$(readlink -f -- "$0")")
results=$(mktemp -d)
trap 'rm -rf -- "$results"' EXIT
export OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads
/usr/bin/python3 -c 'import sklearn' 2>/dev/null || echo "python3-sklearn is absent: no PCA to compare with" >&2

for ((round = 1; round <= rounds; ++round)); do
    for dim in 512 2048; do
        MASKSCOPE_BENCHMARK_DUMP=$results "$build/bin/metrics_benchmark" --benchmark_format=json \
            --benchmark_filter="(allMetrics|spectrum)/$dim/" >"$results/ours.$dim.$round.json" 2>/dev/null
        /usr/bin/python3 "$here/metrics_reference.py" "$reference" "$results" "$dim" >"$results/python.$dim.$round.json"
    done
    echo "round $round of $rounds, load $(cut -d' ' -f1 /proc/loadavg)" >&2
done

/usr/bin/python3 - "$results" "$threads" <<'TABLE'
import glob, json, statistics, sys
ours, python, peak = {}, {}, 0
for path in glob.glob(sys.argv[1] + "/ours.*.json"):
    for row in json.load(open(path))["benchmarks"]:
        name, dim = row["name"].split("/")[:2]
        ours.setdefault((name, dim), []).append(row["real_time"] * {"s": 1, "ms": 1e-3, "ns": 1e-9}[row["time_unit"]])
        peak = max(peak, row.get("peak_MB", 0))
for path in glob.glob(sys.argv[1] + "/python.*.json"):
    for kind, seconds in json.load(open(path))["seconds"].items():
        python.setdefault((kind, path.split(".")[-3]), []).append(seconds)
mid = statistics.median
cell = lambda t: f"{mid(t):.2f} ({min(t):.2f} to {max(t):.2f})" if t else "absent"
over = lambda a, b: f"{mid(b) / mid(a):.1f}" if a and b else "-"
print(f"{sys.argv[2]} threads, seconds (median, lowest to highest)\n")
print("| | 512 dimensions | 2,048 dimensions |\n|---|---:|---:|")
rows = [("Maskscope, all numbers", ours, "allMetrics"), ("Python reference, `metrics`", python, "metrics"),
        ("Maskscope, the spectrum", ours, "spectrum"), ("scikit-learn, PCA full, float64", python, "pca")]
for label, table, key in rows:
    print(f"| {label} | {cell(table.get((key, '512')))} | {cell(table.get((key, '2048')))} |")
for label, a, b in (("ratio, all numbers", "allMetrics", "metrics"), ("ratio, the spectrum", "spectrum", "pca")):
    print(f"| {label} | " + " | ".join(over(ours.get((a, d)), python.get((b, d))) for d in ("512", "2048")) + " |")
print(f"\nLargest memory of the benchmark, its data included: {peak:.0f} MB")
TABLE
