using Strata.Linux;

namespace Strata.Blobs;

/// <summary>The names of a folder of the store, read at once: its folders are changed while their names are worked on.</summary>
internal static class FolderListing
{
    public static List<byte[]> Of(FileFd folder)
    {
        // A descriptor of its own: the position of a directory is shared by everyone who has the same one.
        Sys.OpenAt(folder, "."u8, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd own).OrThrow("open a store folder");
        using (own)
        {
            List<byte[]> names = [];
            DirectoryReader reader = new(own, new byte[32 * 1024]);
            Errno error;
            while (reader.Next(out error))
            {
                names.Add(reader.Name.ToArray());
            }

            error.OrThrow("read a store folder");
            return names;
        }
    }
}
