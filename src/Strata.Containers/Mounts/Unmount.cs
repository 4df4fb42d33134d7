using Strata.Fuse;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>Takes mounts away that another process made.</summary>
public static class Unmount
{
    private const int PatienceMilliseconds = 10_000;

    /// <summary>
    /// Takes the mount on <paramref name="path"/> away and waits until its server is gone; also one whose server is dead
    /// ("Transport endpoint is not connected").
    /// </summary>
    /// <exception cref="ContainerException">It is no mount of Strata, or it is in use.</exception>
    public static void At(string path)
    {
        byte[] target = Canonical(path);
        MountEntry mount = MountTable.Read().LastOrDefault(entry => entry.Target.AsSpan().SequenceEqual(target))
            ?? throw new ContainerException($"{path} is not mounted");
        if (!mount.IsOurs)
        {
            throw new ContainerException($"{path} is not a mount of strata but {mount.Type}: use umount");
        }

        List<FileFd> servers = mount.IsOfTheKernel ? [] : OpenServers(mount.Device.Minor);
        Errno error = FuseMount.Close(target, detach: false);
        foreach (FileFd server in servers)
        {
            if (error == Errno.Ok)
            {
                _ = Sys.Poll([new PollEntry(server, PollEntry.Input)], PatienceMilliseconds, out _);
            }

            server.Dispose();
        }

        if (error != Errno.Ok)
        {
            throw new ContainerException(error switch
            {
                Errno.EBUSY => $"{path} is busy: a process has a file or its working directory in it (fuser -vm {path} tells which)",
                _ => $"unmount {path}: {error.Message()}",
            });
        }
    }

    private static List<FileFd> OpenServers(uint connection)
    {
        List<FileFd> servers = [];
        foreach (ServerProcess server in ServerProcess.FindAll().Where(server => server.Connection == connection))
        {
            // ESRCH: it ended between, which is what is waited for.
            if (Sys.PidFdOpen(server.Pid, out FileFd process) == Errno.Ok)
            {
                servers.Add(process);
            }
        }

        return servers;
    }

    /// <summary>
    /// The path as the kernel's table has it. The mount itself is not asked, since its server may be dead: the folder it
    /// lies in is resolved, and the name put behind it.
    /// </summary>
    private static byte[] Canonical(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(full), OpenFlags.Path, out FileFd folder);
        if (error != Errno.Ok)
        {
            throw new ContainerException($"{path}: {error.Message()}");
        }

        using (folder)
        {
            byte[] buffer = new byte[PathText.MaxLength];
            Sys.ReadLinkAt(FileFd.WorkingDirectory, ProcFd.PathOf(folder), buffer, out int length).OrThrow($"readlink of {path}");
            return buffer[..length];
        }
    }
}
