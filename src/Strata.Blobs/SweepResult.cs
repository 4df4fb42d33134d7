namespace Strata.Blobs;

/// <summary>What a sweep took away: files, and the bytes of their contents.</summary>
public readonly record struct SweepResult(int Recipes, int Chains, int Blobs, int Objects, long Bytes);
