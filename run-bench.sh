#!/usr/bin/env bash
# run-bench.sh - measure side by side with tar, podman, crun, fuse-overlayfs and the kernel's overlayfs, in one run.
#
# usage: ./run-bench.sh [--rounds N] [--only SECTION,…] [--image LAYOUT:TAG] [--work DIR] [--output DIR]
#        ./run-bench.sh --list
#
# As root. Sections and what they measure: --list. Tables go to bench/results (or the folder after --output): peers.md of the
# command, driver.md of the driver with every round in driver.json and a picture in driver.svg; of the driver a run replaces the
# sections that it measured. It makes a file system of its own below /var/tmp (or the folder after --work), which grows to about
# 20 GB and is removed at the end. Everything at 5 rounds takes about an hour on a quiet machine. It empties the machine's
# caches again and again.
set -euo pipefail
cd "$(dirname "$0")"
if [ "$(id -u)" -ne 0 ]; then
    echo 'run-bench: as root: it mounts file systems and starts containers' >&2
    exit 1
fi

eng/install-deps.sh build bench
eng/publish.sh --if-changed
fixtures/make-image.sh
dotnet build bench/Strata.Bench.Peers -c Release --nologo -v quiet

# A mount namespace of its own; without the v2 hierarchy, which crun refuses beside v1.
exec unshare --mount --propagation private -- bash -euc '
    if mountpoint -q /sys/fs/cgroup/unified; then umount /sys/fs/cgroup/unified; fi
    exec bench/Strata.Bench.Peers/bin/net10.0/Release/net10.0/Strata.Bench.Peers "$@"' run-bench "$@"
