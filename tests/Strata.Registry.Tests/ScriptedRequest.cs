using System.Globalization;
using System.Text;

namespace Strata.Registry.Tests;

/// <summary>A request as it came.</summary>
internal sealed record ScriptedRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? Authorization => Headers.GetValueOrDefault("authorization");

    public string? Range => Headers.GetValueOrDefault("range");

    public long? From => Range is null ? null : long.Parse(Range["bytes=".Length..^1], CultureInfo.InvariantCulture);

    /// <summary>Reads one; null where the client hangs up.</summary>
    public static ScriptedRequest? Read(Stream stream)
    {
        string? line = ReadLine(stream);
        if (string.IsNullOrEmpty(line))
        {
            return null;
        }

        string[] first = line.Split(' ');
        Dictionary<string, string> headers = [];
        while ((line = ReadLine(stream)) is { Length: > 0 })
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
        }

        byte[] body = new byte[int.Parse(headers.GetValueOrDefault("content-length") ?? "0", CultureInfo.InvariantCulture)];
        stream.ReadExactly(body);
        int question = first[1].IndexOf('?', StringComparison.Ordinal);
        return question < 0
            ? new ScriptedRequest(first[0], first[1], "", headers, body)
            : new ScriptedRequest(first[0], first[1][..question], Uri.UnescapeDataString(first[1][(question + 1)..]), headers, body);
    }

    private static string? ReadLine(Stream stream)
    {
        StringBuilder line = new();
        int next;
        while ((next = stream.ReadByte()) >= 0 && next != '\n')
        {
            line.Append((char)next);
        }

        return next < 0 ? null : line.ToString().TrimEnd('\r');
    }
}
