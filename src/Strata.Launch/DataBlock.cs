using System.Buffers.Binary;
using System.Text;
using Strata.Linux;

namespace Strata.Launch;

/// <summary>Bytes that steps point to: a string, a structure, an array of pointers to other blocks.</summary>
public sealed class DataBlock
{
    private readonly List<(int Offset, DataBlock Target)> pointers = [];
    private readonly object? shown; // Becomes text only when someone looks.

    private DataBlock(byte[] bytes, object? shown)
    {
        Bytes = bytes;
        this.shown = shown;
    }

    /// <summary>The content, with zeros where pointers will be.</summary>
    public byte[] Bytes { get; }

    internal IReadOnlyList<(int Offset, DataBlock Target)> Pointers => pointers;

    /// <summary>A NUL-terminated string. One with a NUL inside is refused.</summary>
    public static DataBlock Text(string text)
    {
        if (text.Contains('\0'))
        {
            throw new LaunchException($"\"{PathText.Show(PathText.Bytes(text))}\" contains a NUL");
        }

        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return new DataBlock(bytes, null);
    }

    /// <summary>A structure of 64-bit words.</summary>
    public static DataBlock Words(object shown, params ReadOnlySpan<ulong> words)
    {
        byte[] bytes = new byte[words.Length * 8];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * 8), words[i]);
        }

        return new DataBlock(bytes, shown);
    }

    /// <summary>A structure of any bytes.</summary>
    public static DataBlock Structure(object shown, byte[] bytes) => new(bytes, shown);

    /// <summary>An array of pointers to strings, ended by NULL: argv and envp of execve(2).</summary>
    public static DataBlock Strings(IReadOnlyList<string> strings)
    {
        DataBlock block = new(new byte[(strings.Count + 1) * 8], null);
        for (int i = 0; i < strings.Count; i++)
        {
            block.Point(i * 8, Text(strings[i]));
        }

        return block;
    }

    /// <summary>Puts a pointer to another block at an offset.</summary>
    public DataBlock Point(int offset, DataBlock target)
    {
        pointers.Add((offset, target));
        return this;
    }

    /// <summary>The content for people: quoted text, a list of texts, or the description it was made with.</summary>
    public override string ToString() => shown?.ToString()
        ?? (Bytes.Length > 0 && Bytes[^1] == 0 && pointers.Count == 0 && !IsNullArray
            ? $"\"{PathText.Show(Bytes.AsSpan(..^1))}\""
            : $"[{string.Join(", ", pointers.Select(p => p.Target))}]");

    private bool IsNullArray => Bytes.Length == 8 && !Bytes.AsSpan().ContainsAnyExcept((byte)0);
}
