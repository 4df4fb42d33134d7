using Strata.Linux;

namespace Strata.Launch;

/// <summary>One mount inside the container. Its target is made if it is missing.</summary>
public sealed record MountSpec
{
    /// <summary>The file system type for fsopen(2), for example "proc" or "tmpfs"; null is a bind of <see cref="Source"/>.</summary>
    public string? Type { get; init; }

    /// <summary>For a bind, an absolute path on the host; else what the kernel shows as the mount's source.</summary>
    public string Source { get; init; } = "none";

    /// <summary>Absolute path inside the root. Symlinks on the way are resolved inside the root.</summary>
    public required string Target { get; init; }

    /// <summary>Options of the file system, "size=64m" or "ro"-like words without a value, for fsconfig(2).</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Flags of the mount.</summary>
    public MountAttributes Attributes { get; init; }

    /// <summary>Whether a bind takes the mounts below its source with it; attributes then hold for all of them.</summary>
    public bool Recursive { get; init; } = true;

    /// <summary>
    /// Refuse a target that passes through a symlink, as an image could redirect what it must not: /proc, /sys, /dev.
    /// </summary>
    public bool RefuseSymlinks { get; init; }

    /// <summary>A bind of a file or directory of the host, its symlinks followed there.</summary>
    public static MountSpec Bind(string source, string target, bool readOnly = false, bool recursive = true) => new()
    {
        Source = source,
        Target = target,
        Attributes = readOnly ? MountAttributes.ReadOnly : MountAttributes.None,
        Recursive = recursive,
    };

    /// <summary>A tmpfs of at most <paramref name="size"/> (for example "64m"), whose root has these permissions in octal.</summary>
    public static MountSpec Tmpfs(string target, string size, string mode, MountAttributes attributes) => new()
    {
        Type = "tmpfs",
        Source = "tmpfs",
        Target = target,
        Options = [$"size={size}", $"mode={mode}"],
        Attributes = attributes,
    };
}
