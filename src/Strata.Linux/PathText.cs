using System.Text;

namespace Strata.Linux;

/// <summary>Paths as bytes, and how they are shown.</summary>
public static class PathText
{
    /// <summary>PATH_MAX: the longest path that a system call takes, in bytes, with its NUL.</summary>
    public const int MaxLength = 4096;

    /// <summary>Shows a path: valid UTF-8 as it is, control characters and other bytes as <c>\xNN</c>.</summary>
    public static string Show(ReadOnlySpan<byte> path)
    {
        StringBuilder text = new(path.Length);
        while (!path.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(path, out Rune rune, out int used);
            if (status == System.Buffers.OperationStatus.Done && !Rune.IsControl(rune))
            {
                text.Append(rune);
            }
            else
            {
                used = status == System.Buffers.OperationStatus.Done ? used : 1;
                foreach (byte b in path[..used])
                {
                    text.Append($"\\x{b:x2}");
                }
            }

            path = path[used..];
        }

        return text.ToString();
    }

    /// <summary>The bytes of a path given on the command line or in a configuration.</summary>
    public static byte[] Bytes(string path) => Encoding.UTF8.GetBytes(path);

    internal static bool Fits(ReadOnlySpan<byte> path) => path.Length < MaxLength && !path.Contains((byte)0);

    /// <summary>The answer for a path that cannot be given to the kernel.</summary>
    internal static Errno Refusal(ReadOnlySpan<byte> path) => path.Length >= MaxLength ? Errno.ENAMETOOLONG : Errno.EINVAL;

    /// <summary>Copies <paramref name="path"/> into <paramref name="buffer"/>, which is one longer, and ends it with NUL.</summary>
    internal static Span<byte> Terminate(ReadOnlySpan<byte> path, Span<byte> buffer)
    {
        path.CopyTo(buffer);
        buffer[path.Length] = 0;
        return buffer;
    }
}
