namespace Strata.Cli;

/// <summary>A layer in <c>strata image tree</c>.</summary>
/// <param name="Number">Its number, the lowest is 1.</param>
/// <param name="DiffID">Its diff ID.</param>
/// <param name="Bytes">Bytes of the contents that it has.</param>
/// <param name="WastedBytes">How many of them a higher layer hides.</param>
/// <param name="Files">Paths that it has, directories not counted, and nothing hides.</param>
internal sealed record TreeLayerRow(int Number, string DiffID, long Bytes, long WastedBytes, int Files);
