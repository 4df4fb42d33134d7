using System.Globalization;
using Strata.Linux;

namespace Strata.Fuse.Tests;

/// <summary>The tests' assembly as a program: a server in a process of its own, which a test can kill.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is not ["serve", string number])
        {
            return 2;
        }

        FileFd device = FileFd.FromNumber(int.Parse(number, CultureInfo.InvariantCulture));
        using MemoryFileSystem files = new();
        files.Add("file", FileMode.Regular | 0x1a4, [.. "served"u8]);
        using FuseSession session = new(device, files, new SessionOptions(), new RecordingLog());
        return (int)session.Run();
    }
}
