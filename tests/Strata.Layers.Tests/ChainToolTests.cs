using System.Diagnostics;
using Xunit;

namespace Strata.Layers.Tests;

/// <summary>erofs-utils over a chain image.</summary>
[Trait("Kind", "Engine")]
public sealed class ChainToolTests
{
    [Fact]
    public void Fsck_AcceptsAndExtracts()
    {
        using ChainFile file = new(ChainSamples.Everything());
        string target = Directory.CreateTempSubdirectory("strata-extract-").FullName;
        try
        {
            (int code, string output) = Run("fsck.erofs", $"--extract={target}", "--overwrite", "--preserve", file.Path);
            Assert.True(code == 0, output);
            Assert.Equal(4096, new FileInfo($"{target}/sizes/full").Length);
            Assert.Equal(new string('t', 4095), new FileInfo($"{target}/links/long").LinkTarget);
            Assert.Equal(3000, Directory.GetFiles($"{target}/many").Length);
        }
        finally
        {
            // Not Directory.Delete: it cannot name what is not UTF-8.
            Run("rm", "-rf", "--one-file-system", target);
        }
    }

    [Fact]
    public void Fsck_AcceptsAnEmptyTree()
    {
        using ChainFile file = new();
        (int code, string output) = Run("fsck.erofs", file.Path);
        Assert.True(code == 0, output);
    }

    [Fact]
    public void Dump_CountsOurInodes()
    {
        using ChainFile file = new(ChainSamples.Everything());
        using ChainImage image = file.Open();
        (int code, string output) = Run("dump.erofs", "-s", file.Path);
        Assert.True(code == 0, output);
        Assert.Matches($"inode count: +{image.NodeCount}\n", output);
    }

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
