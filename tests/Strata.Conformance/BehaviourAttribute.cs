namespace Strata.Conformance;

/// <summary>Marks a method of <see cref="Behaviours"/> that the suite plays on every mount.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BehaviourAttribute : Attribute;
