namespace Strata.Containers;

/// <summary>Who a container's process is, after the names of <c>-u</c> were looked up in the image.</summary>
/// <param name="Uid">User id.</param>
/// <param name="Gid">Group id.</param>
/// <param name="AdditionalGids">Additional groups, sorted.</param>
/// <param name="Home">Home directory.</param>
public sealed record ResolvedUser(uint Uid, uint Gid, IReadOnlyList<uint> AdditionalGids, string Home)
{
    /// <summary>
    /// Looks up <c>user[:group]</c> as Docker does: each a name or a number; a number needs no entry. Without a group it is
    /// the user's own, with the additional groups that list the user; a number without entry has group 0.
    /// </summary>
    /// <param name="text">What the command line or the image says; empty is root.</param>
    /// <param name="users">Entries of /etc/passwd.</param>
    /// <param name="groups">Entries of /etc/group.</param>
    /// <exception cref="ContainerException">A name is not there.</exception>
    public static ResolvedUser Of(string text, IReadOnlyList<UserEntry> users, IReadOnlyList<GroupEntry> groups)
    {
        int colon = text.IndexOf(':');
        string user = colon < 0 ? text : text[..colon];
        string group = colon < 0 ? "" : text[(colon + 1)..];
        bool isNumber = UserDatabase.TryParseId(user, out uint uid);

        // A name that is all digits is a number to everyone who reads it; an entry of that name does not count.
        UserEntry? entry = isNumber || user.Length == 0 ? users.FirstOrDefault(u => u.Uid == uid) : users.FirstOrDefault(u => u.Name == user);
        if (entry is null && !isNumber && user.Length > 0)
        {
            throw new ContainerException($"unable to find user {user}: no matching entries in the image's /etc/passwd");
        }

        uint gid = group.Length > 0 ? GroupId(group, groups) : entry?.Gid ?? 0;
        IReadOnlyList<uint> additional = group.Length > 0 || entry is null
            ? []
            : [.. groups.Where(g => g.Members.Contains(entry.Name) && g.Gid != gid).Select(g => g.Gid).Distinct().Order()];
        return new ResolvedUser(entry?.Uid ?? uid, gid, additional, entry?.Home is { Length: > 0 } home ? home : "/");
    }

    private static uint GroupId(string text, IReadOnlyList<GroupEntry> groups)
    {
        return UserDatabase.TryParseId(text, out uint gid)
            ? gid
            : groups.FirstOrDefault(g => g.Name == text)?.Gid
                ?? throw new ContainerException($"unable to find group {text}: no matching entries in the image's /etc/group");
    }
}
