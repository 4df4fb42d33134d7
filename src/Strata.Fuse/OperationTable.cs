using Strata.Linux;

namespace Strata.Fuse;

/// <summary>
/// A row per opcode. What has no row is answered with ENOSYS, and the kernel does not ask again: locks (local to the kernel),
/// BMAP, POLL, DAX. INIT is the session's own.
/// </summary>
internal static class OperationTable
{
    private static readonly Operation?[] Rows = ByOpcode(
    [
        new(FuseOpcode.Lookup, NameOperations.Lookup),
        new(FuseOpcode.Forget, ForgetOperations.Forget, Replies: false),
        new(FuseOpcode.BatchForget, ForgetOperations.BatchForget, Replies: false),
        new(FuseOpcode.GetAttr, AttributeOperations.GetAttributes),
        new(FuseOpcode.StatX, AttributeOperations.StatX),
        new(FuseOpcode.SetAttr, AttributeOperations.SetAttributes),
        new(FuseOpcode.Access, AttributeOperations.Access),
        new(FuseOpcode.StatFs, AttributeOperations.StatFileSystem),
        new(FuseOpcode.ReadLink, NameOperations.ReadLink),
        new(FuseOpcode.MkNod, NameOperations.MakeNode),
        new(FuseOpcode.MkDir, NameOperations.MakeDirectory),
        new(FuseOpcode.Symlink, NameOperations.MakeSymlink),
        new(FuseOpcode.Link, NameOperations.MakeLink),
        new(FuseOpcode.Unlink, NameOperations.Unlink),
        new(FuseOpcode.RmDir, NameOperations.RemoveDirectory),
        new(FuseOpcode.Rename, NameOperations.Rename),
        new(FuseOpcode.Rename2, NameOperations.RenameWithFlags),
        new(FuseOpcode.Open, OpenOperations.Open),
        new(FuseOpcode.Create, OpenOperations.Create),
        new(FuseOpcode.TmpFile, OpenOperations.MakeTemporary),
        new(FuseOpcode.Release, OpenOperations.Release),
        new(FuseOpcode.Flush, OpenOperations.Flush),
        new(FuseOpcode.OpenDir, DirectoryOperations.Open),
        new(FuseOpcode.ReadDir, DirectoryOperations.Read),
        new(FuseOpcode.ReadDirPlus, DirectoryOperations.ReadPlus),
        new(FuseOpcode.ReleaseDir, DirectoryOperations.Release),
        new(FuseOpcode.FSyncDir, DirectoryOperations.Sync),
        new(FuseOpcode.Read, ContentOperations.Read),
        new(FuseOpcode.Write, ContentOperations.Write),
        new(FuseOpcode.FSync, ContentOperations.Sync),
        new(FuseOpcode.SyncFs, ContentOperations.SyncFileSystem),
        new(FuseOpcode.FAllocate, ContentOperations.Allocate),
        new(FuseOpcode.LSeek, ContentOperations.Seek),
        new(FuseOpcode.CopyFileRange, ContentOperations.CopyRange),
        new(FuseOpcode.CopyFileRange64, ContentOperations.CopyLongRange),
        new(FuseOpcode.GetXattr, XattrOperations.Get),
        new(FuseOpcode.ListXattr, XattrOperations.List),
        new(FuseOpcode.SetXattr, XattrOperations.Set),
        new(FuseOpcode.RemoveXattr, XattrOperations.Remove),

        new(FuseOpcode.Interrupt, InterruptOperations.Interrupt),

        // ENOSYS would become the answer of ioctl(2); everybody understands ENOTTY.
        new(FuseOpcode.IoCtl, static (_, ref _) => Errno.ENOTTY),

        // Only block device mounts send it: the file system is told by the end of the session.
        new(FuseOpcode.Destroy, static (_, ref _) => Errno.Ok),

        // The answer to a RETRIEVE, which is never sent.
        new(FuseOpcode.NotifyReply, static (_, ref _) => Errno.Ok, Replies: false),
    ]);

    /// <summary>The row of <paramref name="opcode"/>, or null.</summary>
    public static Operation? Find(uint opcode) => opcode < (uint)Rows.Length ? Rows[opcode] : null;

    private static Operation?[] ByOpcode(ReadOnlySpan<Operation> rows)
    {
        uint last = 0;
        foreach (Operation row in rows)
        {
            last = Math.Max(last, (uint)row.Opcode);
        }

        Operation?[] table = new Operation?[last + 1];
        foreach (Operation row in rows)
        {
            table[(uint)row.Opcode] = row;
        }

        return table;
    }
}
