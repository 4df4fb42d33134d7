using Strata.Linux;

namespace Strata.Union;

/// <summary>Where an inode that was scanned lies: a name in a folder of the upper, or an inode of the lower.</summary>
/// <param name="Folder">The folder of the upper.</param>
/// <param name="Name">The name in it.</param>
/// <param name="Opened">Open on the inode itself by O_PATH, whatever becomes of the name; no descriptor for a root.</param>
/// <param name="Lower">The inode of the lower, instead.</param>
internal readonly record struct ScanSource(FileFd Folder, byte[] Name, FileFd Opened, LowerId Lower)
{
    /// <summary>A name in the upper.</summary>
    internal static ScanSource InUpper(FileFd folder, byte[] name, FileFd opened) => new(folder, name, opened, LowerId.None);

    /// <summary>An inode of the lower.</summary>
    internal static ScanSource InLower(LowerId id) => new(default, [], default, id);
}
