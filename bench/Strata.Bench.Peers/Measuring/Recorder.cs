namespace Strata.Bench.Peers.Measuring;

/// <summary>Takes a figure of a round: milliseconds, if the work's unit is no other.</summary>
internal delegate void Recorder(string work, double value);
