#!/usr/bin/env bash
# power-cuts.sh - does everything that was acknowledged outlive a power cut, and does the store need no human afterwards?
#
# usage: eng/guest/power-cuts.sh [-n CUTS] [-l GUESTS] [-k KERNEL] [-s SEED] [-w SECONDS] [-u]
#   -n  power cuts (default 12)
#   -l  guests at a time (default 2)
#   -k  6.12 (default) or 6.1
#   -s  seed of the random moments (default: the time)
#   -w  seconds of work before a cut, 2 at least and as many more (default 10)
#   -u  control: fsync and its like do nothing; then something must be lost, or the test sees nothing
#
# A guest works on a store (power-cut-guest.sh), QEMU is killed, the disk boots again, and what was acknowledged is looked
# for before the guest goes on to its next cut. Every boot writes to a new qcow2 layer, whose newly allocated clusters
# QEMU loses where they were not flushed, as a disk loses its cache. The native command must be published.
# Exit status: 0 as expected, 1 not, 2 bad usage, 3 a guest did not start, 4 a guest died or hung or a command failed in it.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
cd "$here/../.."

cuts=12 lanes=2 series=6.12 seed=$(date +%s) longest=10 unsynced=
while getopts n:l:k:s:w:u opt; do
    case $opt in
        n) cuts=$OPTARG ;; l) lanes=$OPTARG ;; k) series=$OPTARG ;; s) seed=$OPTARG ;; w) longest=$OPTARG ;; u) unsynced=yes ;;
        *) sed -n '4,10s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
strata=$PWD/artifacts/strata/strata
[ -x "$strata" ] || { echo 'power-cuts: eng/publish.sh first' >&2; exit 2; }
kernel=$("$here/kernel.sh" "$series")
work=$(mktemp -d /var/tmp/strata-cuts-XXXXXX)
[ -n "${KEEP-}" ] || trap 'rm -rf --one-file-system "$work"' EXIT

# ---- images: a layer that all share, and one of each its own ------------------------------------------------------
share=$work/share
mkdir "$share"
cc -O1 -o "$share/no-sync" "$here/no-sync.c"
cp "$here/power-cut-guest.sh" "$share/"
layer() { # name files: a tar of files of 100 bytes to 60 kB that do not compress
    mkdir "$work/tree"
    perl -e 'my ($name, $files) = @ARGV; srand(length($name) * 7919 + ord($name)); for my $i (1 .. $files) {
        open(my $f, ">", "$ENV{TREE}/$name-$i") or die; print $f map { chr(int(rand(256))) } 1 .. (100 + $i * 7919 % 60000); }' "$1" "$2"
    tar -C "$work/tree" --sort=name --mtime=@1700000000 -cf "$work/$1.tar" .
    rm -r "$work/tree"
}
export TREE=$work/tree
umoci init --layout "$share/images"
layer shared 40
for image in base one two three four five; do
    layer "$image" 60
    umoci new --image "$share/images:$image"
    umoci raw add-layer --image "$share/images:$image" "$work/shared.tar" >/dev/null
    umoci raw add-layer --image "$share/images:$image" "$work/$image.tar" >/dev/null
done

