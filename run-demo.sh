#!/usr/bin/env bash
# run-demo.sh - a real image goes into a store once, is mounted at once, and runs as a container; then what it cost.
#
# usage: ./run-demo.sh
#
# As root on Debian 12, with git and the .NET SDK 10; it installs the rest. The first run makes the image (about a
# minute); it is kept in fixtures/cache. Everything else that it makes is gone when it ends.
set -euo pipefail
cd "$(dirname "$0")"
if [ "$(id -u)" -ne 0 ]; then
    echo 'run-demo: as root: it mounts file systems and starts containers' >&2
    exit 1
fi
# A mount namespace of its own: whatever happens, no mount is left on the machine.
if [ "${STRATA_DEMO_NAMESPACE:-}" != own ]; then
    STRATA_DEMO_NAMESPACE=own exec unshare --mount --propagation private -- "$0" "$@"
fi

eng/install-deps.sh build demo
eng/publish.sh --if-changed
fixtures/make-image.sh

PATH=$PWD/artifacts/strata:$PATH
layout=$PWD/fixtures/cache/demo
place=$(mktemp -d /var/tmp/strata-demo.XXXXXX)
export STRATA_ROOT=$place/store
cleanup() {
    cd /
    for mount in read-only writable; do
        if mountpoint -q "$place/$mount"; then strata umount "$place/$mount" || umount -l "$place/$mount"; fi
    done
    rm -rf --one-file-system "$place"
}
trap cleanup EXIT
cd "$place"
mkdir read-only writable upper work

title() { printf '\n\033[1m# %s\033[0m\n' "$*"; }
show() { printf '\033[2m$ %s\033[0m\n' "$*"; "$@"; }
now() { date +%s%N; }
# timed NAME COMMAND...: run it and remember its milliseconds under NAME.
declare -A took
timed() {
    local name=$1 start; shift
    start=$(now)
    show "$@"
    took[$name]=$((($(now) - start) / 1000000))
}

title 'Load an image of five layers: every content is stored once'
timed load strata load -i "$layout"
timed again strata load -i "$layout"
show strata images
show strata history demo
show strata system df

title 'Mount it read-only: at once, without unpacking'
timed mount strata mount demo read-only
show strata mounts
show ls read-only
show cat read-only/srv/app/main.py
if touch read-only/new 2>/dev/null; then echo 'a read-only mount took a write' >&2; exit 1; fi
timed walk bash -c 'find read-only | wc -l'
show strata umount read-only

title 'Mount it writable: changes go to an upper folder, the image stays as it is'
show strata mount --upper upper --work work demo writable
show bash -c 'echo changed >>writable/etc/motd && rm writable/srv/app/main.py && mv writable/srv/app/vendored_json writable/srv/app/json && mkdir writable/srv/new'
show bash -c 'ls -l upper/etc upper/srv/app'
show strata umount writable

title 'Run python in a container, with limits'
timed run strata run --rm --memory 256m --cpus 0.5 --pids-limit 64 demo
show strata run --rm --memory 256m --cpus 0.5 --pids-limit 64 demo python3 -c 'import sys; print(sys.version)'
status=0
show strata run --rm --memory 64m demo python3 -c 'print(len(bytearray(512 << 20)))' || status=$?
echo "exit code $status (137: killed at its memory limit)"
[ $status -eq 137 ]
status=0
show strata run --rm --pids-limit 16 demo bash -c 'for i in $(seq 40); do sleep 1 & done 2>&1 | tail -1; wait' || status=$?
echo "exit code $status (the fork bomb stopped at 16 processes)"
timed true strata run --rm demo true

title 'What it cost'
tarred=0
for blob in $(jq -r '.layers[].digest' "$layout/blobs/$(jq -r '.manifests[0].digest' "$layout/index.json" | tr : /)" | tr : /); do
    tarred=$((tarred + $(zcat "$layout/blobs/$blob" | wc -c)))
done
mib() { awk -v b="$1" 'BEGIN { printf "%.1f MiB", b / 1048576 }'; }
row() { printf '| %-44s | %12s |\n' "$1" "$2"; }
row 'what' 'measured'
row '--------------------------------------------' '------------'
row 'layers as tar' "$(mib $tarred)"
row 'store on disk, everything counted' "$(mib "$(du -s --block-size=1 "$STRATA_ROOT" | cut -f1)")"
row 'inodes in the store' "$(find "$STRATA_ROOT" | wc -l)"
row 'load' "${took[load]} ms"
row 'load again (layers known)' "${took[again]} ms"
row 'mount' "${took[mount]} ms"
row 'find over the mount, first time' "${took[walk]} ms"
row 'run --rm demo true' "${took[true]} ms"

title 'Nothing is left'
show strata rmi demo
if [ -n "$(strata mounts --format json | jq -r '.[]?')" ] || grep -q "$place" /proc/self/mountinfo; then
    echo 'a mount is left' >&2
    exit 1
fi
show strata system df
