using System.Globalization;
using System.Text;
using Strata.Linux;

namespace Strata.Bench.Peers.Clients;

/// <summary>
/// Many small files in one folder: arguments are the folder, their number and their size in bytes. The folder is opened once,
/// before; each call has a name of one component.
/// </summary>
internal sealed class FileStorm : ClientWork
{
    private readonly FileFd folder;
    private readonly byte[][] names;
    private readonly byte[][] newNames;
    private readonly byte[] content;
    private readonly Action<FileStorm, int> step;

    public FileStorm(string[] args, Action<FileStorm, int> step)
    {
        folder = OpenFolder(args[0]);
        int count = int.Parse(args[1], CultureInfo.InvariantCulture);
        names = [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"file-{i:00000}"))];
        newNames = [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"renamed-{i:00000}"))];
        content = new byte[int.Parse(args[2], CultureInfo.InvariantCulture)];
        content.AsSpan().Fill((byte)'x');
        this.step = step;
    }

    public static void Create(FileStorm storm, int i) => storm.Write(i, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive);

    public static void Overwrite(FileStorm storm, int i) => storm.Write(i, OpenFlags.WriteOnly | OpenFlags.Truncate);

    public static void Rename(FileStorm storm, int i) =>
        Check(Sys.RenameAt(storm.folder, storm.names[i], storm.folder, storm.newNames[i]), storm.names[i]);

    public static void Unlink(FileStorm storm, int i) => Check(Sys.UnlinkAt(storm.folder, storm.newNames[i]), storm.newNames[i]);

    public override void Run()
    {
        for (int i = 0; i < names.Length; i++)
        {
            step(this, i);
        }
    }

    public override void Dispose() => folder.Dispose();

    private void Write(int i, OpenFlags flags)
    {
        Check(Sys.OpenAt(folder, names[i], flags, out FileFd file, 0x1A4), names[i]);
        Check(Sys.PWriteAll(file, content, 0), names[i]);
        file.Dispose();
    }
}
