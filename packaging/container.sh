#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/container.sh [OUT]: writes an OCI image of maskscope-cli (OUT: build/package/maskscope-cli_VERSION_ARCH.oci.tar),
# made of Debian 12's packages and ours, without a daemon, and runs its selftest in a chroot of its file system. It takes the
# package of build/package/debs, which packaging/package.sh makes where it is missing. MASKSCOPE_MIRROR: a Debian mirror.
#
# Podman:    podman run --rm -v "$PWD:/data" -w /data oci-archive:IMAGE analyze ...
# Apptainer: apptainer build maskscope-cli.sif oci-archive:IMAGE && apptainer run maskscope-cli.sif analyze ...
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

suite=bookworm
debs=$root/build/package/debs
package_of() { find "$debs" -maxdepth 1 -name 'maskscope-cli_*.deb' -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1 | cut -d ' ' -f 2-; }

[[ -n $(package_of) ]] || "$root/packaging/package.sh"
"$root/packaging/install.sh" container
package=$(package_of)
version=$(dpkg-deb --field "$package" Version)
architecture=$(dpkg-deb --field "$package" Architecture)
out=$(realpath -m -- "${1:-$root/build/package/maskscope-cli_${version}_$architecture.oci.tar}")

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
chmod 755 "$work"
cp -- "$package" "$work/maskscope-cli.deb"

# Man pages and translations are of no use in a container; licences stay.
say "collecting packages of Debian's $suite"
mmdebstrap --quiet --variant=minbase --architectures="$architecture" --format=tar \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --include=libopenblas0-openmp \
    --customize-hook="copy-in $work/maskscope-cli.deb /tmp" \
    --customize-hook='chroot "$1" apt-get -qq --yes --no-install-recommends install /tmp/maskscope-cli.deb >/dev/null' \
    --customize-hook='rm -f "$1/tmp/maskscope-cli.deb"' \
    "$suite" - ${MASKSCOPE_MIRROR:+"$MASKSCOPE_MIRROR"} |
    tar --delete --wildcards './dev/?*' >"$work/layer.tar" # who runs a container brings its devices

say "writing the image"
image=$work/image:$version
umoci init --layout "$work/image"
umoci new --image "$image"
umoci raw add-layer --image "$image" "$work/layer.tar"
rm -f -- "$work/layer.tar"
umoci config --image "$image" --architecture "$architecture" --os linux \
    --config.entrypoint /usr/bin/maskscope-cli --config.cmd=--help --config.env LANG=C.UTF-8 \
    --config.env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    --config.label "org.opencontainers.image.title=maskscope-cli" --config.label "org.opencontainers.image.version=$version" \
    --config.label "org.opencontainers.image.licenses=GPL-3.0-or-later"
umoci gc --layout "$work/image"
mkdir -p -- "$(dirname -- "$out")"
tar --create --file "$out.part" --directory "$work/image" --owner=0 --group=0 --sort=name .
mv -- "$out.part" "$out"
say "the image is $out ($(du -h -- "$out" | cut -f 1))"

# From the image itself, not from what it was made of. Without root, a user namespace of one user has to do.
rootless=()
((EUID == 0)) || rootless=(--user --map-root-user)
inside() { # as a container's runner does: /proc of its own, and devices (LibTorch reads /dev/urandom)
    unshare "${rootless[@]}" --mount --pid --fork sh -c 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
        exec chroot "$0" "$@"' "$work/bundle/rootfs" "$@"
}
umoci unpack $( ((EUID == 0)) || echo --rootless) --image "$image" "$work/bundle"
if ! inside /bin/true 2>"$work/refused"; then
    say "the selftest was not run, because this machine lets nobody enter a chroot here: $(tr '\n' ' ' <"$work/refused")"
    exit 0
fi
say "the selftest in a chroot of the image's file system:"
[[ $(inside /usr/bin/maskscope-cli --version) == "maskscope-cli $version" ]] || fail "the image's maskscope-cli is not $version"
inside /usr/bin/maskscope-cli selftest
