namespace Strata.Containers;

/// <summary>Something of this machine that decides how Strata works here.</summary>
/// <param name="Name">What, in few words.</param>
/// <param name="Found">What was found when it was looked for, just now.</param>
/// <param name="Decides">What follows from it.</param>
public sealed record HostFeature(string Name, string Found, string Decides);
