using Xunit;

namespace Strata.Cli.Tests;

[Trait("Kind", "Unit")]
public sealed class StoreOptionTests
{
    [Theory]
    [InlineData("/given", "/variable", "/data", 0, "/given")]
    [InlineData(null, "/variable", "/data", 0, "/variable")]
    [InlineData(null, null, "/data", 0, "/var/lib/strata")]
    [InlineData(null, null, "/data", 1000, "/data/strata")]
    [InlineData(null, "", "", 1000, "/home/me/.local/share/strata")]
    [InlineData("", null, null, 0, "/var/lib/strata")]
    [InlineData("/a/../b/", null, null, 0, "/b/")]
    public void Root_IsOptionThenVariableThenDefault(string? option, string? variable, string? data, uint uid, string expected)
    {
        Dictionary<string, string?> variables = new() { ["STRATA_ROOT"] = variable, ["XDG_DATA_HOME"] = data, ["HOME"] = "/home/me" };

        Assert.Equal(expected, StoreOption.Resolve(option, variables.GetValueOrDefault, uid));
    }
}
