using System.CommandLine;
using Strata.Images;

namespace Strata.Cli;

/// <summary>The options that every prune has.</summary>
internal sealed class PruneOptions
{
    /// <summary>--all.</summary>
    public Option<bool> All { get; } = new("--all", "-a") { Description = "Every image that no container or mount uses, not only those without a name" };

    /// <summary>--force.</summary>
    public Option<bool> Force { get; } = new("--force", "-f") { Description = "Do not ask" };

    /// <summary>--filter.</summary>
    public Option<string[]> Filter { get; } = new("--filter")
    {
        HelpName = "FILTER",
        Description = "Only what was made before a time (until=24h, until=2026-01-31) or has a label (label=KEY[=VALUE], label!=KEY[=VALUE])",
    };

    /// <summary>Which images go, in the words of a warning.</summary>
    public string WordsFor(ParseResult parse) =>
        parse.GetValue(All) ? "all images without at least one container associated to them" : "all dangling images";

    /// <summary>Whether to go on: asked for, unless --force says so. Where not, nothing is said to be reclaimed.</summary>
    public bool IsAgreed(ParseResult parse, string warning)
    {
        bool agreed = parse.GetValue(Force) || Confirmation.Ask(parse, warning);
        if (!agreed)
        {
            WriteReclaimed(parse.InvocationConfiguration.Output, 0);
        }

        return agreed;
    }

    /// <summary>The filters that a command line gives.</summary>
    public PruneFilter FilterOf(ParseResult parse) => PruneFilter.Parse(parse.GetValue(Filter) ?? [], DateTimeOffset.UtcNow);

    /// <summary>What is printed of the images that went.</summary>
    public static void WriteImages(TextWriter output, Removal removal)
    {
        if (removal.Untagged.Count + removal.Deleted.Count > 0)
        {
            output.Write("Deleted Images:\n");
            output.Write(string.Concat(removal.Untagged.Select(name => $"untagged: {name}\n")));
            output.Write(string.Concat(removal.Deleted.Select(id => $"deleted: {id}\n")));
            output.Write("\n");
        }
    }

    /// <summary>The last line.</summary>
    public static void WriteReclaimed(TextWriter output, long bytes) => output.Write($"Total reclaimed space: {ByteSize.Show(bytes)}\n");
}
