#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh BUILD NAME [SECONDS]: fuzzes fuzz_NAME from seeds that make_corpus_NAMEs.py writes anew. The corpus and whatever
# crashes stay in BUILD/fuzz-NAME.
set -euo pipefail
build=$(readlink -f -- "${1:?build folder}") name=${2:?name of the target, as checkpoint} seconds=${3:-60}
here=$(dirname -- "$(readlink -f -- "$0")")
work=$build/fuzz-$name
mkdir -p "$work/corpus" "$work/seeds"
/usr/bin/python3 "$here/make_corpus_${name}s.py" "$work/seeds"
options=()
[[ ! -f $here/$name.dict ]] || options+=(-dict="$here/$name.dict")
cd "$work"
exec nice -n 15 "$build/bin/fuzz_$name" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 -max_len=65536 \
    -print_final_stats=1 "${options[@]}" corpus seeds
