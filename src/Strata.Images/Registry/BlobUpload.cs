using System.Net;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Images.Registry;

/// <summary>
/// Sends a blob to a registry: a small one in one request, a larger one in several. Where one breaks the registry is asked
/// how far it came, and the rest is sent.
/// </summary>
/// <param name="client">The registry; borrowed.</param>
/// <param name="repository">The repository as the registry calls it.</param>
/// <param name="blob">The blob's digest.</param>
/// <param name="file">Its bytes; borrowed.</param>
/// <param name="size">How many they are.</param>
/// <param name="advanced">Told how many have been sent.</param>
internal sealed class BlobUpload(RegistryClient client, string repository, Digest blob, FileFd file, long size, Action<long> advanced)
{
    private int failures;
    private long farthest;

    /// <summary>Sends it.</summary>
    /// <param name="upload">Where to, where that is known already.</param>
    public void Run(Uri? upload)
    {
        while (true)
        {
            upload ??= client.BeginUpload(repository, blob, null)!;
            if (TrySend(upload))
            {
                return;
            }

            upload = null;
        }
    }

    /// <summary>
    /// False where it is worth beginning anew. What the registry says of how far it came is believed where it can be; only a
    /// byte that no earlier attempt reached makes failures forgotten, so that it ends whatever the registry says.
    /// </summary>
    private bool TrySend(Uri upload)
    {
        long offset = 0;
        while (true)
        {
            bool isLast = size - offset <= client.Access.ChunkSize;
            long length = isLast ? size - offset : client.Access.ChunkSize;
            long start = offset;
            using HttpResponseMessage? response = Try(() => isLast && start == 0
                ? client.EndUpload(repository, upload, blob, () => new FileContent(file, 0, size, isChunk: false, advanced))
                : length == 0
                ? client.EndUpload(repository, upload, blob, null)
                : client.ContinueUpload(repository, upload, () => new FileContent(file, start, length, isChunk: true, advanced)));
            switch (response?.StatusCode)
            {
                case HttpStatusCode.Created or HttpStatusCode.NoContent:
                    return true;
                case HttpStatusCode.Accepted when (RegistryClient.OffsetIn(response) ?? start + length) is var next && next > start && next <= size:
                    upload = RegistryClient.LocationOf(response);
                    offset = next;
                    Reached(next);
                    continue;
                case HttpStatusCode.Accepted:
                    break;
                case null or HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.NotFound:
                    break;
                case { } status when RegistryRetry.MayPass(status):
                    break;
                default:
                    throw RegistryProblem.Refused(client.Host, response, $"layer {blob.Hex[..Image.ShortLength]}");
            }

            if (!client.TryPause(++failures))
            {
                throw client.IsBrokenOff
                    ? new OperationCanceledException()
                    : new ImageException($"blob {blob.Hex[..Image.ShortLength]}: registry {client.Host.Name} breaks off its upload again and again, the last time after {offset} of {size} bytes: push again");
            }

            if (start == 0 || client.StateOfUpload(repository, upload) is not { } state || state.Offset < 0 || state.Offset > size)
            {
                return false;
            }

            (upload, offset) = state;
        }
    }

    private void Reached(long offset)
    {
        if (offset > farthest)
        {
            farthest = offset;
            failures = 0;
        }
    }

    private static HttpResponseMessage? Try(Func<HttpResponseMessage> send)
    {
        try
        {
            return send();
        }
        catch (Exception e) when (RegistryRetry.IsOfTheConnection(e))
        {
            return null;
        }
    }
}
