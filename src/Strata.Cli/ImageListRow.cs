namespace Strata.Cli;

/// <summary>A line of <c>strata images --format json</c>; the names are those of <c>docker images --format json</c>.</summary>
/// <param name="Repository">The name without the tag; <c>&lt;none&gt;</c> for an image without a name.</param>
/// <param name="Tag">The tag.</param>
/// <param name="ID">The digest of the configuration, whole.</param>
/// <param name="Digest">The digest of the manifest.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedSince">How long ago that is.</param>
/// <param name="Size">Bytes of its layers' uncompressed tars.</param>
internal sealed record ImageListRow(
    string Repository, string Tag, string ID, string Digest, DateTimeOffset? CreatedAt, string CreatedSince, long Size);
