using Strata.Linux;

namespace Strata.Blobs;

/// <summary>The names of a folder of the store.</summary>
internal static class FolderListing
{
    public static List<byte[]> Of(FileFd folder)
    {
        DirectoryNames.Of(folder, out List<byte[]> names).OrThrow("read a store folder");
        return names;
    }
}
