namespace Strata.Bench.Peers.Mounting;

/// <summary>A tree shown by a peer until it is disposed; the upper goes with it.</summary>
/// <param name="path">Where.</param>
/// <param name="peer">By whom.</param>
/// <param name="remove">Takes it away.</param>
internal sealed class Mount(string path, Peer peer, Action remove) : IDisposable
{
    public string Path { get; } = path;

    public Peer Peer { get; } = peer;

    /// <summary>The processes that serve it: those with the mount point as an argument.</summary>
    public IReadOnlyList<int> Servers() =>
        [.. from folder in Directory.EnumerateDirectories("/proc")
            let name = System.IO.Path.GetFileName(folder)
            where int.TryParse(name, out int pid) && pid != Environment.ProcessId && ArgumentsOf(folder).Contains(Path)
            select int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)];

    public void Dispose() => remove();

    private static string[] ArgumentsOf(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
