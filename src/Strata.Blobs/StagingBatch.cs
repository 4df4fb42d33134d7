using Strata.Linux;

namespace Strata.Blobs;

/// <summary>
/// Everything that one import adds to the store: objects and the file that relies on them, staged, then published
/// together. Contents that the store already has are not written; one that restores reads them first. Disposing it without <see cref="Publish"/> leaves
/// nothing behind. It holds the store shared, so that no sweep takes away what it found. For one thread at a time.
/// </summary>
public sealed class StagingBatch : IDisposable
{
    private const uint ObjectMode = 0x124; // 0444: an object is never changed
    private readonly BlobStore store;
    private readonly StoreGuard guard;
    private readonly StagingFolder staging;
    private readonly bool restores;
    private readonly Dictionary<Digest, int> objects = [];
    private int nextNumber;
    private long sinceWriteback;

    internal StagingBatch(BlobStore store, bool restores)
    {
        this.store = store;
        this.restores = restores;
        guard = store.Hold();
        try
        {
            staging = StagingFolder.Create(store.Staging);
        }
        catch
        {
            // Kept, it would make this process wait for itself as soon as it sweeps.
            guard.Dispose();
            throw;
        }
    }

    /// <summary>Objects staged so far: contents that the store did not have.</summary>
    public int NewObjects => objects.Count;

    /// <summary>Bytes of those objects.</summary>
    public long NewBytes { get; private set; }

    /// <summary>Adds a content as an object, unless the store or this batch has it.</summary>
    public Digest AddObject(ReadOnlySpan<byte> content)
    {
        Digest digest = Digest.Of(content);
        if (!Has(digest))
        {
            using StagedFile file = CreateFile(ObjectMode);
            Sys.WriteAll(file.File, content).OrThrow("write an object");
            Accept(digest, file, content.Length);
        }

        return digest;
    }

    /// <summary>Begins an object that is too large to be held in memory.</summary>
    public ObjectWriter BeginObject() => new(this, CreateFile(ObjectMode));

    /// <summary>A new file in the staging folder, for <see cref="Publish"/>; mode 0644.</summary>
    public StagedFile CreateFile() => CreateFile(0x1a4);

    /// <summary>
    /// Makes it all real: objects first, then <paramref name="file"/> as <paramref name="name"/> in
    /// <paramref name="folder"/>. On the disk when it returns. False: another had published that name meanwhile.
    /// </summary>
    public bool Publish(DigestFolder folder, in Digest name, StagedFile file)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(file);
        store.Durability.Everything();
        if (objects.Count > 0)
        {
            PublishObjects();
            store.Durability.Everything();
        }

        return PublishName(folder, name, file);
    }

    /// <summary>As <see cref="Publish"/> for a file that relies on no object: only this file is waited for.</summary>
    public bool PublishAlone(DigestFolder folder, in Digest name, StagedFile file)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(file);
        Durability.Content(file.File);
        return PublishName(folder, name, file);
    }

    /// <summary>Removes what was staged and not published, and lets go of the store.</summary>
    public void Dispose()
    {
        staging.Dispose();
        guard.Dispose();
    }

    internal bool Has(in Digest digest) =>
        objects.ContainsKey(digest) || (restores ? store.Objects.Verify(digest) == Errno.Ok : store.Objects.Contains(digest));

    internal void Accept(in Digest digest, StagedFile file, long size)
    {
        objects.Add(digest, file.Number);
        NewBytes += size;
        sinceWriteback += size;
        if (sinceWriteback >= Durability.EarlyWriteback)
        {
            sinceWriteback = 0;
            store.Durability.StartWriting();
        }
    }

    internal void Drop(StagedFile file)
    {
        Span<byte> name = stackalloc byte[16];
        name = name[..StagedFile.WriteName(file.Number, name)];
        Sys.UnlinkAt(staging.Folder, name).OrThrow("remove a staged file");
    }

    private StagedFile CreateFile(uint mode)
    {
        Span<byte> name = stackalloc byte[16];
        int number = nextNumber++;
        name = name[..StagedFile.WriteName(number, name)];
        Sys.OpenAt(staging.Folder, name, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive, out FileFd file, mode)
            .OrThrow("create a staged file");
        return new StagedFile(file, number);
    }

    private void PublishObjects()
    {
        Span<byte> name = stackalloc byte[16];
        Span<byte> path = stackalloc byte[ObjectPath.Length];
        foreach ((Digest digest, int number) in objects)
        {
            ObjectPath.Write(digest, path);
            Span<byte> staged = name[..StagedFile.WriteName(number, name)];

            // Not replaced: mounts may have the other one open, and its pages in the cache. Unless it was found to be wrong.
            Errno error = Sys.RenameAt(staging.Folder, staged, store.Objects.Folder, path, restores ? RenameFlags.None : RenameFlags.NoReplace);
            if (error == Errno.EEXIST)
            {
                error = Sys.UnlinkAt(staging.Folder, staged);
            }
            else if (error == Errno.EISDIR)
            {
                error = Sys.RenameAt(staging.Folder, staged, store.Objects.Folder, path, RenameFlags.Exchange);
            }

            error.OrThrow($"publish the object {digest}");
        }
    }

    private bool PublishName(DigestFolder folder, in Digest name, StagedFile file)
    {
        Span<byte> staged = stackalloc byte[16];
        bool isFirst = folder.Publish(staging.Folder, staged[..StagedFile.WriteName(file.Number, staged)], name, replace: restores);
        folder.Sync();
        return isFirst;
    }
}
