#!/usr/bin/env bash
# publish.sh - compile the native command: artifacts/strata/strata, with its other names as links beside it.
#
# usage: eng/publish.sh [--framework net10.0|net9.0] [--if-changed]
#   --framework   by default net10.0; net9.0 where the registry lacks the NativeAOT runtime pack for .NET 10
#   --if-changed  do nothing where the command is newer than every source file
set -euo pipefail
cd "$(dirname "$0")/.."

framework= if_changed=no
while [ $# -gt 0 ]; do
    case $1 in
        --framework) framework=$2; shift 2 ;;
        --if-changed) if_changed=yes; shift ;;
        *) sed -n '4,6s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done

out=artifacts/strata
if [ $if_changed = yes ] && [ -x $out/strata ] &&
    [ -z "$(find src Directory.*.props global.json eng/publish.sh \( -name bin -o -name obj \) -prune -o -type f -newer $out/strata -print -quit)" ]; then
    exit 0
fi

# restore FRAMEWORK: what it says of a missing package goes to stdout.
restore() {
    dotnet restore src/Strata.Cli/Strata.Cli.csproj -r linux-x64 -p:StrataAot=true "-p:StrataFramework=$1" --nologo -v quiet
}
if [ -z "$framework" ]; then
    framework=net10.0
    if ! said=$(restore net10.0 2>&1); then
        grep -q 'Runtime.NativeAOT' <<<"$said" || { echo "$said" >&2; exit 1; }
        framework=net9.0
    fi
fi
restore "$framework"
dotnet publish src/Strata.Cli/Strata.Cli.csproj -r linux-x64 -c Release --no-restore --nologo -v quiet \
    -p:StrataAot=true "-p:StrataFramework=$framework" -o $out.new
rm -f $out.new/*.pdb $out.new/*.xml
rm -rf $out
mv $out.new $out
for name in strata-overlay strata-runtime; do
    ln -s strata $out/$name
done
echo "published $out/strata ($framework, $(stat -c %s $out/strata) bytes)" >&2
