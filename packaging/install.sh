#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/install.sh [SECTION...]: installs the Debian packages of these sections of packages.txt that are missing.
# Without a section: build and run. Silent when nothing is missing.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

packages_of() { # SECTION
    local names
    names=$(awk -v wanted="[$1]" '/^\[/ { inside = ($1 == wanted) } /^[a-z0-9]/ && inside { print $1 }' \
        "$root/packaging/packages.txt")
    [[ -n $names ]] || fail "packaging/packages.txt has no section [$1]"
    echo "$names"
}

is_installed() { [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# Waits for another apt; asks nothing; keeps apt's own talk for when it fails.
apt_get() {
    local log
    log=$(mktemp)
    if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -qq "$@" \
        >"$log" 2>&1 </dev/null; then
        cat -- "$log" >&2
        rm -f -- "$log"
        return 1
    fi
    rm -f -- "$log"
}

command -v apt-get >/dev/null || fail "this is for Debian and its relatives; packaging/packages.txt lists what is needed"
(($# > 0)) || set -- build run
wanted=$(for section in "$@"; do packages_of "$section"; done)
missing=()
for package in $wanted; do
    is_installed "$package" || missing+=("$package")
done
((${#missing[@]} > 0)) || exit 0

as_root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null \
        || fail "installing needs root or sudo. As root: apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
fi

say "installing ${#missing[@]} packages: ${missing[*]}"
apt_get update || say "the package lists could not be renewed; trying with those that are here"
apt_get install --yes --no-install-recommends "${missing[@]}" \
    || fail "apt-get could not install the packages. Maskscope is built for Debian 12: elsewhere some names differ"
