using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>What is to be created.</summary>
internal ref struct NewFile(uint mode, DeviceNumber device, ReadOnlySpan<byte> linkTarget)
{
    /// <summary>Type and permissions before the umask.</summary>
    internal readonly uint Mode = mode;

    internal readonly DeviceNumber Device = device;
    internal readonly ReadOnlySpan<byte> LinkTarget = linkTarget;

    /// <summary>How to open a regular file at its creation; it must be ReadOnly or more.</summary>
    internal OpenFlags? OpenFlags;

    /// <summary>The open file, where <see cref="OpenFlags"/> asked for it; owned by whoever asked.</summary>
    internal FileFd Opened;

    internal readonly uint Type => Mode & FileMode.TypeMask;

    internal readonly bool IsDirectory => Type == FileMode.Directory;

    internal readonly bool IsSymlink => Type == FileMode.Symlink;
}
