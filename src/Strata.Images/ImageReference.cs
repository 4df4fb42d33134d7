using Strata.Blobs;

namespace Strata.Images;

/// <summary>
/// The name of an image: <c>name[:tag][@digest]</c>, after the grammar of the distribution project's reference package. Names
/// stay as people write them: <c>docker.io/library/</c> is dropped, never added.
/// </summary>
/// <param name="Repository">The name without tag and digest, for example <c>base</c> or <c>registry.example:5000/team/base</c>.</param>
/// <param name="Tag">The tag, or null where only a digest was given.</param>
/// <param name="Digest">The manifest's digest, where one was given.</param>
public sealed partial record ImageReference(string Repository, string? Tag, Digest? Digest)
{
    /// <summary>The tag of a name without tag and digest.</summary>
    public const string DefaultTag = "latest";

    /// <summary>The longest repository, in characters.</summary>
    public const int MaxRepositoryLength = 255;

    /// <summary>The longest tag, in characters.</summary>
    public const int MaxTagLength = 128;

    /// <summary>The name under which an image is kept: repository and tag, <c>base:latest</c>. Null without a tag.</summary>
    public string? Name => Tag is null ? null : $"{Repository}:{Tag}";

    /// <summary>Repository, tag and digest as they were given.</summary>
    public override string ToString() =>
        Repository + (Tag is null ? "" : ":" + Tag) + (Digest is { } digest ? "@" + digest : "");
}
