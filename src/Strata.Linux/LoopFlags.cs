namespace Strata.Linux;

/// <summary>Flags of a loop device, LO_FLAGS_* of linux/loop.h.</summary>
[Flags]
public enum LoopFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>LO_FLAGS_READ_ONLY.</summary>
    ReadOnly = 1,

    /// <summary>LO_FLAGS_AUTOCLEAR: the device lets go of its file when the last who has it open closes it.</summary>
    AutoClear = 4,
}
