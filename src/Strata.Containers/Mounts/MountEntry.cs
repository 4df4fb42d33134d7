using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>A line of /proc/self/mountinfo, proc(5).</summary>
/// <param name="Device">The device of the file system; its minor number is FUSE's connection.</param>
/// <param name="Target">Where it is mounted, seen from this process's root.</param>
/// <param name="ReadOnly">Whether the mount or its file system is read-only.</param>
/// <param name="Type">The file system's type, "fuse.strata".</param>
/// <param name="Source">What mount(2) was given as source.</param>
public sealed record MountEntry(DeviceNumber Device, byte[] Target, bool ReadOnly, string Type, string Source);
