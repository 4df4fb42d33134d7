using Strata.Linux;

namespace Strata.Launch;

/// <summary>What the process gets as descriptors 0, 1 and 2; borrowed for the launch.</summary>
public readonly record struct StandardStreams(FileFd Input, FileFd Output, FileFd Error)
{
    /// <summary>The launcher's own 0, 1 and 2.</summary>
    public static StandardStreams Own => new(FileFd.FromNumber(0), FileFd.FromNumber(1), FileFd.FromNumber(2));
}
