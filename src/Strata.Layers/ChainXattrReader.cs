using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>
/// The xattrs of an inode that users see, one after the other: those for overlayfs are skipped, an image's own of that kind
/// have their original name. See <see cref="ChainImage.ReadXattrs"/>.
/// </summary>
public ref struct ChainXattrReader
{
    private readonly ChainImage image;
    private readonly Errno initialError;
    private readonly ReadOnlySpan<byte> body;
    private readonly int sharedCount;
    private int sharedDone;
    private int position;

    internal ChainXattrReader(Errno error)
    {
        image = null!;
        initialError = error;
    }

    internal ChainXattrReader(ChainImage image, scoped in ErofsInode inode)
    {
        this.image = image;
        if (inode.XattrSize != 0)
        {
            body = image.XattrBody(inode);
            sharedCount = MemoryMarshal.Read<ErofsXattrHeader>(body).SharedCount;
            position = ErofsXattrHeader.Length + (sharedCount * sizeof(uint));
        }
    }

    /// <summary>The namespace, for example <c>user.</c>; the full name of a POSIX ACL.</summary>
    public ReadOnlySpan<byte> Prefix { get; private set; }

    /// <summary>The rest of the name.</summary>
    public ReadOnlySpan<byte> Suffix { get; private set; }

    /// <summary>The value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Bytes of the full name.</summary>
    public readonly int NameLength => Prefix.Length + Suffix.Length;

    internal byte StoredIndex { get; private set; }

    internal ReadOnlySpan<byte> StoredName { get; private set; }

    /// <summary>Whether the full name is <paramref name="name"/>.</summary>
    public readonly bool NameIs(ReadOnlySpan<byte> name) =>
        name.Length == NameLength && name.StartsWith(Prefix) && name[Prefix.Length..].SequenceEqual(Suffix);

    /// <summary>Writes the full name into the first <see cref="NameLength"/> bytes.</summary>
    public readonly void CopyName(Span<byte> name)
    {
        Prefix.CopyTo(name);
        Suffix.CopyTo(name[Prefix.Length..]);
    }

    /// <summary>Moves to the next one. False with <see cref="Errno.Ok"/> is the end; EUCLEAN: malformed.</summary>
    public bool Next(out Errno error)
    {
        error = initialError;
        while (error == Errno.Ok && NextStored(out bool malformed))
        {
            Prefix = ErofsXattrPrefix.Of(StoredIndex);
            Suffix = StoredName;
            if (malformed || Prefix.IsEmpty)
            {
                error = Errno.EUCLEAN;
                return false;
            }

            if (StoredIndex != ErofsXattrPrefix.Trusted || !StoredName.StartsWith(ChainOverlay.Namespace))
            {
                return true;
            }

            Suffix = StoredName[ChainOverlay.Namespace.Length..];
            if (Suffix.StartsWith(ChainOverlay.Namespace))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves to the next one as it is stored, inline ones first; false is the end.</summary>
    internal bool NextStored(out bool malformed)
    {
        malformed = false;
        if (position < body.Length)
        {
            int length = Take(body[position..]);
            position += length;
            malformed = length == 0;
            return true;
        }

        if (sharedDone < sharedCount)
        {
            int at = ErofsXattrHeader.Length + (sharedDone++ * sizeof(uint));
            malformed = at + sizeof(uint) > body.Length
                || !image.TrySharedXattr(MemoryMarshal.Read<uint>(body[at..]), out ReadOnlySpan<byte> entry)
                || Take(entry) == 0;
            return true;
        }

        return false;
    }

    // Takes the entry at the start of the bytes; its length there, or 0 if it does not fit.
    private int Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ErofsXattrEntry.Length)
        {
            return 0;
        }

        ErofsXattrEntry entry = MemoryMarshal.Read<ErofsXattrEntry>(bytes);
        int length = ErofsXattrEntry.Length + entry.NameLength + entry.ValueSize;
        if (length > bytes.Length)
        {
            return 0;
        }

        StoredIndex = entry.NameIndex;
        StoredName = bytes.Slice(ErofsXattrEntry.Length, entry.NameLength);
        Value = bytes[(ErofsXattrEntry.Length + entry.NameLength)..length];
        return (int)ErofsFormat.Align(length, sizeof(uint));
    }
}
