namespace Strata.Cli;

/// <summary>A path in <c>strata image tree</c>.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Layer">The number of the layer that it comes from.</param>
/// <param name="Type">file, directory, symlink, hardlink, fifo, chardevice, blockdevice.</param>
/// <param name="Bytes">Bytes of its content.</param>
internal sealed record TreeFileRow(string Path, int Layer, string Type, long Bytes);
