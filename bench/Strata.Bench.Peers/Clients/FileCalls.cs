using System.Globalization;
using Strata.Linux;

namespace Strata.Bench.Peers.Clients;

/// <summary>
/// Calls of pread(2) or pwrite(2) on one file: arguments are the file, the bytes of a call, the number of calls, and
/// "sequential" or "random" (places that are multiples of a call's size, the same in each run). The file is opened before, and
/// made where it is written from its beginning.
/// </summary>
internal sealed class FileCalls : ClientWork
{
    private readonly FileFd file;
    private readonly byte[] buffer;
    private readonly long[] offsets;
    private readonly Action<FileCalls, long> step;

    public FileCalls(string[] args, Action<FileCalls, long> step)
    {
        buffer = new byte[int.Parse(args[1], CultureInfo.InvariantCulture)];
        buffer.AsSpan().Fill((byte)'x');
        int count = int.Parse(args[2], CultureInfo.InvariantCulture);
        bool writes = step == Write;
        bool random = args[3] == "random";
        OpenFlags flags = writes ? OpenFlags.WriteOnly | (random ? 0 : OpenFlags.Create) : OpenFlags.ReadOnly;
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(args[0]), flags, out file, 0x1A4).OrThrow($"open {args[0]}");
        offsets = Places(file, buffer.Length, count, random);
        this.step = step;
    }

    public static void Read(FileCalls calls, long offset)
    {
        Check(Sys.PRead(calls.file, calls.buffer, offset, out int count), "pread"u8);
        Check(count == calls.buffer.Length ? Errno.Ok : Errno.EIO, "short pread"u8);
    }

    public static void Write(FileCalls calls, long offset) => Check(Sys.PWriteAll(calls.file, calls.buffer, offset), "pwrite"u8);

    public override void Run()
    {
        foreach (long offset in offsets)
        {
            step(this, offset);
        }
    }

    public override void Dispose() => file.Dispose();

    /// <summary>Where each call goes, within the file's present size if random.</summary>
    internal static long[] Places(FileFd file, int size, int count, bool random)
    {
        if (!random)
        {
            return [.. Enumerable.Range(0, count).Select(i => (long)i * size)];
        }

        Sys.FStat(file, out FileStat stat).OrThrow();
        Random places = new(1);
        return [.. Enumerable.Range(0, count).Select(_ => places.NextInt64((long)stat.Size / size) * size)];
    }
}
