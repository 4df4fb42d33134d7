using System.Globalization;

namespace Strata.Conformance;

/// <summary>
/// A step of a random sequence: up to two paths and a number whose meaning is the kind's (flags, a mode's or a handle's
/// index, an offset). It is written as one word each, so that a failing sequence can be given back.
/// </summary>
internal sealed record Op(OpKind Kind, string A, string B, int N)
{
    public static Op Parse(string text)
    {
        string[] words = text.Trim().Split(' ');
        return new Op(Enum.Parse<OpKind>(words[0]), words[1], words[2], int.Parse(words[3], CultureInfo.InvariantCulture));
    }

    public override string ToString() => $"{Kind} {A} {B} {N}";
}
