using Strata.Containers.Mounts;
using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class ListingHabitTests
{
    private readonly ListingHabit habit = new();
    private ulong last = 100;

    [Fact]
    public void WhoNeverAsks_IsGivenNamesAfterSomeDirectories()
    {
        int full = 0;
        while (List() != ListingHabit.Files.None)
        {
            Assert.InRange(++full, 1, 20);
        }

        Assert.InRange(full, 5, 20);
        Assert.Equal(ListingHabit.Files.None, List());
    }

    [Fact]
    public void WhoAsks_IsGivenAttributes_AndSeldomAProbe()
    {
        int probes = 0;
        for (int i = 0; i < 100; i++)
        {
            ListingHabit.Files files = List();
            Assert.NotEqual(ListingHabit.Files.None, files);
            if (files == ListingHabit.Files.AllButOne)
            {
                habit.Asked(last);
                probes++;
            }
        }

        Assert.InRange(probes, 10, 30);
    }

    [Fact]
    public void WhoAsksForWhatWasLeftOut_IsGivenAttributesAgain()
    {
        while (List() != ListingHabit.Files.None)
        {
            // Somebody walks.
        }

        habit.Asked(last);
        Assert.NotEqual(ListingHabit.Files.None, List());
    }

    [Fact]
    public void QuestionsElsewhere_MeanNothing()
    {
        while (List() != ListingHabit.Files.None)
        {
            habit.Asked(7);
        }

        habit.Asked(7);
        Assert.Equal(ListingHabit.Files.None, List());
    }

    [Fact]
    public void NestedDirectories_AreNotTakenForNames()
    {
        // Who goes down before looking at files asks when it comes back up.
        for (int i = 0; i < 10; i++)
        {
            ulong top = last + 1;
            for (int depth = 0; depth < 5; depth++)
            {
                Assert.NotEqual(ListingHabit.Files.None, List());
            }

            for (ulong directory = last; directory >= top; directory--)
            {
                habit.Asked(directory);
            }
        }
    }

    /// <summary>Lists a directory that has files.</summary>
    private ListingHabit.Files List()
    {
        last++;
        ListingHabit.Files files = habit.Begin(isStart: true);
        if (files != ListingHabit.Files.All)
        {
            habit.Left(last);
        }

        return files;
    }
}
