# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the scripts here share; they source it.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
export root

say() { printf '%s: %s\n' "$(basename -- "$0")" "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# Compilers to run at once: one a core, but each needs about 1.5 GiB for a file that includes Torch.
build_jobs() {
    local available_kib by_memory cores
    cores=$(nproc)
    available_kib=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
    by_memory=$((available_kib / 1572864))
    ((by_memory >= 1)) || by_memory=1
    echo $((by_memory < cores ? by_memory : cores))
}
