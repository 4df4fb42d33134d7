using Strata.Linux;

namespace Strata.Engines;

/// <summary>The command line of this process as the bytes that it was given: paths need not be UTF-8.</summary>
public static class ProcessArguments
{
    /// <summary>Reads /proc/self/cmdline, proc(5): the program's name first.</summary>
    public static byte[][] Read()
    {
        Sys.OpenAt(FileFd.WorkingDirectory, "/proc/self/cmdline"u8, OpenFlags.ReadOnly, out FileFd file).OrThrow("open /proc/self/cmdline");
        byte[] text = new byte[4 << 10];
        int length = 0;
        using (file)
        {
            while (true)
            {
                Sys.Read(file, text.AsSpan(length), out int count).OrThrow("read /proc/self/cmdline");
                if (count == 0)
                {
                    break;
                }

                length += count;
                if (length == text.Length)
                {
                    Array.Resize(ref text, length * 2);
                }
            }
        }

        // Every argument is ended by NUL.
        List<byte[]> words = [];
        ReadOnlySpan<byte> rest = text.AsSpan(0, length);
        for (int end; (end = rest.IndexOf((byte)0)) >= 0; rest = rest[(end + 1)..])
        {
            words.Add(rest[..end].ToArray());
        }

        return [.. words];
    }
}
