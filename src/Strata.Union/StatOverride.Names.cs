namespace Strata.Union;

/// <summary>How xattrs are named on a disk that has such attributes: <c>security.</c> ones, which only root may write, are kept under a <c>user.</c> name.</summary>
public sealed partial class StatOverride
{
    private static readonly byte[] hidden = "user.containers.override_"u8.ToArray();
    private static readonly byte[] security = "security."u8.ToArray();

    /// <summary>The name on disk of an xattr as users of the mount name it.</summary>
    internal ReadOnlySpan<byte> ToDisk(ReadOnlySpan<byte> shown, Span<byte> buffer)
    {
        if (!HidesSecurity || !shown.StartsWith(security) || shown.Length + hidden.Length > buffer.Length)
        {
            return shown;
        }

        hidden.CopyTo(buffer);
        shown.CopyTo(buffer[hidden.Length..]);
        return buffer[..(hidden.Length + shown.Length)];
    }

    /// <summary>Whether a name is for the union alone: that of the attributes.</summary>
    internal static bool IsPrivate(ReadOnlySpan<byte> name) =>
        name.SequenceEqual(Containers.Xattr) || name.SequenceEqual(User.Xattr) || name.SequenceEqual(Privileged.Xattr);

    /// <summary>Makes a list of names on disk, each ended by NUL, that of the names that are shown, in place. Gives the new length.</summary>
    internal int FilterList(Span<byte> names)
    {
        int kept = 0;
        for (int at = 0; at < names.Length;)
        {
            int length = names[at..].IndexOf((byte)0) + 1;
            if (length == 0)
            {
                break;
            }

            Span<byte> name = names.Slice(at, length);
            at += length;
            if (IsPrivate(name[..^1]) || (HidesSecurity && name.StartsWith(security)))
            {
                continue;
            }

            bool isHidden = HidesSecurity && name.StartsWith(hidden) && name[hidden.Length..].StartsWith(security);
            name = isHidden ? name[hidden.Length..] : name;
            name.CopyTo(names[kept..]);
            kept += name.Length;
        }

        return kept;
    }
}
