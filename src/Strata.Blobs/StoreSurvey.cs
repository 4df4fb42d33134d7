using System.Text;
using Strata.Linux;

namespace Strata.Blobs;

/// <summary>Looks at what lies in the store's folders, one getdents64(2) and one statx(2) each; no file is opened.</summary>
public static class StoreSurvey
{
    private const long BlockSize = 512; // the unit of st_blocks, whatever the file system's own is

    /// <summary>The files of a flat folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="strangers">Takes names that are no digests.</param>
    public static List<StoredFile> Of(DigestFolder folder, ICollection<string> strangers)
    {
        ArgumentNullException.ThrowIfNull(folder);
        List<StoredFile> files = [];
        Look(folder.Folder, "", files, strangers);
        return files;
    }

    /// <summary>The objects.</summary>
    /// <param name="objects">Their folder.</param>
    /// <param name="strangers">Takes names that are no objects'.</param>
    public static List<StoredFile> Of(ObjectFolder objects, ICollection<string> strangers)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(strangers);
        List<StoredFile> files = [];
        foreach (byte[] name in FolderListing.Of(objects.Folder))
        {
            string prefix = PathText.Show(name);
            if (!IsPrefix(prefix)
                || Sys.OpenAt(objects.Folder, name, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out FileFd part) != Errno.Ok)
            {
                strangers.Add(prefix);
                continue;
            }

            using (part)
            {
                Look(part, prefix, files, strangers);
            }
        }

        return files;
    }

    private static bool IsPrefix(string name) => name.Length == 2 && !name.AsSpan().ContainsAnyExcept("0123456789abcdef");

    private static void Look(FileFd folder, string prefix, List<StoredFile> files, ICollection<string> strangers)
    {
        Span<char> hex = stackalloc char[Digest.HexLength];
        prefix.CopyTo(hex);
        foreach (byte[] name in FolderListing.Of(folder))
        {
            if (name.Length != Digest.HexLength - prefix.Length
                || Encoding.Latin1.GetChars(name, hex[prefix.Length..]) != name.Length
                || !Digest.TryParseHex(hex, out Digest digest))
            {
                strangers.Add(prefix.Length == 0 ? PathText.Show(name) : $"{prefix}/{PathText.Show(name)}");
            }
            else if (Sys.StatBasicAt(folder, name, out FileStat stat) == Errno.Ok)
            {
                // One that another command has taken away since is not there.
                files.Add(new StoredFile(digest, (long)stat.Size, (long)stat.Blocks * BlockSize, stat.IsRegular));
            }
        }
    }
}
