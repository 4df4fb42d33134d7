#!/usr/bin/env bash
# kernel.sh - fetch a kernel of Debian 12 for the guest, and print the folder that it was unpacked to.
#
# usage: eng/guest/kernel.sh [6.1|6.12]      (default 6.12: with FUSE passthrough; 6.1 has none)
set -euo pipefail
cd "$(dirname "$0")/../.."

series=${1:-6.12}
case $series in
    6.1) pattern='^linux-image-6\.1\.0-[0-9]+-amd64$' ;;
    6.12) pattern='^linux-image-6\.12\.[0-9]+\+deb12-amd64$' ;;
    *) sed -n '4s/^# //p' "$0" >&2; exit 2 ;;
esac
folder=$PWD/artifacts/guest/kernel-$series
if [ ! -e "$folder/complete" ]; then
    # The generic flavour: that for clouds has no 9p.
    package=$(apt-cache pkgnames linux-image-6 | grep -E "$pattern" | sort -V | tail -1)
    [ -n "$package" ] || { echo "kernel.sh: apt knows no kernel $series" >&2; exit 1; }
    rm -rf "$folder"
    mkdir -p "$folder.deb" "$folder"
    (cd "$folder.deb" && apt-get -qq download "$package" >&2)
    dpkg -x "$folder.deb/"*.deb "$folder"
    rm -rf "$folder.deb"
    touch "$folder/complete"
fi
echo "$folder"
