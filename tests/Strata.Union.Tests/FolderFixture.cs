using System.Diagnostics;
using System.Text;
using Strata.Linux;

namespace Strata.Union.Tests;

/// <summary>Plain folders as layers, the first the topmost, and the lower over them.</summary>
public sealed class FolderFixture : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("folders-").FullName;
    private readonly int layers;
    private FolderLower? lower;

    public FolderFixture(int layers)
    {
        _ = Sys.SetUmask(0);
        this.layers = layers;
        for (int i = 0; i < layers; i++)
        {
            Directory.CreateDirectory(At(i, ""));
        }
    }

    public FolderLowerOptions Options { get; set; } = new();

    public OverlayXattrs Xattrs { get; set; } = OverlayXattrs.Trusted;

    public InodeNumbers Numbers { get; } = new();

    /// <summary>The lower, opened when it is first used: fill the layers before.</summary>
    public FolderLower Lower => lower ??= Open(Enumerable.Range(0, layers).Select(i => At(i, "")));

    public string At(int layer, string path) => Path.Combine(folder, layer.ToString("d3"), path);

    public FolderLower Open(IEnumerable<string> folders)
    {
        Close();
        return lower = new FolderLower(folders.Select(OpenFolder).ToArray(), Numbers, Xattrs, Options);
    }

    public void Close()
    {
        lower?.Dispose();
        lower = null;
    }

    public string MakeDirectory(int layer, string path)
    {
        Directory.CreateDirectory(At(layer, path));
        return At(layer, path);
    }

    public string Write(int layer, string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(layer, path))!);
        File.WriteAllText(At(layer, path), content);
        return At(layer, path);
    }

    public void Whiteout(int layer, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(layer, path))!);
        Sys.MknodAt(FileFd.WorkingDirectory, Bytes(At(layer, path)), 0x2000, default).OrThrow(path);
    }

    public void Mark(int layer, string path, string name, string value) =>
        Sys.LSetXattr(FileFd.WorkingDirectory, Bytes(At(layer, path)), Bytes(name), Bytes(value)).OrThrow($"{name} of {path}");

    /// <summary>A file of so many bytes without content, which lies elsewhere.</summary>
    public void Metacopy(int layer, string path, long size, string? redirect = null)
    {
        using (FileStream file = File.Create(Write(layer, path, "")))
        {
            file.SetLength(size);
        }

        Mark(layer, path, "trusted.overlay.metacopy", "");
        if (redirect is not null)
        {
            Mark(layer, path, "trusted.overlay.redirect", redirect);
        }
    }

    public Errno Find(string path, out LowerId id, out FileStat stat)
    {
        id = Lower.Root;
        Errno error = Lower.GetAttributes(id, out stat);
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            LowerId above = id;
            error = Lower.Lookup(above, Bytes(part), out id, out stat);
            if (above != Lower.Root)
            {
                Lower.Release(above);
            }

            if (error != Errno.Ok)
            {
                return error;
            }
        }

        return error;
    }

    public LowerId Id(string path)
    {
        Find(path, out LowerId id, out _).OrThrow(path);
        return id;
    }

    public FileStat Stat(string path)
    {
        Find(path, out _, out FileStat stat).OrThrow(path);
        return stat;
    }

    public Errno TryFind(string path) => Find(path, out _, out _);

    public string Read(string path)
    {
        Errno error = TryRead(path, out string content);
        return error == Errno.Ok ? content : throw new LinuxException(error, path);
    }

    public Errno TryRead(string path, out string content)
    {
        content = "";
        Errno error = Lower.Open(Id(path), out FileFd file);
        if (error == Errno.Ok)
        {
            byte[] buffer = new byte[64 * 1024];
            Sys.PRead(file, buffer, 0, out int count).OrThrow(path);
            content = Encoding.UTF8.GetString(buffer, 0, count);
            file.Dispose();
        }

        return error;
    }

    /// <summary>The names of a directory, sorted.</summary>
    public string[] List(string path) => List(Id(path));

    public string[] List(LowerId directory)
    {
        Errno error = TryList(directory, out List<string> names);
        return error == Errno.Ok ? [.. names.Order(StringComparer.Ordinal)] : throw new LinuxException(error, "list");
    }

    public Errno TryList(LowerId directory, out List<string> names)
    {
        names = [];
        ulong cookie = 0;
        while (true)
        {
            Errno error = Lower.NextEntry(directory, cookie, out LowerEntry entry);
            if (error != Errno.Ok)
            {
                return error == Errno.ENOENT ? Errno.Ok : error;
            }

            names.Add(Encoding.UTF8.GetString(entry.Name));
            cookie = entry.NextCookie;
        }
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static FileFd OpenFolder(string path)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, Bytes(path), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd file).OrThrow(path);
        return file;
    }

    public void Dispose()
    {
        Close();
        using Process removal = Process.Start("rm", ["-rf", "--one-file-system", folder]); // Deeper than paths go.
        removal.WaitForExit();
    }
}
