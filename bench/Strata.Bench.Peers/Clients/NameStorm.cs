using System.Globalization;
using System.Text;
using Strata.Linux;

namespace Strata.Bench.Peers.Clients;

/// <summary>
/// One call each for a list of names: arguments are the folder below which they lie, the file with the list (one path a line),
/// which of how many clients this is (it takes every n-th name), and what is appended to each name.
/// </summary>
internal sealed class NameStorm : ClientWork
{
    private readonly FileFd root;
    private readonly byte[] buffer = new byte[128 << 10];
    private readonly byte[][] names;
    private readonly Action<NameStorm, byte[]> step;

    public NameStorm(string[] args, Action<NameStorm, byte[]> step)
    {
        int client = int.Parse(args[2], CultureInfo.InvariantCulture);
        int clients = int.Parse(args[3], CultureInfo.InvariantCulture);
        string suffix = args.Length > 4 ? args[4] : "";
        names = [.. File.ReadLines(args[1]).Where((_, i) => i % clients == client).Select(name => Encoding.UTF8.GetBytes(name + suffix))];
        root = OpenFolder(args[0]);
        this.step = step;
    }

    public static void Stat(NameStorm storm, byte[] name) => Check(Sys.StatBasicAt(storm.root, name, out _), name);

    public static void Missing(NameStorm storm, byte[] name)
    {
        Errno error = Sys.StatBasicAt(storm.root, name, out _);
        Check(error == Errno.ENOENT ? Errno.Ok : error == Errno.Ok ? Errno.EEXIST : error, name);
    }

    /// <summary>Opens for writing and writes one byte: the content is copied up before.</summary>
    public static void FirstWrite(NameStorm storm, byte[] name)
    {
        Check(Sys.OpenAt(storm.root, name, OpenFlags.WriteOnly, out FileFd file), name);
        Check(Sys.PWriteAll(file, "x"u8, 0), name);
        file.Dispose();
    }

    /// <summary>Reads a whole file.</summary>
    public static void Load(NameStorm storm, byte[] name)
    {
        Check(Sys.OpenAt(storm.root, name, OpenFlags.ReadOnly, out FileFd file), name);
        for (int count = 1; count > 0;)
        {
            Check(Sys.Read(file, storm.buffer, out count), name);
        }

        file.Dispose();
    }

    public static void Remove(NameStorm storm, byte[] name) => Check(Sys.UnlinkAt(storm.root, name), name);

    public static void ChangeMode(NameStorm storm, byte[] name) => Check(Sys.ChmodAt(storm.root, name, 0x180), name);

    public override void Run()
    {
        foreach (byte[] name in names)
        {
            step(this, name);
        }
    }

    public override void Dispose() => root.Dispose();
}
