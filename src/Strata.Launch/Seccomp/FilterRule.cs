using Strata.Linux;

namespace Strata.Launch.Seccomp;

/// <summary>A rule of a <see cref="FilterPlan"/>.</summary>
/// <param name="Name">The call.</param>
/// <param name="Action">SECCOMP_RET_…, with its errno.</param>
/// <param name="Comparisons">What must hold of its arguments, all of it, each argument once at most.</param>
public sealed record FilterRule(string Name, uint Action, IReadOnlyList<SeccompComparison> Comparisons);
