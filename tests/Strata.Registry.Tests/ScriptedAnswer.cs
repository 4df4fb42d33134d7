using System.Globalization;
using System.Text;

namespace Strata.Registry.Tests;

/// <summary>An answer, whole or not.</summary>
internal sealed record ScriptedAnswer(int Status, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public ScriptedAnswer(int status, string body, params (string Name, string Value)[] headers)
        : this(status, Encoding.UTF8.GetBytes(body), headers.ToDictionary(header => header.Name, header => header.Value))
    {
    }

    /// <summary>After so many bytes of the body the connection is cut; null for never.</summary>
    public int? CutAfter { get; init; }

    /// <summary>After so many bytes of the body nothing more comes, until the client hangs up; null for never.</summary>
    public int? SilentAfter { get; init; }

    /// <summary>Writes it; false where the connection is to be cut.</summary>
    public bool Write(Stream stream, bool isHead)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} So\r\nContent-Length: {Body.Length}\r\n");
        foreach ((string name, string value) in Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        stream.Write(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
        if (isHead)
        {
            return true;
        }

        int length = Math.Min(CutAfter ?? SilentAfter ?? Body.Length, Body.Length);
        stream.Write(Body, 0, length);
        stream.Flush();
        if (SilentAfter is not null)
        {
            _ = stream.ReadByte();
            return false;
        }

        return CutAfter is null;
    }
}
