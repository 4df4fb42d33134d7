#!/usr/bin/env bash
# run-bench.sh - measure side by side with tar, podman, crun, fuse-overlayfs and the kernel's overlayfs, in one run.
#
# usage: ./run-bench.sh [--rounds N] [--only disk,load,mount,walk,stream,run,memory] [--image LAYOUT:TAG]
#
# As root. The table goes to bench/results/peers.md. About ten minutes and 6 GB in /var/tmp.
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
