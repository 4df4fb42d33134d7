namespace Strata.Bench.Peers;

/// <summary>A part of the benchmark that can be asked for by its name.</summary>
/// <param name="Name">As --only takes it.</param>
/// <param name="Title">What it measures.</param>
/// <param name="Measure">Measures it.</param>
internal sealed record Section(string Name, string Title, Action<Bench> Measure);
