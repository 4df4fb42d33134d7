using Strata.Linux;

namespace Strata.Engines.Overlay;

/// <summary>One option of <c>-o</c>: a name, and perhaps a value behind an equals sign.</summary>
/// <param name="Name">The name.</param>
/// <param name="Raw">The value with its backslashes, without quotes around it; null where there is no equals sign.</param>
internal sealed record MountOption(string Name, byte[]? Raw)
{
    /// <summary>The value as it is meant.</summary>
    public byte[] Value => OptionText.Unescape(Raw);

    /// <summary>The option as it was written, to be shown.</summary>
    public override string ToString() => Raw is null ? Name : $"{Name}={PathText.Show(Raw)}";
}
