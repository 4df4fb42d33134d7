using Strata.Bench.Peers.Measuring;

namespace Strata.Bench.Peers.Mounting;

/// <summary>One way of showing a tree of layers.</summary>
/// <param name="name">Its column in the tables.</param>
internal abstract class Peer(string name)
{
    /// <summary>Its column in the tables.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it is ours, so that targets are asked of it.</summary>
    public virtual bool IsOurs => false;

    /// <summary>Whether a process serves it over FUSE.</summary>
    public virtual bool IsServed => false;

    /// <summary>Whether it takes overlayfs's option volatile.</summary>
    public virtual bool CanBeVolatile => false;

    /// <summary>Why it cannot be measured here, or null.</summary>
    public virtual string? Absence => null;

    /// <summary>Shows the tree in a folder named after <paramref name="name"/>.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="name">Tells apart what one peer shows at the same time.</param>
    /// <param name="writable">With a new upper, or read-only.</param>
    /// <param name="isVolatile">With overlayfs's option volatile: nothing is waited for to be on the disk.</param>
    public virtual Mount Show(LayeredTree tree, string name, bool writable, bool isVolatile = false)
    {
        string key = $"{name}-{Name.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal)}";
        string target = tree.NewFolder(key);
        string? upper = writable ? tree.NewFolder(key + ".upper") : null;
        string? work = writable ? tree.NewFolder(key + ".work") : null;
        Command.Time(MountWords(tree, target, upper, work, isVolatile));
        Mount mount = new(target, this, () =>
        {
            Command.Time(UnmountWords(tree, target));
            Command.Time("rm", "-rf", "--one-file-system", target, target + ".upper", target + ".work");
        });
        if (IsServed)
        {
            mount.Servers().ToList().ForEach(Priority.Share);
        }

        return mount;
    }

    /// <summary>The command that mounts.</summary>
    public abstract string[] MountWords(LayeredTree tree, string target, string? upper, string? work, bool isVolatile);

    /// <summary>The command that takes the mount away.</summary>
    public virtual string[] UnmountWords(LayeredTree tree, string target) => ["umount", target];

    /// <summary>The options of overlayfs that all who take folders understand.</summary>
    protected static string FolderOptions(LayeredTree tree, string? upper, string? work, bool isVolatile) =>
        upper is null ? $"lowerdir={tree.LowerDir}" : $"lowerdir={tree.LowerDir},upperdir={upper},workdir={work}{(isVolatile ? ",volatile" : "")}";
}
