#!/usr/bin/env bash
# without-root.sh - run a command as root of a user namespace of its own, who is nobody outside of it.
#
# usage: eng/without-root.sh COMMAND [ARGUMENT...]
#
# As root, who may map any ids: 0 to 65535 inside are 100000 to 165535 outside. In a mount namespace of its own, too, with
# a /dev/fuse that is everyone's, as udev makes it.
set -euo pipefail

if [ -z "${STRATA_WITHOUT_ROOT-}" ]; then
    export STRATA_WITHOUT_ROOT=1
    exec unshare --mount --propagation private -- "$0" "$@"
fi
unset STRATA_WITHOUT_ROOT
gate=$(mktemp -d)
trap 'umount /dev/fuse; rm -rf "$gate"' EXIT
mkfifo "$gate/mapped"
mknod -m 666 "$gate/fuse" c 10 229
mount --bind "$gate/fuse" /dev/fuse

# Without a map the first exec would drop the capabilities in the new namespace, but for --keep-caps.
unshare --user --mount --propagation private --keep-caps -- \
    sh -c 'read -r _ <"$1"; shift; exec setpriv --reuid 0 --regid 0 --clear-groups --inh-caps=-all -- "$@"' sh "$gate/mapped" "$@" &
pid=$!
while [ "$(readlink "/proc/$pid/ns/user")" = "$(readlink /proc/self/ns/user)" ]; do
    sleep 0.01
done
echo '0 100000 65536' >"/proc/$pid/uid_map"
echo '0 100000 65536' >"/proc/$pid/gid_map"
echo go >"$gate/mapped"
wait "$pid"
