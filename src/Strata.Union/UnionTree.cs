using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>
/// The union of a lower and an upper, by nodes. Names are single components and never "." or ".."; permissions are the
/// caller's business (the kernel's default_permissions). Safe to use from several threads.
/// <para>
/// Every node that a method gives out (<c>out UnionNode</c>, and <see cref="IDirectorySink"/>) is one reference, given back
/// with <see cref="Release"/>; as long as there is one, the node stands for its inode, with or without a name.
/// </para>
/// </summary>
/// <remarks>
/// Lock order: a node's copy-up lock (<see cref="copyLocks"/>), then <see cref="gate"/>, then what a lower locks inside. The
/// gate guards every field of every node, the name table and the namespace of upper and work folder: whoever changes those
/// folders holds it. Content is read, written and copied without it. Methods ending in Locked need the gate.
/// </remarks>
public sealed partial class UnionTree : IDisposable
{
    private readonly Lock gate = new();
    private readonly Lock[] copyLocks = new Lock[16];
    private readonly Lower lower;
    private readonly UnionOptions options;
    private readonly OverlayXattrs xattrs;
    private readonly StatStore store;
    private readonly WorkFolder? work;
    private readonly InodeNumbers numbers;
    private readonly ulong upperPrefix;
    private readonly NameTable names = new();
    private readonly DirectoryCache directories = new();
    private readonly Dictionary<ulong, UnionNode> linked = []; // By upper inode number: nodes that have, or had, hard links.
    private readonly Dictionary<ulong, UnionNode> linkedBelow = []; // By number in the union: nodes that have hard links in the lower.
    private readonly Dictionary<UnionNode, List<FurtherName>> furtherNames = []; // Names beyond the nodes themselves.
    private readonly Dictionary<UnionNode, UnionNode> successors = []; // See DetachPinned.
    private readonly byte[] readBuffer = GC.AllocateUninitializedArray<byte>(32 * 1024); // For directories of the upper; guarded by the gate.
    private uint serials;

    private UnionTree(Lower lower, FileFd upper, WorkFolder? work, InodeNumbers numbers, ulong upperPrefix, UnionOptions options)
    {
        this.lower = lower;
        this.work = work;
        this.numbers = numbers;
        this.upperPrefix = upperPrefix;
        this.options = options;
        xattrs = options.Xattrs;
        store = new StatStore(options.Override, options.ForgivesOwners);
        for (int i = 0; i < copyLocks.Length; i++)
        {
            copyLocks[i] = new Lock();
        }

        // The root is merged whatever its xattrs say, as in overlayfs.
        lower.GetAttributes(lower.Root, out FileStat stat).OrThrow("attributes of the lower's root");
        Root = new UnionNode { Lower = lower.Root, Ino = stat.Ino, KindBits = FileMode.ToDirentType(FileMode.Directory), References = 1 };
        if (work is not null)
        {
            Root.Upper = new UpperState { Handle = upper };
        }
    }

    /// <summary>The root directory; the tree keeps a reference of its own.</summary>
    public UnionNode Root { get; }

    /// <summary>Whether there is no upper: every change is EROFS.</summary>
    public bool IsReadOnly => work is null;

    /// <summary>Whether any file may have an xattr, now or later.</summary>
    public bool HasXattrs => !IsReadOnly || lower.HasXattrs;

    /// <summary>A union without an upper. Owns <paramref name="lower"/> from now on.</summary>
    public static UnionTree OpenReadOnly(Lower lower) => new(lower, default, null, new InodeNumbers(), 0, new UnionOptions());

    /// <summary>
    /// A union with an upper. Leftovers of a copy-up in the work folder are removed.
    /// EBUSY: another union uses the upper or the work folder; EXDEV: they lie on different file systems; ESTALE: see
    /// <see cref="IndexMode.On"/>.
    /// </summary>
    /// <param name="lower">Owned by the tree on success.</param>
    /// <param name="upper">An open directory for reading; owned by the tree on success.</param>
    /// <param name="workFolder">An open directory for reading, empty or used by overlayfs before; owned by the tree on success.</param>
    /// <param name="numbers">The same as the lower's.</param>
    /// <param name="options">How to behave.</param>
    /// <param name="tree">The union.</param>
    public static Errno Open(Lower lower, FileFd upper, FileFd workFolder, InodeNumbers numbers, UnionOptions options, out UnionTree? tree)
    {
        tree = null;
        const int ExclusiveNow = 2 | 4;
        if (Sys.FStat(upper, out FileStat upperStat) is not Errno.Ok and var statError)
        {
            return statError;
        }

        if (Sys.FLock(upper, ExclusiveNow) is not Errno.Ok and var busy)
        {
            return busy == Errno.EAGAIN ? Errno.EBUSY : busy;
        }

        if (WorkFolder.Open(workFolder, upperStat, options, out WorkFolder? work) is not Errno.Ok and var error)
        {
            return error;
        }

        tree = new UnionTree(lower, upper, work, numbers, numbers.PrefixOf(upperStat.Dev), options);
        Errno opened = options.FuseOverlayMarks ? FuseOverlayMarks.Translate(upper, options.Xattrs, work!) : Errno.Ok;
        opened = opened == Errno.Ok ? options.Xattrs.ReadMarks(upper, mayHide: true, out tree.Root.Upper!.Marks) : opened;
        opened = opened == Errno.Ok ? tree.OpenIndexLocked(create: false) : opened;
        if (opened != Errno.Ok)
        {
            work!.Staging.Dispose();
            tree = null;
        }

        return opened;
    }

    /// <summary>Gives references back. The node may not be used again with the last one.</summary>
    public void Release(UnionNode node, int count = 1)
    {
        lock (gate)
        {
            node.References -= count;
            DropLocked(node);
        }
    }

    /// <summary>Closes everything. No method may be running or be called afterwards.</summary>
    public void Dispose()
    {
        directories.Clear();
        Root.Upper?.Handle.Dispose();
        index?.Dispose();
        work?.Dispose();
        lower.Dispose();
    }

    private void DropLocked(UnionNode? node)
    {
        while (node is not null && node.References <= 0 && node.Children == 0 && node != Root)
        {
            UnionNode? parent = node.ParentNode;
            if (parent is not null)
            {
                names.Remove(node);
            }

            DropNamesLocked(node);
            if (node.Upper is { } upper)
            {
                if (upper.UpperIno != 0 && linked.TryGetValue(upper.UpperIno, out UnionNode? known) && known == node)
                {
                    linked.Remove(upper.UpperIno);
                }

                directories.Detach(upper);
                upper.Handle.Dispose();
                upper.Handle = default;
            }

            if (successors.Remove(node, out UnionNode? successor))
            {
                successor.References--;
                DropLocked(successor);
            }

            if (!node.Lower.IsNone)
            {
                lower.Release(node.Lower);
                node.Lower = LowerId.None;
            }

            node = parent;
        }
    }

    private UnionNode NewNodeLocked(in FileStat stat) => new()
    {
        Serial = ++serials,
        Ino = stat.Ino,
        KindBits = FileMode.ToDirentType(stat.Mode),
    };

    private Lock CopyLockOf(UnionNode node) => copyLocks[node.Serial % (uint)copyLocks.Length];
}
