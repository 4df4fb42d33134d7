using Strata.Linux;

namespace Strata.Blobs;

/// <summary>
/// When what lies in the store is on the disk: the one place that decides. A batch writes all its files, syncs the file
/// system once, renames the objects to their places, syncs again, and only then publishes the recipe that relies on
/// them. So after a power cut a name that is there has its content, and a layer that was reported is there.
/// </summary>
/// <param name="root">The store's folder; borrowed.</param>
internal sealed class Durability(FileFd root)
{
    /// <summary>Bytes that a batch writes before the disk is asked to start with them.</summary>
    public const long EarlyWriteback = 32 << 20;

    private readonly FileSystemSync fileSystem = new(root);

    /// <summary>Waits until all that was written to the store, by anyone, is on the disk.</summary>
    public void Everything() => fileSystem.Run();

    /// <summary>Waits until one file's content is on the disk: for a store file that comes alone.</summary>
    public static void Content(FileFd file) => Sys.FDataSync(file).OrThrow("fdatasync of a store file");

    /// <summary>Waits until the names in a folder are on the disk.</summary>
    public static void Names(FileFd folder) => Sys.FSync(folder).OrThrow("fsync of a store folder");

    /// <summary>Asks the disk to start; waits for nothing and promises nothing.</summary>
    public void StartWriting() => fileSystem.Hint();
}
