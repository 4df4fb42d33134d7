namespace Strata.Cli;

/// <summary>A line of <c>strata history --format json</c>; where Docker has the field the name is Docker's.</summary>
/// <param name="DiffID">The layer; null where the step made none.</param>
/// <param name="CreatedAt">When the step was made.</param>
/// <param name="CreatedSince">How long ago that is.</param>
/// <param name="CreatedBy">The command that made it.</param>
/// <param name="Size">Bytes of the layer's uncompressed tar.</param>
/// <param name="SharedWith">Other images that have the layer; empty for one that is this image's own.</param>
/// <param name="Comment">A remark.</param>
internal sealed record HistoryListRow(
    string? DiffID, DateTimeOffset? CreatedAt, string CreatedSince, string CreatedBy, long Size, IReadOnlyList<string> SharedWith, string Comment);
