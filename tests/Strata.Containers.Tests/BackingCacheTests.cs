using Strata.Containers.Mounts;
using Strata.Fuse;
using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class BackingCacheTests
{
    private readonly BackingCache cache = new();

    [Fact]
    public void FileThatWasClosed_IsFoundAgain()
    {
        const ulong Ino = 77;
        Assert.False(cache.TryTake(Ino, out _));
        Assert.True(cache.TryKeep(Ino, new BackingId(5), out BackingId former));
        Assert.True(former.IsNone);
        cache.Return(Ino);

        Assert.True(cache.TryTake(Ino, out BackingId backing));
        Assert.Equal(new BackingId(5), backing);
    }

    [Fact]
    public void FilesInUse_AreNeverGivenUp()
    {
        Dictionary<ulong, BackingId> inUse = [];
        for (int i = 1; i <= 2 * BackingCache.Places; i++)
        {
            if (cache.TryKeep((ulong)i, new BackingId(i), out BackingId former))
            {
                inUse.Add((ulong)i, new BackingId(i));
            }

            Assert.True(former.IsNone);
        }

        Assert.Equal(BackingCache.Places, inUse.Count);
        Assert.All(inUse, pair => Assert.True(cache.TryTake(pair.Key, out BackingId backing) && backing == pair.Value));
    }

    [Fact]
    public void FullCache_GivesUpWhatIsNotInUse_AndNamesIt()
    {
        HashSet<BackingId> known = [];
        for (int i = 1; i <= 4 * BackingCache.Places; i++)
        {
            Assert.True(cache.TryKeep((ulong)i, new BackingId(i), out BackingId former));
            cache.Return((ulong)i);
            known.Add(new BackingId(i));
            Assert.True(former.IsNone || known.Remove(former));
        }

        Assert.Equal(BackingCache.Places, known.Count);
    }

    [Fact]
    public void FileInUseTwice_IsKeptUntilBothAreDone()
    {
        const ulong Ino = 77;
        BackingId backing = new(5);
        cache.TryKeep(Ino, backing, out _);
        cache.TryTake(Ino, out _);

        cache.Return(Ino);
        Assert.DoesNotContain(backing, GivenUpForOthers());
        cache.Return(Ino);
        Assert.Contains(backing, GivenUpForOthers());
    }

    /// <summary>Keeps many other files, none of which stays in use.</summary>
    private List<BackingId> GivenUpForOthers()
    {
        List<BackingId> former = [];
        for (int i = 1000; i < 1000 + (4 * BackingCache.Places); i++)
        {
            if (!cache.TryTake((ulong)i, out _))
            {
                Assert.True(cache.TryKeep((ulong)i, new BackingId(i), out BackingId one));
                former.Add(one);
            }

            cache.Return((ulong)i);
        }

        return former;
    }
}
