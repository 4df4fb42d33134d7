namespace Strata.Images.Registry;

/// <summary>What a server wants to know: one challenge of a WWW-Authenticate header, RFC 9110, 11.6.1.</summary>
/// <param name="Scheme">In lower case, <c>bearer</c> or <c>basic</c>.</param>
/// <param name="Parameters">Its parameters, names in lower case.</param>
internal sealed record Challenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The challenges of a header; of what is malformed only what could be read.</summary>
    public static IReadOnlyList<Challenge> Parse(string header)
    {
        List<Challenge> challenges = [];
        Dictionary<string, string>? parameters = null;
        ReadOnlySpan<char> rest = header;
        while (true)
        {
            rest = rest.TrimStart(" \t,");
            ReadOnlySpan<char> word = TakeToken(ref rest);
            if (word.IsEmpty)
            {
                return challenges;
            }

            ReadOnlySpan<char> after = rest.TrimStart(" \t");
            if (after is not ['=', ..])
            {
                parameters = [];
                challenges.Add(new Challenge(word.ToString().ToLowerInvariant(), parameters));
                continue;
            }

            rest = after[1..].TrimStart(" \t");
            string value = TakeValue(ref rest);
            parameters?.TryAdd(word.ToString().ToLowerInvariant(), value);
        }
    }

    private static ReadOnlySpan<char> TakeToken(ref ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOfAny(" \t,=\"");
        end = end < 0 ? rest.Length : end;
        ReadOnlySpan<char> token = rest[..end];
        rest = rest[end..];
        return token;
    }

    private static string TakeValue(ref ReadOnlySpan<char> rest)
    {
        if (rest is not ['"', ..])
        {
            return TakeToken(ref rest).ToString();
        }

        System.Text.StringBuilder value = new();
        int at = 1;
        for (; at < rest.Length && rest[at] != '"'; at++)
        {
            at += rest[at] == '\\' && at + 1 < rest.Length ? 1 : 0;
            value.Append(rest[at]);
        }

        rest = rest[Math.Min(rest.Length, at + 1)..];
        return value.ToString();
    }
}
