using System.Text;
using Strata.Linux;

namespace Strata.Launch.Tests;

/// <summary>A root file system of busybox in a temporary folder, and launches in it whose output is kept.</summary>
public sealed class ContainerRoot : IDisposable
{
    private static int count;

    public ContainerRoot()
    {
        Path = $"/tmp/strata-launch-{Environment.ProcessId}-{Interlocked.Increment(ref count)}";
        Directory.CreateDirectory(Path + "/bin");
        File.Copy("/usr/bin/busybox", Path + "/bin/busybox");
        string[] applets =
        [
            "sh", "true", "cat", "ls", "id", "sleep", "mount", "hostname", "ip", "ps", "env", "pwd", "grep", "kill", "dd", "seq",
            "stat", "tty", "echo", "readlink", "touch", "mkdir", "nproc", "stty", "sort", "yes", "wc", "tr", "head",
        ];
        foreach (string applet in applets)
        {
            File.CreateSymbolicLink($"{Path}/bin/{applet}", "busybox");
        }
    }

    public string Path { get; }

    public LaunchSpec Spec(params string[] args) => DefaultSpec.For(Path, args);

    public LaunchSpec Shell(string script) => Spec("/bin/sh", "-c", script);

    public Outcome RunShell(string script) => Run(Shell(script));

    public void SetMode(string path, uint mode) => Sys.ChmodAt(FileFd.WorkingDirectory, PathText.Bytes(Path + path), mode).OrThrow();

    /// <summary>Runs to the end; standard output and error come together.</summary>
    public static Outcome Run(LaunchSpec spec, Action<ContainerProcess>? meanwhile = null)
    {
        Sys.Pipe(out FileFd reader, out FileFd writer).OrThrow();
        using FileFd input = DevNull();
        using (reader)
        {
            ContainerProcess process;
            using (writer)
            {
                process = Launcher.Start(spec with { Streams = new StandardStreams(input, writer, writer) });
            }

            using (process)
            {
                meanwhile?.Invoke(process);
                string output = ReadToEnd(reader);
                return new Outcome(process.Wait(), output);
            }
        }
    }

    public static string ReadToEnd(FileFd reader)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[4096];
        while (Sys.Read(reader, buffer, out int read) == Errno.Ok && read > 0)
        {
            all.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(all.ToArray());
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static FileFd DevNull()
    {
        Sys.OpenAt(FileFd.WorkingDirectory, "/dev/null"u8, OpenFlags.ReadOnly, out FileFd file).OrThrow();
        return file;
    }
}
