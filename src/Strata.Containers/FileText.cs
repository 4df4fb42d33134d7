using Strata.Linux;

namespace Strata.Containers;

/// <summary>Small files, whole: those of procfs, and Strata's own.</summary>
internal static class FileText
{
    private const uint FileMode = 0x180; // 0600

    /// <summary>Reads a file to its end; its size is not believed, since files of procfs have none.</summary>
    /// <param name="directory">Where a relative path starts.</param>
    /// <param name="path">The file.</param>
    /// <param name="limit">EFBIG where it is longer, in bytes.</param>
    /// <param name="content">What is in it.</param>
    public static Errno Read(FileFd directory, ReadOnlySpan<byte> path, int limit, out byte[] content)
    {
        content = [];
        if (Sys.OpenAt(directory, path, OpenFlags.ReadOnly, out FileFd file) is not Errno.Ok and var error)
        {
            return error;
        }

        using (file)
        {
            return Read(file, limit, out content);
        }
    }

    /// <summary>Reads an open file from where it stands to its end.</summary>
    public static Errno Read(FileFd file, int limit, out byte[] content)
    {
        byte[] buffer = new byte[4096];
        int used = 0;
        while (true)
        {
            Errno error = Sys.Read(file, buffer.AsSpan(used), out int count);
            used += count;
            if (error != Errno.Ok || count == 0 || used > limit)
            {
                content = buffer[..used];
                return error != Errno.Ok ? error : used > limit ? Errno.EFBIG : Errno.Ok;
            }

            if (used == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    /// <summary>
    /// Writes a file so that others see the old content or the new, never a part: a new file is renamed over it.
    /// </summary>
    /// <param name="directory">Its folder; only one process writes the file at a time.</param>
    /// <param name="name">Its name.</param>
    /// <param name="content">The content.</param>
    /// <param name="durable">Whether it must be there after a power cut too; a container that ends with its command needs no fsync.</param>
    public static void Write(FileFd directory, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content, bool durable)
    {
        byte[] staged = [.. name, .. ".new"u8];
        Sys.OpenAt(directory, staged, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate, out FileFd file, FileMode)
            .OrThrow($"create {PathText.Show(staged)}");
        using (file)
        {
            Sys.WriteAll(file, content).OrThrow($"write {PathText.Show(staged)}");
            if (durable)
            {
                Sys.FSync(file).OrThrow($"fsync {PathText.Show(staged)}");
            }
        }

        Sys.RenameAt(directory, staged, directory, name).OrThrow($"rename {PathText.Show(staged)}");
        if (durable)
        {
            Sys.FSync(directory).OrThrow("fsync of a folder");
        }
    }
}
