using Strata.Containers;
using Strata.Containers.Mounts;
using Xunit;

namespace Strata.Cli.Tests;

[Trait("Kind", "Unit")]
public sealed class DriverOptionTests
{
    [Theory]
    [InlineData(null, null, MountDriver.Fuse)]
    [InlineData(null, "", MountDriver.Fuse)]
    [InlineData(null, "kernel", MountDriver.Kernel)]
    [InlineData(null, "auto", MountDriver.Auto)]
    [InlineData("fuse", "kernel", MountDriver.Fuse)]
    [InlineData("auto", "nonsense", MountDriver.Auto)]
    public void Option_WinsOverTheVariable(string? option, string? variable, MountDriver expected) =>
        Assert.Equal(expected, DriverOption.Resolve(option, name => name == "STRATA_DRIVER" ? variable : null));

    [Theory]
    [InlineData("nfs", null, "--driver nfs: expected fuse, kernel or auto")]
    [InlineData("", "kernel", "--driver : expected fuse, kernel or auto")]
    [InlineData(null, "Kernel", "STRATA_DRIVER=Kernel: expected fuse, kernel or auto")]
    public void OtherName_IsRefused(string? option, string? variable, string message) =>
        Assert.Equal(message, Assert.Throws<ContainerException>(() => DriverOption.Resolve(option, _ => variable)).Message);

    [Theory]
    [InlineData("mount", "--driver", "nfs", "bb", "/tmp")]
    [InlineData("run", "--driver", "nfs", "bb")]
    public void OtherName_IsAnErrorOfTheCommandLine(params string[] arguments)
    {
        (int code, string output, string errors) = StrataProcess.Run(null, arguments);

        Assert.Equal((125, "", "strata: --driver nfs: expected fuse, kernel or auto\n"), (code, output, errors));
    }
}
