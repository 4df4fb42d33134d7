using Xunit;

namespace Strata.RealWork;

/// <summary>
/// Real programs in a container of ours and over the kernel's overlayfs: the same script must print the same and leave
/// the same tree, contents included.
/// </summary>
[Collection(WorkCollection.Name)]
[Trait("Kind", "Container")]
public sealed class RealWorkTests(DemoImage image)
{
    // What the script leaves behind: every node with its attributes, every file with its digest. Left out is what no two
    // runs have in common: logs, caches, random ids, and what a container engine binds over /etc.
    private const string Listing = """

        echo '== tree'
        find / -xdev \( -path /proc -o -path /dev -o -path /sys -o -path /archive -o -path /run -o -path /tmp -o -path /var/log \
            -o -path /var/cache -o -path /var/lib/apt/lists -o -path /var/lib/dbus -o -path /etc/machine-id \
            -o -path /etc/hosts -o -path /etc/hostname -o -path /etc/resolv.conf -o -path /.dockerenv \) -prune \
            -o -printf '%P|%y|%m|%U|%G|%l\n' | sort
        echo '== contents'
        find / -xdev \( -path /proc -o -path /dev -o -path /sys -o -path /archive -o -path /run -o -path /tmp -o -path /var/log \
            -o -path /var/cache -o -path /var/lib/apt/lists -o -path /var/lib/dbus -o -path /etc/machine-id \
            -o -path /etc/hosts -o -path /etc/hostname -o -path /etc/resolv.conf -o -path '/srv/volatile*' \) -prune \
            -o -type f -print0 | sort -z | xargs -0 sha256sum
        """;

    [Fact]
    public void AptInstallOfPackagesWithMaintainerScripts_LeavesTheSameTree() => Compare("""
        rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*
        echo 'deb [trusted=yes] file:/archive ./' >/etc/apt/sources.list
        export DEBIAN_FRONTEND=noninteractive SOURCE_DATE_EPOCH=1700000000
        apt-get -qq update
        apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 install cron dbus >/srv/volatile.log 2>&1 || { cat /srv/volatile.log; exit 1; }
        dpkg -s cron dbus | grep -E '^(Package|Status|Version)'
        getent group crontab messagebus
        stat -c '%n %a %U %G' /usr/bin/crontab /var/spool/cron/crontabs /usr/lib/dbus-1.0/dbus-daemon-launch-helper
        """);

    [Fact]
    public void DpkgInstallsRunsAndRemoves_LeavesTheSameTree() => Compare("""
        dpkg -i /archive/hello_*.deb >/dev/null
        hello
        dpkg -L hello | head -5
        dpkg -r hello >/dev/null
        dpkg -i /archive/hello_*.deb >/dev/null
        """);

    [Fact]
    public void GitCloneAndCommit_LeaveTheSameRepository() => Compare("""
        export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_AUTHOR_DATE='2024-01-01T00:00:00Z'
        export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org GIT_COMMITTER_DATE='2024-01-01T00:00:00Z'
        cd /srv
        mkdir volatile-git && cd volatile-git
        git init -q -b main origin && cp -a /usr/lib/python3.11/json /usr/lib/python3.11/email origin/
        git -C origin add . && git -C origin commit -qm first
        git clone -q origin clone
        cd clone
        rm -r json && mv email mail && echo changed >>mail/charset.py
        git add -A && git commit -qm second
        git push -q origin HEAD:second
        git gc -q && git fsck --full
        git -C ../origin log --format='%H %s' second
        git status --short
        """);

    [Fact]
    public void PythonVenvAndCompileOfTheStandardLibrary_LeaveTheSameTree() => Compare("""
        # Compiled code that holds a hash of its source, not the time of its making, and the same order of its constants.
        export SOURCE_DATE_EPOCH=1700000000 PYTHONHASHSEED=0
        python3 -m venv /srv/venv
        /srv/venv/bin/python -c 'import sys; print(sys.prefix, sys.version_info[:2])'
        /srv/venv/bin/pip --version
        python3 -m compileall -q --invalidation-mode unchecked-hash /usr/lib/python3.11 || true
        find /usr/lib/python3.11 -name '*.pyc' | wc -l
        """);

    [Fact]
    public void TenThousandSmallFiles_AreMadeAndRemoved() => Compare("""
        python3 - <<'PY'
        import os, shutil
        for p in range(100):
            base = f"/srv/node_modules/p{p}/lib"
            os.makedirs(base)
            for f in range(100):
                with open(f"{base}/f{f}.js", "w") as out: out.write(f"module.exports = {p * f};\n" * (f % 7))
        for p in range(0, 100, 2): shutil.rmtree(f"/srv/node_modules/p{p}")
        for p in range(1, 100, 4): os.rename(f"/srv/node_modules/p{p}", f"/srv/node_modules/q{p}")
        print(sum(len(files) for _, _, files in os.walk("/srv/node_modules")))
        PY
        rm -rf /usr/lib/python3.11/email
        mkdir /usr/lib/python3.11/email
        ls -A /usr/lib/python3.11/email | wc -l
        """);

    [Theory]
    [InlineData("delete")]
    [InlineData("wal")]
    public void SqliteUnderConcurrentWriters_KeepsEveryRow(string journal) => Compare($$"""
        python3 - <<'PY'
        import os, sqlite3
        def connect():
            db = sqlite3.connect("/srv/volatile.db", timeout=60, isolation_level=None)
            return db
        db = connect()
        print(db.execute("pragma journal_mode={{journal}}").fetchone())
        db.execute("create table t(writer, n, primary key(writer, n))")
        db.close()
        children = []
        for writer in range(4):
            pid = os.fork()
            if pid == 0:
                mine = connect()
                for n in range(100):
                    mine.execute("begin immediate")
                    mine.execute("insert into t values(?, ?)", (writer, n))
                    mine.execute("commit")
                os._exit(0)
            children.append(pid)
        print([os.waitpid(pid, 0)[1] for pid in children])
        db = connect()
        print(db.execute("select count(*), sum(n) from t").fetchone(), db.execute("pragma integrity_check").fetchone())
        PY
        """);

    private void Compare(string script)
    {
        Shell kernel = image.InKernel(script + Listing);
        Assert.True(kernel.ExitCode == 0, $"the kernel's overlayfs: exit {kernel.ExitCode}\n{kernel.Output[..Math.Min(2000, kernel.Output.Length)]}\n{kernel.Errors}");
        Shell ours = image.InStrata(script + Listing, "--hostname", "realwork");
        Assert.True(ours.ExitCode == 0, $"ours: exit {ours.ExitCode}\n{ours.Output[..Math.Min(2000, ours.Output.Length)]}\n{ours.Errors}");
        string[] expected = kernel.Output.Split('\n');
        string[] actual = ours.Output.Split('\n');
        int same = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(
            expected.Length == same && actual.Length == same,
            $"from line {same}\nkernel:\n{string.Join('\n', expected.Skip(same).Take(5))}\nours:\n{string.Join('\n', actual.Skip(same).Take(5))}");
    }
}
