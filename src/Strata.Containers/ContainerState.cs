namespace Strata.Containers;

/// <summary>How a container's last run ended: <c>state.json</c> in its folder, replaced as a whole.</summary>
/// <param name="ExitCode">As a shell has it: 0 to 255, or 128 and the signal.</param>
/// <param name="OutOfMemory">Whether a process of it was killed for its memory limit.</param>
/// <param name="Finished">When.</param>
/// <param name="Error">What went wrong outside the command, or null.</param>
public sealed record ContainerState(int ExitCode, bool OutOfMemory, DateTimeOffset Finished, string? Error);
