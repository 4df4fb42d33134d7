using Strata.Bench.Peers.Measuring;
using Strata.Bench.Peers.Mounting;
using Strata.Bench.Peers.Trees;

namespace Strata.Bench.Peers.Driver;

/// <summary>
/// Works that people do, each round in a new writable mount of the demo's image with a layer for them: git status, a compile,
/// extraction of a tar, npm install, apt-get install. git, make, gcc, tar and npm are this machine's, apt runs in a chroot.
/// </summary>
internal static class WorkSection
{
    private const string PrepareApt = """
        rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*
        echo 'deb [trusted=yes] file:/srv/work/packages ./' >/etc/apt/sources.list
        exec apt-get -qq update
        """;

    private const string Apt = "exec apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 install cron dbus >/srv/apt.log 2>&1";

    public static void Measure(Bench bench, DriverTable table)
    {
        WorkTree work = WorkTree.Make(bench.Workspace, bench.Trees.RealNodes);
        if (work.NodePackage is null)
        {
            table.Note("npm install left out: there is no npm");
        }

        Race race = Race.Run(Math.Min(bench.Options.Rounds, 5), [.. bench.Peers.Select(peer => new Lane(peer.Name, record =>
        {
            using Mount mount = peer.Show(work.Tree, "work", writable: true);
            Do(work, mount.Path, Path.Combine(bench.Workspace.Folder, "npm-cache"), record);
        }))]);
        foreach (string name in race.Works)
        {
            table.Add(race, name, name);
        }
    }

    private static void Do(WorkTree work, string root, string npmCache, Recorder record)
    {
        double Shell(string line)
        {
            Command.Time("sync");
            return Command.Time("bash", "-euc", line);
        }

        // The checkout's owner may be another one than ours in a container; git's own cache in the index is that of another tree.
        string git = $"git -c safe.directory='*' -C '{root}/{WorkTree.Checkout}' status --porcelain >/dev/null";
        record("git status of 5,000 files, first time (contents read)", Shell(git));
        record("git status, again", Shell(git));
        record("compile of 41 C sources (make -j2)", Shell($"exec make -s -j2 -C '{root}/{WorkTree.Project}'"));
        record("extraction of a tar of 5,000 files", Shell($"mkdir '{root}/srv/extracted'; exec tar -C '{root}/srv/extracted' -xf '{work.Archive}'"));
        record("rm -r of them", Shell($"exec rm -r '{root}/srv/extracted'"));
        if (work.NodePackage is not null)
        {
            record("npm install of 2,400 files from a local package", Shell(
                $"cd '{root}/{WorkTree.Application}'; exec npm install --silent --offline --no-audit --no-fund --ignore-scripts --cache '{npmCache}' >/dev/null"));
        }

        InChroot(root, PrepareApt);
        Command.Time("sync");
        record("apt-get install of 9 local packages", InChroot(root, Apt));
    }

    private static double InChroot(string root, string script) => Command.Time(
        "unshare", "--mount", "--propagation", "private", "bash", "-euc", """
            mount -t proc proc "$0/proc"
            mount --rbind /dev "$0/dev"
            exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive chroot "$0" sh -ec "$1"
            """,
        root,
        script);
}
