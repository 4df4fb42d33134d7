namespace Strata.Linux;

/// <summary>The names of a directory, read at once: what it has is changed while they are worked on.</summary>
public static class DirectoryNames
{
    /// <summary>All of them but <c>.</c> and <c>..</c>, in the directory's own order. Where it fails, those that were read.</summary>
    /// <param name="directory">The directory; stays open, and where its reader stands does not matter.</param>
    /// <param name="names">The names.</param>
    public static Errno Of(FileFd directory, out List<byte[]> names)
    {
        names = [];

        // A descriptor of its own: the position of a directory is shared by everyone who has the same one.
        Errno error = Sys.OpenAt(directory, "."u8, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd own);
        if (error != Errno.Ok)
        {
            return error;
        }

        using (own)
        {
            DirectoryReader reader = new(own, new byte[32 * 1024]);
            while (reader.Next(out error))
            {
                names.Add(reader.Name.ToArray());
            }

            return error;
        }
    }
}
