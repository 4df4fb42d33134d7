using Strata.Linux;

namespace Strata.Union;

/// <summary>An open regular file. Disposing it gives its reference to the node back.</summary>
public sealed class OpenFile : IDisposable
{
    private readonly UnionTree tree;
    private FileFd file;
    private FileFd before; // The lower's, which a read on another thread may still be using.
    private volatile bool hasContent; // Whether the content is open, or in memory.

    internal OpenFile(UnionTree tree, UnionNode node, FileFd file, bool readsLower, bool canWrite)
    {
        this.tree = tree;
        this.file = file;
        Node = node;
        ReadsLower = readsLower;
        CanWrite = canWrite;
        hasContent = !readsLower;
    }

    /// <summary>The file's node.</summary>
    public UnionNode Node { get; }

    /// <summary>Whether it is open for writing, and so in the upper.</summary>
    public bool CanWrite { get; }

    /// <summary>Whether opening it truncated it.</summary>
    public bool HasTruncated { get; internal init; }

    /// <summary>Whether this reads the lower's content.</summary>
    public bool ReadsLower { get; internal set; }

    /// <summary>The descriptor, for passthrough; not open for content that the lower has in memory, nor before <see cref="OpenContent"/>.</summary>
    public FileFd Descriptor => file;

    /// <summary>
    /// The inode number of the file in the lower, where that is all of it: nobody changed it. 0 otherwise. Files with the same
    /// number have the same content as long as the union is open.
    /// </summary>
    public ulong LowerIno => ReadsLower && !Node.IsInUpper ? Node.Ino : 0;

    /// <summary>The content that the lower has in memory, where <see cref="Descriptor"/> is not open.</summary>
    public ReadOnlySpan<byte> InlineContent => tree.InlineContent(this);

    /// <summary>Whether the kernel reads the lower's descriptor by itself, see <see cref="UnionTree.TryPin"/>.</summary>
    internal bool IsPinned { get; set; }

    /// <summary>pread(2) through the union.</summary>
    public Errno Read(long offset, Span<byte> buffer, out int count)
    {
        Errno moved = FollowCopyUp();
        if (moved != Errno.Ok)
        {
            count = 0;
            return moved;
        }

        if (!file.IsOpen)
        {
            ReadOnlySpan<byte> content = InlineContent;
            content = content[(int)Math.Clamp(offset, 0, content.Length)..];
            count = Math.Min(content.Length, buffer.Length);
            content[..count].CopyTo(buffer);
            return Errno.Ok;
        }

        count = 0;
        while (count < buffer.Length)
        {
            Errno error = Sys.PRead(file, buffer[count..], offset + count, out int returned);
            if (error != Errno.Ok)
            {
                return count > 0 ? Errno.Ok : error;
            }

            if (returned == 0)
            {
                break;
            }

            count += returned;
        }

        return Errno.Ok;
    }

    /// <summary>pwrite(2) of everything: a short write is told to the writer, who of a file expects none. EBADF where it is not open for writing.</summary>
    /// <param name="offset">Where.</param>
    /// <param name="data">What.</param>
    /// <param name="count">Bytes written; fewer than given where an error came between.</param>
    public Errno Write(long offset, ReadOnlySpan<byte> data, out int count)
    {
        count = 0;
        Errno error = CanWrite ? Errno.Ok : Errno.EBADF;
        while (error == Errno.Ok && count < data.Length)
        {
            error = Sys.PWrite(file, data[count..], offset + count, out int returned);
            count += returned;
        }

        return count > 0 ? Errno.Ok : error;
    }

    /// <summary>Clears the set-id bits, as a write by someone without CAP_FSETID does.</summary>
    /// <param name="cleared">Whether there were any: the file's permissions are others now.</param>
    public Errno ClearSetId(out bool cleared)
    {
        cleared = false;
        return CanWrite ? tree.ClearSetId(file, out cleared) : Errno.EBADF;
    }

    /// <summary>fallocate(2). EBADF where it is not open for writing.</summary>
    public Errno Allocate(int mode, long offset, long length)
    {
        if (!CanWrite)
        {
            return Errno.EBADF;
        }

        return Sys.FAllocate(file, mode, offset, length);
    }

    /// <summary>lseek(2) for SEEK_DATA 3 and SEEK_HOLE 4.</summary>
    public Errno Seek(long offset, int whence, out long position)
    {
        position = 0;
        Errno moved = FollowCopyUp();
        if (moved != Errno.Ok)
        {
            return moved;
        }

        if (file.IsOpen)
        {
            return Sys.LSeek(file, offset, whence, out position);
        }

        const int SeekData = 3;
        int length = InlineContent.Length;
        position = whence == SeekData ? offset : length;
        return offset >= 0 && offset < length ? Errno.Ok : Errno.ENXIO;
    }

    /// <summary>
    /// copy_file_range(2) into <paramref name="target"/>. EOPNOTSUPP where it must be read and written instead; EBADF where
    /// the target is not open for writing.
    /// </summary>
    public Errno CopyTo(long offset, OpenFile target, long targetOffset, long length, out long copied)
    {
        copied = 0;
        Errno moved = FollowCopyUp();
        if (moved != Errno.Ok)
        {
            return moved;
        }

        if (!target.CanWrite || !file.IsOpen)
        {
            return target.CanWrite ? Errno.EOPNOTSUPP : Errno.EBADF;
        }

        return Sys.CopyFileRange(file, offset, target.file, targetOffset, length, out copied);
    }

    /// <inheritdoc/>
    public void Dispose() => tree.Close(this);

    /// <summary>
    /// Opens the lower's content, which is left until it is needed: a kernel that reads it by itself needs none of this
    /// process's descriptors. Reading, seeking and copying do it by themselves.
    /// </summary>
    public Errno OpenContent() => hasContent ? Errno.Ok : tree.OpenContent(this);

    /// <summary>The kernel has the lower's content: this process need not, until <see cref="OpenContent"/>. Before anybody else uses the file.</summary>
    public void CloseContent()
    {
        if (ReadsLower)
        {
            file.Dispose();
            file = default;
            hasContent = false;
        }
    }

    /// <summary>After a copy-up an older open file reads the upper, as in overlayfs, unless the kernel reads the lower by itself.</summary>
    private Errno FollowCopyUp() => ReadsLower && Node.HasUpperContent && !IsPinned ? tree.MoveToUpper(this) : OpenContent();

    internal void TakeContent(FileFd content)
    {
        file = content;
        hasContent = true;
    }

    internal void Replace(FileFd upper)
    {
        before = file;
        file = upper;
        ReadsLower = false;
        hasContent = true;
    }

    internal void CloseDescriptors()
    {
        file.Dispose();
        before.Dispose();
        file = default;
        before = default;
    }
}
