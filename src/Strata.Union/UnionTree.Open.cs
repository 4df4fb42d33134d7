using Strata.Linux;

namespace Strata.Union;

/// <summary>Open files.</summary>
public sealed partial class UnionTree
{
    /// <summary>
    /// open(2) of a regular file: copies it up where it is to be written or truncated, and never opens the lower for writing.
    /// </summary>
    /// <param name="node">The file.</param>
    /// <param name="flags">Access mode, O_TRUNC; anything else is ignored.</param>
    /// <param name="killSetId">With O_TRUNC: clear the set-id bits.</param>
    /// <param name="changes">What changed on the way.</param>
    /// <param name="file">The open file.</param>
    /// <remarks>The lower's content is only opened when it is needed, <see cref="OpenFile.OpenContent"/>.</remarks>
    /// <returns>ESTALE: the name leads to another node by now (<see cref="DetachPinned"/>), to be looked up again.</returns>
    public Errno Open(UnionNode node, OpenFlags flags, bool killSetId, Changes changes, out OpenFile? file)
    {
        file = null;
        if (!node.IsRegular)
        {
            return node.IsDirectory ? Errno.EISDIR : Errno.EINVAL;
        }

        bool truncates = (flags & OpenFlags.Truncate) != 0;
        bool writes = (flags & OpenFlags.AccessMask) != OpenFlags.ReadOnly;
        Errno error = Errno.Ok;
        if (writes || truncates)
        {
            error = EnsureUpper(node, truncates ? 0 : long.MaxValue, changes);
        }

        if (error == Errno.Ok && truncates)
        {
            error = Truncate(node, null, 0, killSetId);
        }

        if (error != Errno.Ok)
        {
            return error;
        }

        lock (gate)
        {
            error = node.IsDetached ? Errno.ESTALE : KnowContentLocked(node);
            FileFd descriptor = default;
            bool upper = node.HasUpperContent;
            if (error == Errno.Ok)
            {
                error = upper ? OpenUpperLocked(node, IoFlags(flags), out descriptor) : Errno.Ok;
            }

            if (error == Errno.Ok && writes)
            {
                store.ForgetCapability(descriptor, default);
            }

            if (error != Errno.Ok)
            {
                return error;
            }

            node.References++;
            file = new OpenFile(this, node, descriptor, readsLower: !upper, canWrite: writes) { HasTruncated = truncates };
            return Errno.Ok;
        }
    }

    /// <summary>fsync(2) of a directory or a file without an open descriptor.</summary>
    public Errno Sync(UnionNode node, bool dataOnly)
    {
        lock (gate)
        {
            if (!options.Durable || !node.IsInUpper)
            {
                return Errno.Ok;
            }

            Errno error = OpenUpperLocked(node, OpenFlags.ReadOnly | OpenFlags.NonBlocking, out FileFd file);
            if (error == Errno.Ok)
            {
                error = Sync(file, dataOnly);
                file.Dispose();
            }

            return error;
        }
    }

    /// <summary>fsync(2) of an open file.</summary>
    public Errno Sync(OpenFile file, bool dataOnly) => file.ReadsLower ? Sync(file.Node, dataOnly)
        : options.Durable ? Sync(file.Descriptor, dataOnly)
        : Errno.Ok;

    /// <summary>syncfs(2) of the upper.</summary>
    public Errno SyncFileSystem() => IsReadOnly || !options.Durable ? Errno.Ok : Sys.SyncFs(work!.Staging);

    /// <summary>statfs(2) of the upper, or of the lower where there is none.</summary>
    public Errno StatFileSystem(out FileSystemStat stat) =>
        IsReadOnly ? lower.StatFileSystem(out stat) : Sys.FStatFs(work!.Staging, out stat);

    /// <summary>The target of a symlink, cut at the length of <paramref name="target"/>.</summary>
    public Errno ReadLink(UnionNode node, Span<byte> target, out int length)
    {
        length = 0;
        if (!node.IsSymlink)
        {
            return Errno.EINVAL;
        }

        lock (gate)
        {
            if (!node.IsInUpper)
            {
                return lower.ReadLink(node.Lower, target, out length);
            }

            Errno error = LocateLocked(node, out FileFd directory, out ReadOnlySpan<byte> name);
            return error != Errno.Ok ? error : Sys.ReadLinkAt(directory, name, target, out length);
        }
    }

    internal Errno OpenContent(OpenFile file)
    {
        lock (gate)
        {
            if (!file.ReadsLower || file.Descriptor.IsOpen)
            {
                return Errno.Ok;
            }

            Errno error = lower.Open(file.Node.Lower, out FileFd content);
            if (error == Errno.Ok)
            {
                file.TakeContent(content);
            }

            return error;
        }
    }

    internal ReadOnlySpan<byte> InlineContent(OpenFile file) => lower.InlineContent(file.Node.Lower);

    internal Errno MoveToUpper(OpenFile file)
    {
        lock (gate)
        {
            if (!file.ReadsLower)
            {
                return Errno.Ok;
            }

            Errno error = OpenUpperLocked(CurrentLocked(file.Node), OpenFlags.ReadOnly, out FileFd upper);
            if (error == Errno.Ok)
            {
                file.Replace(upper);
            }

            return error;
        }
    }

    internal void Close(OpenFile file)
    {
        lock (gate)
        {
            file.Node.PinnedLower -= file.IsPinned ? 1 : 0;
            file.CloseDescriptors();
            file.Node.References--;
            DropLocked(file.Node);
        }
    }

    private static Errno Sync(FileFd file, bool dataOnly) => dataOnly ? Sys.FDataSync(file) : Sys.FSync(file);
}
