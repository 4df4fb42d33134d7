#!/bin/bash
# power-cut-guest.sh - what runs in the guest between two power cuts; started by power-cuts.sh.
#
# usage: power-cut-guest.sh STRATA BOOT [check]
#
# First it looks whether everything is there that was acknowledged before the last cut, then it works until it is cut
# off: it loads, pulls, commits, removes and prunes images, and writes files with fsync into a mount. The log of what was
# begun and what was acknowledged is /out/log, a file of the host's, which outlives the guest. /host has the images, and
# the data of a registry with two more.
# Exit status: 0 everything is there, 1 something is not, 4 a command failed that should not have.
set -uo pipefail
strata=$1 boot=$2 only_check=${3-}
export STRATA_ROOT=/scratch/store
log=/out/log
say() { echo "$*" >>$log; }
fail() { echo "boot $boot: $*"; exit 1; }
broken() { echo "boot $boot: $*"; exit 4; }
mkdir -p /scratch/upper /scratch/work /scratch/changes /mnt/union
touch $log
[ -n "$only_check" ] || docker-registry serve /host/registry.yml >/out/registry 2>&1 &
registry=$!

# ---- what was acknowledged -----------------------------------------------------------------------------------------
if [ -e /scratch/store/version ]; then
    report=$("$strata" system check --read-data 2>&1) || fail "the store is not sound:" "$report"
fi
declare -A state=()
while read -r word what image; do
    case "$word $what" in
        'begin load' | 'begin pull' | 'begin commit' | 'begin rmi') state[$image]=unknown ;;
        'done load' | 'done pull' | 'done commit') state[$image]=here ;;
        'done rmi') state[$image]=gone ;;
        'begin prune') for i in "${!state[@]}"; do [ "$i" = base ] || [ "${state[$i]}" != here ] || state[$i]=unknown; done ;;
        'done prune') for i in "${!state[@]}"; do [ "$i" = base ] || state[$i]=gone; done ;;
    esac
done <$log
there=" $("$strata" images | awk 'NR > 1 {printf "%s ", $1}')" || fail 'images cannot be listed'
known=0
for image in "${!state[@]}"; do
    case ${state[$image]} in
        here) [[ $there == *" $image "* ]] || fail "image $image was loaded and is not there; there are:$there" ;;
        gone) [[ $there != *" $image "* ]] || fail "image $image was removed and is there" ;;
        *) continue ;;
    esac
    known=$((known + 1))
done
if [ "${state[base]-}" != here ]; then
    say begin load base
    "$strata" load -q -i /host/images:base || broken 'base cannot be loaded'
    say 'done' load base
fi
"$strata" mount --upper /scratch/upper --work /scratch/work base /mnt/union || fail 'base cannot be mounted'
cat >/tmp/files.pl <<'PERL'
use strict; use IO::Handle; use Fcntl;
my ($mode, $boot) = @ARGV;
sub body { my $n = shift; return "item $n " . ("x" x (500 + $n * 377 % 30000)) . "\n"; }
my (@acked, %body);
open(my $log, "<", "/out/log") or die; while (<$log>) { push @acked, $1 if /^done file (\d+)$/; } close $log;
if ($mode eq "check") {
    for my $n (@acked) {
        open(my $f, "<", "/mnt/union/work/$n") or die "file $n was written with fsync and is not there: $!\n";
        local $/; my $got = <$f> // "";
        die "file $n was written with fsync and has other bytes (" . length($got) . ")\n" if $got ne body($n);
    }
    print scalar(@acked) . "\n"; exit 0;
}
my $n = @acked ? $acked[-1] : 0;
mkdir "/mnt/union/work";
sub sync_path { my $h; sysopen($h, $_[0], O_RDONLY) or die "$_[0]: $!"; IO::Handle::sync($h) or die "fsync $_[0]: $!"; }
sync_path("/mnt/union");
open(my $ack, ">>", "/out/log") or die; $ack->autoflush(1);
while (1) {
    $n++;
    my $name = $n % 2 ? "/mnt/union/work/$n" : "/mnt/union/work/.new";
    open(my $f, ">", $name) or die "$name: $!"; print $f body($n) or die; $f->flush or die; $f->sync or die "fsync: $!"; close $f;
    rename $name, "/mnt/union/work/$n" or die if $n % 2 == 0;
    sync_path("/mnt/union/work");
    syswrite($ack, "done file $n\n");
    select(undef, undef, undef, 0.2);
}
PERL
files=$(perl /tmp/files.pl check $boot 2>&1) || fail "$files"
echo "boot $boot: sound; $known images as acknowledged, $files files written with fsync"
[ -z "$only_check" ] || { "$strata" umount /mnt/union; exit 0; }

# ---- work, until the power is cut ----------------------------------------------------------------------------------
until (exec 3<>/dev/tcp/127.0.0.1/5000) 2>/dev/null; do
    kill -0 $registry 2>/dev/null || broken "the registry ended: $(cat /out/registry)"
    sleep 0.2
done
perl /tmp/files.pl write $boot >/out/writer 2>&1 &
writer=$!
RANDOM=$boot
touch "/out/ready-$boot"
loaded=(one two three) pulled=(127.0.0.1:5000/four 127.0.0.1:5000/five) committed=(made-1 made-2)
all=("${loaded[@]}" "${pulled[@]}" "${committed[@]}")
while :; do
    case $((RANDOM % 12)) in
        [0-2])
            image=${loaded[RANDOM % 3]}
            say begin load $image
            "$strata" load -q -i "/host/images:$image" >/dev/null || broken "load $image failed"
            say 'done' load $image ;;
        [3-5])
            image=${pulled[RANDOM % 2]}
            say begin pull $image
            "$strata" pull -q $image >/dev/null || broken "pull $image failed"
            say 'done' pull $image ;;
        [67])
            image=${committed[RANDOM % 2]}
            head -c $((5000 + RANDOM)) /dev/urandom >/scratch/changes/file-$((RANDOM % 5))
            say begin commit $image
            "$strata" commit --upper /scratch/changes --base base $image >/dev/null || broken "commit $image failed"
            say 'done' commit $image ;;
        [89] | 10)
            image=${all[RANDOM % ${#all[@]}]}
            say begin rmi $image
            "$strata" rmi -f $image >/dev/null || broken "rmi $image failed"
            say 'done' rmi $image ;;
        *)
            say begin prune
            "$strata" system prune -af >/dev/null || broken 'prune failed'
            say 'done' prune ;;
    esac
    kill -0 $writer 2>/dev/null || broken "the writer ended: $(cat /out/writer)"
done
