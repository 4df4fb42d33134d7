using System.Diagnostics;
using System.Runtime.CompilerServices;
using Strata.Linux;
using Xunit;

namespace Strata.Launch.Tests;

[Trait("Kind", "Unit")]
public sealed class StubTests
{
    [Fact]
    public void Stub_bytes_are_what_its_source_assembles_to()
    {
        string folder = Directory.CreateTempSubdirectory("strata-stub-").FullName;
        try
        {
            Run("as", "--64", "-o", $"{folder}/stub.o", Source());
            Run("objcopy", "-O", "binary", "-j", ".text", $"{folder}/stub.o", $"{folder}/stub.bin");
            byte[] assembled = File.ReadAllBytes($"{folder}/stub.bin");
            Assert.Equal(Convert.ToHexString(assembled), Convert.ToHexString(ChildStub.X64));

            // entry: movabs rbx, context; jmp child.
            Assert.Equal("48BB0004001000000000E9", Convert.ToHexString(ChildStub.X64[ChildStub.EntryOffset..])[..22]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Source([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../src/Strata.Linux/ChildStub.x64.s"));

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
