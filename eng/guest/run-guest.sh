#!/bin/bash
# run-guest.sh - run one command as root in a throw-away QEMU guest under a Debian kernel.
#
# The guest's root is this machine's / (or -r DIR) seen read-only over 9p, with a
# tmpfs overlay on top, so every host program and library is there and nothing the
# guest does to it comes back. The scratch disk is ext4 on /scratch and does persist.
# The "out" folder is /out in the guest, writable, and survives a power cut.
# Prints the command's stdout+stderr; exits with its status, 124 on timeout,
# 125 when the guest died without a status (power cut, panic), 2 on bad usage.
set -euo pipefail

usage() {
    cat >&2 <<USE
usage: ${0##*/} -k KERNEL [options] -- command [args...]
  -k KERNEL  a linux-image .deb, or a folder it was unpacked to with dpkg -x
  -s DIR     host folder shown read-only at /host in the guest
  -o DIR     host folder shown writable at /out (default: a temporary one)
  -d IMAGE   scratch disk mounted at /scratch; created (raw, ext4) if missing
  -z SIZE    size of a scratch disk to create         (default 512M)
  -f FORMAT  format of the scratch disk, raw or qcow2 (default raw)
  -C MODE    QEMU disk cache mode                     (default writeback)
  -r DIR     root folder for the guest                (default /)
  -M "MODS"  further kernel modules, with their dependencies
  -m MIB     memory (default 1024)      -c N    cpus (default 2)
  -t SEC     timeout (default 120)      -a ACC  tcg or kvm (default tcg)
  -p FILE    write QEMU's pid here      -l FILE keep the guest's kernel log here
Needs: qemu-system-x86, busybox-static, e2fsprogs, xz/lz4/zstd, dpkg.
USE
    exit 2
}
die() { echo "${0##*/}: $*" >&2; exit 2; }

kernel= share= out= disk= size=512M format=raw cache=writeback root=/ extra=
mem=1024 cpus=2 limit=120 accel=tcg pidfile= log=
while getopts k:s:o:d:z:f:C:r:M:m:c:t:a:p:l: opt; do
    case $opt in
    k) kernel=$OPTARG ;; s) share=$OPTARG ;; o) out=$OPTARG ;; d) disk=$OPTARG ;;
    z) size=$OPTARG ;; f) format=$OPTARG ;; C) cache=$OPTARG ;; r) root=$OPTARG ;;
    M) extra=$OPTARG ;; m) mem=$OPTARG ;; c) cpus=$OPTARG ;; t) limit=$OPTARG ;;
    a) accel=$OPTARG ;; p) pidfile=$OPTARG ;; l) log=$OPTARG ;; *) usage ;;
    esac
done
shift $((OPTIND - 1))
[[ -n $kernel && $# -gt 0 ]] || usage
[[ -e $kernel ]] || die "no such kernel package or folder: $kernel"
for tool in qemu-system-x86_64 busybox mke2fs dpkg; do
    command -v $tool >/dev/null || die "missing program: $tool"
done
busybox=$(command -v busybox)
for dir in $root ${share:+"$share"} ${out:+"$out"}; do
    [[ -d $dir ]] || die "not a folder: $dir"
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[[ -n $out ]] || { out=$work/out; mkdir "$out"; }
: "${log:=$work/console}"

# --- kernel: unpack the package, then the ELF image inside bzImage. QEMU boots the
# ELF through PVH and the guest is spared decompressing it in slow emulated code.
if [[ -f $kernel ]]; then
    dpkg -x "$kernel" "$work/kernel"; kernel=$work/kernel
fi
bz=$(echo "$kernel"/boot/vmlinuz-*); version=${bz##*/vmlinuz-}
[[ -f $bz ]] || die "want exactly one boot/vmlinuz-* in $kernel"
le32() { od -An -tu4 -j"$2" -N4 "$1" | tr -d ' '; }
le8() { od -An -tu1 -j"$2" -N1 "$1" | tr -d ' '; }
start=$((($(le8 "$bz" 497) + 1) * 512 + $(le32 "$bz" 584))); length=$(le32 "$bz" 588)
payload() { tail -c +$((start + 1)) "$bz" | head -c $((length - 4)); }
case $(od -An -tx1 -j$start -N4 "$bz" | tr -d ' ') in
    fd377a58) unpack="xz -dc --single-stream" ;; 02214c18) unpack="lz4 -dc" ;;
    28b52ffd) unpack="zstd -dc" ;; 1f8b*) unpack="gzip -dc" ;; *) unpack= ;;
