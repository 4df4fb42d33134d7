namespace Strata.Images;

/// <summary>What an image that is made of a new layer shall be.</summary>
public sealed record ImageCommit
{
    /// <summary>The image below the layer; null for an image of the layer alone.</summary>
    public Image? Base { get; init; }

    /// <summary>Its name; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>Who made it; may be empty.</summary>
    public string Author { get; init; } = "";

    /// <summary>A remark; may be empty.</summary>
    public string Message { get; init; } = "";

    /// <summary>The command that made the layer, for the history; may be empty.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>What the container had in the place of the image's settings; null where there was none.</summary>
    public CommittedSettings? Settings { get; init; }

    /// <summary>Instructions of a Dockerfile that change the configuration, <c>CMD ["sh"]</c>, in their order.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Whether building the layer leaves contents in the store that nothing needs, to be taken away afterwards.</summary>
    public bool LeavesRest { get; init; }
}
