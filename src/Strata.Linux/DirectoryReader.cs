using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>
/// The names of a directory by getdents64(2), without "." and "..". A <c>ref struct</c> over a buffer of the caller, which
/// also owns the descriptor.
/// </summary>
public ref partial struct DirectoryReader(FileFd directory, Span<byte> buffer)
{
    private readonly FileFd directory = directory;
    private readonly Span<byte> buffer = buffer;
    private int position;
    private int filled;

    /// <summary>The name; valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>d_ino of the entry.</summary>
    public ulong Ino { get; private set; }

    /// <summary>d_type: the type bits of st_mode shifted right by 12, or 0 where the file system does not say.</summary>
    public byte Type { get; private set; }

    /// <summary>d_off: where reading goes on after this entry, for lseek(2).</summary>
    public long NextOffset { get; private set; }

    /// <summary>Moves to the next entry. False with <see cref="Errno.Ok"/> is the end.</summary>
    public unsafe bool Next(out Errno error)
    {
        error = Errno.Ok;
        while (true)
        {
            if (position >= filled)
            {
                fixed (byte* into = buffer)
                {
                    error = Result.Of(NativeGetDents(directory.Number, into, (nuint)buffer.Length), out long count);
                    if (error != Errno.Ok || count == 0)
                    {
                        return false;
                    }

                    position = 0;
                    filled = (int)count;
                }
            }

            // struct linux_dirent64: u64 ino, s64 off, u16 length, u8 type, then the name with its NUL.
            ReadOnlySpan<byte> record = buffer[position..filled];
            int length = BinaryPrimitives.ReadUInt16LittleEndian(record[16..]);
            ReadOnlySpan<byte> name = record[19..length];
            position += length;
            Ino = BinaryPrimitives.ReadUInt64LittleEndian(record);
            NextOffset = BinaryPrimitives.ReadInt64LittleEndian(record[8..]);
            Type = record[18];
            Name = name[..name.IndexOf((byte)0)];
            if (!new FileName(Name).IsDotOrDotDot)
            {
                return true;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    private static unsafe partial nint NativeGetDents(int directory, byte* buffer, nuint size);
}
