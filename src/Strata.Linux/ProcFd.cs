using System.Buffers.Text;

namespace Strata.Linux;

/// <summary>Paths through /proc/self/fd: how calls that know only paths reach what a descriptor is open on.</summary>
public static class ProcFd
{
    /// <summary>The path of <paramref name="file"/> itself, without a terminator.</summary>
    public static byte[] PathOf(FileFd file)
    {
        Span<byte> buffer = stackalloc byte[MaxLength(default)];
        Span<byte> path = Path(file, default, buffer);
        return path[..^1].ToArray();
    }

    /// <summary>The size of a buffer for <see cref="Path"/>.</summary>
    internal static int MaxLength(ReadOnlySpan<byte> relative) => "/proc/self/fd/"u8.Length + 11 + 1 + Math.Min(relative.Length, PathText.MaxLength) + 1;

    /// <summary>Writes /proc/self/fd/N/relative with its NUL; <paramref name="relative"/> may be empty.</summary>
    internal static Span<byte> Path(FileFd directory, ReadOnlySpan<byte> relative, Span<byte> buffer)
    {
        int used = 0;
        if (directory != FileFd.WorkingDirectory && !relative.StartsWith("/"u8))
        {
            "/proc/self/fd/"u8.CopyTo(buffer);
            used = "/proc/self/fd/"u8.Length;
            Utf8Formatter.TryFormat(directory.Number, buffer[used..], out int digits);
            used += digits;
            if (!relative.IsEmpty)
            {
                buffer[used++] = (byte)'/';
            }
        }

        relative.CopyTo(buffer[used..]);
        used += relative.Length;
        buffer[used++] = 0;
        return buffer[..used];
    }
}
