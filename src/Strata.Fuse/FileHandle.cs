namespace Strata.Fuse;

/// <summary>What the kernel holds of an open file or directory: a number of the file system's own choice, 0 included.</summary>
public readonly record struct FileHandle(ulong Value);
