namespace Strata.Images;

/// <summary>A step of an image's making, config.md of the image specification.</summary>
/// <param name="Created">When, where it is known.</param>
/// <param name="CreatedBy">The command that made it; may be empty.</param>
/// <param name="Comment">A remark; may be empty.</param>
/// <param name="EmptyLayer">Whether the step made no layer.</param>
public sealed record HistoryStep(DateTimeOffset? Created, string CreatedBy, string Comment, bool EmptyLayer);
