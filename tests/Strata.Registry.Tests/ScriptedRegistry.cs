using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Strata.Blobs;
using Strata.Images;

namespace Strata.Registry.Tests;

/// <summary>
/// A registry on loopback that serves what it is given, and does on demand what a real one does not: break, lie, refuse.
/// </summary>
internal sealed class ScriptedRegistry : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, (byte[] Body, string Type)> resources = new();

    public ScriptedRegistry()
    {
        listener.Start();
        new Thread(Listen) { IsBackground = true, Name = "scripted registry" }.Start();
    }

    public string Host => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>All requests, in the order of their coming.</summary>
    public ConcurrentQueue<ScriptedRequest> Requests { get; } = [];

    /// <summary>What comes before the ordinary answer; null leaves it to that.</summary>
    public Func<ScriptedRequest, ScriptedAnswer?> Script { get; set; } = static _ => null;

    /// <summary>Whether it knows ranges.</summary>
    public bool KnowsRanges { get; set; } = true;

    /// <summary>Offers an image under a tag of <c>team/app</c>.</summary>
    public ScriptedRegistry With(TestImage image, string? tag = "1")
    {
        foreach (byte[] blob in (IEnumerable<byte[]>)[.. image.Layers, image.Config])
        {
            resources[$"/v2/team/app/blobs/{Digest.Of(blob)}"] = (blob, "application/octet-stream");
        }

        return With(image.Manifest, MediaTypes.OciManifest, tag);
    }

    /// <summary>Offers a manifest or an index.</summary>
    public ScriptedRegistry With(byte[] manifest, string mediaType, string? tag)
    {
        resources[$"/v2/team/app/manifests/{Digest.Of(manifest)}"] = (manifest, mediaType);
        if (tag is not null)
        {
            resources[$"/v2/team/app/manifests/{tag}"] = (manifest, mediaType);
        }

        return this;
    }

    /// <summary>Requests for blobs, the path of each with its range.</summary>
    public IReadOnlyList<string> BlobRequests() =>
        [.. Requests.Where(request => request.Path.Contains("/blobs/", StringComparison.Ordinal)).Select(request => $"{request.Path[(request.Path.LastIndexOf(':') + 1)..]} {request.Range}".TrimEnd())];

    public void Dispose() => listener.Dispose();

    private void Listen()
    {
        try
        {
            while (true)
            {
                Socket client = listener.AcceptSocket();
                new Thread(() => Serve(client)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private void Serve(Socket client)
    {
        using NetworkStream stream = new(client, ownsSocket: true);
        try
        {
            while (ScriptedRequest.Read(stream) is { } request)
            {
                Requests.Enqueue(request);
                ScriptedAnswer answer = Script(request) ?? Ordinary(request);
                if (!answer.Write(stream, request.Method == "HEAD"))
                {
                    return;
                }
            }
        }
        catch (IOException)
        {
            // The client has gone.
        }
    }

    /// <summary>What a registry answers that has nothing to hide.</summary>
    public ScriptedAnswer Ordinary(ScriptedRequest request)
    {
        if (request.Path == "/v2/")
        {
            return new ScriptedAnswer(200, "{}");
        }

        if (!resources.TryGetValue(request.Path, out (byte[] Body, string Type) found))
        {
            return new ScriptedAnswer(404, """{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}""");
        }

        Dictionary<string, string> headers = new()
        {
            ["Content-Type"] = found.Type,
            ["Docker-Content-Digest"] = Digest.Of(found.Body).ToString(),
        };
        if (KnowsRanges && request.From is { } from)
        {
            headers["Content-Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{found.Body.Length - 1}/{found.Body.Length}");
            return new ScriptedAnswer(206, found.Body[(int)from..], headers);
        }

        return new ScriptedAnswer(200, found.Body, headers);
    }
}
