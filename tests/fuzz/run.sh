#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh BUILD NAME [SECONDS]: fuzzes fuzz_NAME (checkpoint, brainvision, eeglab, edf, fif, gdf, hdf5) from seeds that a script
# writes anew, of recordings also from those in ../shared. The corpus and whatever crashes stay in BUILD/fuzz-NAME.
set -euo pipefail
build=$(readlink -f -- "${1:?build folder}") name=${2:?name of the target, as checkpoint} seconds=${3:-60}
here=$(dirname -- "$(readlink -f -- "$0")")
work=$build/fuzz-$name
mkdir -p "$work/corpus" "$work/seeds"
dictionary=$here/$name.dict length=65536
if [[ -f $here/make_corpus_${name}s.py ]]; then
    /usr/bin/python3 "$here/make_corpus_${name}s.py" "$work/seeds"
else
    /usr/bin/python3 "$here/make_corpus_recordings.py" "$name" "$work/seeds" "$here/../../../shared/recordings"
    dictionary=$here/recording.dict length=262144
fi
options=()
[[ ! -f $dictionary ]] || options+=(-dict="$dictionary")
# The HDF5 library itself forgets some hundred bytes over damaged files.
[[ $name != hdf5 ]] || options+=(-detect_leaks=0)
# It also asks for absurd sizes and takes no for an answer, which malloc gives and the sanitizer's would not.
# And it reads past its own buffers (hdf5.supp): our own code's are still looked after.
[[ $name != hdf5 ]] || export ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=0:suppressions="$here/hdf5.supp"
# Files with which the library comes to no end are the trial's matter too; a second shows it.
timeout=10
[[ $name != hdf5 ]] || { export MASKSCOPE_HDF5_TRIAL_S=2; timeout=120; }
cd "$work"
exec "$build/bin/fuzz_$name" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout="$timeout" -max_len="$length" \
    -print_final_stats=1 "${options[@]}" corpus seeds
