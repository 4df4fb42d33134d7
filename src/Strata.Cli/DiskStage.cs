namespace Strata.Cli;

/// <summary>One stage of <see cref="DiskReport"/>.</summary>
/// <param name="Count">How many images, layers or contents; null where it has no count of its own.</param>
/// <param name="Bytes">Bytes.</param>
/// <param name="Inodes">Inodes.</param>
internal sealed record DiskStage(long? Count, long Bytes, long Inodes);
