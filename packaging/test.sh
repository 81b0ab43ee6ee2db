#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/test.sh [CTEST OPTION...]: installs what is missing, builds with warnings as errors and runs every test. The
# last lines are ctest's own summary and the exit status is ctest's. CI=true also installs what only CI needs.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

sections=(build run test)
[[ ${CI:-} != true ]] || sections+=(ci)
"$root/packaging/install.sh" "${sections[@]}"

cd -- "$root" # presets are looked up in the current folder
jobs=$(build_jobs)
say "configuring and building build/dev with $jobs jobs"
cmake --preset dev
cmake --build --preset dev --parallel "$jobs"

# Windows of the tests stay off the user's screen.
unset WAYLAND_DISPLAY
export QT_QPA_PLATFORM=offscreen
say "running the tests"
exec ctest --preset dev --parallel "$(nproc)" "$@"
