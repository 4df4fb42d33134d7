using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class UserDatabaseTests
{
    [Fact]
    public void Lines_AreReadInOrder()
    {
        IReadOnlyList<UserEntry> users = UserDatabase.ParseUsers("root:x:0:0:root:/root:/bin/sh\napp:x:1000:100::/home/app:\n"u8);

        Assert.Equal([new UserEntry("root", 0, 0, "/root"), new UserEntry("app", 1000, 100, "/home/app")], users);
    }

    [Theory]
    [InlineData("a:x:-1:0::/:")]
    [InlineData("a:x:4294967295:0::/:")]
    [InlineData("a:x:4294967296:0::/:")]
    [InlineData("a:x:0x10:0::/:")]
    [InlineData("a:x: 1:0::/:")]
    [InlineData("a:x:1:0::/")]
    [InlineData("a:x:1:0::/:/bin/sh:more")]
    [InlineData("a:x::0::/:")]
    [InlineData(":x:1:0::/:")]
    [InlineData("a\0b:x:1:0::/:")]
    [InlineData("+::::::")]
    public void MalformedLine_IsPassedOver(string line) =>
        Assert.Equal("good", Assert.Single(UserDatabase.ParseUsers(System.Text.Encoding.UTF8.GetBytes(line + "\ngood:x:5:5::/:\n"))).Name);

    [Fact]
    public void Groups_HaveTheirMembers()
    {
        GroupEntry group = Assert.Single(UserDatabase.ParseGroups("wheel:x:10:root,,app\nbad:x:y:\n"u8));

        Assert.Equal(("wheel", 10u), (group.Name, group.Gid));
        Assert.Equal(["root", "app"], group.Members);
    }

    [Fact]
    public void RandomBytes_NeverThrow() => Prop.ForAll<byte[]>(content =>
    {
        UserDatabase.ParseUsers(content);
        UserDatabase.ParseGroups(content);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void RandomLinesOfItsOwnAlphabet_GiveOnlyIdsThatFit()
    {
        Gen<string> text = Gen.ArrayOf(Gen.Elements("root", ":", ":", "x", "0", "1", "4294967295", "-", "\n", "/")).Select(string.Concat);
        Prop.ForAll(text.ToArbitrary(), lines =>
            UserDatabase.ParseUsers(System.Text.Encoding.UTF8.GetBytes(lines)).All(user => user.Uid != uint.MaxValue && user.Gid != uint.MaxValue))
            .QuickCheckThrowOnFailure();
    }
}
