namespace Strata.Union;

/// <summary>For whom a file is created.</summary>
/// <param name="Uid">Its owner.</param>
/// <param name="Gid">Its group, unless the directory has the set-group-id bit.</param>
/// <param name="Umask">Taken from the permissions, unless the directory has a default ACL.</param>
public readonly record struct Creator(uint Uid, uint Gid, uint Umask);
