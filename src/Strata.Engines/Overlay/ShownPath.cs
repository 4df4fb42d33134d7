using Strata.Linux;

namespace Strata.Engines.Overlay;

/// <summary>Paths in messages.</summary>
internal static class ShownPath
{
    /// <summary>A path as text, see <see cref="PathText.Show"/>.</summary>
    public static string Shown(this byte[] path) => PathText.Show(path);
}
