using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>Zstandard in one call, by libzstd.so.1, zstd(1): for blocks that fit in memory.</summary>
public static unsafe partial class Zstd
{
    /// <summary>The most bytes that <paramref name="size"/> bytes can become.</summary>
    public static int CompressBound(int size) => checked((int)NativeCompressBound((nuint)size));

    /// <summary>Compresses into a frame; returns its length. <paramref name="target"/> has at least <see cref="CompressBound"/> bytes.</summary>
    public static int Compress(ReadOnlySpan<byte> source, Span<byte> target, int level)
    {
        fixed (byte* from = source)
        fixed (byte* into = target)
        {
            return (int)Checked(NativeCompress(into, (nuint)target.Length, from, (nuint)source.Length, level));
        }
    }

    /// <summary>Decompresses frames that must fill <paramref name="target"/> exactly. False: they are malformed, or have another size.</summary>
    public static bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        fixed (byte* from = source)
        fixed (byte* into = target)
        {
            return NativeDecompress(into, (nuint)target.Length, from, (nuint)source.Length) == (nuint)target.Length;
        }
    }

    internal static nuint Checked(nuint returned) => NativeIsError(returned) == 0
        ? returned
        : throw new InvalidDataException($"zstd: {Marshal.PtrToStringUTF8(NativeErrorName(returned))}");

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_compressBound")]
    private static partial nuint NativeCompressBound(nuint size);

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_compress")]
    private static partial nuint NativeCompress(byte* target, nuint targetSize, byte* source, nuint sourceSize, int level);

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_decompress")]
    private static partial nuint NativeDecompress(byte* target, nuint targetSize, byte* source, nuint sourceSize);

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_isError")]
    private static partial uint NativeIsError(nuint returned);

    [LibraryImport("libzstd.so.1", EntryPoint = "ZSTD_getErrorName")]
    private static partial nint NativeErrorName(nuint returned);
}
