using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>An xattr as an image stores it: the index of its prefix, the rest of the name, the value. Equal by content.</summary>
internal readonly struct ErofsXattr(byte index, ReadOnlyMemory<byte> name, ReadOnlyMemory<byte> value) : IEquatable<ErofsXattr>
{
    public byte Index => index;

    public ReadOnlyMemory<byte> Name => name;

    public ReadOnlyMemory<byte> Value => value;

    /// <summary>Bytes of the entry with its padding.</summary>
    public int EntrySize => EntrySizeOf(name.Length, value.Length);

    /// <summary>Bytes of an entry with its padding.</summary>
    public static int EntrySizeOf(int nameLength, int valueLength) =>
        (int)ErofsFormat.Align(ErofsXattrEntry.Length + nameLength + valueLength, sizeof(uint));

    /// <summary>
    /// What is stored for an entry's xattr; false for a namespace that the kernel's EROFS cannot show, such as
    /// <c>system.nfs4_acl</c> or <c>btrfs.compression</c>: it says something of the file system that it came from.
    /// </summary>
    /// <exception cref="ChainMergeException">No Linux file system could hold it: name above 255 bytes, value above 65,535.</exception>
    public static bool TryFrom(LayerEntry entry, Xattr xattr, out ErofsXattr stored)
    {
        stored = default;
        if (!ErofsXattrPrefix.TrySplit(xattr.Name.Span, out byte index, out int prefixLength))
        {
            return false;
        }

        ReadOnlyMemory<byte> name = xattr.Name[prefixLength..];
        if (index == ErofsXattrPrefix.Trusted && name.Span.StartsWith(ChainOverlay.Namespace))
        {
            name = (byte[])[.. ChainOverlay.Namespace, .. name.Span];
        }

        if (prefixLength + name.Length > FileName.MaxLength || xattr.Value.Length > ushort.MaxValue)
        {
            throw new ChainMergeException(
                $"{PathText.Show(entry.Path.Span)} has an xattr that is too long: {PathText.Show(xattr.Name.Span)}, {xattr.Value.Length} bytes of value");
        }

        stored = new ErofsXattr(index, name, xattr.Value);
        return true;
    }

    /// <summary>Writes an entry and returns its size with padding; the padding is left as it is.</summary>
    public static int Write(Span<byte> into, byte index, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        ErofsXattrEntry entry = new() { NameLength = (byte)name.Length, NameIndex = index, ValueSize = (ushort)value.Length };
        MemoryMarshal.Write(into, in entry);
        name.CopyTo(into[ErofsXattrEntry.Length..]);
        value.CopyTo(into[(ErofsXattrEntry.Length + name.Length)..]);
        return EntrySizeOf(name.Length, value.Length);
    }

    /// <inheritdoc/>
    public bool Equals(ErofsXattr other) =>
        Index == other.Index && Name.Span.SequenceEqual(other.Name.Span) && Value.Span.SequenceEqual(other.Value.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ErofsXattr other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Index);
        hash.AddBytes(Name.Span);
        hash.AddBytes(Value.Span);
        return hash.ToHashCode();
    }
}
