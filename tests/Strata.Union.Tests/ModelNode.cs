namespace Strata.Union.Tests;

/// <summary>Something in a layer of a <see cref="FolderModel"/>.</summary>
internal sealed record ModelNode(ModelKind Kind)
{
    public SortedDictionary<string, ModelNode> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>What a file or symlink holds; unlike that of any other.</summary>
    public string Content { get; init; } = "";

    public ModelOpaque Opaque { get; set; }

    public string? Redirect { get; set; }

    public bool IsMetacopy { get; init; }

    public bool IsXattrWhiteout { get; init; }

    /// <summary>Everything below as lines, for a test that failed.</summary>
    public string Show(string path = "") => string.Concat(Children.Select(child =>
        $"{path}/{child.Key} {child.Value.Kind} {Marks(child.Value)}\n{child.Value.Show($"{path}/{child.Key}")}"));

    private static string Marks(ModelNode node) => string.Join(' ', new[]
    {
        node.Opaque == ModelOpaque.None ? "" : $"opaque by {node.Opaque}",
        node.Redirect is null ? "" : $"redirect {node.Redirect}",
        node.IsMetacopy ? "metacopy" : "",
        node.IsXattrWhiteout ? "whiteout" : "",
    }.Where(mark => mark.Length > 0));
}
