using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Strata.Testing;
using Xunit;

namespace Strata.Registry.Tests;

/// <summary>Debian's docker-registry on a free port of loopback, with its data in a folder that goes with it.</summary>
public sealed class RealRegistry : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("strata-real-registry-").FullName;
    private readonly Process process;

    public RealRegistry()
        : this(isSecure: false)
    {
    }

    /// <summary>Starts it.</summary>
    /// <param name="isSecure">Whether it speaks TLS, with an authority of its own, and wants the password of <c>me</c>.</param>
    internal RealRegistry(bool isSecure)
    {
        int port = FreePort();
        Host = $"127.0.0.1:{port}";
        string http = $"http: {{addr: '{Host}', secret: x";
        string auth = "";
        if (isSecure)
        {
            MakeCertificates();
            File.WriteAllText(Path.Combine(folder, "htpasswd"), Tool.Of("htpasswd", "-Bbn", "me", "secret"));
            http += $", tls: {{certificate: {folder}/server.crt, key: {folder}/server.key}}";
            auth = $"auth: {{htpasswd: {{realm: strata, path: {folder}/htpasswd}}}}\n";
        }

        File.WriteAllText(
            Path.Combine(folder, "config.yml"),
            $"version: 0.1\nlog: {{level: error, accesslog: {{disabled: true}}}}\nstorage: {{filesystem: {{rootdirectory: {folder}/data}}}}\n{auth}{http}}}\n");
        ProcessStartInfo start = new("docker-registry", ["serve", Path.Combine(folder, "config.yml")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.OutputDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        WaitUntilItListens(port);
    }

    public string Host { get; }

    /// <summary>A folder with its authority's <c>ca.crt</c> alone.</summary>
    public string CertificateFolder => Path.Combine(folder, "trust");

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void WaitUntilItListens(int port)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using TcpClient client = new();
                client.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20) && !process.HasExited, "docker-registry does not listen");
                Thread.Sleep(20);
            }
        }
    }

    private void MakeCertificates()
    {
        string ca = Path.Combine(CertificateFolder, "ca.crt");
        Directory.CreateDirectory(CertificateFolder);
        Tool.Of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=authority", "-keyout", $"{folder}/ca.key", "-out", ca);
        Tool.Of("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=registry", "-keyout", $"{folder}/server.key", "-out", $"{folder}/server.csr");
        File.WriteAllText($"{folder}/ext", "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n");
        Tool.Of("openssl", "x509", "-req", "-in", $"{folder}/server.csr", "-CA", ca, "-CAkey", $"{folder}/ca.key", "-CAcreateserial", "-days", "2", "-extfile", $"{folder}/ext", "-out", $"{folder}/server.crt");
    }
}
