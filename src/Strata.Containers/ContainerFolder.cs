using System.Text;
using System.Text.Json;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>
/// The folder of a container that this process runs: <c>containers/ID</c> with <c>config.json</c>, <c>upper</c>, <c>work</c>
/// and <c>root</c>, where it is mounted. As long as the process lives it holds a lock on the file <c>running</c> in it: a
/// folder with that file and without the lock is that of a container whose command was killed (<see cref="Recovery"/>).
/// </summary>
public sealed class ContainerFolder : IDisposable
{
    /// <summary>The name of the file that a running container's owner has locked.</summary>
    internal const string RunningName = "running";

    private readonly ContainerStore store;
    private readonly FileFd folder;
    private readonly FileFd running;
    private RunningRecord? record;

    internal ContainerFolder(ContainerStore store, ContainerConfig config, FileFd folder, FileFd running)
    {
        this.store = store;
        Config = config;
        this.folder = folder;
        this.running = running;
    }

    /// <summary>What the container was asked to be.</summary>
    public ContainerConfig Config { get; }

    /// <summary>Its absolute path.</summary>
    public string Path => $"{store.Path}/{Config.Id}";

    /// <summary>Where its changes go.</summary>
    public string Upper => $"{Path}/upper";

    /// <summary>The union's work folder.</summary>
    public string Work => $"{Path}/work";

    /// <summary>Where its file system is mounted, for this process alone.</summary>
    public string Root => $"{Path}/root";

    /// <summary>Writes a small file that is bound into the container, readable by all, and gives its path.</summary>
    public string WriteFile(string name, string content)
    {
        const uint ReadableByAll = 0x1a4; // 0644
        Sys.OpenAt(folder, FileName.BytesOf(name), OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate, out FileFd file, ReadableByAll)
            .OrThrow($"create {Path}/{name}");
        using (file)
        {
            Sys.WriteAll(file, Encoding.UTF8.GetBytes(content)).OrThrow($"write {Path}/{name}");
        }

        return $"{Path}/{name}";
    }

    /// <summary>The folder, open.</summary>
    internal FileFd Folder => folder;

    /// <summary>Notes that the command runs.</summary>
    /// <param name="pid">Its process.</param>
    internal void NoteStart(int pid) => Note(record = new RunningRecord(Environment.ProcessId, pid, DateTimeOffset.UtcNow));

    /// <summary>Tells those who wait how it ended; the lock is the last to go.</summary>
    internal void NoteEnd(int exitCode) => Note((record ?? new RunningRecord(Environment.ProcessId, 0, DateTimeOffset.UtcNow)) with { ExitCode = exitCode });

    /// <summary>Gives up a run that did not begin: the container is as it was before.</summary>
    internal void GiveUp() => _ = Sys.UnlinkAt(folder, FileName.BytesOf(RunningName));

    /// <summary>Marks the container as ended and keeps its folder.</summary>
    public void Finish(ContainerState state)
    {
        FileText.Write(folder, "state.json"u8, JsonSerializer.SerializeToUtf8Bytes(state, ContainerJson.Default.ContainerState), durable: true);
        Sys.UnlinkAt(folder, FileName.BytesOf(RunningName)).OrThrow("mark the container as ended");
    }

    /// <summary>Removes the folder, and with it the container.</summary>
    public void Remove() => store.RemoveFolder(Config.Id, (store.ReadConfig(Config.Id) ?? Config).Name); // It may have another name by now.

    /// <summary>Lets go of the folder.</summary>
    public void Dispose()
    {
        running.Dispose();
        folder.Dispose();
    }

    private void Note(RunningRecord said)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(said, ContainerJson.Default.RunningRecord);

        // Over what was there: at the end that needs no room on the disk, which may be full by then.
        Sys.PWriteAll(running, json, 0).OrThrow("write the container's file running");
        Sys.FTruncate(running, json.Length).OrThrow("write the container's file running");
    }

    internal void Fill()
    {
        const uint Private = 0x1c0; // 0700
        const uint Open = 0x1ed; // 0755, the permissions of the container's root
        Sys.MkdirAt(folder, "upper"u8, Open).OrThrow("make the upper folder");
        Sys.MkdirAt(folder, "work"u8, Private).OrThrow("make the work folder");
        Sys.MkdirAt(folder, "root"u8, Private).OrThrow("make the mount point");
        byte[] config = JsonSerializer.SerializeToUtf8Bytes(Config, ContainerJson.Default.ContainerConfig);
        FileText.Write(folder, "config.json"u8, config, durable: !Config.Settings.AutoRemove);
    }
}
