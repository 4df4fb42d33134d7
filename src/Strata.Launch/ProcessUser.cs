namespace Strata.Launch;

/// <summary>Who a process is: numbers only, the names of an image are resolved by the caller.</summary>
public sealed record ProcessUser
{
    /// <summary>User id.</summary>
    public uint Uid { get; init; }

    /// <summary>Group id.</summary>
    public uint Gid { get; init; }

    /// <summary>Additional group ids, setgroups(2).</summary>
    public IReadOnlyList<uint> AdditionalGids { get; init; } = [];

    /// <summary>The umask of the process, 0 to 511.</summary>
    public uint Umask { get; init; } = 0x12;
}
