using System.Text;
using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>Folders for a lower of two layers, an upper and a work folder, and the union over them.</summary>
public class UnionFixture : IDisposable
{
    public static readonly Creator Root = new(0, 0, 0x12);

    private readonly string folder;
    private readonly bool owned;
    private UnionTree? tree;

    public UnionFixture(string? inside = null)
    {
        _ = Sys.SetUmask(0);
        owned = inside is null;
        folder = inside ?? Directory.CreateTempSubdirectory("union-").FullName;
        foreach (string name in new[] { "lower1", "lower2", "upper", "work", "mnt" })
        {
            Directory.CreateDirectory(At(name));
        }
    }

    public Changes Changes { get; } = new();

    /// <summary>The union, opened when it is first used: fill the lowers before.</summary>
    public UnionTree Tree => tree ??= Open(Options);

    /// <summary>How the union behaves that is opened when it is first used.</summary>
    public UnionOptions Options { get; set; } = new();

    public string At(string path) => Path.Combine(folder, path);

    public string Lower(string path) => At("lower2/" + path);

    public string LowerTop(string path) => At("lower1/" + path);

    public string Upper(string path) => At("upper/" + path);

    public UnionTree Open(UnionOptions options)
    {
        TryOpen(options).OrThrow();
        return tree!;
    }

    public Errno TryOpen(UnionOptions options)
    {
        // A process that another test starts just now may have the former one's lock until it runs its program.
        Errno error = Errno.EBUSY;
        for (int i = 0; i < 200 && error == Errno.EBUSY; i++)
        {
            error = OpenOnce(options);
            Thread.Sleep(error == Errno.EBUSY ? 10 : 0);
        }

        return error;
    }

    private Errno OpenOnce(UnionOptions options)
    {
        InodeNumbers numbers = new();
        FileFd upper = OpenFolder(At("upper"));
        Sys.FStat(upper, out FileStat stat).OrThrow();
        numbers.PrefixOf(stat.Dev);
        Lower lower = OpenLower(numbers, options);
        FileFd work = OpenFolder(At("work"));
        Errno error = UnionTree.Open(lower, upper, work, numbers, options, out tree);
        if (error != Errno.Ok)
        {
            lower.Dispose();
            upper.Dispose();
            work.Dispose();
        }

        return error;
    }

    public void Close()
    {
        tree?.Dispose();
        tree = null;
    }

    public void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    public UnionNode Node(string path)
    {
        Errno error = TryFind(path, out UnionNode? node, out _);
        return error == Errno.Ok ? node! : throw new LinuxException(error, path);
    }

    public Errno TryFind(string path, out UnionNode? node, out FileStat stat)
    {
        node = Tree.Root;
        Errno error = Tree.GetAttributes(node, out stat);
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            error = Tree.Lookup(node!, Bytes(part), out node, out stat);
            if (error != Errno.Ok)
            {
                return error;
            }
        }

