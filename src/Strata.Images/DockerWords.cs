using System.Text;

namespace Strata.Images;

/// <summary>
/// Words of a Dockerfile: spaces divide them, single and double quotes and backslashes protect, <c>$NAME</c> and
/// <c>${NAME}</c> are replaced but in single quotes. Docker's shell form of defaults, <c>${NAME:-x}</c>, is refused.
/// </summary>
/// <param name="environment">NAME=VALUE.</param>
/// <param name="where">The instruction, for messages.</param>
internal sealed class DockerWords(IReadOnlyList<string> environment, string where)
{
    /// <summary>The words of a text; at least one.</summary>
    public List<string> Split(string text)
    {
        List<string> words = [];
        for (int at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else
            {
                words.Add(Word(text, ref at, isWhole: false));
            }
        }

        return words;
    }

    /// <summary>A text as one word, spaces included.</summary>
    public string Whole(string text)
    {
        int at = 0;
        return Word(text, ref at, isWhole: true);
    }

    private string Word(string text, ref int at, bool isWhole)
    {
        StringBuilder word = new();
        char quote = '\0';
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (quote == '\0' && !isWhole && char.IsWhiteSpace(c))
            {
                break;
            }

            if (c == quote || (quote == '\0' && c is '"' or '\''))
            {
                quote = c == quote ? '\0' : quote == '\0' ? c : quote;
            }
            else if (c == '\\' && quote != '\'' && at + 1 < text.Length)
            {
                // Within double quotes a backslash only protects what means something there.
                bool isKept = quote == '"' && text[at + 1] is not ('"' or '\\' or '$');
                word.Append(isKept ? "\\" : "").Append(text[++at]);
            }
            else if (c == '$' && quote != '\'')
            {
                word.Append(Variable(text, ref at));
            }
            else
            {
                word.Append(c);
            }
        }

        return quote == '\0' ? word.ToString() : throw new ImageException($"--change \"{where}\": a {quote} is not closed");
    }

    /// <summary>The value of the variable that begins here; afterwards at its last character.</summary>
    private string Variable(string text, ref int at)
    {
        bool hasBraces = at + 1 < text.Length && text[at + 1] == '{';
        int start = at + (hasBraces ? 2 : 1);
        int end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        if (end == start && !hasBraces)
        {
            return "$";
        }

        if (hasBraces && (end == start || end == text.Length || text[end] != '}'))
        {
            throw new ImageException($"--change \"{where}\": of variables, $NAME and ${{NAME}} are understood");
        }

        at = hasBraces ? end : end - 1;
        string prefix = text[start..end] + "=";
        return environment.FirstOrDefault(item => item.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..] ?? "";
    }
}
