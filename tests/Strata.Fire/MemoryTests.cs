using Strata.Conformance;
using Strata.Linux;
using Xunit;
using Xunit.Abstractions;

namespace Strata.Fire;

/// <summary>What the server, as it is delivered, keeps of what is gone: nothing.</summary>
[Trait("Kind", "Mount")]
public sealed class MemoryTests(ITestOutputHelper output)
{
    /// <summary>
    /// A server that kept one node for each create would keep at least its name, 240 bytes here, and the object, more than
    /// 100: of two creates in each of at least 5,000 cycles more than 3.4 MB. What comes and goes by itself (NativeMount gives
    /// the garbage collector a megabyte for what is new) was less than one in a million cycles.
    /// </summary>
    private const long Bound = 2048;

    private const int NameLength = 240;

    [Fact]
    public void FilesThatAreMadeAndRemoved_LeaveNothingInTheServer()
    {
        using Arena arena = new();
        LayerTree layer = new();
        layer.Directory("lower").File("lower/file", "of the lower");
        Lower lower = new(arena, layer);
        using NativeMount mount = NativeMount.Mount(lower);
        int half = FireSettings.Cycles / 2;
        Cycles(mount, 0, half);
        long before = ServerMemory.Resident(mount.Server!);
        Cycles(mount, half, half);
        long after = ServerMemory.Resident(mount.Server!);
        output.WriteLine($"{before} KiB after {half} cycles, {after} KiB after {2 * half}");
        Assert.InRange(after - before, long.MinValue, Bound);
    }

    /// <summary>Makes a folder, and a file in it that gets a name elsewhere, in a folder of the lower; removes all of it.</summary>
    private static void Cycles(MountUnderTest mount, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            string name = $"{i}-".PadRight(NameLength, 'n');
            byte[] folder = PathText.Bytes(name);
            byte[] file = PathText.Bytes($"{name}/{name}");
            byte[] moved = PathText.Bytes($"lower/{name}");
            Sys.MkdirAt(mount.Root, folder, 0b111_101_101).OrThrow(name);
            Sys.OpenAt(mount.Root, file, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive, out FileFd made, 0b110_100_100).OrThrow(name);
            made.Dispose();
            Sys.RenameAt(mount.Root, file, mount.Root, moved).OrThrow(name);
            Sys.UnlinkAt(mount.Root, moved).OrThrow(name);
            Sys.RmdirAt(mount.Root, folder).OrThrow(name);
        }
    }
}
