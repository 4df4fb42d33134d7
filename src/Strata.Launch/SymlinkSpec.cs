namespace Strata.Launch;

/// <summary>A symlink to make.</summary>
/// <param name="Path">Absolute path inside; its folder must exist and not be reached through symlinks.</param>
/// <param name="Target">What it says.</param>
public sealed record SymlinkSpec(string Path, string Target);
