using Strata.Linux;

namespace Strata.Layers.Tests;

/// <summary>The merge of layers written as naively as can be: a dictionary from whole paths, searched by prefix.</summary>
internal sealed class ChainModel
{
    private readonly Dictionary<string, Inode> tree = new() { [""] = new Inode(ChainEntries.Directory("") with { Modified = default }) };

    public bool IsRefused { get; private set; }

    public static ChainModel Of(IEnumerable<LayerEntry[]> layers)
    {
        ChainModel model = new();
        foreach (LayerEntry[] layer in layers)
        {
            model.Apply(layer);
        }

        return model;
    }

    public string Listing()
    {
        ChainListing listing = new();
        List<Inode> numbers = [];
        foreach ((string path, Inode inode) in tree)
        {
            int number = numbers.IndexOf(inode);
            if (number < 0)
            {
                number = numbers.Count;
                numbers.Add(inode);
            }

            bool isDirectory = inode.Entry.Kind == EntryKind.Directory;
            int below = tree.Count(other => other.Value.Entry.Kind == EntryKind.Directory && other.Key != "" && ParentOf(other.Key) == path);
            FileStat stat = new()
            {
                Mode = TypeOf(inode.Entry.Kind) | inode.Entry.Permissions,
                Uid = inode.Entry.Uid,
                Gid = inode.Entry.Gid,
                Ino = (ulong)number,
                Links = (uint)(isDirectory ? 2 + below : tree.Values.Count(other => other == inode)),
                Size = (ulong)(inode.Entry.Kind == EntryKind.Symlink ? inode.Entry.LinkTarget.Length : inode.Entry.Size),
                Modified = inode.Entry.Modified,
                Rdev = inode.Entry.Device,
            };
            string detail = inode.Entry.Kind switch
            {
                EntryKind.File => ChainListing.ContentDetail(inode.Entry.ContentDigest),
                EntryKind.Symlink => ChainListing.SymlinkDetail(inode.Entry.LinkTarget.Span),
                _ => "",
            };
            listing.Add(path, stat, detail, inode.Entry.Xattrs.Select(x => ChainListing.XattrText(x.Name.Span, x.Value.Span)));
        }

        return listing.ToString();
    }

    private static string Text(ReadOnlyMemory<byte> path) => System.Text.Encoding.Latin1.GetString(path.Span);

    private static string ParentOf(string path) => path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";

    private static bool Deletes(LayerEntry entry) =>
        entry.Kind == EntryKind.Whiteout || (entry.Kind == EntryKind.CharDevice && entry.Device == default);

    private static uint TypeOf(EntryKind kind) => kind switch
    {
        EntryKind.File => 0x8000,
        EntryKind.Symlink => 0xA000,
        EntryKind.CharDevice => 0x2000,
        EntryKind.BlockDevice => 0x6000,
        EntryKind.Fifo => 0x1000,
        _ => 0x4000,
    };

    private void Apply(LayerEntry[] layer)
    {
        Dictionary<string, Inode> lower = new(tree);
        foreach (LayerEntry entry in layer)
        {
            if (Deletes(entry))
            {
                Remove(Text(entry.Path), true);
            }
            else if (entry.Kind == EntryKind.Opaque)
            {
                Remove(Text(entry.Path), false);
            }
        }

        foreach (LayerEntry entry in layer)
        {
            string path = Text(entry.Path);
            if (Deletes(entry))
            {
                if (entry.Kind == EntryKind.CharDevice)
                {
                    Remove(path, true);
                }
            }
            else if (entry.Kind == EntryKind.Opaque)
            {
                MakeDirectory(path);
            }
            else if (entry.Kind == EntryKind.Directory)
            {
                MakeDirectory(path);
                tree[path] = new Inode(entry);
            }
            else
            {
                Inode? inode = new(entry);
                if (entry.Kind == EntryKind.HardLink)
                {
                    string target = Text(entry.LinkTarget);
                    inode = tree.GetValueOrDefault(target) ?? lower.GetValueOrDefault(target);
                    if (inode is null || inode.Entry.Kind == EntryKind.Directory)
                    {
                        IsRefused = true;
                        return;
                    }
                }

                MakeDirectory(ParentOf(path));
                Remove(path, false);
                tree[path] = inode;
            }
        }
    }

    private void Remove(string path, bool itself)
    {
        foreach (string other in tree.Keys.Where(p => p != "" && (path == "" || p.StartsWith(path + "/", StringComparison.Ordinal))).ToList())
        {
            tree.Remove(other);
        }

        if (itself)
        {
            tree.Remove(path);
        }
    }

    private void MakeDirectory(string path)
    {
        if (path != "")
        {
            MakeDirectory(ParentOf(path));
            if (!tree.TryGetValue(path, out Inode? inode) || inode.Entry.Kind != EntryKind.Directory)
            {
                tree[path] = new Inode(ChainEntries.Directory(path) with { Modified = default });
            }
        }
    }

    private sealed class Inode(LayerEntry entry)
    {
        public LayerEntry Entry => entry;
    }
}
