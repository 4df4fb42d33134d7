using System.Text;

namespace Strata.Linux;

/// <summary>
/// One component of a path: bytes, not text, without a slash or NUL. It becomes a string only to be shown.
/// </summary>
public readonly ref struct FileName(ReadOnlySpan<byte> bytes)
{
    /// <summary>NAME_MAX: the longest name that Linux file systems take, in bytes.</summary>
    public const int MaxLength = 255;

    /// <summary>The bytes of the name, without a terminator.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>Whether this is "." or "..".</summary>
    public bool IsDotOrDotDot => Bytes is [(byte)'.'] or [(byte)'.', (byte)'.'];

    /// <summary>The name for people: UTF-8, anything else as escapes (see <see cref="PathText"/>).</summary>
    public override string ToString() => PathText.Show(Bytes);

    /// <summary>The UTF-8 bytes of <paramref name="text"/>.</summary>
    public static byte[] BytesOf(string text) => Encoding.UTF8.GetBytes(text);
}
