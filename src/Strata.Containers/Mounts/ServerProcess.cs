using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>
/// The processes that serve mounts, found by what /proc says of them: their name ends in the number of the connection, their
/// working directory is the upper folder. There is no file of their numbers that a crash could leave wrong.
/// </summary>
/// <param name="Pid">The process.</param>
/// <param name="Connection">The minor part of the mount's device number.</param>
public sealed record ServerProcess(int Pid, uint Connection)
{
    private static readonly byte[] namePrefix = "strata@"u8.ToArray();

    /// <summary>Every server that this process may see.</summary>
    public static IReadOnlyList<ServerProcess> FindAll()
    {
        List<ServerProcess> servers = [];
        Sys.OpenAt(FileFd.WorkingDirectory, "/proc"u8, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd proc).OrThrow("open /proc");
        using (proc)
        {
            DirectoryReader names = new(proc, new byte[32 << 10]);
            while (names.Next(out _))
            {
                if (Utf8Parser.TryParse(names.Name, out int pid, out int used)
                    && used == names.Name.Length
                    && TryRead(proc, names.Name, out uint connection))
                {
                    servers.Add(new ServerProcess(pid, connection));
                }
            }
        }

        return servers;
    }

    /// <summary>The folder that takes the changes; null for a read-only mount, and where the process has ended.</summary>
    public string? UpperPath()
    {
        byte[] path = new byte[PathText.MaxLength];
        Errno error = Sys.ReadLinkAt(FileFd.WorkingDirectory, PathText.Bytes($"/proc/{Pid}/cwd"), path, out int length);
        return error == Errno.Ok && length > 1 ? PathText.Show(path.AsSpan(0, length)) : null;
    }

    /// <summary>Names this process as the server of a mount. Called by its main thread.</summary>
    internal static void NameThis(uint connection) =>
        _ = Sys.SetThreadName([.. namePrefix, .. Encoding.ASCII.GetBytes(connection.ToString(CultureInfo.InvariantCulture))]);

    private static bool TryRead(FileFd proc, ReadOnlySpan<byte> pid, out uint connection)
    {
        // ENOENT: it ended meanwhile, and is none of ours.
        const int MaxName = 64;
        connection = 0;
        byte[] path = [.. pid, .. "/comm"u8];
        return FileText.Read(proc, path, MaxName, out byte[] name) == Errno.Ok
            && name.AsSpan().StartsWith(namePrefix)
            && Utf8Parser.TryParse(name.AsSpan(namePrefix.Length), out connection, out int digits)
            && namePrefix.Length + digits + 1 == name.Length
            && IsAlive(proc, pid);
    }

    /// <summary>A process that dies keeps its name to the end, but loses its command line before its descriptors are closed.</summary>
    private static bool IsAlive(FileFd proc, ReadOnlySpan<byte> pid)
    {
        Errno error = Sys.OpenAt(proc, [.. pid, .. "/cmdline"u8], OpenFlags.ReadOnly, out FileFd commandLine);
        using (commandLine)
        {
            return error == Errno.Ok && Sys.Read(commandLine, stackalloc byte[1], out int count) == Errno.Ok && count > 0;
        }
    }
}
