using System.Globalization;

namespace Strata.Conformance;

/// <summary>A lower (by the number of its random template) and the steps that are played over it.</summary>
internal sealed record Script(int Template, IReadOnlyList<Op> Ops)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static Script Parse(string text)
    {
        string[] parts = text.Split(':', 2);
        return new Script(int.Parse(parts[0], CultureInfo.InvariantCulture), [.. parts[1].Split(';').Select(Op.Parse)]);
    }

    public override string ToString() => $"{Template}: {string.Join("; ", Ops)}";
}
