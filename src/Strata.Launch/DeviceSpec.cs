using Strata.Linux;
using FileMode = Strata.Linux.FileMode;

namespace Strata.Launch;

/// <summary>A device node to make, and to allow in the devices controller with <see cref="CgroupSpec.Devices"/>.</summary>
/// <param name="Path">Absolute path inside; its folder must exist and not be reached through symlinks.</param>
/// <param name="Kind"><see cref="FileMode.CharDevice"/> or <see cref="FileMode.BlockDevice"/>.</param>
/// <param name="Number">The device.</param>
/// <param name="Permissions">Permission bits.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
public sealed record DeviceSpec(string Path, uint Kind, DeviceNumber Number, uint Permissions = 0x1B6, uint Uid = 0, uint Gid = 0);
