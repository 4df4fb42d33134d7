namespace Strata.Conformance;

/// <summary>Marks a method of <see cref="Behaviours"/> that the suite plays on every mount.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BehaviourAttribute : Attribute
{
    /// <summary>Whether it renames directories of the lower, which the kernel does not do for root of a user namespace.</summary>
    public bool Redirects { get; init; }
}
