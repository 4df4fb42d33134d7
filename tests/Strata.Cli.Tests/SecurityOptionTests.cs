using System.Diagnostics;
using Xunit;

namespace Strata.Cli.Tests;

[Trait("Kind", "Container")]
public sealed class SecurityOptionTests(BusyboxStore store) : NothingLeft(store)
{
    private string Cache => Path.Combine(Store.Root, "seccomp");

    [Fact]
    public void WithoutTheOption_DockersProfileIsInForce()
    {
        (int code, _, string errors) = Store.Run("run", "--rm", "bb", "busybox", "unshare", "-U", "true");

        Assert.Equal(1, code);
        Assert.Contains("Operation not permitted", errors, StringComparison.Ordinal);
        Assert.Equal("Seccomp:\t2\n", Status("Seccomp:"));
        Assert.Equal("NoNewPrivs:\t0\n", Status("NoNewPrivs:"));
    }

    [Fact]
    public void Unconfined_FiltersNothing()
    {
        Store.Ok("run", "--rm", "--security-opt", "seccomp=unconfined", "bb", "busybox", "unshare", "-U", "true");

        Assert.Equal("Seccomp:\t0\n", Status("Seccomp:", "seccomp=unconfined"));
        Assert.Equal("Seccomp:\t2\n", Status("Seccomp:", "seccomp=unconfined", "seccomp=builtin"));
    }

    [Theory]
    [InlineData("1", "no-new-privileges")]
    [InlineData("1", "no-new-privileges:true")]
    [InlineData("0", "no-new-privileges=false")]
    public void NoNewPrivileges_IsSet(string expected, string option) => Assert.Equal($"NoNewPrivs:\t{expected}\n", Status("NoNewPrivs:", option));

    [Fact]
    public void Profile_OfAFileIsInForce()
    {
        string file = Profile("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO","errnoRet":28}]}""");
        (int code, _, string errors) = Store.Run("run", "--rm", "--security-opt", "seccomp=" + file, "bb", "busybox", "mkdir", "/x");

        Assert.Equal(1, code);
        Assert.Contains("No space left on device", errors, StringComparison.Ordinal);

        file = Profile("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_KILL_PROCESS"}]}""");
        Assert.Equal(159, Store.Run("run", "--rm", "--security-opt", "seccomp=" + file, "bb", "busybox", "mkdir", "/x").Code);
    }

    [Theory]
    [InlineData("seccomp=/no/such/file", "No such file or directory")]
    [InlineData("seccomp=", "expected a file")]
    [InlineData("seccomp=/dev/null", "not the JSON of a profile: line 1")]
    [InlineData("apparmor=docker-default", "profiles of AppArmor are not built yet")]
    [InlineData("label=type:container_t", "labels of SELinux are not built yet")]
    [InlineData("systempaths=unconfined", "not built yet")]
    [InlineData("no-new-privileges:maybe", "expected true or false")]
    [InlineData("nonsense=1", "--security-opt nonsense=1: unknown")]
    public void WhatIsNotBuilt_IsRefusedByName(string option, string message)
    {
        (int code, _, string errors) = Store.Run("run", "--rm", "--security-opt", option, "bb", "true");

        Assert.Equal(125, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongProfile_IsRefusedBeforeAnythingIsMade()
    {
        string file = Profile("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["opne"],"action":"SCMP_ACT_KILL"}]}""");
        (int code, _, string errors) = Store.Run("run", "--security-opt", "seccomp=" + file, "bb", "true");

        Assert.Equal(125, code);
        Assert.Contains("seccomp profile: unknown system call \"opne\"", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void CompiledFilter_IsFoundAgainWithoutTheLibrary()
    {
        Forget();
        Assert.True(LoadsTheLibrary());
        string entry = Assert.Single(Directory.GetFiles(Cache));
        DateTime made = File.GetLastWriteTimeUtc(entry);

        Assert.False(LoadsTheLibrary());
        Assert.Equal(made, File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(Cache))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(60)]
    [InlineData(int.MaxValue)]
    public void DamagedEntry_IsCompiledAgain(int where)
    {
        Forget();
        Store.Ok("run", "--rm", "bb", "true");
        string entry = Assert.Single(Directory.GetFiles(Cache));
        byte[] whole = File.ReadAllBytes(entry);
        byte[] damaged = [.. whole];
        damaged[Math.Min(where, whole.Length - 1)] ^= 0x10;
        File.WriteAllBytes(entry, where == 0 ? [] : where == 4 ? whole[..100] : damaged);

        Assert.Equal(1, Store.Run("run", "--rm", "bb", "busybox", "unshare", "-U", "true").Code);
        Assert.Equal(whole, File.ReadAllBytes(Assert.Single(Directory.GetFiles(Cache))));
    }

    [Fact]
    public void ManyEntries_DoNotStay()
    {
        Forget();
        Directory.CreateDirectory(Cache);
        for (int i = 0; i < 64; i++)
        {
            File.WriteAllText(Path.Combine(Cache, $"{i:x64}"), "old");
        }

        Store.Ok("run", "--rm", "bb", "true");

        Assert.Single(Directory.GetFiles(Cache));
    }

    [Fact]
    public void MissingLibrary_IsNamedWithItsPackage()
    {
        Forget();
        (int code, string errors) = WithoutLibrary("");
        Assert.Equal(125, code);
        Assert.Contains("apt-get install libseccomp2", errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), WithoutLibrary("--security-opt seccomp=unconfined"));
    }

    /// <summary>Runs in a mount namespace in which every libseccomp.so.2 is an empty file.</summary>
    private (int Code, string Errors) WithoutLibrary(string options)
    {
        string script = $"for f in /lib/x86_64-linux-gnu /usr/lib64; do [ ! -e $f/libseccomp.so.2 ] || mount --bind /dev/null $f/libseccomp.so.2; done; exec \"$0\" --root \"$1\" run --rm {options} bb true";
        using Process process = Process.Start(
            new ProcessStartInfo("unshare", ["--mount", "--propagation", "private", "sh", "-c", script, StrataProcess.Command, Store.Root]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }

    private bool LoadsTheLibrary()
    {
        using Process process = Store.Start("run", "--rm", "--name", "held", "-i", "bb", "cat");
        WaitUntilRunning("held");
        string maps = File.ReadAllText($"/proc/{process.Id}/maps");
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("/strata", maps, StringComparison.Ordinal);
        return maps.Contains("libseccomp", StringComparison.Ordinal);
    }

    private void Forget()
    {
        if (Directory.Exists(Cache))
        {
            Directory.Delete(Cache, recursive: true);
        }
    }

    private string Profile(string json)
    {
        string file = Path.Combine(Store.Folder, "profile.json");
        File.WriteAllText(file, json);
        return file;
    }

    private string Status(string field, params string[] options) =>
        Store.Ok(["run", "--rm", .. options.SelectMany(option => (string[])["--security-opt", option]), "bb", "busybox", "grep", "^" + field, "/proc/self/status"]);
}
