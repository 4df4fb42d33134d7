using System.Net;
using System.Net.Http.Headers;
using Strata.Blobs;

namespace Strata.Images.Registry;

internal sealed partial class RegistryClient
{
    private static readonly string[] DocumentTypes = [MediaTypes.OciIndex, MediaTypes.DockerList, MediaTypes.OciManifest, MediaTypes.DockerManifest];

    /// <summary>The digest that a tag stands for now; null where the registry does not say it without the whole document.</summary>
    public Digest? DigestOf(ImageReference reference)
    {
        using HttpResponseMessage response = Send(ManifestRequest(HttpMethod.Head, reference.RegistryPath, reference.Target));
        return response.StatusCode switch
        {
            HttpStatusCode.OK => DigestIn(response),

            // A registry that knows no HEAD is asked by GET, whose answer also has words.
            _ => null,
        };
    }

    /// <summary>Reads a manifest or an index, and checks its digest where one is known.</summary>
    /// <param name="repository">The repository as the registry calls it.</param>
    /// <param name="target">A tag or a digest.</param>
    /// <param name="where">What it is called in messages.</param>
    /// <param name="descriptor">What it is.</param>
    public byte[] ReadManifest(string repository, string target, string where, out Descriptor descriptor)
    {
        using HttpResponseMessage response = Send(ManifestRequest(HttpMethod.Get, repository, target));
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw RegistryProblem.Refused(Host, response, where);
        }

        byte[] bytes = RegistryBody.Read(response, Documents.MaxSize, where);
        Digest digest = Digest.Of(bytes);
        Digest? promised = Digest.TryParse(target, out Digest asked) ? asked : DigestIn(response);
        if (promised is { } expected && expected != digest)
        {
            throw new ImageException($"{where}: {Host.Name} sent a document with the digest {digest} where {expected} was promised");
        }

        descriptor = new Descriptor(MediaTypeOf(response, bytes, where), digest, bytes.Length);
        return bytes;
    }

    /// <summary>Begins to read a blob.</summary>
    /// <param name="repository">The repository as the registry calls it.</param>
    /// <param name="blob">Its digest.</param>
    /// <param name="from">The first byte that is wanted.</param>
    /// <param name="isTriedOnce">Whether the caller goes on by itself where that fails.</param>
    public HttpResponseMessage OpenBlob(string repository, Digest blob, long from, bool isTriedOnce) => Send(
        new RegistryRequest(HttpMethod.Get, $"{repository}/blobs/{blob}") { Scopes = PullScope(repository), From = from, IsTriedOnce = isTriedOnce });

    /// <summary>Reads a blob that is a document, and checks it.</summary>
    /// <param name="repository">The repository as the registry calls it.</param>
    /// <param name="blob">What is promised of it.</param>
    /// <param name="where">What it is called in messages.</param>
    public byte[] ReadBlob(string repository, Descriptor blob, string where)
    {
        using HttpResponseMessage response = OpenBlob(repository, blob.Digest, 0, isTriedOnce: false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw RegistryProblem.Refused(Host, response, where);
        }

        byte[] bytes = RegistryBody.Read(response, Documents.MaxSize, where);
        return bytes.Length == blob.Size && Digest.Of(bytes) == blob.Digest
            ? bytes
            : throw new ImageException(
                $"{where}: {Host.Name} sent {bytes.Length} bytes with the digest {Digest.Of(bytes)} where {blob.Size} with {blob.Digest} were promised");
    }

    /// <summary>What a document is: some registries leave that to the document itself.</summary>
    private static string MediaTypeOf(HttpResponseMessage response, byte[] bytes, string where)
    {
        string? said = response.Content.Headers.ContentType?.MediaType;
        if (said is not (null or "application/json" or "text/plain" or "application/octet-stream"))
        {
            return said;
        }

        ManifestJson json = Documents.Read(bytes, DocumentJson.Default.ManifestJson, where);
        return json.MediaType ?? (json.Manifests is null ? MediaTypes.OciManifest : MediaTypes.OciIndex);
    }

    private static RegistryRequest ManifestRequest(HttpMethod method, string repository, string target) =>
        new(method, $"{repository}/manifests/{target}") { Scopes = PullScope(repository), Accept = DocumentTypes };

    private static string[] PullScope(string repository) => [$"repository:{repository}:pull"];

    private static Digest? DigestIn(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Docker-Content-Digest", out HeaderStringValues values)
            && Digest.TryParse(values.ToString(), out Digest digest)
            ? digest
            : null;
}
