#!/usr/bin/env bash
# verity.sh - --verify on a file system with fs-verity: what was looked at is sealed, and the kernel finds what changes below it.
#
# usage: eng/guest/verity.sh [KERNEL]      (6.12 by default; a kernel of Debian, since not every one has fs-verity)
#
# The native command must be published. Exit status: 0 as expected, 1 not, 3 the guest did not start.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
cd "$here/../.."

if [ "${1-}" = inside ]; then
    strata=$2 store=/mnt/disk/store seen=/mnt/image/large
    fail() { echo "fs-verity: $*"; exit 1; }
    mkdir -p /mnt/disk /mnt/image
    truncate -s 64M /scratch/disk
    mke2fs -q -F -t ext4 -b 4096 -O verity /scratch/disk
    mount -o loop /scratch/disk /mnt/disk
    export STRATA_ROOT=$store
    "$strata" load -q -i /host/images:one >/dev/null
    "$strata" info | grep -q '^fs-verity  *there' || fail "info does not see it: $("$strata" info)"
    object=$(find $store/objects -type f)

    "$strata" mount one /mnt/image
    sha256sum $seen >/tmp/expected
    "$strata" umount /mnt/image
    lsattr "$object" | grep -q '^[^ ]*V' && fail 'sealed without --verify'
    "$strata" mount --verify one /mnt/image
    sha256sum -c --quiet /tmp/expected || fail 'a sound content cannot be read'
    "$strata" umount /mnt/image
    lsattr "$object" | grep -q '^[^ ]*V' || fail 'not sealed'
    (: >>"$object") 2>/dev/null && fail 'a sealed content can be written'

    # One bit in the middle of it, below the file system.
    at=$(filefrag -e "$object" | awk '$1 == "0:" {sub(/\.\..*/, "", $4); print $4}')
    umount /mnt/disk
    offset=$((at * 4096 + 40960))
    byte=$(od -An -tu1 -j$offset -N1 /scratch/disk)
    printf "\\x$(printf %x $((byte ^ 1)))" | dd of=/scratch/disk bs=1 seek=$offset conv=notrunc status=none
    mount -o loop /scratch/disk /mnt/disk
    "$strata" mount --verify one /mnt/image
    cat $seen >/tmp/read 2>/tmp/said && fail 'changed bytes are read'
    grep -q 'Input/output error' /tmp/said || fail "$(cat /tmp/said)"
    head -c 4096 $seen | cmp -s - <(head -c 4096 "$object") || fail 'what is sound before them cannot be read'
    "$strata" umount /mnt/image
    umount /mnt/disk
    echo "fs-verity: sealed, and a flipped bit on the disk is an I/O error (kernel $(uname -r))"
    exit 0
fi

strata=$PWD/artifacts/strata/strata
[ -x "$strata" ] || { echo 'verity: eng/publish.sh first' >&2; exit 2; }
kernel=$("$here/kernel.sh" "${1:-6.12}")
work=$(mktemp -d /var/tmp/strata-verity-XXXXXX)
trap 'rm -rf --one-file-system "$work"' EXIT
mkdir "$work/share" "$work/tree"
head -c 200000 /dev/urandom >"$work/tree/large"
tar -C "$work/tree" -cf "$work/layer.tar" .
umoci init --layout "$work/share/images"
umoci new --image "$work/share/images:one"
umoci raw add-layer --image "$work/share/images:one" "$work/layer.tar" >/dev/null
status=0
"$here/run-guest.sh" -k "$kernel" -s "$work/share" -d "$work/disk" -z 128M -t 300 -- bash "$here/verity.sh" inside "$strata" || status=$?
case $status in 124 | 125) exit 3 ;; *) exit $status ;; esac
