using System.Runtime.InteropServices;

namespace Strata.Images;

/// <summary>The platform of an index's entry: image-index.md of the image specification.</summary>
internal sealed class PlatformJson
{
    public string? Architecture { get; set; }

    public string? Os { get; set; }

    public string? Variant { get; set; }

    /// <summary>The name that Go, and so the specification, has for this machine's architecture.</summary>
    public static string ThisArchitecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };

    public override string ToString() => $"{Os}/{Architecture}" + (string.IsNullOrEmpty(Variant) ? "" : "/" + Variant);
}
