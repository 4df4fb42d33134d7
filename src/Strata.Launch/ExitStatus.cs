namespace Strata.Launch;

/// <summary>How a container's first process ended.</summary>
/// <param name="Code">The exit code as a shell has it: 0 to 255, or 128 and the signal.</param>
/// <param name="Signal">The signal that ended it, or 0.</param>
/// <param name="OutOfMemory">Whether the kernel killed a process of the group for its memory limit.</param>
public readonly record struct ExitStatus(int Code, int Signal, bool OutOfMemory);
