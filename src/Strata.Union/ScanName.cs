using Strata.Linux;

namespace Strata.Union;

/// <summary>A name in a directory that is scanned.</summary>
/// <param name="Bytes">The name.</param>
/// <param name="InUpper">Whether the upper has it; otherwise only the lower.</param>
/// <param name="IsGone">Whether it is a whiteout, or something that no layer can hold, which hides what lies below as well.</param>
/// <param name="Stat">What the upper says of it.</param>
/// <param name="LowerIno">Its inode number in the lower, where only that has it.</param>
/// <param name="Type">d_type, where only the lower has it.</param>
internal readonly record struct ScanName(byte[] Bytes, bool InUpper, bool IsGone, FileStat Stat, ulong LowerIno, byte Type);
