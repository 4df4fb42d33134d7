using System.Text.Json;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>
/// The containers of a store: a folder each below <c>containers</c>, and in <c>names</c> a symlink from each name to its ID,
/// so that two commands cannot take one name.
/// </summary>
public sealed partial class ContainerStore : IDisposable
{
    private const int MaxDocument = 16 << 20;
    private const int LockShared = 1;
    private const int LockExclusive = 2;
    private const int DoNotWait = 4;
    private readonly FileFd folder;
    private readonly FileFd names;

    /// <summary>The containers of a store that has had any; null where it has not, and nothing is made.</summary>
    internal static ContainerStore? TryOpen(BlobStore blobs) =>
        Sys.StatBasicAt(blobs.Root, "containers/names"u8, out _) == Errno.Ok ? new ContainerStore(blobs) : null;

    internal ContainerStore(BlobStore blobs)
    {
        Path = System.IO.Path.GetFullPath(blobs.Path) + "/containers";
        folder = OpenOrMake(blobs.Root, "containers"u8);
        names = OpenOrMake(folder, "names"u8);
    }

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

    internal FileFd Folder => folder;

    /// <summary>All containers, the newest first.</summary>
    public IReadOnlyList<ContainerReport> List()
    {
        List<ContainerReport> containers = [];
        foreach (string id in Ids())
        {
            // One that is being made, or goes at this moment, has no configuration.
            if (ReadConfig(id) is { } config)
            {
                containers.Add(Look(config));
            }
        }

        containers.Sort((a, b) => b.Config.Created.CompareTo(a.Config.Created));
        return containers;
    }

    /// <summary>A container as it is now.</summary>
    public ContainerReport Look(ContainerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        bool isRunning = IsRunning(config.Id);
        return new ContainerReport(config, isRunning, ReadState(config.Id), isRunning ? ReadRunning(config.Id) : null, isRunning && IsPaused(config));
    }

    /// <summary>Finds a container by its name, its ID, or the begin of its ID.</summary>
    /// <exception cref="ContainerException">There is none, or several.</exception>
    public ContainerConfig Find(string text)
    {
        IReadOnlyList<string> found = ContainerName.IsValid(text) && IdOfName(text) is { } named
            ? [named]
            : [.. Ids().Where(id => text.Length > 0 && id.StartsWith(text, StringComparison.Ordinal))];
        return found switch
        {
            [var id] => ReadConfig(id) ?? throw new ContainerException($"container {text} is being made or removed"),
            [] => throw new ContainerException($"there is no container {text}: \"strata ps -a\" lists those there are"),
            _ => throw new ContainerException($"{text} begins the IDs of several containers: give more digits"),
        };
    }

    /// <summary>The same; null where there is none.</summary>
    public ContainerConfig? TryFind(string text) =>
        (ContainerName.IsValid(text) && IdOfName(text) is not null) || Ids().Any(id => text.Length > 0 && id.StartsWith(text, StringComparison.Ordinal))
            ? Find(text)
            : null;

    /// <summary>Removes a container. One that runs is refused, or killed first.</summary>
    public void Remove(ContainerConfig config, bool force)
    {
        if (IsRunning(config.Id))
        {
            if (!force)
            {
                throw new ContainerException($"container {config.Name} is running: end it first, or use rm -f");
            }

            Kill(config);
        }

        RemoveFolder(config.Id, config.Name);
    }

