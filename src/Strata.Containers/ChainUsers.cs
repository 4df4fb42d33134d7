using System.Diagnostics.CodeAnalysis;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>
/// Looks up a user in the chain image itself, so that a launch can begin while the file system's server still starts. Only
/// the plain case is handled here: /etc a folder, its files small and no symlinks; all else is for <see cref="RootFiles"/>.
/// </summary>
internal static class ChainUsers
{
    /// <summary>Looks up <c>user[:group]</c>; false where it takes the mounted file system.</summary>
    /// <exception cref="ContainerException">A name is not there.</exception>
    public static bool TryFind(ChainImage image, string text, [NotNullWhen(true)] out ResolvedUser? user)
    {
        user = null;
        if (!TryRead(image, "passwd"u8, out ReadOnlySpan<byte> users) || !TryRead(image, "group"u8, out ReadOnlySpan<byte> groups))
        {
            return false;
        }

        user = ResolvedUser.Of(text, UserDatabase.ParseUsers(users), UserDatabase.ParseGroups(groups));
        return true;
    }

    /// <summary>A file of /etc; one that is missing is empty.</summary>
    private static bool TryRead(ChainImage image, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> content)
    {
        content = default;
        Errno error = image.Lookup(image.RootNid, "etc"u8, out ulong folder);
        error = error == Errno.Ok ? image.Lookup(folder, name, out folder) : error;
        return error == Errno.ENOENT
            || (error == Errno.Ok
                && image.GetInode(folder, out ChainInode inode) == Errno.Ok
                && inode is { Stat.IsRegular: true, Content: ChainContentKind.Inline }
                && image.GetContent(folder, out content) == Errno.Ok);
    }
}
