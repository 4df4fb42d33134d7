using Strata.Blobs;
using Strata.Images;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Cli;

/// <summary>How failures are told: <c>strata: MESSAGE</c> on standard error and exit code 125.</summary>
internal static class UserError
{
    /// <summary>Tells a message, and perhaps what to do.</summary>
    public static int Report(string message, string? advice = null)
    {
        StandardError.WriteLine("strata", advice is null ? message : $"{message}\n{advice}");
        return ExitCode.Failed;
    }

    /// <summary>
    /// Tells an exception: what a person can cause or cure by its message, anything else as a fault of Strata with its
    /// stack, so that it can be reported.
    /// </summary>
    public static int Report(Exception e) => e switch
    {
        LinuxException or StoreException or LayerException or RecipeException or ImageException => Report(e.Message),
        OperationCanceledException => Report("cancelled"),
        _ => Report($"internal error: {e}"),
    };
}
