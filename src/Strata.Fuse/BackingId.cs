namespace Strata.Fuse;

/// <summary>A file that the kernel knows as target of passthrough (FUSE_DEV_IOC_BACKING_OPEN). <c>default</c> is none.</summary>
public readonly record struct BackingId(int Value)
{
    /// <summary>Whether this is no backing file; the kernel's own ids start at 1.</summary>
    public bool IsNone => Value == 0;
}
