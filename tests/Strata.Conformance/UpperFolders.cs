namespace Strata.Conformance;

/// <summary>An upper that is there already, and the work folder that belongs to it.</summary>
/// <param name="Upper">Path of the upper.</param>
/// <param name="Work">Path of the work folder.</param>
internal sealed record UpperFolders(string Upper, string Work);
