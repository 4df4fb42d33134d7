using System.Globalization;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>
/// Looks up a user in a container that runs. Its files may be anything by now: they are found with its root as "/", and only a
/// regular file of a bounded size is opened.
/// </summary>
/// <param name="pid">Its first process.</param>
/// <param name="process">A pidfd of that.</param>
/// <param name="config">The container.</param>
internal sealed class RunningUsers(int pid, FileFd process, ContainerConfig config)
{
    /// <summary>Looks up <c>user[:group]</c> in /etc/passwd and /etc/group.</summary>
    /// <exception cref="ContainerException">A name is not there.</exception>
    public ResolvedUser Find(string user)
    {
        byte[] path = PathText.Bytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/root"));
        Sys.OpenAt(FileFd.WorkingDirectory, path, OpenFlags.Path | OpenFlags.Directory, out FileFd root).OrThrow($"open the root of container {config.Name}");
        using (root)
        {
            // The number is still that of the process: otherwise the root could be another's.
            Sys.SignalPidFd(process, 0).OrThrow($"look at container {config.Name}");
            return ResolvedUser.Of(user, UserDatabase.ParseUsers(Read(root, "etc/passwd"u8)), UserDatabase.ParseGroups(Read(root, "etc/group"u8)));
        }
    }

    private byte[] Read(FileFd root, ReadOnlySpan<byte> path)
    {
        string shown = $"/{PathText.Show(path)} of container {config.Name}";
        Errno error = Sys.OpenAt2(root, path, OpenFlags.Path, ResolveFlags.InRoot | ResolveFlags.NoMagicLinks, out FileFd found);
        if (error is Errno.ENOENT or Errno.ENOTDIR)
        {
            return [];
        }

        error.OrThrow($"find {shown}");
        using (found)
        {
            Sys.FStat(found, out FileStat stat).OrThrow($"look at {shown}");
            if (!stat.IsRegular || stat.Size > UserDatabase.MaxSize)
            {
                throw new ContainerException($"{shown} is no file of at most {MemorySize.Show(UserDatabase.MaxSize)}");
            }

            Sys.Reopen(found, OpenFlags.ReadOnly, out FileFd file).OrThrow($"open {shown}");
            using (file)
            {
                FileText.Read(file, UserDatabase.MaxSize, out byte[] content).OrThrow($"read {shown}");
                return content;
            }
        }
    }
}