    /// <summary>Makes the folder of a container that this process is about to run.</summary>
    /// <param name="make">The configuration, given an ID and a name.</param>
    /// <param name="name">The name that was asked for; null makes one up.</param>
    internal ContainerFolder Create(Func<string, string, ContainerConfig> make, string? name)
    {
        const uint Private = 0x1c0; // 0700
        const uint ForOwner = 0x180; // 0600
        string id = ContainerId.Make();
        byte[] idName = FileName.BytesOf(id);
        FileFd own = default;
        FileFd running = default;
        using (FileFd guard = OpenLock())
        {
            // A sweep must not see the folder before the lock in it is held.
            Sys.FLock(guard, LockShared).OrThrow("lock the containers");
            ContainerConfig config = make(id, TakeName(name, id));
            try
            {
                Sys.MkdirAt(folder, idName, Private).OrThrow("make the container's folder");
                Sys.OpenAt(folder, idName, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out own).OrThrow("open the container's folder");
                Sys.OpenAt(own, FileName.BytesOf(ContainerFolder.RunningName), OpenFlags.ReadWrite | OpenFlags.Create, out running, ForOwner)
                    .OrThrow("mark the container as running");
                Sys.FLock(running, LockExclusive | DoNotWait).OrThrow("lock the container");
                ContainerFolder made = new(this, config, own, running);
                made.Fill();
                return made;
            }
            catch
            {
                running.Dispose();
                own.Dispose();
                RemoveFolder(id, config.Name);
                throw;
            }
        }
    }

    internal void RemoveFolder(string id, string? name)
    {
        FolderRemoval.Remove(folder, FileName.BytesOf(id)).OrThrow($"remove the folder of container {ContainerId.Short(id)}");
        if (name is not null && IdOfName(name) == id)
        {
            _ = Sys.UnlinkAt(names, FileName.BytesOf(name));
        }
    }

    /// <summary>Gives back names whose container is not there. The caller holds the folder alone: no container is being made.</summary>
    internal void ReleaseStrayNames()
    {
        foreach (string name in Names())
        {
            if (IdOfName(name) is not { } id || Sys.StatAt(folder, FileName.BytesOf(id), out _) == Errno.ENOENT)
            {
                _ = Sys.UnlinkAt(names, FileName.BytesOf(name));
            }
        }
    }

    internal IReadOnlyList<string> Ids() => [.. Entries(folder).Where(ContainerId.IsValid)];

    /// <summary>The names that are taken.</summary>
    internal IReadOnlyList<string> Names() => Entries(names);

    internal ContainerConfig? ReadConfig(string id) =>
        ReadDocument(id, "config.json", out byte[] json) && JsonSerializer.Deserialize(json, ContainerJson.Default.ContainerConfig) is { } config
            ? Completed(config)
            : null;

    /// <summary>What an older strata did not write is null after reading, whatever the type says.</summary>
    private static ContainerConfig Completed(ContainerConfig config) => config with
    {
        DefaultEnv = config.DefaultEnv ?? [],
        StopSignal = config.StopSignal ?? "",
        Settings = config.Settings with { Log = config.Settings.Log ?? new LogSettings() },
    };

    /// <summary>Takes the lock of a container whose owner is gone; false where it has none, or its owner lives.</summary>
    internal bool TryTakeDead(string id, out FileFd running)
    {
        Errno error = Sys.OpenAt(folder, FileName.BytesOf($"{id}/{ContainerFolder.RunningName}"), OpenFlags.ReadWrite | OpenFlags.NoFollow, out running);
        if (error != Errno.Ok)
        {
            return false;
        }

        if (Sys.FLock(running, LockExclusive | DoNotWait) == Errno.Ok)
        {
            return true;
        }

        running.Dispose();
        return false;
    }

    /// <summary>Whether it is a folder whose making was killed at its very beginning.</summary>
    internal bool IsEmpty(string id) =>
        Sys.StatAt(folder, FileName.BytesOf($"{id}/{ContainerFolder.RunningName}"), out _) == Errno.ENOENT
        && Sys.StatAt(folder, FileName.BytesOf($"{id}/config.json"), out _) == Errno.ENOENT;

    /// <summary>Takes the lock of the whole folder, alone; no descriptor where a container is being made.</summary>
    internal FileFd TryLockAlone()
    {
        FileFd guard = OpenLock();
        if (Sys.FLock(guard, LockExclusive | DoNotWait) != Errno.Ok)
        {
            guard.Dispose();
            return default;
        }

        return guard;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        names.Dispose();
        folder.Dispose();
    }

