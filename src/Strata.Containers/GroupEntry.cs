namespace Strata.Containers;

/// <summary>A line of /etc/group.</summary>
/// <param name="Name">Group name.</param>
/// <param name="Gid">Group id.</param>
/// <param name="Members">Names of users that have it as an additional group.</param>
public sealed record GroupEntry(string Name, uint Gid, IReadOnlyList<string> Members);
