namespace Strata.Bench.Peers.Measuring;

/// <summary>One way of doing the works of a race.</summary>
/// <param name="Name">Whose way.</param>
/// <param name="Run">Does every work once and records what it took.</param>
internal sealed record Lane(string Name, Action<Recorder> Run);
