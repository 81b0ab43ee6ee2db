#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/demo.sh [OUT]: installs what is missing, builds Maskscope and shows the demo: one model trained at three mask
# ratios, side by side. Without a display it writes the figures into OUT (build/demo/figures).
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

build=$root/build/demo
mkdir -p -- "$build"
figures=${1:-$build/figures}

"$root/packaging/install.sh" build run
say "building in $build (the first time takes several minutes)"
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DMASKSCOPE_TESTS=OFF >"$build/configure.log" 2>&1 || {
    cat -- "$build/configure.log" >&2
    fail "configuring failed"
}
cmake --build "$build" --parallel "$(build_jobs)" --target maskscope maskscope-cli

if [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; then
    say "opening the demo; next time: $build/bin/maskscope --demo"
    exec "$build/bin/maskscope" --demo
fi
say "no display (DISPLAY and WAYLAND_DISPLAY are unset): writing the figures instead"
QT_QPA_PLATFORM=offscreen "$build/bin/maskscope" figures --demo --out "$figures"
say "the figures are in $figures:"
find "$figures" -type f | sort
