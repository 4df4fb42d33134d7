using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class ResolvedUserTests
{
    private static readonly UserEntry[] Users =
        [new("root", 0, 0, "/root"), new("app", 1000, 100, "/home/app"), new("homeless", 1001, 1001, ""), new("77", 5, 5, "/five")];

    private static readonly GroupEntry[] Groups =
        [new("root", 0, []), new("users", 100, ["app"]), new("audio", 29, ["app", "homeless"]), new("video", 44, ["app"])];

    [Theory]
    [InlineData("", 0, 0, "", "/root")]
    [InlineData("root", 0, 0, "", "/root")]
    [InlineData("app", 1000, 100, "29,44", "/home/app")]
    [InlineData("1000", 1000, 100, "29,44", "/home/app")]
    [InlineData("app:0", 1000, 0, "", "/home/app")]
    [InlineData("app:video", 1000, 44, "", "/home/app")]
    [InlineData("4242", 4242, 0, "", "/")]
    [InlineData("4242:17", 4242, 17, "", "/")]
    [InlineData("homeless", 1001, 1001, "29", "/")]
    [InlineData("77", 77, 0, "", "/")]
    [InlineData(":audio", 0, 29, "", "/root")]
    public void User_IsLookedUpAsDockerDoes(string text, uint uid, uint gid, string additional, string home)
    {
        ResolvedUser user = ResolvedUser.Of(text, Users, Groups);

        Assert.Equal((uid, gid, home), (user.Uid, user.Gid, user.Home));
        Assert.Equal(additional, string.Join(',', user.AdditionalGids));
    }

    [Theory]
    [InlineData("nobody", "unable to find user nobody")]
    [InlineData("-1", "unable to find user -1")]
    [InlineData("4294967295", "unable to find user 4294967295")]
    [InlineData("app:nogroup", "unable to find group nogroup")]
    [InlineData("app:-1", "unable to find group -1")]
    public void UnknownName_IsRefused(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<ContainerException>(() => ResolvedUser.Of(text, Users, Groups)).Message, StringComparison.Ordinal);

    [Fact]
    public void ImageWithoutPasswd_StillHasRoot()
    {
        ResolvedUser user = ResolvedUser.Of("", [], []);

        Assert.Equal((0u, 0u, "/"), (user.Uid, user.Gid, user.Home));
        Assert.Empty(user.AdditionalGids);
    }
}
