using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>MAX_HANDLE_SZ: the longest handle, in bytes.</summary>
    public const int MaxHandleLength = 128;

    private const int HandleHeader = 8; // struct file_handle: u32 bytes, s32 type, then the handle.

    /// <summary>
    /// name_to_handle_at(2): what names the inode over renames and remounts. The name itself, no symlink is followed; an
    /// empty path means what <paramref name="directory"/> is open on. EOPNOTSUPP: the file system has no handles.
    /// </summary>
    /// <param name="directory">Where the path starts.</param>
    /// <param name="path">The path.</param>
    /// <param name="handle">Takes the handle; <see cref="MaxHandleLength"/> bytes are always enough, EOVERFLOW otherwise.</param>
    /// <param name="length">Bytes of the handle.</param>
    /// <param name="type">Its type, which says together with the kind of the file system how to read it.</param>
    public static unsafe Errno NameToHandleAt(FileFd directory, ReadOnlySpan<byte> path, Span<byte> handle, out int length, out int type)
    {
        length = 0;
        type = 0;
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        Span<byte> buffer = stackalloc byte[HandleHeader + MaxHandleLength];
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, (uint)Math.Min(handle.Length, MaxHandleLength));
        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        fixed (byte* into = buffer)
        {
            int mount;
            Errno error = Result.Of(NativeNameToHandleAt(directory.Number, text, into, &mount, path.IsEmpty ? EmptyPath : 0));
            if (error != Errno.Ok)
            {
                return error;
            }
        }

        length = BinaryPrimitives.ReadInt32LittleEndian(buffer);
        type = BinaryPrimitives.ReadInt32LittleEndian(buffer[4..]);
        buffer.Slice(HandleHeader, length).CopyTo(handle);
        return Errno.Ok;
    }

    [LibraryImport("libc", EntryPoint = "name_to_handle_at", SetLastError = true)]
    private static unsafe partial int NativeNameToHandleAt(int directory, byte* path, byte* handle, int* mount, int flags);
}
