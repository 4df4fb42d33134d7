using System.Globalization;

namespace Strata.Union.Tests;

/// <summary>
/// What a stack of layers shows, worked out the slow way: for each name a walk down every layer by the whole path, as
/// Documentation/filesystems/overlayfs.rst tells it. No listings, no merged stacks, no caches.
/// </summary>
internal sealed class FolderModel(ModelNode[] layers, FolderLowerOptions options, bool user)
{
    /// <summary>The tree as lines, sorted: path, kind, what a file holds, or the error.</summary>
    public string Describe()
    {
        List<string> lines = [];
        List<(int Layer, ModelNode Node)> root = [.. layers.Select((node, i) => (i, node))];
        Walk(root, "", lines);
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private void Walk(List<(int Layer, ModelNode Node)> parts, string path, List<string> lines)
    {
        foreach (string name in parts.SelectMany(part => part.Node.Children.Keys).Distinct().Where(name => !IsWhiteoutName(name)))
        {
            Found found = Find(parts, name);
            string child = $"{path}/{name}";
            if (found.Error.Length > 0)
            {
                lines.Add($"{child} {found.Error}");
            }
            else if (found.Parts.Count > 0 && found.Parts[0].Node.Kind == ModelKind.Directory)
            {
                lines.Add($"{child} directory {(found.Parts.Count > 1 ? "merged" : "single")}");
                Walk(found.Parts, child, lines);
            }
            else if (found.Parts.Count > 0)
            {
                lines.Add($"{child} {found.Parts[0].Node.Kind.ToString().ToLower(CultureInfo.InvariantCulture)} {found.Content}");
            }
        }
    }

    private Found Find(List<(int Layer, ModelNode Node)> parents, string name)
    {
        // From the parents' layers by the name; after an absolute redirect from the roots by the whole path.
        List<(int Layer, ModelNode Node)> places = parents;
        Found found = new();
        string path = name;
        bool isMetacopy = false;
        for (int i = 0; i < places.Count; i++)
        {
            (int layer, ModelNode from) = places[i];
            if (isMetacopy && !options.FollowMetacopy)
            {
                return found with { Error = "EPERM" };
            }

            Step step = Look(layer, from, path, found.Parts.Count > 0, isMetacopy);
            path = step.Path;
            if (step.Node is { } node)
            {
                if (found.Parts.Count == 0 || node.Kind == ModelKind.Directory)
                {
                    found.Parts.Add((layer, node));
                }

                isMetacopy = node.IsMetacopy;
                found = node.Kind == ModelKind.Directory || isMetacopy ? found : found with { Content = node.Content };
            }

            if (step.Stops)
            {
                break;
            }

            if (path.StartsWith('/'))
            {
                places = [.. layers.Select((root, at) => (at, root))];
                i = layer;
            }
        }

        return isMetacopy ? found with { Error = options.FollowMetacopy ? "EIO" : "EPERM" } : found;
    }

    /// <summary>One layer: a name in a directory, or a path from the root, whose rest changes at each redirect on the way.</summary>
    private Step Look(int layer, ModelNode from, string path, bool foundBefore, bool metacopyBefore)
    {
        bool isPath = path.StartsWith('/');
        string[] components = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string before = isPath ? "/" : "";
        bool isLast = layer == layers.Length - 1;
        bool stops = false;
        ModelNode at = from;
        for (int i = 0; i < components.Length; i++)
        {
            bool end = i == components.Length - 1;
            string rest = end ? "" : "/" + string.Join('/', components[(i + 1)..]);
            bool covered = HasWhiteoutFile(at, components[i]);
            if (!at.Children.TryGetValue(components[i], out ModelNode? node))
            {
                return new Step(null, path, stops || covered);
            }

            if (IsWhiteout(node) || (end && metacopyBefore && node.Kind != ModelKind.File))
            {
                return new Step(null, path, true);
            }

            if (node.Kind != ModelKind.Directory)
            {
                if (!end || (foundBefore && !metacopyBefore))
                {
                    return new Step(null, path, true);
                }

                return !node.IsMetacopy ? new Step(node, path, true)
                    : isLast || node.Redirect is null ? new Step(node, path, covered && node.Redirect is null)
                    : new Step(node, Redirected(node.Redirect, before, rest), false);
            }

            if (isLast)
            {
                // Marks of the last layer mean nothing.
            }
            else if (IsOpaque(node) || (covered && node.Redirect is null))
            {
                stops = true;
            }
            else if (node.Redirect is { } redirect)
            {
                stops &= !redirect.StartsWith('/');
                path = Redirected(redirect, before, rest);
                before = redirect.StartsWith('/') ? redirect + "/" : before + redirect + "/";
                at = node;
                if (end)
                {
                    return new Step(node, path, stops);
                }

                continue;
            }

            before += components[i] + "/";
            at = node;
            if (end)
            {
                return new Step(node, path, stops);
            }
        }

        throw new InvalidOperationException("a path without components");
    }

    private static string Redirected(string redirect, string before, string rest) =>
        redirect.StartsWith('/') ? redirect + rest : before + redirect + rest;

    private static bool IsWhiteout(ModelNode node) =>
        node.Kind == ModelKind.Whiteout || (node.Kind == ModelKind.File && node.IsXattrWhiteout);

    private bool IsOpaque(ModelNode node) => node.Opaque switch
    {
        ModelOpaque.None => false,
        ModelOpaque.Trusted => options.AnyOpaqueMark || !user,
        ModelOpaque.User => options.AnyOpaqueMark || user,
        ModelOpaque.FuseOverlayfs => options.AnyOpaqueMark,
        _ => options.WhiteoutFiles,
    };

    private bool IsWhiteoutName(string name) => options.WhiteoutFiles && name.StartsWith(".wh.", StringComparison.Ordinal);

    private bool HasWhiteoutFile(ModelNode directory, string name) => options.WhiteoutFiles && directory.Children.ContainsKey(".wh." + name);

    private sealed record Found
    {
        public List<(int Layer, ModelNode Node)> Parts { get; } = [];

        public string Content { get; init; } = "";

        public string Error { get; init; } = "";
    }

    private readonly record struct Step(ModelNode? Node, string Path, bool Stops);
}
