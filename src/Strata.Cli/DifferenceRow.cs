namespace Strata.Cli;

/// <summary>A line of <c>strata diff --format json</c>.</summary>
/// <param name="Path">The absolute path; bytes that are no text as \xNN.</param>
/// <param name="Kind">added, changed, deleted.</param>
/// <param name="Changes">Of what was changed: type, mode, owner, size, content, xattr, mtime.</param>
/// <param name="Before">What it was; null where it is added.</param>
/// <param name="After">What it is; null where it is deleted.</param>
internal sealed record DifferenceRow(string Path, string Kind, IReadOnlyList<string> Changes, InodeRow? Before, InodeRow? After);
