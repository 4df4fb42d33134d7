namespace Strata.Cli;

/// <summary>What <c>strata image tree --format json</c> prints.</summary>
/// <param name="Layers">The layers, the lowest first; paths refer to them by their number.</param>
/// <param name="WastedBytes">Bytes of contents that only take room, of all layers.</param>
/// <param name="Wasted">The paths that they belong to.</param>
/// <param name="Files">Every path that the image shows.</param>
internal sealed record TreeReport(
    IReadOnlyList<TreeLayerRow> Layers, long WastedBytes, IReadOnlyList<TreeWastedRow> Wasted, IReadOnlyList<TreeFileRow> Files);
