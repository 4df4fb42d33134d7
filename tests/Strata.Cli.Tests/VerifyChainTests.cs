using Xunit;

namespace Strata.Cli.Tests;

/// <summary>--verify of what is mounted itself: directories, attributes, small contents.</summary>
[Trait("Kind", "Mount")]
public sealed class VerifyChainTests : CommandTest
{
    [Fact]
    public void ChainImageThatChanged_IsNotMountedUntilItIsRepaired()
    {
        foreach (string name in (string[])["a", "b", "c", "d"])
        {
            AddLayer(name, 3000);
        }

        Assert.Equal(0, Run(null, "load", "-i", Layout).Code);
        string target = Directory.CreateDirectory(At("mnt")).FullName;
        string chain = Directory.EnumerateFiles(Path.Combine(Store, "chains")).Single();
        byte[] bytes = File.ReadAllBytes(chain);
        bytes[bytes.Length - 2000] ^= 1; // Not in the first block, which every mount looks at.
        File.WriteAllBytes(chain, bytes);

        (int code, _, string errors) = Run(null, "mount", "--verify", "one", target);
        Assert.Equal(125, code);
        Assert.Contains("the chain image of one:latest is damaged", errors, StringComparison.Ordinal);

        Assert.Equal(0, Run(null, "system", "check", "--repair").Code);
        Assert.Equal(0, Run(null, "mount", "--verify", "one", target).Code);
        Assert.Equal(3000, new FileInfo(Path.Combine(target, "d")).Length);
        Assert.Equal(0, Run(null, "umount", target).Code);
    }
}
