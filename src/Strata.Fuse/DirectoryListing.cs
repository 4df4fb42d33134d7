using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>
/// The reply to a READDIR or READDIRPLUS while it is filled. Entries are added until one does not fit; a listing without
/// any entry is the end of the directory.
/// </summary>
public ref struct DirectoryListing
{
    private readonly Span<byte> buffer;

    /// <summary>Starts an empty listing in <paramref name="buffer"/>.</summary>
    /// <param name="buffer">Where the entries go, as many bytes as the kernel asked for.</param>
    /// <param name="withAttributes">READDIRPLUS: each entry is a lookup as well.</param>
    public DirectoryListing(Span<byte> buffer, bool withAttributes)
    {
        this.buffer = buffer;
        WithAttributes = withAttributes;
    }

    /// <summary>READDIRPLUS: entries should come by <see cref="TryAdd(FileName, in EntryReply, ulong)"/>.</summary>
    public bool WithAttributes { get; }

    /// <summary>Bytes filled so far.</summary>
    public int Length { get; private set; }

    /// <summary>
    /// Whether an entry with this name would fit: ask before counting a lookup for it.
    /// </summary>
    public readonly bool Fits(FileName name) => buffer.Length - Length >= SizeOf(name);

    /// <summary>
    /// Adds a name without attributes, also to a READDIRPLUS: for "." and "..", and for what the kernel should look up when
    /// it needs it. False: no room, nothing was added.
    /// </summary>
    /// <param name="name">The name, "." and ".." included.</param>
    /// <param name="ino">d_ino.</param>
    /// <param name="type">d_type, see <see cref="FileMode.ToDirentType"/>.</param>
    /// <param name="next">The cookie with which reading goes on after this entry; not 0.</param>
    public bool TryAdd(FileName name, ulong ino, byte type, ulong next)
    {
        if (!Fits(name))
        {
            return false;
        }

        if (WithAttributes)
        {
            Take<FuseEntryOut>() = default;
        }

        Append(name, ino, type, next);
        return true;
    }

    /// <summary>
    /// Adds a name with its inode: one lookup of <see cref="EntryReply.Node"/>. False: no room, nothing was added and no
    /// lookup happened. Only in a listing <see cref="WithAttributes"/>; never for "." and "..".
    /// </summary>
    public bool TryAdd(FileName name, in EntryReply entry, ulong next)
    {
        if (!WithAttributes)
        {
            throw new InvalidOperationException("a READDIR takes no attributes");
        }

        if (!Fits(name))
        {
            return false;
        }

        FuseEntryOut.Write(entry, out Take<FuseEntryOut>());
        Append(name, entry.Stat.Ino, FileMode.ToDirentType(entry.Stat.Mode), next);
        return true;
    }

    private readonly int SizeOf(FileName name)
    {
        int fixedSize = WithAttributes ? Unsafe.SizeOf<FuseEntryOut>() + Unsafe.SizeOf<FuseDirent>() : Unsafe.SizeOf<FuseDirent>();
        return Align(fixedSize + name.Bytes.Length);
    }

    private void Append(FileName name, ulong ino, byte type, ulong next)
    {
        Take<FuseDirent>() = new FuseDirent { Ino = ino, Off = next, Namelen = (uint)name.Bytes.Length, Type = type };
        name.Bytes.CopyTo(buffer[Length..]);
        int end = Align(Length + name.Bytes.Length);
        buffer[(Length + name.Bytes.Length)..end].Clear();
        Length = end;
    }

    private ref T Take<T>()
        where T : unmanaged
    {
        ref T place = ref MemoryMarshal.AsRef<T>(buffer[Length..]);
        Length += Unsafe.SizeOf<T>();
        return ref place;
    }

    // FUSE_DIRENT_ALIGN.
    private static int Align(int length) => (length + 7) & ~7;
}
