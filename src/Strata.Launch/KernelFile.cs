using System.Text;
using Strata.Linux;

namespace Strata.Launch;

/// <summary>Small files of procfs and control groups: one write, one read.</summary>
internal static class KernelFile
{
    /// <summary>Writes <paramref name="value"/> in a single write(2), which is what these files take.</summary>
    public static Errno Write(FileFd directory, ReadOnlySpan<byte> path, ReadOnlySpan<byte> value)
    {
        Errno error = Sys.OpenAt(directory, path, OpenFlags.WriteOnly, out FileFd file);
        if (error == Errno.Ok)
        {
            error = Sys.Write(file, value, out _);
            file.Dispose();
        }

        return error;
    }

    /// <summary>Writes text to a file by its path.</summary>
    public static Errno Write(ReadOnlySpan<byte> path, string value) => Write(FileFd.WorkingDirectory, path, Encoding.UTF8.GetBytes(value));

    /// <summary>Reads a whole file, without the newline at its end.</summary>
    public static Errno Read(FileFd directory, ReadOnlySpan<byte> path, out string value)
    {
        value = "";
        Errno error = Sys.OpenAt(directory, path, OpenFlags.ReadOnly, out FileFd file);
        if (error != Errno.Ok)
        {
            return error;
        }

        using (file)
        {
            using MemoryStream content = new();
            byte[] buffer = new byte[4096];
            while ((error = Sys.Read(file, buffer, out int count)) == Errno.Ok && count > 0)
            {
                content.Write(buffer, 0, count);
            }

            value = Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length).TrimEnd('\n');
            return error;
        }
    }
}
