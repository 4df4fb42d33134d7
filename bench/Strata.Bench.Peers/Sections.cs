using Strata.Bench.Peers.Driver;

namespace Strata.Bench.Peers;

/// <summary>What can be measured, in the order in which it is.</summary>
internal static class Sections
{
    public static readonly IReadOnlyList<Section> All =
    [
        new("disk", "the store on disk", bench => DiskSection.Measure(bench.Workspace, bench.Report)),
        new("load", "images into the store", bench => LoadSection.Measure(bench.Workspace, bench.Report)),
        new("pull", "images from a registry", bench => PullSection.Measure(bench.Workspace, bench.Report)),
        new("mount", "a mount as a command", bench => MountSection.Measure(bench.Workspace, bench.Report)),
        new("walk", "walks over the demo's image", bench => WalkSection.Measure(bench.Workspace, bench.Report)),
        new("stream", "1 GiB written and read", bench => StreamSection.Measure(bench.Workspace, bench.Report)),
        new("run", "a container that runs true", bench => RunSection.Measure(bench.Workspace, bench.Report)),
        new("memory", "an idle server's memory", bench => MemorySection.Measure(bench.Workspace, bench.Report)),
        Of("tree", "Walks over 106,000 nodes", TreeSection.Measure),
        Of("names", "Names present and missing", NamesSection.Measure),
        Of("tar", "tar of everything", TarSection.Measure),
        Of("storm", "Small files", StormSection.Measure),
        Of("files", "Large files", FilesSection.Measure),
        Of("exec", "Programs executed", ExecSection.Measure),
        Of("work", "Works that people do", WorkSection.Measure),
        Of("copyup", "Copy-up", CopyUpSection.Measure),
        Of("start", "From the command to the first stat", StartSection.Measure),
        Of("resident", "Memory of the server", ResidentSection.Measure),
        Of("cache", "Page cache of ten mounts", CacheSection.Measure),
        Of("requests", "Requests and system calls for each operation", RequestsSection.Measure),
    ];

    /// <summary>The place of a section in the order; after all others if there is none of that name any more.</summary>
    public static int IndexOf(string name)
    {
        int index = All.ToList().FindIndex(section => section.Name == name);
        return index < 0 ? All.Count : index;
    }

    /// <summary>A section of the driver's table.</summary>
    private static Section Of(string name, string title, Action<Bench, DriverTable> measure) => new(name, title, bench =>
    {
        DriverTable table = new(bench.Driver.Begin(name, title, bench.Options.Rounds));
        foreach (var absent in bench.AllPeers.Where(peer => peer.Absence is not null))
        {
            table.Note($"{absent.Name} left out: {absent.Absence}");
        }

        measure(bench, table);
        bench.Driver.Save();
    });
}
