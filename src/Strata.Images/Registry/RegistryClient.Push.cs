using System.Globalization;
using System.Net;
using Strata.Blobs;

namespace Strata.Images.Registry;

internal sealed partial class RegistryClient
{
    /// <summary>Whether a repository has a blob.</summary>
    public bool HasBlob(string repository, Digest blob)
    {
        using HttpResponseMessage response = Send(
            new RegistryRequest(HttpMethod.Head, $"{repository}/blobs/{blob}") { Scopes = PushScopes(repository) });
        return response.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.NotFound => false,
            _ => throw RegistryProblem.Refused(Host, response, repository),
        };
    }

    /// <summary>
    /// Begins to send a blob: where to, or null where the registry had it in repository <paramref name="from"/> and now has it
    /// here, too.
    /// </summary>
    /// <param name="repository">The repository as the registry calls it.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="from">Another repository that may have it; null for none.</param>
    public Uri? BeginUpload(string repository, Digest blob, string? from)
    {
        string target = $"{repository}/blobs/uploads/" + (from is null ? "" : $"?mount={blob}&from={Uri.EscapeDataString(from)}");
        string[] scopes = from is null ? PushScopes(repository) : [.. PushScopes(repository), .. PullScope(from)];
        using HttpResponseMessage response = Send(new RegistryRequest(HttpMethod.Post, target) { Scopes = scopes });
        return response.StatusCode switch
        {
            HttpStatusCode.Created when from is not null => null,
            HttpStatusCode.Accepted => LocationOf(response),
            _ when from is not null => BeginUpload(repository, blob, null),
            _ => throw RegistryProblem.Refused(Host, response, repository),
        };
    }

    /// <summary>Sends the last bytes of a blob, or all of it; the answer is left to the caller.</summary>
    public HttpResponseMessage EndUpload(string repository, Uri upload, Digest blob, Func<HttpContent>? content)
    {
        string separator = upload.Query.Length > 1 ? "&" : "?";
        return Send(new RegistryRequest(HttpMethod.Put, $"{upload}{separator}digest={Uri.EscapeDataString(blob.ToString())}")
        {
            Scopes = PushScopes(repository),
            Content = content ?? (static () => new ByteArrayContent([])),
            IsTriedOnce = true,
        });
    }

    /// <summary>Sends a part of a blob; the answer is left to the caller.</summary>
    public HttpResponseMessage ContinueUpload(string repository, Uri upload, Func<HttpContent> content) => Send(
        new RegistryRequest(HttpMethod.Patch, upload.ToString()) { Scopes = PushScopes(repository), Content = content, IsTriedOnce = true });

    /// <summary>How many bytes of an upload have come, and where the rest goes; null where the registry has given it up.</summary>
    public (Uri Upload, long Offset)? StateOfUpload(string repository, Uri upload)
    {
        using HttpResponseMessage response = Send(new RegistryRequest(HttpMethod.Get, upload.ToString()) { Scopes = PushScopes(repository) });
        return response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.Accepted
            ? (LocationOf(response), OffsetIn(response) ?? 0)
            : null;
    }

    /// <summary>Puts a manifest under a tag.</summary>
    public void PutManifest(ImageReference reference, string mediaType, byte[] manifest)
    {
        RegistryRequest request = new(HttpMethod.Put, $"{reference.RegistryPath}/manifests/{reference.Target}")
        {
            Scopes = PushScopes(reference.RegistryPath),
            Content = () =>
            {
                ByteArrayContent content = new(manifest);
                content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
                return content;
            },
        };
        using HttpResponseMessage response = Send(request);
        if (response.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.OK or HttpStatusCode.Accepted))
        {
            throw RegistryProblem.Refused(Host, response, reference.ToString());
        }

        if (DigestIn(response) is { } stored && stored != Digest.Of(manifest))
        {
            throw new ImageException($"{reference}: registry {Host.Name} has stored the manifest as {stored}, it was sent as {Digest.Of(manifest)}");
        }
    }

    /// <summary>Where the next part goes.</summary>
    internal static Uri LocationOf(HttpResponseMessage response) =>
        response.Headers.Location is { } location
            ? new Uri(response.RequestMessage!.RequestUri!, location)
            : response.RequestMessage!.RequestUri!;

    /// <summary>How many bytes have come: <c>Range: 0-N</c>, where N is the last of them.</summary>
    internal static long? OffsetIn(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Range", out System.Net.Http.Headers.HeaderStringValues values)
            && values.ToString().Split('-') is [_, var last]
            && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out long end)
            ? end == 0 ? 0 : end + 1
            : null;

    private static string[] PushScopes(string repository) => [$"repository:{repository}:pull,push"];
}
