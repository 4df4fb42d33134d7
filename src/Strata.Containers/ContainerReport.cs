namespace Strata.Containers;

/// <summary>A container as <c>strata ps</c> finds it.</summary>
/// <param name="Config">What it was asked to be.</param>
/// <param name="IsRunning">Whether its command runs.</param>
/// <param name="State">How its last run ended; null where it has not ended yet.</param>
/// <param name="Running">What is known of its run; null where it does not run, or only begins to.</param>
/// <param name="IsPaused">Whether it runs and stands still.</param>
public sealed record ContainerReport(ContainerConfig Config, bool IsRunning, ContainerState? State, RunningRecord? Running = null, bool IsPaused = false);
