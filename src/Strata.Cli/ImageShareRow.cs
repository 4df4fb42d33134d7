namespace Strata.Cli;

/// <summary>An image in <c>strata system df -v --format json</c>. Bytes as allocated on the disk.</summary>
/// <param name="Repository">A name of it without the tag; <c>&lt;none&gt;</c> without one.</param>
/// <param name="Tag">The tag.</param>
/// <param name="ID">The digest of the configuration.</param>
/// <param name="CreatedSince">How long ago it was made.</param>
/// <param name="Size">Bytes of all that it needs.</param>
/// <param name="SharedSize">Bytes that other images need, too.</param>
/// <param name="UniqueSize">Bytes that no other image needs.</param>
/// <param name="Reclaimable">Bytes that come back when it is removed: none where somebody uses it.</param>
/// <param name="Inodes">Inodes of all that it needs.</param>
/// <param name="SharedInodes">Inodes that other images need, too.</param>
/// <param name="UniqueInodes">Inodes that no other image needs.</param>
/// <param name="ReclaimableInodes">Inodes that come back when it is removed.</param>
/// <param name="Users">Containers and mounts that use it.</param>
internal sealed record ImageShareRow(
    string Repository, string Tag, string ID, string CreatedSince, long Size, long SharedSize, long UniqueSize, long Reclaimable,
    long Inodes, long SharedInodes, long UniqueInodes, long ReclaimableInodes, IReadOnlyList<string> Users);
