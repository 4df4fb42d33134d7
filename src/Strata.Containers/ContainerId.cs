using Strata.Linux;

namespace Strata.Containers;

/// <summary>IDs of containers: 64 hexadecimal digits by chance, of which people see twelve.</summary>
public static class ContainerId
{
    /// <summary>Digits of an ID.</summary>
    public const int Length = 64;

    /// <summary>Digits that are shown, and a container's host name.</summary>
    public const int ShortLength = 12;

    /// <summary>Makes a new one. One whose short form is all digits is not taken: as a host name it would be a number.</summary>
    public static string Make()
    {
        string id;
        Span<byte> random = stackalloc byte[Length / 2];
        do
        {
            Sys.GetRandom(random).OrThrow("getrandom");
            id = Convert.ToHexStringLower(random);
        }
        while (!id.AsSpan(0, ShortLength).ContainsAnyExceptInRange('0', '9'));

        return id;
    }

    /// <summary>The form that people see.</summary>
    public static string Short(string id) => id[..Math.Min(ShortLength, id.Length)];

    /// <summary>Whether the text is a whole ID.</summary>
    public static bool IsValid(string text) => text.Length == Length && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");
}
