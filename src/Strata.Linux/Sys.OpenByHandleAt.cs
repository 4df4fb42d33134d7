using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>open_by_handle_at(2). ESTALE: the inode is gone; EPERM without CAP_DAC_READ_SEARCH.</summary>
    /// <param name="fileSystem">Any open file of the file system.</param>
    /// <param name="handle">A handle of <see cref="NameToHandleAt"/>.</param>
    /// <param name="type">Its type.</param>
    /// <param name="flags">As for open(2).</param>
    /// <param name="file">The new descriptor; the caller owns it.</param>
    public static unsafe Errno OpenByHandleAt(FileFd fileSystem, ReadOnlySpan<byte> handle, int type, OpenFlags flags, out FileFd file)
    {
        file = default;
        if (handle.Length > MaxHandleLength)
        {
            return Errno.EINVAL;
        }

        Span<byte> buffer = stackalloc byte[HandleHeader + MaxHandleLength];
        BinaryPrimitives.WriteInt32LittleEndian(buffer, handle.Length);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[4..], type);
        handle.CopyTo(buffer[HandleHeader..]);
        fixed (byte* from = buffer)
        {
            return Result.Of(NativeOpenByHandleAt(fileSystem.Number, from, (int)(flags | OpenFlags.CloseOnExec)), out file);
        }
    }

    [LibraryImport("libc", EntryPoint = "open_by_handle_at", SetLastError = true)]
    private static unsafe partial int NativeOpenByHandleAt(int fileSystem, byte* handle, int flags);
}
