using System.Diagnostics.CodeAnalysis;

namespace Strata.Images;

/// <summary>What an image is made for: <c>os/architecture[/variant]</c>, in Go's names as the image specification has them.</summary>
/// <param name="Os">The operating system, for example <c>linux</c>.</param>
/// <param name="Architecture">The architecture, for example <c>amd64</c>.</param>
/// <param name="Variant">The variant of the architecture, for example <c>v7</c>; null where it does not matter.</param>
public sealed record Platform(string Os, string Architecture, string? Variant)
{
    /// <summary>The platform of this machine.</summary>
    public static Platform ThisMachine { get; } = new("linux", PlatformJson.ThisArchitecture, null);

    /// <summary>Reads <c>os/architecture[/variant]</c>.</summary>
    /// <exception cref="ImageException">It is something else.</exception>
    public static Platform Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        return parts.Length is 2 or 3 && parts.All(part => part.Length > 0 && part.All(IsAllowed))
            ? new Platform(parts[0], NameOf(parts[1]), parts.Length == 3 ? parts[2] : null)
            : throw new ImageException($"\"{text}\" is not a platform: expected OS/ARCHITECTURE[/VARIANT], for example linux/arm64");
    }

    /// <summary><c>os/architecture[/variant]</c>.</summary>
    public override string ToString() => $"{Os}/{Architecture}" + (string.IsNullOrEmpty(Variant) ? "" : "/" + Variant);

    /// <summary>Whether an image for that platform will do.</summary>
    internal bool Accepts([NotNullWhen(true)] PlatformJson? offered) =>
        offered is not null && offered.Os == Os && offered.Architecture == Architecture
        && (Variant is null || string.IsNullOrEmpty(offered.Variant) || offered.Variant == Variant);

    /// <summary>The same of an image's configuration, which names no variant more often than not.</summary>
    internal bool Accepts(ImageConfig config) => config.Os == Os && config.Architecture == Architecture;

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';

    /// <summary>What people call architectures beside Go's names.</summary>
    private static string NameOf(string architecture) => architecture switch
    {
        "x86_64" or "x86-64" => "amd64",
        "aarch64" => "arm64",
        "i386" => "386",
        _ => architecture,
    };
}