    private static FileFd OpenOrMake(FileFd parent, ReadOnlySpan<byte> name)
    {
        const uint Private = 0x1c0; // 0700
        Errno error = Sys.OpenAt(parent, name, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd made);
        if (error == Errno.ENOENT)
        {
            error = Sys.MkdirAt(parent, name, Private);
            (error == Errno.EEXIST ? Errno.Ok : error).OrThrow($"make the store's folder {PathText.Show(name)}");
            error = Sys.OpenAt(parent, name, OpenFlags.ReadOnly | OpenFlags.Directory, out made);
        }

        error.OrThrow($"open the store's folder {PathText.Show(name)}");
        return made;
    }

    private static IReadOnlyList<string> Entries(FileFd directory)
    {
        DirectoryNames.Of(directory, out List<byte[]> names).OrThrow("read the folder of containers");
        return [.. names.Select(name => PathText.Show(name))];
    }

    private FileFd OpenLock()
    {
        const uint ForOwner = 0x180; // 0600
        Sys.OpenAt(folder, "lock"u8, OpenFlags.ReadWrite | OpenFlags.Create, out FileFd guard, ForOwner).OrThrow("open the lock of the containers");
        return guard;
    }

    private string TakeName(string? asked, string id)
    {
        const int Tries = 100;
        for (int i = 0; i < Tries; i++)
        {
            string name = asked ?? ContainerName.Generate();
            Errno error = Sys.SymlinkAt(PathText.Bytes(id), names, FileName.BytesOf(name));
            if (error == Errno.Ok)
            {
                return name;
            }

            (error == Errno.EEXIST ? Errno.Ok : error).OrThrow($"take the name {name}");
            string? holder = IdOfName(name);
            if (holder is not null && Sys.StatAt(folder, FileName.BytesOf(holder), out _) == Errno.ENOENT)
            {
                // Its command was killed between the name and the folder.
                _ = Sys.UnlinkAt(names, FileName.BytesOf(name));
            }
            else if (asked is not null)
            {
                throw new ContainerException(
                    $"the name {name} is in use by container {ContainerId.Short(holder ?? "")}: remove it (strata rm {name}) or choose another name");
            }
        }

        throw new ContainerException("no free name was found: give one with --name");
    }

    private string? IdOfName(string name)
    {
        Span<byte> target = stackalloc byte[ContainerId.Length + 1];
        Errno error = Sys.ReadLinkAt(names, FileName.BytesOf(name), target, out int length);
        string id = error == Errno.Ok ? PathText.Show(target[..length]) : "";
        return ContainerId.IsValid(id) ? id : null;
    }

    private bool IsRunning(string id)
    {
        if (Sys.OpenAt(folder, FileName.BytesOf($"{id}/{ContainerFolder.RunningName}"), OpenFlags.ReadOnly | OpenFlags.NoFollow, out FileFd running) != Errno.Ok)
        {
            return false;
        }

        using (running)
        {
            // Shared, so that two commands that look do not see each other.
            return Sys.FLock(running, LockShared | DoNotWait) != Errno.Ok;
        }
    }

    private RunningRecord? ReadRunning(string id)
    {
        try
        {
            return ReadDocument(id, ContainerFolder.RunningName, out byte[] json) && json.Length > 0
                ? JsonSerializer.Deserialize(json, ContainerJson.Default.RunningRecord)
                : null;
        }
        catch (JsonException)
        {
            return null; // It is being written at this moment.
        }
    }

    private ContainerState? ReadState(string id) =>
        ReadDocument(id, "state.json", out byte[] json) ? JsonSerializer.Deserialize(json, ContainerJson.Default.ContainerState) : null;

    private bool ReadDocument(string id, string name, out byte[] json) =>
        FileText.Read(folder, FileName.BytesOf($"{id}/{name}"), MaxDocument, out json) == Errno.Ok;
}
