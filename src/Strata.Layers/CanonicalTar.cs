namespace Strata.Layers;

/// <summary>
/// Writes a tar in which the same entries always become the same bytes: ustar headers, a pax header only before a member
/// that needs one and then only with what does not fit, no names of owners, no access times, two blocks of zeros at the
/// end. Not safe for several threads.
/// </summary>
/// <param name="sink">Takes the tar.</param>
public sealed class CanonicalTar(SpanSink sink)
{
    // What Python's tarfile uses: no file is called that, and a constant compresses better than names.
    private static readonly byte[] PaxName = "././@PaxHeader"u8.ToArray();

    private readonly PaxRecords pax = new();
    private readonly TarMember member = new();
    private readonly byte[] block = new byte[TarHeader.BlockSize];
    private long contentLeft;
    private int padding;

    /// <summary>Members written so far.</summary>
    public int Count { get; private set; }

    /// <summary>Writes the headers of an entry. The content of a file follows by <see cref="Content"/>, all of <see cref="LayerEntry.Size"/>.</summary>
    public void Begin(LayerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        EndContent();
        Fill(entry);
        AddPax(entry);
        if (!pax.IsEmpty)
        {
            WritePax(pax.Take());
        }

        TarBlock.Write(block, member);
        sink(block);
        contentLeft = member.Size;
        padding = PaddingOf(member.Size);
        Count++;
    }

    /// <summary>Writes a piece of the content of the file begun last.</summary>
    public void Content(ReadOnlySpan<byte> bytes)
    {
        Skip(bytes.Length);
        sink(bytes);
    }

    /// <summary>Passes over a piece of the content, which reaches the tar in another way.</summary>
    internal void Skip(long count)
    {
        contentLeft = count <= contentLeft ? contentLeft - count : throw new InvalidOperationException("a content is longer than its member said");
    }

    /// <summary>Ends the tar.</summary>
    public void Finish()
    {
        EndContent();
        block.AsSpan().Clear();
        sink(block);
        sink(block);
    }

    private void Fill(LayerEntry entry)
    {
        ReadOnlySpan<byte> path = entry.Path.Span;
        member.Path = entry.Kind switch
        {
            EntryKind.Directory => [.. path.IsEmpty ? "."u8 : path, (byte)'/'],
            EntryKind.Whiteout => [.. FolderOf(path), .. WhiteoutName.Prefix, .. EntryPath.NameOf(path)],
            EntryKind.Opaque => path.IsEmpty ? WhiteoutName.Opaque.ToArray() : [.. path, (byte)'/', .. WhiteoutName.Opaque],
            _ => path.ToArray(),
        };
        member.TypeFlag = entry.Kind switch
        {
            EntryKind.HardLink => TarMember.HardLink,
            EntryKind.Symlink => TarMember.Symlink,
            EntryKind.CharDevice => TarMember.CharDevice,
            EntryKind.BlockDevice => TarMember.BlockDevice,
            EntryKind.Directory => TarMember.Directory,
            EntryKind.Fifo => TarMember.Fifo,
            _ => TarMember.File,
        };
        member.LinkTarget = entry.LinkTarget.ToArray();
        member.Mode = entry.Permissions;
        member.Uid = entry.Uid;
        member.Gid = entry.Gid;
        member.Size = entry.Kind == EntryKind.File ? entry.Size : 0;
        member.Modified = entry.Modified;
        member.Major = entry.Device.Major;
        member.Minor = entry.Device.Minor;
    }

    private void AddPax(LayerEntry entry)
    {
        if (!TarBlock.Fits(member.Path))
        {
            pax.Add("path", member.Path);
        }

        if (member.LinkTarget.Length > TarBlock.MaxName)
        {
            pax.Add("linkpath", member.LinkTarget);
        }

        AddNumber("size", member.Size, TarBlock.MaxLong);
        AddNumber("uid", member.Uid, TarBlock.MaxShort);
        AddNumber("gid", member.Gid, TarBlock.MaxShort);
        if (member.Modified.Nanoseconds != 0 || member.Modified.Seconds is < 0 or > TarBlock.MaxLong)
        {
            pax.Add("mtime", member.Modified);
        }

        foreach (Xattr xattr in entry.Xattrs)
        {
            pax.Add(xattr);
        }
    }

    private void AddNumber(string key, long value, long max)
    {
        if (value > max)
        {
            pax.Add(key, value);
        }
    }

    private void WritePax(byte[] records)
    {
        TarBlock.Write(block, new TarMember { Path = PaxName, TypeFlag = (byte)'x', Size = records.Length });
        sink(block);
        sink(records);
        WriteZeros(PaddingOf(records.Length));
    }

    private void EndContent()
    {
        if (contentLeft != 0)
        {
            throw new InvalidOperationException($"{contentLeft} bytes of {member.Shown} were not written");
        }

        WriteZeros(padding);
        padding = 0;
    }

    private void WriteZeros(int count)
    {
        block.AsSpan(0, count).Clear();
        sink(block.AsSpan(0, count));
    }

    private static ReadOnlySpan<byte> FolderOf(ReadOnlySpan<byte> path) => path[..(path.LastIndexOf((byte)'/') + 1)];

    private static int PaddingOf(long size) => (int)(-size & (TarHeader.BlockSize - 1));
}
