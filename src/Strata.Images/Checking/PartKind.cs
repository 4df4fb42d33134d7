namespace Strata.Images.Checking;

/// <summary>What a store is made of.</summary>
public enum PartKind
{
    /// <summary>The list of images, <c>images.json</c>.</summary>
    List,

    /// <summary>The manifest of an image.</summary>
    Manifest,

    /// <summary>The configuration of an image.</summary>
    Configuration,

    /// <summary>The recipe of a layer.</summary>
    Recipe,

    /// <summary>A chain image: derived from recipes.</summary>
    ChainImage,

    /// <summary>A content of files, an object.</summary>
    Content,

    /// <summary>A layer's blob that was kept as it came.</summary>
    KeptBlob,

    /// <summary>What a container or a mount says that it uses.</summary>
    Reference,
}
