#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# run_engine.sh BUILD REFERENCE.py [ROUNDS]: inference and the opening of a checkpoint at the reference study's size
# beside Python, in turns, with the same BLAS kernels and threads; prints all tables of docs/performance.md about them.
# To be run on a machine with nothing else to do: threads of OpenMP spin while they wait, here as in Python.
set -euo pipefail
build=${1:?build folder} reference=${2:?reference implementation} rounds=${3:-5}
here=$(dirname -- "$(readlink -f -- "$0")")
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT

# As the programs do (model/blas_kernels.h): an OpenBLAS that does not know the processor takes its plainest kernels.
core() {
    /usr/bin/python3 -c 'import ctypes, torch
f = ctypes.CDLL("libopenblas.so.0").openblas_get_corename
f.restype = ctypes.c_char_p
print(f().decode())' 2>/dev/null || echo unknown
}
if [[ ! -v OPENBLAS_CORETYPE && $(core) == Prescott ]]; then
    OPENBLAS_CORETYPE=$(grep -q avx512vl /proc/cpuinfo && echo SkylakeX || echo Haswell)
    export OPENBLAS_CORETYPE
fi
echo "OpenBLAS kernels: $(core); load before: $(cut -d' ' -f1 /proc/loadavg); $(nproc) cores"
echo
"$here/run_inference.sh" "$build" "$reference" "$rounds"
echo
PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$reference" make-checkpoint --generation A --d-model 512 --layers 2 \
    --window 2048 --out "$folder/checkpoint.pt" >/dev/null
/usr/bin/python3 - "$folder/checkpoint.pt" <<'OPTIMIZER'
import sys, torch
checkpoint = torch.load(sys.argv[1])
moments = {i: {"exp_avg": torch.zeros_like(p), "exp_avg_sq": torch.zeros_like(p)}
           for i, p in enumerate(checkpoint["model"].values())}
torch.save({**checkpoint, "optimizer": {"state": moments}}, sys.argv[1])
OPTIMIZER
echo "checkpoint of $(stat -c %s "$folder/checkpoint.pt") bytes, two thirds of them the optimizer's"
"$here/run_checkpoint.sh" "$build" "$folder/checkpoint.pt" 15
