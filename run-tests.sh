#!/usr/bin/env bash
# run-tests.sh - build everything with warnings as errors, check the format, run all tests.
#
# usage: ./run-tests.sh [--filter EXPRESSION]      (a filter of `dotnet test`, for example Kind=Unit)
#
# As root. What mounts does so in a mount namespace of its own, which ends with the tests.
set -euo pipefail
cd "$(dirname "$0")"

filter=()
while [ $# -gt 0 ]; do
    case $1 in
        --filter) filter=(--filter "$2"); shift 2 ;;
        *) sed -n '4s/^# //p' "$0" >&2; exit 2 ;;
    esac
done
if [ "$(id -u)" -ne 0 ]; then
    echo 'run-tests: as root: the tests mount file systems and start containers' >&2
    exit 1
fi

say() { printf '== %s (%s s)\n' "$*" "$SECONDS"; }

eng/install-deps.sh build test
say 'build'
dotnet restore Storage.sln --nologo -v quiet
dotnet build Storage.sln --no-restore --nologo -v quiet
say 'format'
dotnet format Storage.sln --no-restore --verify-no-changes
say 'publish'
eng/publish.sh
export STRATA_BINARY=$PWD/artifacts/strata/strata

# One assembly after the other: each takes both cores, and a failure names its room.
failed=() passed=0 broken=0
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
chmod 1777 "$results"
suite() {
    local name=$1 counts p f
    shift
    say "$name"
    if ! "$@" --nologo -v quiet --logger "trx;LogFileName=$results/$name.trx" --logger 'console;verbosity=normal' >"$results/$name.log" 2>&1; then
        failed+=("$name")
        grep -vE '^ +Passed ' "$results/$name.log" | tail -150
    fi
    if [ -f "$results/$name.trx" ]; then
        counts=$(grep -o '<Counters [^>]*>' "$results/$name.trx")
        p=$(sed -E 's/.* passed="([0-9]+)".*/\1/' <<<"$counts")
        f=$(sed -E 's/.* failed="([0-9]+)".*/\1/' <<<"$counts")
        echo "$name: $p passed, $f failed"
        passed=$((passed + p)) broken=$((broken + f))
    fi
}
# Once more where a guest did not start (3), or where the control (-u), which has only chance on its side, lost nothing.
power_cuts() {
    local status=0
    eng/guest/power-cuts.sh "$@" || status=$?
    if [ $status -eq 3 ] || [ "$status $1" = '1 -u' ]; then
        status=0
        eng/guest/power-cuts.sh "$@" || status=$?
    fi
    return $status
}
for project in tests/*/*.csproj; do
    suite "$(basename "$project" .csproj)" unshare --mount --propagation private -- dotnet test "$project" --no-build "${filter[@]}"
done
if [ ${#filter[@]} -eq 0 ]; then
    # Once more as root of a user namespace, to whom the source tree is read-only, and a home of its own.
    mkdir -m 1777 "$results/home"
    HOME=$results/home DOTNET_CLI_HOME=$results/home suite Strata.Conformance.WithoutRoot \
        eng/without-root.sh dotnet test tests/Strata.Conformance/bin/*/Debug/*/Strata.Conformance.dll --filter 'Needs!=Root'

    # Guests whose power is cut while they work on a store; the control must lose something.
    eng/install-deps.sh guest
    say 'power cuts'
    if power_cuts -n 12 && power_cuts -u -n 2; then
        passed=$((passed + 2))
    else
        failed+=(power-cuts) broken=$((broken + 1))
    fi
    say 'fs-verity in a guest'
    if eng/guest/verity.sh; then
        passed=$((passed + 1))
    else
        failed+=(fs-verity) broken=$((broken + 1))
    fi
fi

say 'done'
echo "$passed passed, $broken failed"
if [ ${#failed[@]} -gt 0 ] || [ "$passed" -eq 0 ]; then
    echo "failed: ${failed[*]}" >&2
    exit 1
fi
