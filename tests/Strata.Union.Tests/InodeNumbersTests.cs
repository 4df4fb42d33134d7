using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

[Trait("Kind", "Unit")]
public sealed class InodeNumbersTests
{
    [Fact]
    public void NumbersOfManyDevices_AreAllDifferent_AndTheSameNextTime()
    {
        Assert.Equal(Numbers(), Numbers());
        Assert.Equal(Numbers().Length, Numbers().Distinct().Count());

        static ulong[] Numbers()
        {
            InodeNumbers numbers = new();
            List<ulong> all = [];
            for (uint device = 0; device < 1500; device++)
            {
                ulong prefix = numbers.PrefixOf(new DeviceNumber(0, device));
                Assert.Equal(prefix, numbers.PrefixOf(new DeviceNumber(0, device)));
                all.AddRange([numbers.Unique(prefix, 2), numbers.Unique(prefix, 3), numbers.Unique(prefix, uint.MaxValue)]);
            }

            return [.. all];
        }
    }

    [Fact]
    public void NumbersThatUseTheTopBits_AreDifferentFromAllOthers_WhateverComesFirst()
    {
        ulong[] hard = [5, 5 | (1UL << 63), 5 | (1UL << 62), 5 | (3UL << 54), ulong.MaxValue];
        Assert.Equal(Numbers(hard), Numbers([.. hard.Reverse()]).Order());

        static IEnumerable<ulong> Numbers(ulong[] inodes)
        {
            InodeNumbers numbers = new();
            ulong[] prefixes = [numbers.PrefixOf(new DeviceNumber(8, 1)), numbers.PrefixOf(new DeviceNumber(8, 2)), numbers.NewPrefix()];
            ulong[] all = [.. inodes.SelectMany(ino => prefixes.Select(prefix => numbers.Unique(prefix, ino)))];
            Assert.Equal(all.Length, all.Distinct().Count());
            Assert.Equal(5UL, numbers.Unique(prefixes[0], 5));
            return all.Order();
        }
    }
}
