namespace Strata.Cli;

/// <summary>A hidden path in <c>strata image tree</c>.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Layer">The number of the layer that has it.</param>
/// <param name="By">The number of the layer that hides it.</param>
/// <param name="How">overwritten, deleted.</param>
/// <param name="Bytes">Bytes of its content.</param>
internal sealed record TreeWastedRow(string Path, int Layer, int By, string How, long Bytes);
