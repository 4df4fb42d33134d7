using Strata.Linux;

namespace Strata.Containers;

/// <summary>
/// Reads files of a container's root file system from outside. Whoever made the image wrote them: paths are resolved with
/// the container's root as "/", and only a regular file of a bounded size is read.
/// </summary>
internal static class RootFiles
{
    /// <summary>Looks up <c>user[:group]</c> in /etc/passwd and /etc/group below <paramref name="rootPath"/>.</summary>
    public static ResolvedUser FindUser(string rootPath, string user)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(rootPath), OpenFlags.Path | OpenFlags.Directory, out FileFd root).OrThrow($"open {rootPath}");
        using (root)
        {
            IReadOnlyList<UserEntry> users = UserDatabase.ParseUsers(Read(root, "etc/passwd"u8));

            // Groups matter to names of groups, and to users who have an entry and so may be members.
            IReadOnlyList<GroupEntry> groups = UserDatabase.ParseGroups(Read(root, "etc/group"u8));
            return ResolvedUser.Of(user, users, groups);
        }
    }

    private static byte[] Read(FileFd root, ReadOnlySpan<byte> path)
    {
        // NonBlocking: a fifo in its place must not hold us.
        const OpenFlags Flags = OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoControllingTerminal;
        Errno error = Sys.OpenAt2(root, path, Flags, ResolveFlags.InRoot | ResolveFlags.NoMagicLinks, out FileFd file);
        if (error is Errno.ENOENT or Errno.ENOTDIR)
        {
            return [];
        }

        error.OrThrow($"open /{PathText.Show(path)} of the container");
        using (file)
        {
            Sys.FStat(file, out FileStat stat).OrThrow($"statx of /{PathText.Show(path)} of the container");
            if (!stat.IsRegular || stat.Size > UserDatabase.MaxSize)
            {
                throw new ContainerException($"/{PathText.Show(path)} of the image is no file of at most {MemorySize.Show(UserDatabase.MaxSize)}");
            }

            FileText.Read(file, UserDatabase.MaxSize, out byte[] content).OrThrow($"read /{PathText.Show(path)} of the container");
            return content;
        }
    }
}
