using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Strata.Bench.Peers.Measuring;

namespace Strata.Bench.Peers;

/// <summary>The demo's image from a registry on loopback, against skopeo and umoci; and the same again, when all of it is there.</summary>
internal static class PullSection
{
    // A fixed bound, not a peer: whoever pulls again to see whether there is something new must not wait.
    private const double Known = 50;

    public static void Measure(Workspace workspace, Report report)
    {
        string store = Path.Combine(workspace.Folder, "pull-store");
        string layout = Path.Combine(workspace.Folder, "pull-layout");
        string bundle = Path.Combine(workspace.Folder, "pull-bundle");
        string host = $"127.0.0.1:{FreePort()}";
        string image = $"{host}/demo:1";
        using Process registry = Start(workspace.NewFolder("registry"), host);
        try
        {
            Command.Shell($"for i in {{1..200}}; do (: < /dev/tcp/{host.Replace(':', '/')}) 2>/dev/null && break; sleep 0.05; done");
            Command.Shell(
                $"skopeo --insecure-policy copy -q --dest-tls-verify=false 'oci:{workspace.Options.Layout}:{workspace.Options.Tag}' 'docker://{image}'");

            double Pull()
            {
                Command.Shell($"rm -rf --one-file-system '{store}'; sync");
                return PullAgain();
            }

            double PullAgain() => Command.Time(workspace.Options.Strata, "--root", store, "pull", "-q", image);

            double CopyAndUnpack()
            {
                Command.Shell($"rm -rf --one-file-system '{layout}' '{bundle}'; sync");
                return Command.Time("skopeo", "--insecure-policy", "copy", "-q", "--src-tls-verify=false", $"docker://{image}", $"oci:{layout}:demo")
                    + Command.Time("umoci", "unpack", "--image", $"{layout}:demo", bundle);
            }

            int rounds = workspace.Options.Rounds;
            report.AddTimes("pull of the demo image, registry on loopback / `skopeo copy` and `umoci unpack`", Race.Between(rounds, Pull, CopyAndUnpack), 0.4);
            report.AddTimes($"pull of it when it is there / {Known} ms", Race.Between(rounds, PullAgain, static () => Known), 1);
        }
        finally
        {
            registry.Kill();
            registry.WaitForExit();
            Command.Shell($"rm -rf --one-file-system '{store}' '{layout}' '{bundle}'");
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Start(string folder, string host)
    {
        string configuration = Path.Combine(folder, "config.yml");
        File.WriteAllText(configuration, $$"""
            version: 0.1
            log: {level: error, accesslog: {disabled: true} }
            storage: {filesystem: {rootdirectory: '{{folder}}'} }
            http: {addr: '{{host}}', secret: bench}

            """);
        Process process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += static (_, _) => { };
        process.OutputDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }
}
