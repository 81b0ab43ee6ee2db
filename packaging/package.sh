#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/package.sh [OUT]: installs what is missing, builds Maskscope and writes the Debian packages maskscope (window,
# documents, demo) and maskscope-cli (no Qt) into OUT (build/package/debs); then checks them. DEBFULLNAME and DEBEMAIL, where
# they are set, are their maintainer.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

build=$root/build/package
out=${1:-$build/debs}
mkdir -p -- "$build" "$out"
out=$(cd -- "$out" && pwd)

"$root/packaging/install.sh" build run package
options=(-DCMAKE_BUILD_TYPE=Release -DMASKSCOPE_TESTS=OFF -DMASKSCOPE_SOURCE_FALLBACK=OFF)
options+=(-DCMAKE_SKIP_RPATH=ON)                         # Debian's libraries lie where the loader looks
options+=("-DCMAKE_CXX_FLAGS=-ffile-prefix-map=$root=.") # no folder of this machine in the programs
if [[ -n ${DEBFULLNAME:-} && -n ${DEBEMAIL:-} ]]; then
    options+=("-DMASKSCOPE_MAINTAINER=$DEBFULLNAME <$DEBEMAIL>")
fi
say "building in $build (the first time takes several minutes)"
cmake -S "$root" -B "$build" -G Ninja "${options[@]}" >"$build/configure.log" 2>&1 || {
    cat -- "$build/configure.log" >&2
    fail "configuring failed"
}
! grep -A 2 'this version has no date' "$build/configure.log" >&2 || fail "a package needs its version's heading in CHANGELOG.md"
cmake --build "$build" --parallel "$(build_jobs)" --target maskscope maskscope-cli

say "packing"
staging=$(mktemp -d -- "$build/packing.XXXXXX")
trap 'rm -rf -- "$staging"' EXIT
(cd -- "$build" && cpack -G DEB -B "$staging") >"$build/pack.log" 2>&1 || {
    cat -- "$build/pack.log" >&2
    fail "packing failed"
}

version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")
for name in maskscope maskscope-cli; do
    printed=$("$build/bin/$name" --version)
    [[ $printed == "$name $version" ]] || fail "$name --version says '$printed', expected '$name $version'"
done
depends=$(dpkg-deb --field "$staging/maskscope-cli_${version}"_*.deb Depends)
[[ $depends != *qt* ]] || fail "maskscope-cli must not need Qt, but its dependencies are $depends"

say "checking"
desktop=$root/packaging/desktop/org.maskscope.Maskscope
desktop-file-validate "$desktop.desktop"
appstreamcli validate --no-net "$build/desktop/org.maskscope.Maskscope.metainfo.xml"
lintian --fail-on error,warning "$staging"/*.deb
mv -- "$staging"/*.deb "$out"
say "the packages are in $out; to install them: apt-get install $out/maskscope*_${version}_*.deb"
ls -l -- "$out"/*.deb
