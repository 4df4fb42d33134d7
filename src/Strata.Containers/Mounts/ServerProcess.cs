using System.Buffers.Text;
using System.Text;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>
/// The processes that serve mounts, found by their command lines in /proc: there is no file of their numbers that a crash
/// could leave wrong.
/// </summary>
/// <param name="Pid">The process.</param>
/// <param name="Arguments">What it serves.</param>
public sealed record ServerProcess(int Pid, ServerArguments Arguments)
{
    private const int MaxCommandLine = 64 << 10;

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
                    && Read(proc, names.Name, pid) is { } server)
                {
                    servers.Add(server);
                }
            }
        }

        return servers;
    }

    private static ServerProcess? Read(FileFd proc, ReadOnlySpan<byte> name, int pid)
    {
        // A process that ended meanwhile, or one of the kernel's with an empty command line, is none of ours.
        byte[] path = [.. name, .. "/cmdline"u8];
        return FileText.Read(proc, path, MaxCommandLine, out byte[] text) == Errno.Ok
            && text.AsSpan().IndexOf(Encoding.ASCII.GetBytes(ServerArguments.Entry)) >= 0
            && Split(text) is var args
            && args.IndexOf(ServerArguments.Entry) is >= 0 and var start
            && ServerArguments.TryParse(args[start..], out ServerArguments? arguments)
            ? new ServerProcess(pid, arguments!)
            : null;
    }

    private static List<string> Split(ReadOnlySpan<byte> text)
    {
        List<string> args = [];
        text = text.EndsWith((byte)0) ? text[..^1] : text;
        foreach (Range arg in text.Split((byte)0))
        {
            args.Add(Encoding.UTF8.GetString(text[arg]));
        }

        return args;
    }
}
