using Strata.Linux;

namespace Strata.Blobs;

/// <summary>
/// The folders of a store: <c>objects/00…ff</c>, <c>recipes</c>, <c>chains</c>, <c>blobs/sha256</c>, <c>staging</c>, and
/// the files <c>version</c> and <c>lock</c>. Other rooms keep folders of their own beside them.
/// </summary>
internal static class StoreLayout
{
    private const uint FolderMode = 0x1ed; // 0755
    private const uint RootMode = 0x1c0; // 0700: contents of every image, set-user-ID programs among them

    /// <summary>Opens the folder of a store, and makes the store where there is none.</summary>
    public static FileFd Open(string path)
    {
        FileFd root = OpenOrMakeRoot(path);
        try
        {
            if (!StoreVersion.IsThere(root, path))
            {
                Make(root, path);
            }

            return root;
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    public static FileFd OpenFolder(FileFd root, ReadOnlySpan<byte> name)
    {
        Sys.OpenAt(root, name, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd folder)
            .OrThrow($"open the store's folder {PathText.Show(name)}");
        return folder;
    }

    private static void Make(FileFd root, string path)
    {
        // In this order: whoever makes the store at the same time makes its lock before anything else.
        if (FolderListing.Of(root).Exists(name => !name.AsSpan().SequenceEqual("lost+found"u8))
            && Sys.StatAt(root, "lock"u8, out _) == Errno.ENOENT)
        {
            throw new StoreException($"{path} is neither empty nor a store of strata: choose another folder for --root");
        }

        // Two first commands at once: the second waits here and finds the version.
        using StoreGuard guard = StoreGuard.Take(root, exclusive: true);
        if (StoreVersion.IsThere(root, path))
        {
            return;
        }

        MakeFolder(root, "objects"u8);
        MakeFolder(root, "recipes"u8);
        MakeFolder(root, "chains"u8);
        MakeFolder(root, "staging"u8);
        MakeFolder(root, "blobs"u8);
        MakeFolder(root, "blobs/sha256"u8);
        using FileFd objects = OpenFolder(root, "objects"u8);
        for (int i = 0; i < 256; i++)
        {
            MakeFolder(objects, PathText.Bytes($"{i:x2}"));
        }

        Sys.SyncFs(root).OrThrow("syncfs of the new store");
        StoreVersion.Write(root);
    }

    private static void MakeFolder(FileFd parent, ReadOnlySpan<byte> name)
    {
        Errno error = Sys.MkdirAt(parent, name, FolderMode);
        if (error is not (Errno.Ok or Errno.EEXIST))
        {
            throw new LinuxException(error, $"make the store's folder {PathText.Show(name)}");
        }
    }

    private static FileFd OpenOrMakeRoot(string path)
    {
        byte[] bytes = PathText.Bytes(path);
        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, bytes, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd root);
        if (error != Errno.ENOENT)
        {
            error.OrThrow($"open the store {path}");
            return root;
        }

        for (int slash = 1; slash <= bytes.Length; slash++)
        {
            if (slash == bytes.Length || bytes[slash] == '/')
            {
                error = Sys.MkdirAt(FileFd.WorkingDirectory, bytes.AsSpan(0, slash), slash == bytes.Length ? RootMode : FolderMode);
                if (error is not (Errno.Ok or Errno.EEXIST))
                {
                    throw new LinuxException(error, $"make the store {path}");
                }
            }
        }

        Sys.OpenAt(FileFd.WorkingDirectory, bytes, OpenFlags.ReadOnly | OpenFlags.Directory, out root).OrThrow($"open the store {path}");
        return root;
    }
}
