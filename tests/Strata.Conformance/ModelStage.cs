using System.Text;
using System.Text.RegularExpressions;
using Strata.Linux;

namespace Strata.Conformance;

/// <summary>
/// Where random scripts are played: a kernel mount and a mount under test over the same lower, which has many copies of
/// every template, so that each script has a directory that no other has touched and nothing is mounted per script.
/// </summary>
internal sealed partial class ModelStage : IDisposable
{
    public const int Templates = 40;
    private const int Copies = 5;

    private readonly Arena arena = new();
    private readonly MountKind kind;
    private readonly Lower lower;
    private readonly LowerView view;
    private readonly List<string> untouched;
    private readonly int[] used = new int[Templates];
    private readonly List<(string Directory, Script Script, List<string> Tree)> played = [];
    private MountUnderTest oracle;
    private MountUnderTest mount;

    public ModelStage(MountKind kind)
    {
        this.kind = kind;
        LayerTree[] layers = [new(), new(), new()];
        for (int template = 0; template < Templates; template++)
        {
            LayerTree[] one = LowerTemplates.Of(template);
            for (int copy = 0; copy < Copies; copy++)
            {
                for (int i = 0; i < one.Length; i++)
                {
                    layers[i].Below(DirectoryOf(template, copy), one[i]);
                }
            }
        }

        lower = new Lower(arena, layers);
        view = new LowerView(lower);
        untouched = LowersNow();
        (oracle, mount) = Mount();
    }

    /// <summary>Plays a script on both mounts.</summary>
    /// <returns>Where they part; empty where they agree.</returns>
    public string Play(Script script)
    {
        if (used[script.Template] == Copies)
        {
            string afterwards = Renew();
            if (afterwards.Length > 0)
            {
                return afterwards;
            }
        }

        string directory = DirectoryOf(script.Template, used[script.Template]++);
        (List<string> wanted, List<string?> former, List<string> wantedTree) = Play(oracle, directory, script, kind.IsFull());
        (List<string> seen, _, List<string> tree) = Play(mount, directory, script, kind.IsFull());
        if (kind.HasPassthrough())
        {
            // Known difference "Readers by passthrough keep what they opened": either content is right, no third one.
            wanted = [.. wanted.Select((answer, i) => KeepsOpened(answer, former[i], seen[i]) ? seen[i] : answer)];
        }

        played.Add((directory, script, tree));
        return Part("the answers", wanted, seen)
            + Part("the tree", wantedTree, tree)
            + Part("the upper", UpperSnapshot.Of(oracle.Upper, directory, view, kind.IsFull()), UpperSnapshot.Of(mount.Upper, directory, view, kind.IsFull()));
    }

    /// <summary>
    /// Unmounts, lets the other driver show what lies in the upper of the mount under test, compares that with what the
    /// mount itself showed, and starts again with empty uppers.
    /// </summary>
    /// <returns>Where the other driver shows another tree; empty where it shows the same.</returns>
    public string Renew()
    {
        StringBuilder differences = new();
        mount.Unmount();
        using (MountUnderTest successor = MountUnderTest.Mount(kind.Successor(), lower, new UpperFolders(mount.Upper, mount.Work)))
        {
            foreach ((string directory, Script script, List<string> tree) in played)
            {
                Sys.OpenAt(successor.Root, PathText.Bytes(directory), OpenFlags.Directory, out FileFd root).OrThrow(directory);
                string difference = Part($"the tree that {kind.Successor()} shows over its upper", tree, TreeSnapshot.Of(root));
                root.Dispose();
                if (difference.Length > 0)
                {
                    differences.AppendLine($"{script}\n{difference}");
                }
            }
        }

        differences.Append(Part("the lowers, which nobody may change", untouched, LowersNow()));
        oracle.Dispose();
        mount.Dispose();
        played.Clear();
        Array.Clear(used);
        (oracle, mount) = Mount();
        return differences.ToString();
    }

    public void Dispose()
    {
        mount.Dispose();
        oracle.Dispose();
        view.Dispose();
        arena.Dispose();
    }

    /// <summary>Whether a reader saw what it opened: its content, or an fstat(2) with its size and all else as it is now.</summary>
    private static bool KeepsOpened(string wanted, string? former, string seen) =>
        former is not null
        && (former == seen || (SizeIn(former) == SizeIn(seen) && Size().Replace(seen, "") == Size().Replace(wanted, "")));

    private static string SizeIn(string stat) => Size().Match(stat).Value;

    [GeneratedRegex(@" size \d+")]
    private static partial Regex Size();

    private static string DirectoryOf(int template, int copy) => $"t{template}-{copy}";

    private static (List<string> Answers, List<string?> Former, List<string> Tree) Play(MountUnderTest mount, string directory, Script script, bool metacopy)
    {
        Sys.OpenAt(mount.Root, PathText.Bytes(directory), OpenFlags.Directory, out FileFd root).OrThrow(directory);
        using FileFd owned = root;
        List<string> answers = [];
        List<string?> former = [];
        using (Player player = new(root, metacopy))
        {
            foreach (Op op in script.Ops)
            {
                answers.Add($"{op}: {player.Play(op)}");
                former.Add(player.Former is { } text ? $"{op}: {text}" : null);
            }
        }

        return (answers, former, TreeSnapshot.Of(root));
    }

    private static string Part(string what, List<string> wanted, List<string> seen)
    {
        string difference = LineDifference.Between(wanted, seen);
        return difference.Length == 0 ? "" : $"{what}:\n{difference}";
    }

    private List<string> LowersNow() => [.. lower.Folders.SelectMany(folder => UpperSnapshot.OfFolder(folder))];

    private (MountUnderTest Oracle, MountUnderTest Mount) Mount() =>
        (MountUnderTest.Mount(kind.Oracle(), lower), MountUnderTest.Mount(kind, lower));
}
