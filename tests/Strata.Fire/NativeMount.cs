using System.Diagnostics;
using Strata.Conformance;
using Strata.Testing;

namespace Strata.Fire;

/// <summary>Our union as it is delivered: strata-overlay over folders.</summary>
internal sealed class NativeMount(Lower lower) : MountUnderTest(lower, null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Process? server;
    private Task<string>? errors;

    public override Process? Server => server;

    /// <summary>Mounts.</summary>
    public static NativeMount Mount(Lower lower)
    {
        NativeMount mount = new(lower);
        mount.Start();
        return mount;
    }

    protected override void MountNow()
    {
        string command = $"{Lower.Arena.Folder("bin")}/strata-overlay";
        File.CreateSymbolicLink(command, PublishedCommand.Path);
        string options = $"lowerdir={string.Join(':', Lower.Folders.Reverse())},upperdir={Upper},workdir={Work},volatile";
        ProcessStartInfo start = new(command, ["-f", "-o", options, Point]) { RedirectStandardError = true };

        // A megabyte for what is new (in hexadecimal): else garbage of some megabytes hides what is kept.
        start.Environment["DOTNET_GCgen0size"] = "100000";
        server = Process.Start(start)!;
        errors = server.StandardError.ReadToEndAsync();
        Stopwatch watch = Stopwatch.StartNew();
        while (!File.ReadLines("/proc/self/mounts").Any(line => line.Split(' ')[1] == Point))
        {
            if (server.HasExited || watch.Elapsed > Patience)
            {
                throw new InvalidOperationException($"strata-overlay did not mount: {(server.HasExited ? errors.Result : "")}");
            }

            Thread.Sleep(5);
        }
    }

    protected override void AfterUnmount()
    {
        if (!server!.WaitForExit(Patience))
        {
            server.Kill();
            throw new InvalidOperationException("strata-overlay did not end with its mount");
        }

        if (server.ExitCode != 0 || errors!.Result.Length > 0)
        {
            throw new InvalidOperationException($"strata-overlay ended with {server.ExitCode} and said: {errors!.Result}");
        }

        server.Dispose();
    }
}
