namespace Strata.Launch.Seccomp;

/// <summary>What the conditions of a profile are decided by.</summary>
/// <param name="Capabilities">The container's bounding set, as a mask.</param>
/// <param name="KernelRelease">The kernel's release, "6.12.3-amd64".</param>
public sealed record FilterTarget(ulong Capabilities, string KernelRelease)
{
    /// <summary>The machine's architecture by Go's name; the launcher knows no other yet.</summary>
    public const string Architecture = "amd64";

    /// <summary>Whether the kernel is at least this.</summary>
    /// <exception cref="LaunchException">That is no version.</exception>
    public bool HasKernel(string version) =>
        TryParse(version, whole: true, out Version? wanted)
            ? TryParse(KernelRelease, whole: false, out Version? own) && own >= wanted
            : throw SeccompProfile.Refusal($"minKernel \"{version}\" is no version as 4.8");

    /// <summary>Whether the bounding set has this capability.</summary>
    /// <exception cref="LaunchException">There is none of that name.</exception>
    public bool HasCapability(string name)
    {
        const string Prefix = "CAP_";
        string bare = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..].Replace("_", "", StringComparison.Ordinal) : "";
        return bare.Length > 0 && char.IsAsciiLetter(bare[0]) && Enum.TryParse(bare, ignoreCase: true, out Capability capability)
            ? (Capabilities >> (int)capability & 1) != 0
            : throw SeccompProfile.Refusal($"unknown capability \"{name}\"");
    }

    // Only major and minor count, as in Docker.
    private static bool TryParse(string text, bool whole, out Version? version)
    {
        version = null;
        string[] parts = text.Split('.');
        if (parts.Length < 2 || (whole && parts.Length > 2))
        {
            return false;
        }

        string minor = whole ? parts[1] : new string([.. parts[1].TakeWhile(char.IsAsciiDigit)]);
        return Version.TryParse($"{parts[0]}.{minor}", out version);
    }
}
