namespace Strata.Containers;

/// <summary>A container's environment: a list of NAME=VALUE in which a later value takes the place of an earlier one.</summary>
public static class EnvironmentList
{
    /// <summary>
    /// Merges as Docker does: an override with a value replaces the name where it stands or is added at the end, one that is
    /// only a name (it had no value on the host) takes the name away.
    /// </summary>
    public static IReadOnlyList<string> Merge(IReadOnlyList<string> defaults, IReadOnlyList<string> overrides)
    {
        List<string> merged = [.. defaults];
        foreach (string entry in overrides)
        {
            int at = merged.FindIndex(existing => NameOf(existing).SequenceEqual(NameOf(entry)));
            if (!entry.Contains('='))
            {
                if (at >= 0)
                {
                    merged.RemoveAt(at);
                }
            }
            else if (at >= 0)
            {
                merged[at] = entry;
            }
            else
            {
                merged.Add(entry);
            }
        }

        return merged;
    }

    /// <summary>What of a list another one says nothing about.</summary>
    public static IReadOnlyList<string> Without(IReadOnlyList<string> environment, IReadOnlyList<string> others) =>
        [.. environment.Where(entry => !others.Any(other => NameOf(other).SequenceEqual(NameOf(entry))))];

    /// <summary>What <c>-e</c> means: NAME=VALUE as it is, NAME alone with the value it has here, if it has one.</summary>
    /// <exception cref="ContainerException">The name is empty.</exception>
    public static string Resolve(string argument, Func<string, string?> variable)
    {
        if (argument.Length == 0 || argument[0] == '=')
        {
            throw new ContainerException($"invalid environment variable: \"{argument}\" has no name");
        }

        return !argument.Contains('=') && variable(argument) is { } value ? $"{argument}={value}" : argument;
    }

    /// <summary>Whether the list has a variable.</summary>
    public static bool Has(IReadOnlyList<string> environment, string name) =>
        environment.Any(entry => NameOf(entry).SequenceEqual(name));

    private static ReadOnlySpan<char> NameOf(string entry) => entry.AsSpan(0, entry.IndexOf('=') is >= 0 and var at ? at : entry.Length);
}
