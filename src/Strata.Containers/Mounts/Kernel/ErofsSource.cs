namespace Strata.Containers.Mounts.Kernel;

/// <summary>How the kernel reads a chain image.</summary>
internal enum ErofsSource
{
    /// <summary>Through a loop device: any kernel, one EROFS for all mounts of a chain.</summary>
    LoopDevice,

    /// <summary>Straight from its file, Linux 6.12: an EROFS of its own for each mount.</summary>
    File,
}
