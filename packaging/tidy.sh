#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/tidy.sh [PATTERN]: clang-tidy over every source whose path matches PATTERN (default: all of analysis, model,
# widgets and app, less what includes LibTorch) and clazy over those that use Qt. Any finding fails. clang-tidy's checks stand in .clang-tidy, clazy's
# here. It needs the packages of [tidy] in packages.txt, and the ones a build needs.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

pattern=${1:-.}
cd -- "$root"
[[ -f build/tidy/compile_commands.json ]] || cmake --preset tidy >/dev/null
# LibTorch 1.13's headers use vectors of a type before it is complete, which clang refuses in C++20 with libstdc++ 12: the
# files that include them are g++'s alone.
torch='^model/(architectures|session)/|^model/layers/(causal_convolution|dual_scan|fused_cuda|layer_norm|linear|padded_sequences|selective_scan)[.]cpp'
mapfile -t sources < <(git ls-files 'analysis/*.cpp' 'model/*.cpp' 'widgets/*.cpp' 'app/*.cpp' | grep -vE -- "$torch" | grep -E -- "$pattern")
mapfile -t qt < <(printf '%s\n' "${sources[@]}" | grep -E '^(widgets|app/(commands|session|window))/' || true)
status=0

# Headers of other projects speak about g++'s own warning options; libgomp's omp.h is not clang's.
checked() {
    local output
    output=$(clang-tidy-16 -p build/tidy -quiet -extra-arg=-Wno-unknown-warning-option -extra-arg=-fno-openmp "$1" 2>&1) && return
    printf '%s\n' "$output" | grep -vE '^[0-9]+ warnings?( and [0-9]+ errors?)? generated'
    return 1
}
export -f checked
say "clang-tidy over ${#sources[@]} files"
printf '%s\0' "${sources[@]}" | xargs -0 -n 1 -P "$(nproc)" bash -c 'checked "$0"' || status=1

# Level 1 without what is a matter of taste here:
#  - non-pod-global-static: constants of std::string are initialised once and harm nobody
#  - qcolor-from-literal: a dozen colours, read once, as designers write them
clazy_checks=level1,no-non-pod-global-static,no-qcolor-from-literal
if ((${#qt[@]})); then
    say "clazy over ${#qt[@]} files"
    log=$(mktemp)
    clazy-standalone -p build/tidy --checks="$clazy_checks" --header-filter='/(widgets|app)/' --ignore-dirs='/usr/' \
        --extra-arg=-Wno-unknown-warning-option --extra-arg=-fno-openmp "${qt[@]}" >"$log" 2>&1 || status=1
    if grep -E '\[-Wclazy' "$log"; then status=1; fi
    rm -f -- "$log"
fi
((status == 0)) && say "no findings" || say "there are findings"
exit "$status"
