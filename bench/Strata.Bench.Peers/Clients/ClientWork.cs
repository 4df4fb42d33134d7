using System.Text;
using Strata.Linux;

namespace Strata.Bench.Peers.Clients;

/// <summary>A work of a client: what it needs is made ready by its constructor, only <see cref="Run"/> is measured.</summary>
internal abstract class ClientWork : IDisposable
{
    private static readonly Dictionary<string, Func<string[], ClientWork>> Works = new()
    {
        ["create"] = args => new FileStorm(args, FileStorm.Create),
        ["overwrite"] = args => new FileStorm(args, FileStorm.Overwrite),
        ["rename"] = args => new FileStorm(args, FileStorm.Rename),
        ["unlink"] = args => new FileStorm(args, FileStorm.Unlink),
        ["stat"] = args => new NameStorm(args, NameStorm.Stat),
        ["missing"] = args => new NameStorm(args, NameStorm.Missing),
        ["touch"] = args => new NameStorm(args, NameStorm.FirstWrite),
        ["remove"] = args => new NameStorm(args, NameStorm.Remove),
        ["load"] = args => new NameStorm(args, NameStorm.Load),
        ["chmod"] = args => new NameStorm(args, NameStorm.ChangeMode),
        ["read"] = args => new FileCalls(args, FileCalls.Read),
        ["write"] = args => new FileCalls(args, FileCalls.Write),
        ["map"] = args => new MapRead(args),
    };

    public static ClientWork Prepare(string name, string[] args) =>
        Works.TryGetValue(name, out var make) ? make(args) : throw new ArgumentException($"no work '{name}'");

    /// <summary>The loop.</summary>
    public abstract void Run();

    /// <summary>Closes what was opened: no client holds a file of a mount between works.</summary>
    public virtual void Dispose()
    {
    }

    protected static FileFd OpenFolder(string path)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.Path | OpenFlags.Directory, out FileFd folder).OrThrow($"open {path}");
        return folder;
    }

    /// <summary>Ends the work at the first call that fails.</summary>
    protected static void Check(Errno error, ReadOnlySpan<byte> name)
    {
        if (error != Errno.Ok)
        {
            throw new LinuxException(error, Encoding.UTF8.GetString(name));
        }
    }
}
