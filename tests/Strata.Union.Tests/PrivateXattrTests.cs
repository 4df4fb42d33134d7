using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>Xattrs by which an upper keeps attributes or marks: for users of the union they do not exist.</summary>
[Trait("Kind", "Unit")]
public sealed class PrivateXattrTests : IDisposable
{
    private readonly UnionFixture union = new() { Options = new UnionOptions { FuseOverlayMarks = true, Override = StatOverride.Containers } };

    public void Dispose() => union.Dispose();

    [Theory]
    [InlineData("user.containers.override_stat")]
    [InlineData("user.fuseoverlayfs.opaque")]
    public void PrivateXattrOfTheUpper_CannotBeRemoved(string name)
    {
        union.Create("", "file", "content");
        byte[] xattr = UnionFixture.Bytes(name);
        byte[] onDisk = UnionFixture.Bytes(union.Upper("file"));
        byte[] kept = "0:0:0600:file"u8.ToArray();
        Sys.LSetXattr(FileFd.WorkingDirectory, onDisk, xattr, kept).OrThrow(name);

        Assert.Equal(Errno.ENODATA, union.Tree.RemoveXattr(union.Node("file"), xattr, union.Changes));

        byte[] value = new byte[64];
        Sys.LGetXattr(FileFd.WorkingDirectory, onDisk, xattr, value, out int length).OrThrow(name);
        Assert.Equal(kept, value[..length]);
    }

    [Fact]
    public void XattrOfAUserInTheUpper_CanBeRemoved()
    {
        union.Create("", "file", "content");
        UnionNode file = union.Node("file");
        union.Tree.SetXattr(file, "user.own"u8, "1"u8, 0, killSetGid: false, union.Changes).OrThrow();

        Assert.Equal(Errno.Ok, union.Tree.RemoveXattr(file, "user.own"u8, union.Changes));
        Assert.Equal(Errno.ENODATA, union.Tree.RemoveXattr(file, "user.own"u8, union.Changes));
    }
}