esac
image=$bz
if [[ -n $unpack ]] && payload | $unpack >"$work/vmlinux" 2>/dev/null; then image=$work/vmlinux; fi

# --- initramfs: busybox, init, and the modules in load order (no depmod needed).
fs=$work/initramfs; mkdir -p "$fs/mod"; cp "$busybox" "$fs/busybox"
cp "$(dirname "$(readlink -f "$0")")/guest-init" "$fs/init"; chmod +x "$fs/init"
declare -A seen=()
add_module() { # name: put its dependencies first, then itself; built-in ones are skipped
    local name=${1//-/_} file dep
    [[ -z ${seen[$name]:-} ]] || return 0
    seen[$name]=1
    file=$(find "$kernel/lib/modules/$version/kernel" -name "${name//_/[-_]}.ko*" | head -1)
    [[ -n $file ]] || return 0
    case $file in *.xz) xz -dc "$file" ;; *) cat "$file" ;; esac >"$fs/mod/$name.ko"
    for dep in $(tr '\0' '\n' <"$fs/mod/$name.ko" | sed -n 's/^depends=//p' | tr ',' ' '); do
        add_module "$dep"
    done
    echo "$name" >>"$fs/mod/order"
}
for mod in virtio_pci virtio_blk virtio_console virtio_rng 9pnet_virtio 9p crc32c_generic \
    ext4 fuse overlay loop $extra; do add_module "$mod"; done
[[ -f $fs/mod/9p.ko ]] || die "kernel $version has no 9p (Debian's cloud flavour lacks it)"
printf '%q ' "$@" >"$fs/command"
(cd "$fs" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$work/initrd"

# --- devices
plan9() { qemu+=(-fsdev "local,id=$1,path=$2,security_model=none,multidevs=remap$3"
    -device "virtio-9p-pci,fsdev=$1,mount_tag=$1"); }
qemu=(qemu-system-x86_64 -accel "$accel" -cpu max -smp "$cpus" -m "$mem" -nodefaults -display none
    -no-reboot -kernel "$image" -initrd "$work/initrd"
    -append "console=ttyS0 panic=-1 quiet loglevel=5 mitigations=off"
    -serial "file:$log" -chardev "file,id=o,path=$work/output"
    -chardev "file,id=s,path=$work/status"
    -device virtio-serial-pci -device virtserialport,chardev=o,name=output
    -device virtserialport,chardev=s,name=status -device virtio-rng-pci)
plan9 root "$root" ,readonly=on; plan9 out "$out" ''
[[ -z $share ]] || plan9 host "$share" ,readonly=on
if [[ -n $disk ]]; then
    [[ -e $disk ]] || { truncate -s "$size" "$disk"; mke2fs -q -F -t ext4 "$disk"; }
    qemu+=(-drive "file=$disk,format=$format,if=virtio,cache=$cache")
fi
[[ -z $pidfile ]] || qemu+=(-pidfile "$pidfile")

# Output goes through a file: a stdio chardev would block the guest once stdin is at its end.
: >"$work/output"
timeout -k 5 "$limit" "${qemu[@]}" </dev/null 2>"$work/qemu.err" & runner=$!
tail -c +1 -f -s 0.2 --pid=$runner "$work/output"
status=0; wait $runner || status=$?
[[ $status -ne 124 ]] || { echo "${0##*/}: timed out after $limit s" >&2; exit 124; }
[[ -s $work/status ]] || { echo "${0##*/}: guest ended without a status (qemu: $status)" >&2
    cat "$work/qemu.err" >&2; exit 125; }
exit "$(cat "$work/status")"
