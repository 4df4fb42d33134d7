using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

public sealed partial class UnionScan
{
    /// <summary>The names of a directory in the order of their bytes: the upper's, and those of its lower part that nothing covers where they are wanted.</summary>
    private List<ScanName> ReadNames(ScanFolder folder, bool withLower)
    {
        List<ScanName> names = [];
        if (folder.Upper.IsOpen)
        {
            ReadUpper(folder, names);
        }

        if (withLower && !folder.Merged.IsNone)
        {
            ReadLower(folder, names);
        }

        names.Sort(byName);
        return names;
    }

    private void ReadUpper(ScanFolder folder, List<ScanName> names)
    {
        Sys.LSeek(folder.Upper, 0, 0, out _).OrThrow("read a folder of the upper again");
        DirectoryReader reader = new(folder.Upper, GC.AllocateUninitializedArray<byte>(32 * 1024));
        Errno error;
        while (reader.Next(out error))
        {
            byte[] name = reader.Name.ToArray();
            Errno seen = Sys.StatAt(folder.Upper, name, out FileStat stat);
            if (seen != Errno.ENOENT)
            {
                seen.OrThrow($"look at /{PathText.Show(folder.PathOf(name))} in the upper");
                names.Add(new ScanName(name, InUpper: true, IsGone(folder, name, stat), stat, 0, 0));
            }
        }

        // ENOENT: the folder itself was removed meanwhile.
        if (error != Errno.ENOENT)
        {
            error.OrThrow($"read /{PathText.Show(folder.Path)} in the upper");
        }
    }

    private void ReadLower(ScanFolder folder, List<ScanName> names)
    {
        HashSet<byte[]> covered = new(names.Select(name => name.Bytes), ByteNames.Comparer);
        ulong cookie = 0;
        Errno error;
        while ((error = Lower.NextEntry(folder.Merged, cookie, out LowerEntry entry)) == Errno.Ok)
        {
            cookie = entry.NextCookie;
            byte[] name = entry.Name.ToArray();
            if (!covered.Contains(name))
            {
                names.Add(new ScanName(name, InUpper: false, IsGone: false, default, entry.Ino, entry.Type));
            }
        }

        if (error != Errno.ENOENT)
        {
            throw new LinuxException(error, $"read /{PathText.Show(folder.Path)} in what lies below");
        }
    }

    /// <summary>Whether a name of the upper is a whiteout; a socket is nothing that could be kept.</summary>
    private bool IsGone(ScanFolder folder, byte[] name, in FileStat stat) =>
        stat.IsWhiteout
        || (stat.Mode & FileMode.TypeMask) == FileMode.Socket
        || (folder.XattrWhiteouts && stat is { IsRegular: true, Size: 0 }
            && Sys.LGetXattr(folder.Upper, name, xattrs.Whiteout, default, out _) == Errno.Ok);

    /// <summary>A directory of the upper; null where it has gone meanwhile, or something else has its place.</summary>
    /// <param name="parent">What it lies in.</param>
    /// <param name="name">Its name.</param>
    /// <param name="below">What the lower has at its path.</param>
    private ScanFolder? OpenUpper(ScanFolder parent, byte[] name, LowerId below)
    {
        byte[] path = parent.PathOf(name);
        string shown = $"/{PathText.Show(path)} in the upper";
        Errno error = Sys.OpenAt(parent.Upper, name, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out FileFd folder);
        if (error is Errno.ENOENT or Errno.ENOTDIR)
        {
            return null;
        }

        error.OrThrow($"open {shown}");
        try
        {
            xattrs.ReadMarks(folder, mayHide: true, out UpperMarks marks).OrThrow($"read the marks of {shown}");
            LowerId merged = LowerId.None;
            if ((marks & UpperMarks.Opaque) == 0)
            {
                byte[]? redirect = null;
                if ((marks & UpperMarks.Redirect) != 0)
                {
                    xattrs.ReadRedirect(folder, out redirect).OrThrow($"read the redirect of {shown}");
                }

                merged = FindInLower(parent, redirect ?? name, wantsDirectory: true);
            }

            return new ScanFolder(path) { Upper = folder, Merged = merged, Below = below, XattrWhiteouts = (marks & UpperMarks.XattrWhiteouts) != 0 };
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The inode of the lower that a name of the upper continues.
    /// </summary>
    /// <param name="parent">The directory that the name lies in.</param>
    /// <param name="where">A name in its lower part, or a path from the root with a leading slash.</param>
    /// <param name="wantsDirectory">Whether only a directory can be it; otherwise only a regular file.</param>
    private LowerId FindInLower(ScanFolder parent, byte[] where, bool wantsDirectory)
    {
        Errno error = Errno.ENOENT;
        LowerId id = LowerId.None;
        FileStat stat = default;
        if (where[0] == (byte)'/')
        {
            error = Lower.Resolve(where, out id, out stat);
        }
        else if (!parent.Merged.IsNone)
        {
            error = Lower.Lookup(parent.Merged, where, out id, out stat);
        }

        if (error == Errno.Ok && (wantsDirectory ? stat.IsDirectory : stat.IsRegular))
        {
            return id;
        }

        if (error is not (Errno.Ok or Errno.ENOENT or Errno.ENOTDIR))
        {
            throw new LinuxException(error, $"find {PathText.Show(where)} in what lies below");
        }

        return LowerId.None;
    }
}
