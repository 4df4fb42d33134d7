using Strata.Blobs;
using Strata.Containers;
using Strata.Images;
using Strata.Launch;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Cli;

/// <summary>How failures are told: <c>strata: MESSAGE</c> on standard error and exit code 125.</summary>
internal static class UserError
{
    /// <summary>Tells a message, and perhaps what to do.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="advice">A line more, or null.</param>
    /// <param name="code">The exit code.</param>
    public static int Report(string message, string? advice = null, int code = ExitCode.Failed)
    {
        StandardError.WriteLine("strata", advice is null ? message : $"{message}\n{advice}");
        return code;
    }

    /// <summary>
    /// Tells an exception: what a person can cause or cure by its message, anything else as a fault of Strata with its
    /// stack, so that it can be reported.
    /// </summary>
    public static int Report(Exception e) => e switch
    {
        ContainerException own => Report(own.Message, null, own.ExitCode),
        LaunchException launch => Report(launch.Message, null, launch.ExitCode),
        LinuxException or StoreException or ImageException => Report(e.Message),
        LayerException or RecipeException or ChainMergeException or ChainImageFormatException => Report(e.Message),
        OperationCanceledException => Report("cancelled"),
        _ => Report($"internal error: {e}"),
    };
}
