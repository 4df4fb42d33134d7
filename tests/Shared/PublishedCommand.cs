using System.Runtime.CompilerServices;

namespace Strata.Testing;

/// <summary>
/// The native command: STRATA_BINARY, or what eng/publish.sh left. Not the one that is built beside the tests: only the native
/// one leaves the server of a mount behind.
/// </summary>
internal static class PublishedCommand
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("STRATA_BINARY") ?? Published();

    private static string Published([CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath($"{System.IO.Path.GetDirectoryName(here)}/../../artifacts/strata/strata");
}
