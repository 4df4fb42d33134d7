using Xunit;

namespace Strata.Faults;

/// <summary>A command is killed at one of its system calls, and at the next, and so on.</summary>
[Trait("Kind", "Faults")]
public sealed class KillTests
{
    [Theory]
    [InlineData("first load")]
    [InlineData("load")]
    [InlineData("rmi")]
    [InlineData("prune")]
    public void KilledAtASystemCall_TheStoreIsSoundAndTheNextCommandFinishes(string name)
    {
        using Scene scene = new("one", "two");
        CommandUnderTest command = CommandUnderTest.Prepare(name, scene);
        string profiled = scene.CopyOf(command.Before);
        IReadOnlyList<(string Name, int Number)> places = SystemCalls.Of(scene.Folder, profiled, command.Line(profiled));
        int killed = 0;
        foreach ((string call, int number) in Effort.Sample(places, new Random(Effort.Seed)))
        {
            string store = scene.CopyOf(command.Before);
            string what = $"{name} killed at {call} number {number} (seed {Effort.Seed})";
            string[] strace = ["-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:signal=KILL:when={number}"];
            killed += Command.Run("strace", [.. strace, .. command.Line(store)]).Code == 137 ? 1 : 0;
            Scene.AssertSound(store, what);

            Outcome again = Command.Run(Command.Strata, ["--root", store, .. command.Arguments]);

            Assert.True(again.Code == 0, $"{what}, once more: {again}");
            Scene.AssertSound(store, what + ", once more");
            Assert.True(command.After.SequenceEqual(Scene.Contents(store)), $"{what} left: {Difference(command.After, Scene.Contents(store))}");
        }

        // A thread may make a call fewer than last time: that is why not all.
        Assert.True(killed > 0, $"{name} was never killed");
    }

    private static string Difference(string[] wanted, string[] found) =>
        $"too much: {string.Join(", ", found.Except(wanted))}; too little: {string.Join(", ", wanted.Except(found))}";
}
