using Strata.Containers.Mounts;
using Strata.Fuse;
using Strata.Linux;
using Strata.Union;
using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class OwnershipTests
{
    private const uint Nobody = 65_534;

    private static readonly IdMap users = new([new IdRange(0, 100_000, 1000)], Nobody);
    private static readonly IdMap groups = new([new IdRange(0, 200_000, 1000)], Nobody);
    private static readonly Ownership mapped = new(users, groups, null, null);

    [Fact]
    public void NewFile_BelongsToWhomItsCallerIsOnTheDisk()
    {
        Assert.Equal(new Creator(5, 6, 18), mapped.CreatorOf(new Caller(100_005, 200_006, 1, new Interruption()), 18));
    }

    [Fact]
    public void NewFileOfACallerOutsideOfTheMap_BelongsToNobody() =>
        Assert.Equal(new Creator(Nobody, Nobody, 0), mapped.CreatorOf(new Caller(0, 0, 1, new Interruption()), 0));

    [Fact]
    public void Chown_StoresTheIdsOfTheDisk()
    {
        NodeChange change = new() { Uid = 100_001, Mode = 7 };

        Assert.Equal(Errno.Ok, mapped.Store(ref change));
        Assert.Equal(new NodeChange { Uid = 1, Mode = 7 }, change);
    }

    [Fact]
    public void ChownToSomebodyOutsideOfTheMap_IsAnOverflow()
    {
        NodeChange user = new() { Uid = 1 };
        NodeChange group = new() { Gid = 100_000 };

        Assert.Equal((Errno.EOVERFLOW, Errno.EOVERFLOW), (mapped.Store(ref user), mapped.Store(ref group)));
    }

    [Fact]
    public void SquashedOwner_IsShownButNotStored()
    {
        Ownership squashed = mapped with { EveryUser = 0, EveryGroup = 7 };
        FileStat stat = new() { Uid = 5, Gid = 5 };
        NodeChange change = new() { Uid = 100_005 };

        squashed.Show(ref stat);
        squashed.Store(ref change);

        Assert.Equal((0u, 7u, 5u), (stat.Uid, stat.Gid, change.Uid));
        Assert.Equal(new Creator(5, 6, 0), squashed.CreatorOf(new Caller(100_005, 200_006, 1, new Interruption()), 0));
    }

    [Fact]
    public void Acl_NamesUsersAndGroupsAsTheyAreShown()
    {
        // Version 2; then the owner, user 5, the group, group 6, the mask.
        byte[] acl =
        [
            2, 0, 0, 0,
            1, 0, 7, 0, 255, 255, 255, 255,
            2, 0, 6, 0, 5, 0, 0, 0,
            4, 0, 5, 0, 255, 255, 255, 255,
            8, 0, 4, 0, 6, 0, 0, 0,
            16, 0, 7, 0, 255, 255, 255, 255,
        ];
        byte[] shown = [.. acl];

        mapped.ShowAcl(shown);

        Assert.Equal(100_005u, BitConverter.ToUInt32(shown, 16));
        Assert.Equal(200_006u, BitConverter.ToUInt32(shown, 32));
        Assert.Equal(Errno.Ok, mapped.StoreAcl(shown));
        Assert.Equal(acl, shown);
        Assert.Equal(Errno.EINVAL, mapped.StoreAcl(acl));
    }

    [Fact]
    public void CutOffAcl_IsLeftAlone()
    {
        byte[] acl = [2, 0, 0, 0, 2, 0, 6, 0, 5, 0];
        byte[] shown = [.. acl];

        mapped.ShowAcl(shown);

        Assert.Equal(acl, shown);
        Assert.Equal(Errno.Ok, mapped.StoreAcl(shown));
    }
}
