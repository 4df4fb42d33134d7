using Strata.Linux;

namespace Strata.Union;

/// <summary>Removes trees by descriptor, never following a symlink nor leaving the file system.</summary>
internal static class Removal
{
    /// <summary>Removes a name and, if it is a directory, all below.</summary>
    internal static Errno Remove(FileFd directory, ReadOnlySpan<byte> name)
    {
        Errno error = Sys.UnlinkAt(directory, name);
        if (error is not (Errno.EISDIR or Errno.EPERM))
        {
            return error;
        }

        error = Sys.OpenAt(directory, name, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out FileFd opened);
        if (error != Errno.Ok)
        {
            return error;
        }

        using (opened)
        {
            error = Empty(opened);
        }

        return error != Errno.Ok ? error : Sys.RmdirAt(directory, name);
    }

    /// <summary>Removes all that a directory holds.</summary>
    internal static Errno Empty(FileFd directory)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(16 * 1024);
        for (bool again = true; again;)
        {
            // Names may be skipped while others are removed: read until nothing is left.
            again = false;
            Errno error = Sys.LSeek(directory, 0, 0, out _);
            if (error != Errno.Ok)
            {
                return error;
            }

            DirectoryReader reader = new(directory, buffer);
            while (reader.Next(out error))
            {
                again = true;
                Errno removed = Remove(directory, reader.Name);
                if (removed is not (Errno.Ok or Errno.ENOENT))
                {
                    return removed;
                }
            }

            if (error != Errno.Ok)
            {
                return error;
            }
        }

        return Errno.Ok;
    }
}
