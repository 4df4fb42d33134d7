using Strata.Linux;

namespace Strata.Union;

/// <summary>What a <see cref="Replica"/> made.</summary>
/// <param name="Source">The attributes of the inode of the lower.</param>
/// <param name="Marks">What is marked on the copy.</param>
internal readonly record struct Staged(FileStat Source, UpperMarks Marks);
