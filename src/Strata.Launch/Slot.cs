namespace Strata.Launch;

/// <summary>
/// A word of the program's memory: the result of one step and an argument of later ones, or an input that the launcher
/// fills before the start. A slot may lie inside a <see cref="DataBlock"/>, to become part of a structure.
/// </summary>
public sealed class Slot
{
    internal Slot(string name, DataBlock? home = null, int offset = 0)
    {
        Name = name;
        Home = home;
        Offset = offset;
    }

    /// <summary>Its name in the printed program.</summary>
    public string Name { get; }

    internal DataBlock? Home { get; }

    internal int Offset { get; }
}
