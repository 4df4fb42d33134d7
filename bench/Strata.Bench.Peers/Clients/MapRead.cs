using System.Globalization;
using Strata.Linux;

namespace Strata.Bench.Peers.Clients;

/// <summary>
/// A file mapped, and one byte read of each of a number of pages: arguments are the file, the number, and "sequential" or
/// "random". Mapping and unmapping are in the measured time.
/// </summary>
internal sealed class MapRead : ClientWork
{
    private const int PageSize = 4096;

    private readonly FileFd file;
    private readonly long[] offsets;

    public MapRead(string[] args)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(args[0]), OpenFlags.ReadOnly, out file).OrThrow($"open {args[0]}");
        offsets = FileCalls.Places(file, PageSize, int.Parse(args[1], CultureInfo.InvariantCulture), args[2] == "random");
    }

    /// <summary>What was read, so that reading it is not optimised away.</summary>
    public int Sum { get; private set; }

    public override void Run()
    {
        MappedFile.Map(file, out MappedFile? map).OrThrow("mmap");
        using (map)
        {
            foreach (long offset in offsets)
            {
                Sum += map!.Slice(offset, 1)[0];
            }
        }
    }

    public override void Dispose() => file.Dispose();
}
