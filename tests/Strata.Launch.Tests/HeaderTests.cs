using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Strata.Linux;
using Xunit;

namespace Strata.Launch.Tests;

/// <summary>The numbers of calls, capabilities and flags against the kernel's headers.</summary>
[Trait("Kind", "Unit")]
public sealed partial class HeaderTests
{
    private static readonly Lazy<Dictionary<string, string>> Macros = new(ReadMacros);

    [Fact]
    public void Calls_have_the_kernels_numbers()
    {
        Syscall[] calls = typeof(Syscall).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (Syscall)f.GetValue(null)!).ToArray();
        Assert.True(calls.Length > 35);
        Assert.All(calls.Where(c => c != Syscall.Raise), c => Assert.Equal(Value("__NR_" + c.Name), c.Number));
    }

    [Fact]
    public void Capabilities_have_the_kernels_numbers()
    {
        Capability[] all = Enum.GetValues<Capability>();
        Assert.Equal(Value("CAP_LAST_CAP") + 1, all.Length);
        Assert.All(all, c => Assert.Equal(Value("CAP_" + Snake(c.ToString())), (long)c));
    }

    [Theory]
    [InlineData(Namespaces.Mount, "CLONE_NEWNS")]
    [InlineData(Namespaces.Cgroup, "CLONE_NEWCGROUP")]
    [InlineData(Namespaces.Uts, "CLONE_NEWUTS")]
    [InlineData(Namespaces.Ipc, "CLONE_NEWIPC")]
    [InlineData(Namespaces.Pid, "CLONE_NEWPID")]
    [InlineData(Namespaces.Network, "CLONE_NEWNET")]
    public void Namespaces_have_the_kernels_flags(Namespaces kind, string macro) => Assert.Equal(Value(macro), (long)kind);

    [Theory]
    [InlineData(MountAttributes.ReadOnly, "MOUNT_ATTR_RDONLY")]
    [InlineData(MountAttributes.NoSetUid, "MOUNT_ATTR_NOSUID")]
    [InlineData(MountAttributes.NoDevices, "MOUNT_ATTR_NODEV")]
    [InlineData(MountAttributes.NoExecute, "MOUNT_ATTR_NOEXEC")]
    [InlineData(MountAttributes.NoAccessTime, "MOUNT_ATTR_NOATIME")]
    [InlineData(MountAttributes.StrictAccessTime, "MOUNT_ATTR_STRICTATIME")]
    public void Mount_attributes_have_the_kernels_flags(MountAttributes attribute, string macro) => Assert.Equal(Value(macro), (long)attribute);

    [Fact]
    public void Named_numbers_of_a_full_plan_are_what_their_names_say()
    {
        LaunchPlan plan = LaunchPlan.For(DefaultSpec.For("/r", ["x"]) with
        {
            Terminal = new TerminalSpec(),
            ReadOnlyRoot = true,
            HostName = "h",
            SeccompFilter = new byte[8],
            ResourceLimits = [new ResourceLimit(7, 1, 1)],
            Capabilities = new CapabilitySets { Ambient = 1 },
        });
        int compared = 0;
        foreach (Argument argument in plan.Steps.SelectMany(s => s.Arguments).Where(a => a.Data is null && a.Slot is null))
        {
            string[] names = argument.ToString().Split('|');
            if (names.All(n => Macros.Value.ContainsKey(n)))
            {
                long value = names.Aggregate(0L, (sum, name) => sum | Value(name));

                // Descriptors are always close-on-exec, which is not printed: O_CLOEXEC, SOCK_CLOEXEC and OPEN_TREE_CLOEXEC are one bit.
                long given = unchecked((long)argument.Value);
                Assert.True(value == given || value == (given & ~0x80000L), $"{argument} is {value}, not {given}");
                compared++;
            }
        }

        Assert.InRange(compared, 100, int.MaxValue);
    }

    private static long Value(string macro)
    {
        string text = Macros.Value[macro].Trim('(', ')', ' ').TrimEnd('U', 'L');
        if (Macros.Value.ContainsKey(text))
        {
            return Value(text);
        }

        Match made = Ioctl().Match(text);
        if (made.Success)
        {
            // _IOW(type, number, int): direction 1, size 4; _IO(type, number): neither.
            long direction = made.Groups[1].Length > 0 ? (1L << 30) | (4L << 16) : 0;
            return direction | ((long)made.Groups[2].Value[0] << 8) | Convert.ToInt64(made.Groups[3].Value, 16);
        }

        string[] shift = text.Split("<<");
        if (shift.Length == 2)
        {
            return Number(shift[0].Trim(' ', 'U', 'L', '(')) << (int)Number(shift[1].Trim(' ', 'U', 'L', ')'));
        }

        return Number(text);
    }

    private static long Number(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? Convert.ToInt64(text, 16)
        : text.Length > 1 && text[0] == '0' ? Convert.ToInt64(text, 8)
        : long.Parse(text, CultureInfo.InvariantCulture);

    private static string Snake(string name) => Capital().Replace(name, "_$0").ToUpperInvariant();

    private static Dictionary<string, string> ReadMacros()
    {
        string[] headers =
        [
            "asm/unistd.h", "linux/capability.h", "linux/sched.h", "linux/mount.h", "linux/fcntl.h", "linux/prctl.h", "linux/seccomp.h",
            "linux/close_range.h", "asm/ioctls.h", "linux/sockios.h", "asm/signal.h", "asm/resource.h",
        ];
        ProcessStartInfo start = new("gcc", ["-E", "-dM", "-D_GNU_SOURCE", .. headers.SelectMany(h => new[] { "-include", h }), "-xc", "/dev/null"]) { RedirectStandardOutput = true };
        using Process gcc = Process.Start(start)!;
        string output = gcc.StandardOutput.ReadToEnd();
        gcc.WaitForExit();
        Assert.Equal(0, gcc.ExitCode);
        return Define().Matches(output).DistinctBy(m => m.Groups[1].Value).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
    }

    [GeneratedRegex(@"^#define (\w+) (.+)$", RegexOptions.Multiline)]
    private static partial Regex Define();

    [GeneratedRegex("(?<=.)[A-Z]")]
    private static partial Regex Capital();

    [GeneratedRegex(@"^_IO(W?)\('(.)', *(0x[0-9a-fA-F]+)(?:, int)?$")]
    private static partial Regex Ioctl();
}
