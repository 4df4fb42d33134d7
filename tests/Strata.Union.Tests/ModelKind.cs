namespace Strata.Union.Tests;

/// <summary>What a <see cref="ModelNode"/> is.</summary>
internal enum ModelKind
{
    Directory,
    File,
    Symlink,
    Fifo,

    /// <summary>A character device, but no whiteout.</summary>
    Device,

    /// <summary>A character device 0:0.</summary>
    Whiteout,
}