        return error;
    }

    public FileStat Stat(string path)
    {
        TryFind(path, out _, out FileStat stat).OrThrow(path);
        return stat;
    }

    public string Read(string path)
    {
        Tree.Open(Node(path), OpenFlags.ReadOnly, false, Changes, out OpenFile? file).OrThrow();
        using (file)
        {
            return ReadAll(file!);
        }
    }

    public static string ReadAll(OpenFile file)
    {
        byte[] buffer = new byte[1_000_000];
        file.Read(0, buffer, out int count).OrThrow();
        return Encoding.UTF8.GetString(buffer, 0, count);
    }

    public void Overwrite(string path, string content)
    {
        Tree.Open(Node(path), OpenFlags.WriteOnly | OpenFlags.Truncate, false, Changes, out OpenFile? file).OrThrow();
        using (file)
        {
            file!.Write(0, Bytes(content), out _).OrThrow();
        }
    }

    public void Create(string directory, string name, string content)
    {
        Tree.Create(Node(directory), Bytes(name), 0x1B6, OpenFlags.WriteOnly, Root, Changes, out _, out _, out OpenFile? file).OrThrow();
        using (file)
        {
            file!.Write(0, Bytes(content), out _).OrThrow();
        }
    }

    public Errno MakeDirectory(string directory, string name) =>
        Tree.MakeDirectory(Node(directory), Bytes(name), 0x1ED, Root, Changes, out _, out _);

    public Errno Rename(string directory, string name, string newDirectory, string newName, RenameFlags flags = RenameFlags.None) =>
        Tree.Rename(Node(directory), Bytes(name), Node(newDirectory), Bytes(newName), flags, Changes);

    public Errno Unlink(string directory, string name) => Tree.Unlink(Node(directory), Bytes(name), Changes);

    public Errno RemoveDirectory(string directory, string name) => Tree.RemoveDirectory(Node(directory), Bytes(name), Changes);

    /// <summary>The names of a directory of the union, sorted, read in pieces of at most <paramref name="piece"/>.</summary>
    public string[] List(string path, int piece = int.MaxValue, bool withNodes = false)
    {
        UnionNode node = Node(path);
        List<string> names = [];
        ulong cookie = 0;
        while (true)
        {
            ListSink sink = new(piece, withNodes);
            Tree.ReadDirectory(node, cookie, ref sink).OrThrow();
            if (sink.Names.Count == 0)
            {
                Assert.Equal(names.Count, names.Distinct().Count());
                return [.. names.Where(name => name is not ("." or "..")).Order(StringComparer.Ordinal)];
            }

            names.AddRange(sink.Names);
            cookie = sink.Next;
        }
    }

    /// <summary>Everything below the root as lines, by a walk over the union itself.</summary>
    public string Describe()
    {
        StringBuilder text = new();
        Describe(Tree.Root, "", text);
        return text.ToString();
    }

    /// <summary>The same lines, by a walk over the kernel's overlayfs on the same folders. Closes the union first.</summary>
    public string DescribeByKernel(string options = "redirect_dir=on,index=off,metacopy=on")
    {
        StringBuilder text = new();
        ByKernel(options, mount => DescribeFolder(mount, "", text));
        return text.ToString();
    }

    /// <summary>The same lines, of a folder.</summary>
    public string DescribeFolder(string path)
    {
        StringBuilder text = new();
        DescribeFolder(path, "", text);
        return text.ToString();
    }

    /// <summary>Uses the kernel's overlayfs on the same folders. Closes the union first.</summary>
    public virtual void ByKernel(string options, Action<string> use)
    {
        Close();
        string data = $"lowerdir={KernelLowers},upperdir={At("upper")},workdir={At("work")},{options}";
        Sys.Mount(Bytes("overlay"), Bytes(At("mnt")), Bytes("overlay"), default, Bytes(data)).OrThrow(data);
        try
        {
            use(At("mnt"));
        }
        finally
        {
            TestDisk.Unmount(At("mnt"));
        }
    }

    /// <summary>Empties upper and work folder. Closes the union first.</summary>
    public void Clear()
    {
        Close();
        foreach (string name in (string[])["upper", "work"])
        {
            Directory.Delete(At(name), recursive: true);
            Directory.CreateDirectory(At(name));
        }
    }

    /// <summary>The names of a directory with their numbers, read as readdir(3) does, without lookups.</summary>
    public Dictionary<string, ulong> Numbers(string path)
    {
        ListSink sink = new(int.MaxValue, false);
        Tree.ReadDirectory(Node(path), 0, ref sink).OrThrow();
        return sink.Names.Zip(sink.Numbers).Where(pair => pair.First is not ("." or "..")).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>The value of overlayfs's option <c>lowerdir</c>.</summary>
    protected virtual string KernelLowers => $"{At("lower1")}:{At("lower2")}";

    protected virtual Lower OpenLower(InodeNumbers numbers, UnionOptions options) =>
        new FolderLower([OpenFolder(At("lower1")), OpenFolder(At("lower2"))], numbers, options.Xattrs);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static FileFd OpenFolder(string path)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, Bytes(path), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd file).OrThrow(path);
        return file;
    }

    public void Dispose()
    {
        Close();
        if (owned)
        {
            Directory.Delete(folder, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    private void Describe(UnionNode node, string path, StringBuilder text)
    {
        foreach (string name in List(path))
        {
            string child = path + "/" + name;
            FileStat stat = Stat(child);
            string content = stat.IsRegular ? Read(child) : "";
            if (stat.IsSymlink)
            {
                byte[] target = new byte[4096];
                Tree.ReadLink(Node(child), target, out int length).OrThrow();
                content = Encoding.UTF8.GetString(target, 0, length);
            }

            Line(child, stat, content, text);
            if (stat.IsDirectory)
            {
                Describe(Node(child), child, text);
            }
        }
    }

    private static void DescribeFolder(string folder, string path, StringBuilder text)
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            string child = path + "/" + Path.GetFileName(entry);
            Sys.StatAt(FileFd.WorkingDirectory, Bytes(entry), out FileStat stat).OrThrow();
            string content = stat.IsRegular ? File.ReadAllText(entry) : stat.IsSymlink ? new FileInfo(entry).LinkTarget! : "";
            Line(child, stat, content, text);
            if (stat.IsDirectory)
            {
                DescribeFolder(entry, child, text);
            }
        }
    }

    private static void Line(string path, in FileStat stat, string content, StringBuilder text)
    {
        string size = stat.IsDirectory ? "-" : stat.Size.ToString();
        text.Append($"{path} {stat.Mode:x} {stat.Uid}:{stat.Gid} links={stat.Links} size={size} mtime={stat.Modified.Seconds}.{stat.Modified.Nanoseconds} {content}\n");
    }
}