# ---- the data of a registry with two of them; guests serve it read-only on their own loopback ------------------------
mkdir "$share/registry"
registry_yml() { # address, folder, read-only
    echo "version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $2}, maintenance: {readonly: {enabled: $3}}}
http: {addr: '$1', secret: x}"
}
registry_yml 127.0.0.1:5000 /host/registry true >"$share/registry.yml"
for try in 1 2 3 4 5; do
    address=127.0.0.1:$((20000 + RANDOM % 10000))
    registry_yml $address "$share/registry" false >"$work/registry.yml"
    docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
    registry=$!
    until (exec 3<>/dev/tcp/${address/://}) 2>/dev/null || ! kill -0 $registry 2>/dev/null; do sleep 0.1; done
    sleep 0.3 # One whose port another has taken ends.
    if kill -0 $registry 2>/dev/null; then break; fi
    [ $try -lt 5 ] || { cat "$work/registry.log" >&2; exit 3; }
done
for image in four five; do
    skopeo --insecure-policy copy -q --dest-tls-verify=false "oci:$share/images:$image" "docker://$address/$image:latest"
done
kill $registry
wait $registry 2>/dev/null || true

# ---- one guest after the other on the same disk -------------------------------------------------------------------
guest() { # lane boot [check]: boots on a new layer of the disk
    local lane=$1 boot=$2 folder=$work/lane$1
    qemu-img create -q -f qcow2 -b "$(cat "$folder/disk")" -F "$(cat "$folder/format")" "$folder/disk$boot"
    echo "$folder/disk$boot" >"$folder/disk"
    echo qcow2 >"$folder/format"
    "$here/run-guest.sh" -k "$kernel" -s "$share" -o "$folder/out" -d "$folder/disk$boot" -f qcow2 -c 1 -t 400 -p "$folder/pid" \
        -l "$folder/console" -- ${unsynced:+/host/no-sync} bash /host/power-cut-guest.sh "$strata" "$boot" ${3-}
}
lane() { # lane cuts
    local lane=$1 left=$2 folder=$work/lane$1 boot=0 status runner size cut
    RANDOM=$((seed + lane))
    mkdir -p "$folder/out"
    truncate -s 1G "$folder/base"
    mke2fs -q -F -t ext4 "$folder/base"
    echo "$folder/base" >"$folder/disk"
    echo raw >"$folder/format"
    while [ "$boot" -lt "$left" ]; do
        boot=$((boot + 1))
        rm -f "$folder/pid"
        cut=
        guest "$lane" "$boot" >"$folder/said" 2>"$folder/errors" &
        runner=$!
        while [ ! -e "$folder/out/ready-$boot" ] && kill -0 $runner 2>/dev/null; do sleep 0.1; done
        if [ -e "$folder/out/ready-$boot" ]; then
            sleep "$((2 + RANDOM % longest)).$((RANDOM % 10))"
            # Every other cut right behind an acknowledgement: what was not flushed shows only there.
            size=$(stat -c %s "$folder/out/log")
            while [ $((boot % 2)) -eq 0 ] && [ "$(stat -c %s "$folder/out/log")" = "$size" ] && kill -0 $runner 2>/dev/null; do :; done
            kill -KILL "$(cat "$folder/pid")" 2>/dev/null && cut=yes
        fi
        status=0
        wait $runner || status=$?
        sed "s/^/guest $lane, /" "$folder/said"
        [ "$status $cut" = '125 yes' ] || ended $status "$folder" || return
    done
    status=0
    rm -f "$folder/pid"
    guest "$lane" $((left + 1)) check 2>"$folder/errors" | sed "s/^/guest $lane, /" || status=${PIPESTATUS[0]}
    ended $status "$folder"
}
ended() { # status folder: what it means that a guest ended by itself
    case $1 in 0 | 1) return "$1" ;; esac
    cat "$2/errors" "$2/console" >&2
    [ -s "$2/pid" ] || return 3
    return 4
}

lost=0 unstarted=0 broken=0 pids=()
for ((i = 1; i <= lanes; i++)); do
    lane $i $(((cuts + lanes - i) / lanes)) &
    pids+=($!)
done
for pid in "${pids[@]}"; do
    status=0
    wait "$pid" || status=$?
    case $status in 0) ;; 1) lost=1 ;; 3) unstarted=1 ;; *) broken=1 ;; esac
done
what="seed $seed, $cuts power cuts, kernel $series${unsynced:+, nothing synced}"
[ $broken -eq 0 ] || { echo "$what: a guest died or hung, or a command failed in it" >&2; exit 4; }
if [ $lost -eq 1 ]; then
    echo "$what: something acknowledged was lost"
    [ -n "$unsynced" ]; exit
fi
[ $unstarted -eq 0 ] || { echo "$what: a guest did not start" >&2; exit 3; }
echo "$what: nothing acknowledged was lost"
[ -z "$unsynced" ]
