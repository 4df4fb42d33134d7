using System.Text.Json;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>Reads a container's log, the oldest line first, beside the container that writes it.</summary>
public sealed class LogReader : IDisposable
{
    private const int PauseMilliseconds = 50;
    private readonly ContainerStore store;
    private readonly ContainerConfig config;
    private readonly byte[] buffer = new byte[64 << 10];
    private readonly List<byte> partial = [];
    private readonly List<FileFd> files = [];

    /// <summary>Opens the log.</summary>
    /// <exception cref="ContainerException">The container has none.</exception>
    public LogReader(ContainerStore store, ContainerConfig config)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(config);
        this.store = store;
        this.config = config;

        // The newest first: one that becomes an older one meanwhile is found twice, none is missed.
        HashSet<ulong> known = [];
        for (int number = 0; Open(number) is { IsOpen: true } file; number++)
        {
            Sys.FStat(file, out FileStat stat).OrThrow($"look at the log of container {config.Name}");
            if (known.Add(stat.Ino))
            {
                files.Insert(0, file);
            }
            else
            {
                file.Dispose();
            }
        }

        if (files.Count == 0)
        {
            throw new ContainerException($"container {config.Name} has no log: it ran attached to the command that started it");
        }
    }

    /// <summary>All lines that are there.</summary>
    public IEnumerable<LogEntry> Existing()
    {
        while (files.Count > 1)
        {
            foreach (LogEntry entry in Rest(files[0]))
            {
                yield return entry;
            }

            partial.Clear(); // A line that a full disk cut.
            files[0].Dispose();
            files.RemoveAt(0);
        }

        foreach (LogEntry entry in Rest(files[0]))
        {
            yield return entry;
        }
    }

    /// <summary>The lines that come, until the container has ended; after <see cref="Existing"/>.</summary>
    public IEnumerable<LogEntry> Following()
    {
        while (true)
        {
            bool runs = store.IsRunning(config);
            bool any = false;
            foreach (LogEntry entry in Rest(files[0]))
            {
                any = true;
                yield return entry;
            }

            if (IsRotated())
            {
                foreach (LogEntry entry in Rest(files[0]))
                {
                    yield return entry;
                }

                FileFd next = Open(0);
                if (!next.IsOpen)
                {
                    yield break;
                }

                files[0].Dispose();
                files[0] = next;
                partial.Clear();
            }
            else if (!any && !runs)
            {
                yield break;
            }
            else if (!any)
            {
                Thread.Sleep(PauseMilliseconds);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => files.ForEach(static file => file.Dispose());

    private FileFd Open(int number) =>
        Sys.OpenAt(store.Folder, FileName.BytesOf($"{config.Id}/{ContainerLog.NameOf(number)}"), OpenFlags.ReadOnly | OpenFlags.NoFollow, out FileFd file) == Errno.Ok
            ? file
            : default;

    private bool IsRotated() =>
        Sys.FStat(files[0], out FileStat own) == Errno.Ok
        && Sys.StatAt(store.Folder, FileName.BytesOf($"{config.Id}/{ContainerLog.NameOf(0)}"), out FileStat named) == Errno.Ok
        && own.Ino != named.Ino;

    private IEnumerable<LogEntry> Rest(FileFd file)
    {
        while (true)
        {
            Sys.Read(file, buffer, out int count).OrThrow($"read the log of container {config.Name}");
            if (count == 0)
            {
                yield break;
            }

            int start = 0;
            for (int end; (end = Array.IndexOf(buffer, (byte)'\n', start, count - start)) >= 0; start = end + 1)
            {
                partial.AddRange(buffer.AsSpan(start, end - start));
                if (Parse() is { } entry)
                {
                    yield return entry;
                }

                partial.Clear();
            }

            partial.AddRange(buffer.AsSpan(start, count - start));
        }
    }

    /// <summary>A line; null for one that a full disk or a power cut broke.</summary>
    private LogEntry? Parse()
    {
        try
        {
            return JsonSerializer.Deserialize(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(partial), ContainerJson.Default.LogEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
