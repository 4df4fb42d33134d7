#!/usr/bin/env bash
# install-deps.sh - what Strata needs of Debian 12, by apt-get; nothing is done where all of it is there.
#
# usage: eng/install-deps.sh [build] [test] [demo] [bench] [guest]     (default: all)
#   build  native compilation (clang, lld, zlib1g-dev)
#   test   what the tests compare with and make images with
#   demo   what the demo's image is made with
#   bench  the peers of the benchmarks
#   guest  QEMU, for power cuts and other kernels (eng/guest)
set -euo pipefail

build=(clang lld zlib1g-dev gcc libc6-dev binutils libzstd1 libseccomp2)
demo=(libseccomp2 mmdebstrap umoci dpkg-dev jq zstd erofs-utils fuse3)
test=("${demo[@]}" skopeo docker-registry apache2-utils openssl xz-utils bzip2 busybox-static attr acl util-linux e2fsprogs xfsprogs btrfs-progs sqlite3 git python3 strace gcc libc6-dev golang-github-containers-common)
bench=("${demo[@]}" docker-registry attr fuse-overlayfs podman crun skopeo busybox-static python3 util-linux e2fsprogs xfsprogs git gcc libc6-dev make linux-perf)
guest=(skopeo docker-registry qemu-system-x86 qemu-utils busybox-static e2fsprogs xz-utils lz4 zstd umoci perl gcc libc6-dev)

[ $# -gt 0 ] || set -- build test demo bench guest
wanted=()
for set in "$@"; do
    case $set in
        build) wanted+=("${build[@]}") ;;
        test) wanted+=("${test[@]}") ;;
        demo) wanted+=("${demo[@]}") ;;
        bench) wanted+=("${bench[@]}") ;;
        guest) wanted+=("${guest[@]}") ;;
        *) echo "install-deps: unknown set '$set' (build, test, demo, bench, guest)" >&2; exit 2 ;;
    esac
done

missing=()
for package in $(printf '%s\n' "${wanted[@]}" | sort -u); do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "install-deps: as root, run: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
echo "installing: ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 install "${missing[@]}" >/dev/null
