namespace Strata.Conformance;

/// <summary>One line of a behaviour, found by the line before it (none for the first), that a mount answers otherwise, and the heading in docs/conformance.md that says why.</summary>
internal sealed record KnownDifference(string Heading, string Behaviour, MountKind[] Kinds, string After, string Kernel, string Ours);
