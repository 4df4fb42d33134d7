namespace Strata.Launch;

/// <summary>A place in a program, known by its index once the step there is written.</summary>
public sealed class Label
{
    /// <summary>Index of the step, or -1 while it is not known.</summary>
    public int Index { get; internal set; } = -1;
}
