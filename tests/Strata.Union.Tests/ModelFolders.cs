using Strata.Linux;

namespace Strata.Union.Tests;

/// <summary>Writes layers of a model as folders, and reads what a lower or a mount shows of them as the model's lines.</summary>
internal static class ModelFolders
{
    private const int MetacopySize = 5;

    public static void Write(FolderFixture folders, ModelNode[] layers, bool user)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            WriteBelow(folders, i, "", layers[i], user ? "user.overlay." : "trusted.overlay.");
        }
    }

    /// <summary>What the lower shows, read by listing each directory, or without listing any by trying each name often.</summary>
    public static string Describe(FolderFixture folders, bool byListing, string[] names)
    {
        List<string> lines = [];
        Walk(folders, folders.Lower.Root, "", byListing, names, lines);
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    /// <summary>What a mount shows of these names. The kernel does not list all that it finds: a file without its content may be missing.</summary>
    public static string DescribeMount(string point, string[] names)
    {
        List<string> lines = [];
        WalkMount(point, "", names, lines);
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private static void WriteBelow(FolderFixture folders, int layer, string path, ModelNode directory, string prefix)
    {
        foreach ((string name, ModelNode node) in directory.Children)
        {
            string child = path.Length == 0 ? name : $"{path}/{name}";
            byte[] at = FolderFixture.Bytes(folders.At(layer, child));
            switch (node.Kind)
            {
                case ModelKind.Directory:
                    folders.MakeDirectory(layer, child);
                    WriteBelow(folders, layer, child, node, prefix);
                    break;
                case ModelKind.Symlink:
                    File.CreateSymbolicLink(folders.At(layer, child), node.Content);
                    break;
                case ModelKind.File when node.IsMetacopy:
                    using (FileStream file = File.Create(folders.At(layer, child)))
                    {
                        file.SetLength(MetacopySize);
                    }

                    folders.Mark(layer, child, prefix + "metacopy", "");
                    break;
                case ModelKind.File:
                    File.WriteAllText(folders.At(layer, child), node.Content);
                    break;
                case ModelKind.Fifo:
                    Sys.MknodAt(FileFd.WorkingDirectory, at, 0x1000, default).OrThrow();
                    break;
                default:
                    Sys.MknodAt(FileFd.WorkingDirectory, at, 0x2000, new DeviceNumber(node.Kind == ModelKind.Device ? 1u : 0, 0)).OrThrow();
                    break;
            }

            if (node.Redirect is not null)
            {
                folders.Mark(layer, child, prefix + "redirect", node.Redirect);
            }

            if (node.IsXattrWhiteout)
            {
                folders.Mark(layer, child, prefix + "whiteout", "y");
                ModelOpaque own = prefix[0] == 'u' ? ModelOpaque.User : ModelOpaque.Trusted;
                folders.Mark(layer, path, prefix + "opaque", directory.Opaque == own ? "y" : "x");
            }
        }

        string? opaque = directory.Opaque switch
        {
            ModelOpaque.Trusted => "trusted.overlay.opaque",
            ModelOpaque.User => "user.overlay.opaque",
            ModelOpaque.FuseOverlayfs => "user.fuseoverlayfs.opaque",
            _ => null,
        };
        if (opaque is not null)
        {
            folders.Mark(layer, path, opaque, "y");
        }
    }

    private static void Walk(FolderFixture folders, LowerId directory, string path, bool byListing, string[] names, List<string> lines)
    {
        FolderLower lower = folders.Lower;
        if (!byListing)
        {
            // So many misses that the directory is worth reading.
            for (int i = 0; i < 40; i++)
            {
                Xunit.Assert.Equal(Errno.ENOENT, lower.Lookup(directory, "missing"u8, out _, out _));
                Xunit.Assert.False(lower.Contains(directory, "missing"u8));
            }
        }

        foreach (string name in byListing ? folders.List(directory) : names)
        {
            string child = $"{path}/{name}";
            Errno error = lower.Lookup(directory, FolderFixture.Bytes(name), out LowerId id, out FileStat stat);
            if (error != Errno.Ok)
            {
                if (error != Errno.ENOENT)
                {
                    lines.Add($"{child} {error}");
                }

                continue;
            }

            Xunit.Assert.True(lower.Contains(directory, FolderFixture.Bytes(name)));
            lower.GetAttributes(id, out FileStat again).OrThrow(child);
            Xunit.Assert.Equal((stat.Mode, stat.Ino, stat.Links, stat.Size, stat.Blocks), (again.Mode, again.Ino, again.Links, again.Size, again.Blocks));
            lines.Add($"{child} {Kind(stat)} {Content(lower, id, stat)}");
            if (stat.IsDirectory)
            {
                Walk(folders, id, child, byListing, names, lines);
            }

            lower.Release(id);
        }
    }

    private static void WalkMount(string folder, string path, string[] names, List<string> lines)
    {
        foreach (string name in names)
        {
            string entry = $"{folder}/{name}";
            string child = $"{path}/{name}";
            Errno error = Sys.StatAt(FileFd.WorkingDirectory, FolderFixture.Bytes(entry), out FileStat stat);
            if (error is Errno.Ok)
            {
                string content = stat.IsDirectory ? stat.Links == 1 ? "merged" : "single"
                    : stat.IsRegular ? File.ReadAllText(entry) : stat.IsSymlink ? new FileInfo(entry).LinkTarget! : "";
                lines.Add($"{child} {Kind(stat)} {content}");
                if (stat.IsDirectory)
                {
                    WalkMount(entry, child, names, lines);
                }
            }
            else if (error != Errno.ENOENT)
            {
                lines.Add($"{child} {error}");
            }
        }
    }

    private static string Kind(in FileStat stat) => (stat.Mode & 0xF000) switch
    {
        0x4000 => "directory",
        0x8000 => "file",
        0xA000 => "symlink",
        0x1000 => "fifo",
        _ => "device",
    };

    private static string Content(FolderLower lower, LowerId id, in FileStat stat)
    {
        byte[] buffer = new byte[100];
        int length = 0;
        if (stat.IsDirectory)
        {
            return stat.Links == 1 ? "merged" : "single";
        }

        if (stat.IsSymlink)
        {
            lower.ReadLink(id, buffer, out length).OrThrow();
        }
        else if (stat.IsRegular)
        {
            lower.Open(id, out FileFd file).OrThrow();
            Sys.PRead(file, buffer, 0, out length).OrThrow();
            file.Dispose();
        }

        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }
}
