using Strata.Images;

namespace Strata.Cli;

/// <summary>Names and IDs of images as tables show them.</summary>
internal static class ImageText
{
    /// <summary>What stands for a name, a tag or an ID that is not there.</summary>
    public const string None = "<none>";

    /// <summary>The short form of <c>sha256:HEX</c>.</summary>
    public static string Short(string id) => id["sha256:".Length..][..Image.ShortLength];

    /// <summary>Repository and tag of a name; of an image without any, two times <see cref="None"/>.</summary>
    public static (string Repository, string Tag) Split(string? name)
    {
        int colon = name?.LastIndexOf(':') ?? -1;
        return name is null ? (None, None) : (name[..colon], name[(colon + 1)..]);
    }
}
