namespace Strata.Containers.Mounts;

/// <summary>A run of user or group ids on the disk that is shown as another run.</summary>
/// <param name="OnDisk">The first id on the disk.</param>
/// <param name="Shown">The first id that users of the mount see.</param>
/// <param name="Count">How many; neither run goes beyond the largest id.</param>
public readonly record struct IdRange(uint OnDisk, uint Shown, uint Count);
