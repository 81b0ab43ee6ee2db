#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# check_format.sh ROOT: fails when clang-format would change a C++ file. Exit status 77: not checked.
set -euo pipefail
cd -- "$1"
formatter=$(command -v clang-format-14 || command -v clang-format) || {
    echo "SKIPPED: clang-format is not installed (package clang-format)"
    exit 77
}
# Releases differ in how they read the same settings; Debian 12's is the one that counts.
[[ $("$formatter" --version) == *"version 14."* ]] || {
    echo "SKIPPED: $("$formatter" --version) is not version 14"
    exit 77
}
find analysis model widgets app tests -type f \( -name '*.cpp' -o -name '*.h' -o -name '*.cu' -o -name '*.cuh' \) -print0 |
    xargs -0 "$formatter" --dry-run --Werror
