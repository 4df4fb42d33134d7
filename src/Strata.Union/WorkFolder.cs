using System.Buffers.Text;
using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>
/// The work folder, as overlayfs lays it out: everything is staged in its folder <c>work</c>, on the upper's file system, and
/// published by a rename. What lies there at the start was never published and is removed. Guarded by the tree's lock,
/// except <see cref="NewName"/>.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    /// <summary>The longest name that <see cref="NewName"/> writes.</summary>
    internal const int MaxName = 1 + 16;

    private const uint OwnerOnly = 0x1C0; // 0700

    private readonly OverlayXattrs xattrs;
    private readonly byte[] whiteout = new byte[MaxName];
    private ulong lastName;
    private int whiteoutLength;
    private bool cannotLink;

    private WorkFolder(FileFd outer, FileFd staging, UnionOptions options)
    {
        Outer = outer;
        Staging = staging;
        xattrs = options.Xattrs;
        Whiteouts = options.Whiteouts;
    }

    /// <summary>How whiteouts are made; known for certain after <see cref="PrepareWhiteouts"/>.</summary>
    internal WhiteoutKind Whiteouts { get; private set; }

    /// <summary>The folder itself.</summary>
    internal FileFd Outer { get; }

    /// <summary>Where things are staged.</summary>
    internal FileFd Staging { get; }

    /// <summary>Opens and empties a work folder. EXDEV: not on the upper's file system. EBUSY: in use.</summary>
    internal static Errno Open(FileFd outer, in FileStat upper, UnionOptions options, out WorkFolder? work)
    {
        const int ExclusiveNow = 2 | 4;
        work = null;
        Errno error = Sys.FStat(outer, out FileStat stat);
        if (error != Errno.Ok)
        {
            return error;
        }

        if (stat.Dev != upper.Dev || stat.Ino == upper.Ino)
        {
            return stat.Dev != upper.Dev ? Errno.EXDEV : Errno.EINVAL;
        }

        error = Sys.FLock(outer, ExclusiveNow);
        if (error != Errno.Ok)
        {
            return error == Errno.EAGAIN ? Errno.EBUSY : error;
        }

        // Mode 0, as the kernel makes it: nobody is to look into what is half done.
        error = Sys.MkdirAt(outer, "work"u8, 0);
        if (error is not (Errno.Ok or Errno.EEXIST))
        {
            return error;
        }

        const OpenFlags Folder = OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow;
        error = Sys.OpenAt(outer, "work"u8, Folder, out FileFd staging);
        if (error == Errno.EACCES && Sys.ChmodAt(outer, "work"u8, OwnerOnly) == Errno.Ok)
        {
            // A user without CAP_DAC_OVERRIDE, even as the folder's owner.
            error = Sys.OpenAt(outer, "work"u8, Folder, out staging);
        }

        if (error == Errno.Ok)
        {
            error = Removal.Empty(staging);
        }

        if (error != Errno.Ok)
        {
            staging.Dispose();
            return error;
        }

        work = new WorkFolder(outer, staging, options);
        return Errno.Ok;
    }

    /// <summary>Writes a name that is not taken. Any thread.</summary>
    internal ReadOnlySpan<byte> NewName(Span<byte> buffer)
    {
        buffer[0] = (byte)'#';
        Utf8Formatter.TryFormat(Interlocked.Increment(ref lastName), buffer[1..], out int digits, new System.Buffers.StandardFormat('x'));
        return buffer[..(1 + digits)];
    }

    /// <summary>Finds out how whiteouts can be made here.</summary>
    internal Errno PrepareWhiteouts() => whiteoutLength == 0 && !cannotLink ? MakeShared() : Errno.Ok;

    /// <summary>
    /// Makes a whiteout that is not there yet: one inode with as many links as the file system allows, as overlayfs does.
    /// </summary>
    internal Errno MakeWhiteout(FileFd directory, ReadOnlySpan<byte> name)
    {
        if (!cannotLink)
        {
            Errno error = PrepareWhiteouts();
            if (error == Errno.Ok)
            {
                error = Sys.LinkAt(Staging, whiteout.AsSpan(0, whiteoutLength), directory, name);
            }

            if (error == Errno.EMLINK)
            {
                _ = Sys.UnlinkAt(Staging, whiteout.AsSpan(0, whiteoutLength));
                whiteoutLength = 0;
                return MakeWhiteout(directory, name);
            }

            if (error is not (Errno.EPERM or Errno.EOPNOTSUPP))
            {
                return error;
            }

            cannotLink = true;
        }

        return MakeOne(directory, name);
    }

    /// <summary>Removes what was staged or taken out of the upper, with all it holds. What cannot be removed waits for the next start.</summary>
    internal void Discard(ReadOnlySpan<byte> name) => _ = Removal.Remove(Staging, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (whiteoutLength != 0)
        {
            _ = Sys.UnlinkAt(Staging, whiteout.AsSpan(0, whiteoutLength));
        }

        Staging.Dispose();
        Outer.Dispose();
    }

    private Errno MakeShared()
    {
        ReadOnlySpan<byte> name = NewName(whiteout);
        Errno error = MakeOne(Staging, name);
        if (error == Errno.EPERM && Whiteouts == WhiteoutKind.Device)
        {
            // A user namespace before Linux 5.8, or a file system without devices.
            Whiteouts = WhiteoutKind.Xattr;
            error = MakeOne(Staging, name);
        }

        whiteoutLength = error == Errno.Ok ? name.Length : 0;
        return error;
    }

    private Errno MakeOne(FileFd directory, ReadOnlySpan<byte> name)
    {
        if (Whiteouts == WhiteoutKind.Device)
        {
            return Sys.MknodAt(directory, name, FileMode.CharDevice, default);
        }

        Errno error = Sys.OpenAt(directory, name, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow, out FileFd file);
        if (error == Errno.Ok)
        {
            error = Sys.FSetXattr(file, xattrs.Whiteout, "y"u8);
            file.Dispose();
            _ = error == Errno.Ok ? Errno.Ok : Sys.UnlinkAt(directory, name);
        }

        return error;
    }
}
