using System.Diagnostics;

namespace Strata.Conformance;

/// <summary>Our union, served by a process of its own.</summary>
internal sealed class StrataMount(Lower lower, UpperFolders? upper, MountKind kind) : MountUnderTest(lower, upper)
{
    private Process? server;
    private Task<string>? errors;

    public override Process? Server => server;

    protected override void MountNow()
    {
        string[] lowers = kind.IsChain() ? ["chain", Lower.Chain.Image, Lower.Chain.Objects] : [.. Lower.Folders.Reverse()];
        string assembly = typeof(StrataMount).Assembly.Location;
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string contents = kind.HasPassthrough() ? "passthrough" : "copy";
        string features = kind.IsFull() ? "full" : "plain";
        foreach (string argument in (string[])["exec", assembly, Point, Upper, Work, contents, features, .. lowers])
        {
            start.ArgumentList.Add(argument);
        }

        server = Process.Start(start)!;
        errors = server.StandardError.ReadToEndAsync();
        if (server.StandardOutput.ReadLine() != UnionServer.Mounted)
        {
            server.WaitForExit();
            throw new InvalidOperationException($"the server did not mount: {errors.Result}");
        }
    }

    protected override void AfterUnmount()
    {
        if (!server!.WaitForExit(TimeSpan.FromSeconds(20)))
        {
            server.Kill();
            server.WaitForExit();
            throw new InvalidOperationException("the server did not end with its mount");
        }

        // A request that threw was answered with EIO, and a reply that the kernel refused is a hang for somebody.
        if (server.ExitCode != 0 || errors!.Result.Length > 0)
        {
            throw new InvalidOperationException($"the server ended with {server.ExitCode} and said: {errors!.Result}");
        }

        server.Dispose();
    }
}
