using Xunit;

namespace Strata.Faults;

/// <summary>One system call of a command fails, as it does on a full or broken disk.</summary>
[Trait("Kind", "Faults")]
public sealed class FailingCallTests
{
    /// <summary>The calls that change what is on the disk.</summary>
    private static readonly HashSet<string> Writing =
        ["openat", "mkdirat", "write", "pwrite64", "renameat", "renameat2", "fsync", "fdatasync", "syncfs", "ftruncate", "unlinkat", "linkat"];

    [Theory]
    [InlineData("first load", "ENOSPC", "No space left on device")]
    [InlineData("load", "ENOSPC", "No space left on device")]
    [InlineData("load", "EDQUOT", "Disk quota exceeded")]
    [InlineData("load", "EIO", "Input/output error")]
    [InlineData("rmi", "ENOSPC", "No space left on device")]
    [InlineData("rmi", "EIO", "Input/output error")]
    [InlineData("prune", "EDQUOT", "Disk quota exceeded")]
    public void FailedCall_IsNamedAndTheStoreIsSoundAndTheNextCommandFinishes(string name, string error, string message)
    {
        using Scene scene = new("one", "two");
        CommandUnderTest command = CommandUnderTest.Prepare(name, scene);
        string profiled = scene.CopyOf(command.Before);
        IReadOnlyList<(string Name, int Number)> places =
            [.. SystemCalls.Of(scene.Folder, profiled, command.Line(profiled)).Where(place => Writing.Contains(place.Name))];
        int failed = 0;
        foreach ((string call, int number) in Effort.Sample(places, new Random(Effort.Seed)))
        {
            string store = scene.CopyOf(command.Before);
            string what = $"{name} with {error} from {call} number {number} (seed {Effort.Seed})";
            string[] strace = ["-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:error={error}:when={number}"];

            Outcome outcome = Command.Run("strace", [.. strace, .. command.Line(store)]);

            Assert.True(outcome.Code is 0 or 125, $"{what}: {outcome}");
            Assert.DoesNotContain("internal error", outcome.Errors, StringComparison.Ordinal);
            if (outcome.Code == 125)
            {
                failed++;
                Assert.True(outcome.Errors.Contains(message, StringComparison.Ordinal), $"{what}: {outcome}");
            }

            Scene.AssertSound(store, what);
            Outcome again = Command.Run(Command.Strata, ["--root", store, .. command.Arguments]);
            Assert.True(again.Code == 0, $"{what}, once more: {again}");
            Scene.AssertSound(store, what + ", once more");
            Assert.True(command.After.SequenceEqual(Scene.Contents(store)), $"{what}: code {outcome.Code}, then left {string.Join(", ", Scene.Contents(store).Except(command.After))}, missing {string.Join(", ", command.After.Except(Scene.Contents(store)))}");
        }

        Assert.True(failed > 0, $"{name} never failed");
    }
}
