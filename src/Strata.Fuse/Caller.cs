namespace Strata.Fuse;

/// <summary>Who asks: the fsuid, fsgid and process of the request, as the mounting user namespace sees them.</summary>
/// <param name="Uid">Owner of what is created. -1 with <see cref="SessionOptions.AllowIdMap"/> where nothing is created: it depends on the mount.</param>
/// <param name="Gid">Group of what is created, unless the parent has the set-group-id bit; -1 as for the owner.</param>
/// <param name="Pid">The thread; 0 when it cannot be seen from the pid namespace of the mount, or when the kernel itself asks.</param>
/// <param name="Interruption">Whether it still waits; good until the handler returns.</param>
public readonly record struct Caller(uint Uid, uint Gid, int Pid, Interruption Interruption);
