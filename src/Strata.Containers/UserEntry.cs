namespace Strata.Containers;

/// <summary>A line of /etc/passwd.</summary>
/// <param name="Name">Login name.</param>
/// <param name="Uid">User id.</param>
/// <param name="Gid">Primary group id.</param>
/// <param name="Home">Home directory; may be empty.</param>
public sealed record UserEntry(string Name, uint Uid, uint Gid, string Home);
