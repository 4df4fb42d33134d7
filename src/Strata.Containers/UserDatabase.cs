using System.Text;

namespace Strata.Containers;

/// <summary>
/// The files /etc/passwd and /etc/group of an image, passwd(5) and group(5). Whoever made the image wrote them: a line that
/// is not exactly of the format is passed over, numbers are decimal and fit, and everything is bounded.
/// </summary>
public static class UserDatabase
{
    /// <summary>The longest file that is read, in bytes.</summary>
    public const int MaxSize = 1 << 20;

    private const int MaxLine = 64 << 10;

    /// <summary>The users, in the order of the file.</summary>
    public static IReadOnlyList<UserEntry> ParseUsers(ReadOnlySpan<byte> content)
    {
        List<UserEntry> users = [];
        foreach (Range line in content.Split((byte)'\n'))
        {
            // name:password:uid:gid:comment:home:shell
            if (Fields(content[line]) is [{ Length: > 0 } name, _, var uid, var gid, _, var home, _]
                && TryParseId(uid, out uint userId)
                && TryParseId(gid, out uint groupId))
            {
                users.Add(new UserEntry(name, userId, groupId, home));
            }
        }

        return users;
    }

    /// <summary>The groups, in the order of the file.</summary>
    public static IReadOnlyList<GroupEntry> ParseGroups(ReadOnlySpan<byte> content)
    {
        List<GroupEntry> groups = [];
        foreach (Range line in content.Split((byte)'\n'))
        {
            // name:password:gid:member,member
            if (Fields(content[line]) is [{ Length: > 0 } name, _, var gid, var members] && TryParseId(gid, out uint groupId))
            {
                groups.Add(new GroupEntry(name, groupId, members.Split(',', StringSplitOptions.RemoveEmptyEntries)));
            }
        }

        return groups;
    }

    /// <summary>
    /// Reads an id: decimal digits only, below 2³²−1, which setresuid(2) takes for "leave it". So neither "-1" nor
    /// "4294967296" can become root.
    /// </summary>
    public static bool TryParseId(string text, out uint id)
    {
        id = 0;
        return text.Length is > 0 and <= 10
            && !text.AsSpan().ContainsAnyExceptInRange('0', '9')
            && uint.TryParse(text, out id)
            && id != uint.MaxValue;
    }

    private static string[] Fields(ReadOnlySpan<byte> line) =>
        line.Length is 0 or > MaxLine || line.Contains((byte)0) ? [] : Encoding.UTF8.GetString(line).Split(':');
}
