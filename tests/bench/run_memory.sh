#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# run_memory.sh BUILD ORACLE.py [HOURS...]: the largest memory of a whole analysis (every pass, every number, no untrained
# copies) of one recording of 64 channels at 1 kHz, by its length; default: half an hour, two hours, four. The model is of
# the reference study's size. Recordings stay in BUILD/bench_recordings. Prints a table.
set -euo pipefail
build=$(readlink -f -- "${1:?build folder}") oracle=${2:?path of oracle.py}
shift 2
hours=("$@")
((${#hours[@]})) || hours=(0.5 2 4)
here=$(dirname -- "$(readlink -f -- "$0")")
files=$build/bench_recordings
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
mkdir -p -- "$files"
/usr/bin/python3 "$oracle" make-checkpoint --out "$work/model.pt" --generation A --d-model 512 --layers 2 --window 2048 >/dev/null
echo "| hours | windows, MB | predictions and targets, MB | largest memory, MB | seconds |"
echo "|---:|---:|---:|---:|---:|"
for length in "${hours[@]}"; do
    seconds=$(/usr/bin/python3 -c "print(int(float('$length') * 3600))")
    file=$files/$seconds.edf
    if [ ! -f "$file" ]; then
        /usr/bin/python3 "$here/make_long_recording.py" "$files/part.edf" "$seconds"
        mv -- "$files/part.edf" "$file"
    fi
    /usr/bin/python3 - "$build/bin/maskscope-cli" "$file" "$work" "$length" <<'RUN'
import resource, subprocess, sys, time
cli, recording, work, hours = sys.argv[1:]
start = time.monotonic()
subprocess.run([cli, "analyze", "--recording", recording, "--checkpoint", work + "/model.pt", "--mask-ratio", "1.0",
                "--baselines", "0", "--projections", "0", "--out", work + "/out.h5", "--progress", "none"],
               check=True, stderr=subprocess.DEVNULL)
seconds = time.monotonic() - start
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
tokens = int(float(hours) * 3600 * 256) // 2048 * 64
print(f"| {hours} | {tokens * 2048 * 4 / 1e6:.0f} | {2 * tokens * 512 * 4 / 1e6:.0f} | {peak:.0f} | {seconds:.0f} |")
RUN
done
