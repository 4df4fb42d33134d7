using Strata.Linux;

namespace Strata.Images;

/// <summary>The names in a folder.</summary>
internal static class FolderNames
{
    /// <summary>All of them, read at once and sorted; the folder stays open.</summary>
    public static IReadOnlyList<byte[]> Of(FileFd folder, string where)
    {
        // A descriptor of its own: the position of a directory is shared by everyone who has the same one.
        Sys.OpenAt(folder, "."u8, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd own).OrThrow(where);
        using (own)
        {
            List<byte[]> names = [];
            DirectoryReader reader = new(own, new byte[8192]);
            Errno error;
            while (reader.Next(out error))
            {
                names.Add(reader.Name.ToArray());
            }

            error.OrThrow(where);
            names.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
            return names;
        }
    }
}
