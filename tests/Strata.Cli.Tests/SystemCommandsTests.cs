using System.Text.Json.Nodes;
using Xunit;

namespace Strata.Cli.Tests;

/// <summary>check and prune as one types them.</summary>
[Trait("Kind", "Unit")]
public sealed class SystemCommandsTests : CommandTest
{
    public SystemCommandsTests()
    {
        AddLayer("file", 9_000);
        Assert.Equal(0, Run(null, "load", "-i", Layout).Code);
    }

    [Fact]
    public void Check_SaysWhatIsDamagedByItsExitCode()
    {
        (int code, string output, string errors) = Run(null, "system", "check", "--read-data");
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("1 images, 1 layers, 1 chain images, 1 contents with 9kB, all read\nsound\n", output);

        string content = Directory.EnumerateFiles(Path.Combine(Store, "objects"), "*", SearchOption.AllDirectories).Single();
        File.WriteAllText(content, new string('y', 9_000));
        Assert.Equal(0, Run(null, "system", "check").Code);
        (code, output, _) = Run(null, "system", "check", "--read-data", "--format", "json");
        Assert.Equal(1, code);
        JsonNode report = JsonNode.Parse(output)!;
        Assert.Equal("Content", (string)report["Damages"]![0]!["Kind"]!);
        Assert.Equal("one:latest", (string)report["Touched"]![0]!);

        (code, output, _) = Run(null, "system", "check", "--repair");
        Assert.Equal(1, code);
        Assert.Contains("damaged; images touched: one:latest\n\"strata pull\" or \"strata load\"", output, StringComparison.Ordinal);
        Assert.False(File.Exists(content));
        Assert.Contains(": Loaded\n", Run(null, "load", "-i", Layout).Output, StringComparison.Ordinal);
        Assert.EndsWith("all read\nsound\n", Run(null, "system", "check", "--read-data").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsForRegistries_AreForRepair()
    {
        (int code, _, string errors) = Run(null, "system", "check", "--plain-http");

        Assert.Equal(125, code);
        Assert.Contains("for --repair", errors, StringComparison.Ordinal);
        Assert.Equal(0, Run(null, "system", "check", "--repair", "--plain-http").Code);
    }

    [Fact]
    public void Prune_AsksFirst()
    {
        (int code, string output, _) = Run("n\n", "image", "prune", "-a");

        Assert.Equal(0, code);
        Assert.Equal(
            "WARNING! This will remove all images without at least one container associated to them.\n"
            + "Are you sure you want to continue? [y/N] Total reclaimed space: 0B\n",
            output);
        Assert.StartsWith("one ", Run(null, "images").Output.Split('\n')[1], StringComparison.Ordinal);

        output = Run("y\n", "image", "prune", "-a").Output;
        Assert.Contains("[y/N] Deleted Images:\nuntagged: one:latest\ndeleted: sha256:", output, StringComparison.Ordinal);
        Assert.Matches("\n\nTotal reclaimed space: [0-9.]+kB\n$", output);
        Assert.Equal("[]\n", Run(null, "images", "--format", "json").Output);
    }

    [Fact]
    public void SystemPrune_LeavesAnEmptyStore()
    {
        Assert.StartsWith("WARNING! This will remove:\n  - all stopped containers\n", Run("", "system", "prune", "--filter", "until=1h").Output, StringComparison.Ordinal);
        Assert.Equal("Total reclaimed space: 0B\n", Run(null, "system", "prune", "-f").Output);

        Assert.Contains("untagged: one:latest", Run(null, "system", "prune", "-af").Output, StringComparison.Ordinal);

        string[] left = [.. Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)!).Order()];
        Assert.Equal(["images.json", "images.lock", "lock", "version"], left);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Store, "staging")));
    }

    [Fact]
    public void FilterThatIsNotKnown_IsRefused()
    {
        (int code, _, string errors) = Run(null, "image", "prune", "-f", "--filter", "dangling=true");

        Assert.Equal(125, code);
        Assert.Contains("filter \"dangling=true\" is not known", errors, StringComparison.Ordinal);
    }
}
