using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace Strata.Faults;

/// <summary>Many processes load, remove, mount, collect and check the same images at the same time.</summary>
[Trait("Kind", "Faults")]
public sealed class ManyAtOnceTests
{
    private const int Workers = 8;
    private static readonly string[] Images = ["one", "two", "three"];

    /// <summary>What may be said where another process was first.</summary>
    private static readonly string[] Expected = ["there is no image", "is used by"];

    [Fact]
    public void ManyProcesses_LoseNothingAndLeaveNothing()
    {
        using Scene scene = new(Images);
        string store = Path.Combine(scene.Folder, "store");
        ConcurrentBag<string> faults = [];
        ConcurrentDictionary<string, int> done = [];
        long end = Stopwatch.GetTimestamp() + (long)(Effort.Storm.TotalSeconds * Stopwatch.Frequency);
        Thread[] workers = [.. Enumerable.Range(0, Workers).Select(number => new Thread(() =>
        {
            Random random = new(Effort.Seed + number);
            string target = Path.Combine(scene.Folder, "mount" + number);
            Directory.CreateDirectory(target);
            while (Stopwatch.GetTimestamp() < end && faults.IsEmpty)
            {
                try
                {
                    string what = Step(scene, store, target, random, faults);
                    done.AddOrUpdate(what, 1, static (_, count) => count + 1);
                }
                catch (Exception e)
                {
                    faults.Add(e.Message);
                }
            }
        }))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());

        Assert.True(faults.IsEmpty, $"seed {Effort.Seed}: {string.Join("\n", faults)}");
        Assert.True(done.Count == 6, $"only {string.Join(", ", done)}");
        Scene.AssertSound(store, "the storm");
        Command.Ok(Command.Strata, "--root", store, "load", "-q", "-i", scene.Layout);
        Scene.AssertSound(store, "a last load");
        Command.Ok(Command.Strata, "--root", store, "system", "prune", "-af");
        Assert.DoesNotContain(Scene.Contents(store), entry => entry.Contains('/') && entry.Split(' ')[0].Split('/')[^1].Length >= 62);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(store, "staging")));
    }

    private static string Step(Scene scene, string store, string target, Random random, ConcurrentBag<string> faults)
    {
        string image = Images[random.Next(Images.Length)];
        switch (random.Next(10))
        {
            case < 4:
                Run("load", "-q", "-i", $"{scene.Layout}:{image}");
                return "load";
            case < 6:
                Run("rmi", image);
                return "rmi";
            case 6:
                Run("image", "prune", "-af");
                return "prune";
            case 7:
                Run("system", "check", "--read-data");
                return "check";
            case 8:
                Run("images");
                return "images";
            default:
                if (Run("mount", image, target).Code == 0)
                {
                    Read(target, faults);
                    Run("umount", target);
                }

                return "mount";
        }

        Outcome Run(params string[] arguments)
        {
            Outcome outcome = Command.Run(Command.Strata, ["--root", store, .. arguments]);
            if (outcome.Code != 0 && !Expected.Any(text => outcome.Errors.Contains(text, StringComparison.Ordinal)))
            {
                faults.Add($"{string.Join(' ', arguments)}: {outcome}");
            }

            return outcome;
        }
    }

    /// <summary>Everything of a mounted image can be read, whatever is removed beside it.</summary>
    private static void Read(string target, ConcurrentBag<string> faults)
    {
        Outcome read = Command.Run("sh", "-c", "find \"$0\" -type f -exec cat {} + | wc -c", target);

        // Two layers of files of 3000 + n * 40000 bytes, three and four of them.
        const int Bytes = (7 * 3_000) + (3 * 40_000) + (6 * 40_000);
        if (read.Output.Trim() != Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            faults.Add($"a mounted image has {read.Output.Trim()} bytes: {read}");
        }
    }
}
