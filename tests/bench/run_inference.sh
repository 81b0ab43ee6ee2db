#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# run_inference.sh BUILD ORACLE.py: inference, its matrix products and the Python reference in turns, medians of three.
set -euo pipefail
build=$1 oracle=$2 here=$(dirname -- "${BASH_SOURCE[0]}")
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
/usr/bin/python3 "$oracle" make-checkpoint --generation A --d-model 512 --layers 2 --window 2048 --out "$work/c.pt" >/dev/null
export MASKSCOPE_BENCH_CHECKPOINT=$work/c.pt
for turn in 1 2 3; do
  for threads in 1 2; do
    "$build/bin/inference_benchmark" --benchmark_filter="/$threads/" --benchmark_format=csv 2>/dev/null |
      awk -F, 'NR > 1 && /real_time/ { print $1, $NF, "tokens/s" }'
    OMP_NUM_THREADS=$threads /usr/bin/python3 "$here/oracle_reference.py" "$oracle" "$work/c.pt" "$threads"
  done
done
