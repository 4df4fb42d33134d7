using Strata.Linux;

namespace Strata.Containers;

/// <summary>What <c>--security-opt</c> says.</summary>
public sealed record SecuritySettings
{
    /// <summary><see cref="SeccompProfile"/> of a container whose system calls nobody filters.</summary>
    public const string Unconfined = "unconfined";

    private const int LargestProfile = 4 << 20;

    /// <summary>Whether set-id programs and file capabilities give nothing inside; as in Docker, they do.</summary>
    public bool NoNewPrivileges { get; init; }

    /// <summary>The JSON of a profile, <see cref="Unconfined"/>, or null for the default profile.</summary>
    public string? SeccompProfile { get; init; }

    /// <summary>Reads the values of the option; the last one of a kind counts.</summary>
    /// <exception cref="ContainerException">One is unknown, or cannot be had here.</exception>
    public static SecuritySettings Parse(IEnumerable<string> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SecuritySettings settings = new();
        foreach (string option in options)
        {
            int end = option.AsSpan().IndexOfAny('=', ':');
            string name = end < 0 ? option : option[..end];
            string? value = end < 0 ? null : option[(end + 1)..];
            settings = (name, value) switch
            {
                ("no-new-privileges", null or "true") => settings with { NoNewPrivileges = true },
                ("no-new-privileges", "false") => settings with { NoNewPrivileges = false },
                ("no-new-privileges", _) => throw Refusal(option, "expected true or false"),
                ("seccomp", Unconfined) => settings with { SeccompProfile = Unconfined },
                ("seccomp", "builtin") => settings with { SeccompProfile = null },
                ("seccomp", { Length: > 0 } file) => settings with { SeccompProfile = ReadProfile(option, file) },
                ("seccomp", _) => throw Refusal(option, "expected a file, \"unconfined\" or \"builtin\""),
                ("apparmor", Unconfined) when !IsConfinedByAppArmor => settings,
                ("apparmor", Unconfined) => throw Refusal(option, "this process has a profile of AppArmor itself, which containers keep"),
                ("apparmor", _) => throw Refusal(option, "profiles of AppArmor are not built yet"),
                ("label", "disable") when !HasSeLinux => settings,
                ("label", _) => throw Refusal(option, "labels of SELinux are not built yet"),
                ("systempaths" or "writable-cgroups", _) => throw Refusal(option, "not built yet"),
                _ => throw Refusal(option, "unknown"),
            };
        }

        return settings;
    }

    private static bool HasSeLinux => Sys.StatAt(FileFd.WorkingDirectory, "/sys/fs/selinux/enforce"u8, out _) == Errno.Ok;

    // What has no profile of its own gives containers none: there is nothing to switch off.
    private static bool IsConfinedByAppArmor =>
        FileText.Read(FileFd.WorkingDirectory, "/sys/module/apparmor/parameters/enabled"u8, 16, out byte[] enabled) == Errno.Ok
        && enabled is [(byte)'Y', ..]
        && !(FileText.Read(FileFd.WorkingDirectory, "/proc/self/attr/current"u8, 4096, out byte[] profile) == Errno.Ok
            && profile.AsSpan().StartsWith("unconfined"u8));

    private static ContainerException Refusal(string option, string why) => new($"--security-opt {option}: {why}");

    private static string ReadProfile(string option, string file) =>
        FileText.Read(FileFd.WorkingDirectory, PathText.Bytes(file), LargestProfile, out byte[] json) is not Errno.Ok and var error
            ? throw Refusal(option, error.Message())
            : System.Text.Encoding.UTF8.GetString(json);
}
