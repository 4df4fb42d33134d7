using Strata.Linux;

namespace Strata.Fuse;

/// <summary>How a file is to be created and opened.</summary>
/// <param name="Flags">Access mode and flags of open(2); with O_EXCL a name that is there is EEXIST.</param>
/// <param name="Mode">Type and permissions as the caller gave them, before the umask.</param>
/// <param name="Umask">The caller's umask, to be applied unless the parent has a default ACL.</param>
/// <param name="KillSetId">See <see cref="OpenRequest"/>.</param>
public readonly record struct CreateRequest(OpenFlags Flags, uint Mode, uint Umask, bool KillSetId);
