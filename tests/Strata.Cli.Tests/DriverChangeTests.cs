using System.Diagnostics;
using Xunit;

namespace Strata.Cli.Tests;

/// <summary>One upper under one driver and then the other: what was changed by either is there under both.</summary>
[Trait("Kind", "Mount")]
public sealed class DriverChangeTests : NothingLeft
{
    /// <summary>Everything of a tree but what each driver may number and count as it likes: inode numbers, sizes and links of directories.</summary>
    private const string Snapshot =
        """
        find . ! -type d -printf '%p %M %n %U:%G %s %T@ %l\n' | sort
        find . -type d -printf '%p %M %U:%G %T@\n' | sort
        find . -type f -print0 | sort -z | xargs -0 sha256sum
        getfattr -R -h -d -m '^(user|security)' . | sort
        for one in link-a link-b; do echo "$one $(stat -c %i $one | cmp -s - <(stat -c %i link-a) && echo same)"; done
        """;

    private readonly string target;
    private readonly string[] folders;

    public DriverChangeTests(BusyboxStore store)
        : base(store)
    {
        target = Folder("change-mount");
        string under = Folder($"change-{Guid.NewGuid():n}");
        folders = ["--upper", Directory.CreateDirectory($"{under}/upper").FullName, "--work", Directory.CreateDirectory($"{under}/work").FullName];
    }

    [Theory]
    [InlineData("fuse", "kernel")]
    [InlineData("kernel", "fuse")]
    public void Upper_GoesBackAndForth(string first, string second)
    {
        string[] steps =
        [
            // Attributes of a large file alone (metacopy), a link of it, a renamed folder with a changed file (redirect),
            // deletions, an opaque folder, xattrs, a device.
            """
            chmod 700 bin/busybox; ln bin/busybox link-a; ln bin/busybox link-b; mv etc moved; echo more >>moved/passwd
            rm moved/group bin/sleep; rm -r tmp; mkdir tmp; echo t >tmp/new; setfattr -n user.note -v 1 moved; mknod null c 1 3
            """,

            // The content of what was left in the image, names of one file that were made under the other driver, a folder
            // that was renamed once, one that takes the place of another.
            """
            printf x >>link-a; mv moved moved-again; mkdir moved; echo n >moved/n; rm link-b; ln link-a link-b
            chown 5:6 moved-again/passwd; rmdir root; echo file >root; setfattr -x user.note moved-again; touch -d @1000000000 bin/busybox
            """,
            "rm -r moved-again bin/sh; cp -a bin bin-2; mv moved etc; printf y >>bin/busybox; mv null etc/null",
            "rm -r bin; mv bin-2 bin; echo end >>tmp/new; rm root",
        ];
        string[] drivers = [first, second];
        string? before = null;
        for (int i = 0; i < steps.Length + 2; i++)
        {
            Store.Ok(["mount", "--driver", drivers[i % 2], .. folders, "bb", target]);
            string seen = Shell(Snapshot.Replace("for one in link-a link-b", i > 0 ? "for one in link-a link-b" : "for one in", StringComparison.Ordinal));
            if (i > 0)
            {
                Assert.Equal(before, seen);
            }

            if (i < steps.Length)
            {
                Shell("set -e\n" + steps[i]);
                before = Shell(Snapshot);
            }

            Store.Ok("umount", target);
        }
    }

    [Fact]
    public void InodeNumber_OfACopiedUpFileStays()
    {
        foreach (string driver in new[] { "fuse", "kernel" })
        {
            string[] own = ["--upper", Folder($"change-upper-{driver}"), "--work", Folder($"change-work-{driver}")];
            List<string> numbers = [];
            foreach (string change in new[] { "true", "chmod 711 bin/busybox", "printf x >>bin/busybox", "mv bin bin-2" })
            {
                Store.Ok(["mount", "--driver", driver, .. own, "bb", target]);
                Shell(change);
                numbers.Add(Shell("stat -c %i bin*/busybox"));
                Store.Ok("umount", target);
            }

            Assert.Single(numbers.Distinct());
        }
    }

    private string Shell(string script)
    {
        ProcessStartInfo start = new("bash", ["-c", script]) { WorkingDirectory = target, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process shell = Process.Start(start)!;
        Task<string> errors = shell.StandardError.ReadToEndAsync();
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.True(shell.ExitCode == 0, $"{script}: {errors.Result}");
        return output;
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(Store.Folder, name)).FullName;
}
