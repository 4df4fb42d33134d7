using Strata.Linux;

namespace Strata.Union;

/// <summary>A directory of a union that is being scanned.</summary>
/// <param name="path">Its path, without slashes at its ends; empty for the root.</param>
internal sealed class ScanFolder(byte[] path) : IDisposable
{
    /// <summary>Its path.</summary>
    internal byte[] Path => path;

    /// <summary>Its part in the upper, owned; not open where it has none.</summary>
    internal FileFd Upper { get; init; }

    /// <summary>Its part in the lower, wherever that lies; none where it is opaque, or new.</summary>
    internal LowerId Merged { get; init; }

    /// <summary>The directory that the lower has at the very same path; none where there is none, or where what is above hides it.</summary>
    internal LowerId Below { get; init; }

    /// <summary>Whether empty files in it may be whiteouts.</summary>
    internal bool XattrWhiteouts { get; init; }

    /// <summary>Whether a layer needs to name only what changed in it: what it shows besides is what lies below.</summary>
    internal bool Continues => !Merged.IsNone && Merged == Below;

    /// <summary>The path of a name in it.</summary>
    internal byte[] PathOf(ReadOnlySpan<byte> name) => path.Length == 0 ? name.ToArray() : [.. path, (byte)'/', .. name];

    /// <inheritdoc/>
    public void Dispose() => Upper.Dispose();
}
