using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>
/// Looks up a user in an image, before anything of it is mounted or run. Whoever made the image wrote its files: paths are
/// resolved within its tree, with its root as "/", and only a regular file of a bounded size is read.
/// </summary>
/// <param name="image">The tree of the image.</param>
/// <param name="objects">The contents that lie outside of it.</param>
internal sealed class ChainUsers(ChainImage image, ObjectFolder objects)
{
    /// <summary>Looks up <c>user[:group]</c> in /etc/passwd and /etc/group.</summary>
    /// <exception cref="ContainerException">A name is not there.</exception>
    public ResolvedUser Find(string user)
    {
        IReadOnlyList<UserEntry> users = UserDatabase.ParseUsers(Read("etc/passwd"u8));

        // Groups matter to names of groups, and to users who have an entry and so may be members.
        IReadOnlyList<GroupEntry> groups = UserDatabase.ParseGroups(Read("etc/group"u8));
        return ResolvedUser.Of(user, users, groups);
    }

    /// <summary>The content of a file; one that is missing is empty.</summary>
    private ReadOnlySpan<byte> Read(ReadOnlySpan<byte> path)
    {
        Errno error = Resolve(path, out ulong file);
        if (error is Errno.ENOENT or Errno.ENOTDIR)
        {
            return [];
        }

        error.OrThrow($"find /{PathText.Show(path)} of the image");
        image.GetInode(file, out ChainInode inode).OrThrow($"read /{PathText.Show(path)} of the image");
        if (!inode.Stat.IsRegular || inode.Stat.Size > UserDatabase.MaxSize)
        {
            throw new ContainerException($"/{PathText.Show(path)} of the image is no file of at most {MemorySize.Show(UserDatabase.MaxSize)}");
        }

        if (inode.Content == ChainContentKind.Inline)
        {
            image.GetContent(file, out ReadOnlySpan<byte> content).OrThrow($"read /{PathText.Show(path)} of the image");
            return content;
        }

        objects.Open(inode.Object, out FileFd opened).OrThrow($"open /{PathText.Show(path)} of the image");
        using (opened)
        {
            FileText.Read(opened, UserDatabase.MaxSize, out byte[] content).OrThrow($"read /{PathText.Show(path)} of the image");
            return content;
        }
    }

    private Errno Resolve(ReadOnlySpan<byte> path, out ulong node)
    {
        const int MostSymlinks = 40; // As path_resolution(7).
        Stack<byte[]> names = [];
        Stack<ulong> above = [];
        Push(names, path);
        node = image.RootNid;
        int symlinks = 0;
        while (names.TryPop(out byte[]? name))
        {
            if (name.AsSpan().SequenceEqual(".."u8))
            {
                node = above.TryPop(out ulong parent) ? parent : image.RootNid;
                continue;
            }

            Errno error = image.Lookup(node, name, out ulong found);
            ReadOnlySpan<byte> target = default;
            error = error == Errno.Ok ? image.ReadLink(found, out target) : error;
            if (error == Errno.EINVAL)
            {
                above.Push(node);
                node = found;
                continue;
            }

            if (error != Errno.Ok || ++symlinks > MostSymlinks)
            {
                return error != Errno.Ok ? error : Errno.ELOOP;
            }

            if (target.StartsWith((byte)'/'))
            {
                above.Clear();
                node = image.RootNid;
            }

            Push(names, target);
        }

        return Errno.Ok;
    }

    /// <summary>Puts the names of a path on the stack, the first on top.</summary>
    private static void Push(Stack<byte[]> names, ReadOnlySpan<byte> path)
    {
        while (!path.IsEmpty)
        {
            int slash = path.LastIndexOf((byte)'/');
            ReadOnlySpan<byte> name = path[(slash + 1)..];
            path = slash < 0 ? [] : path[..slash];
            if (!name.IsEmpty && !name.SequenceEqual("."u8))
            {
                names.Push(name.ToArray());
            }
        }
    }
}
