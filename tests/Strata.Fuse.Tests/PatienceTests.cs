using Strata.Linux;
using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Unit")]
public sealed class PatienceTests
{
    private static readonly TimeSpan soon = TimeSpan.FromMicroseconds(50);
    private static readonly TimeSpan late = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan atOnce = TimeSpan.FromMicroseconds(1);

    [Fact]
    public void RequestThatCameSoon_MakesTheNextBeLookedFor()
    {
        Patience patience = new();

        patience.Learn(soon);

        Assert.Equal(Environment.ProcessorCount > 1, patience.Limit > TimeSpan.Zero);
    }

    [Fact]
    public void RequestsThatComeLate_EndTheLookingStepByStep()
    {
        Patience patience = new();
        patience.Learn(soon);
        TimeSpan first = patience.Limit;

        patience.Learn(late);
        Assert.True(patience.Limit <= first / 2);
        for (int i = 0; i < 4; i++)
        {
            patience.Learn(late);
        }

        Assert.Equal(TimeSpan.Zero, patience.Limit);
    }

    [Fact]
    public void RequestThatCameOnceTheProcessorWasFree_IsSleptForAWhile()
    {
        Patience patience = new();
        patience.Learn(soon);

        patience.Learn(atOnce);
        for (int i = 1; i < Patience.WaitsAfterContention; i++)
        {
            Assert.Equal(TimeSpan.Zero, patience.Limit);
            patience.Learn(soon);
        }

        Assert.Equal(Environment.ProcessorCount > 1, patience.Limit > TimeSpan.Zero);
    }

    [Fact]
    public async Task WaitingReader_Sleeps()
    {
        Sys.Pipe(out FileFd reader, out FileFd writer).OrThrow("pipe2");
        using (reader)
        {
            Task end = Task.Run(async () =>
            {
                await Task.Delay(500);
                writer.Dispose();
            });
            Patience patience = new();
            patience.Learn(soon);
            int looks = 0;
            patience.Begin();
            for (int ready = 0; ready == 0; looks++)
            {
                patience.Pause(reader);
                Sys.Poll([new PollEntry(reader, PollEntry.Input)], 0, out ready).OrThrow("poll");
            }

            // Half a second of looking would be a million looks.
            await end;
            Assert.InRange(looks, 1, 10_000);
        }
    }
}
