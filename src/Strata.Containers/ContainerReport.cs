namespace Strata.Containers;

/// <summary>A container as <c>strata ps</c> finds it.</summary>
/// <param name="Config">What it was asked to be.</param>
/// <param name="IsRunning">Whether its command runs.</param>
/// <param name="State">How its last run ended; null while it runs.</param>
public sealed record ContainerReport(ContainerConfig Config, bool IsRunning, ContainerState? State);
