using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Union;

/// <summary>How nodes are reached in the upper: by directory descriptor and name, never by a path, never through a symlink.</summary>
public sealed partial class UnionTree
{
    private const OpenFlags OpenDirectoryFlags = OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow;

    /// <summary>
    /// Where a node of the upper is: the directory and the name in it, or a descriptor and the empty name, which all calls
    /// that end in At understand.
    /// </summary>
    private Errno LocateLocked(UnionNode node, out FileFd directory, out ReadOnlySpan<byte> name)
    {
        UpperState upper = node.Upper!;
        name = default;
        directory = upper.Handle;
        if (directory.IsOpen)
        {
            directories.Touch(upper);
            return Errno.Ok;
        }

        if (upper.Entry is { } entry)
        {
            directory = index!.Folder;
            name = entry.Name;
            return Errno.Ok;
        }

        if (node.ParentNode is null)
        {
            return Errno.ENOENT;
        }

        name = node.Bytes;
        return OpenDirectoryLocked(node.ParentNode, out directory);
    }

    /// <summary>The open directory of a node that is in the upper; borrowed, good until the gate is released.</summary>
    private Errno OpenDirectoryLocked(UnionNode node, out FileFd directory)
    {
        UpperState upper = node.Upper!;
        directory = upper.Handle;
        if (directory.IsOpen)
        {
            directories.Touch(upper);
            return Errno.Ok;
        }

        if (node.ParentNode is null)
        {
            return Errno.ENOENT;
        }

        Errno error = OpenDirectoryLocked(node.ParentNode, out FileFd parent);
        if (error == Errno.Ok)
        {
            error = Sys.OpenAt(parent, node.Bytes, OpenDirectoryFlags, out directory);
        }

        if (error == Errno.Ok)
        {
            upper.Handle = directory;
            directories.Add(upper);
        }

        return error;
    }

    private Errno OpenUpperLocked(UnionNode node, OpenFlags flags, out FileFd file)
    {
        file = default;
        Errno error = LocateLocked(node, out FileFd directory, out ReadOnlySpan<byte> name);
        if (error != Errno.Ok)
        {
            return error;
        }

        return name.IsEmpty ? Sys.Reopen(directory, flags & ~OpenFlags.NoFollow, out file) : Sys.OpenAt(directory, name, flags | OpenFlags.NoFollow, out file);
    }

    /// <summary>Keeps a file of the upper reachable that is about to lose its last name.</summary>
    private Errno KeepOpenLocked(UnionNode node)
    {
        if (node.Upper is not { } upper || HasFurtherNamesLocked(node) || upper.Entry is { Names: > 1 })
        {
            return Errno.Ok;
        }

        if (node.IsDirectory)
        {
            Errno opened = OpenDirectoryLocked(node, out _);
            directories.Detach(upper);
            return opened;
        }

        if (upper.Handle.IsOpen)
        {
            return Errno.Ok;
        }

        Errno error = LocateLocked(node, out FileFd directory, out ReadOnlySpan<byte> name);
        return error != Errno.Ok ? error : Sys.OpenAt(directory, name, OpenFlags.Path | OpenFlags.NoFollow, out upper.Handle);
    }

    /// <summary>Undoes <see cref="KeepOpenLocked"/> for a node that kept its name after all.</summary>
    private void LetGoLocked(UnionNode node)
    {
        if (node.Upper is not { } upper || node.ParentNode is null || !upper.Handle.IsOpen || upper.Place is not null)
        {
            return;
        }

        if (node.IsDirectory)
        {
            directories.Add(upper);
            return;
        }

        upper.Handle.Dispose();
        upper.Handle = default;
    }

    /// <summary>What a directory gives to its children; read once.</summary>
    private Inheritance InheritanceLocked(UnionNode parent, FileFd directory)
    {
        UpperState upper = parent.Upper!;
        if (upper.Inherits == Inheritance.Unknown)
        {
            Inheritance found = Inheritance.Known;
            if (store.StatAt(directory, default, out FileStat stat) == Errno.Ok && (stat.Mode & FileMode.SetGid) != 0)
            {
                found |= Inheritance.Group;
            }

            if (Sys.FGetXattr(directory, PosixAcl.Default, default, out int length) == Errno.Ok && length > 0)
            {
                found |= Inheritance.DefaultAcl;
            }

            upper.Inherits = found;
        }

        return upper.Inherits;
    }

    private ulong UpperIno(in FileStat stat) => numbers.Unique(upperPrefix, stat.Ino);
}
