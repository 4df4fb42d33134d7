using System.Net;

namespace Strata.Images.Registry;

/// <summary>
/// A blob that comes from a registry, as one stream, however often the connection breaks: what an earlier pull has left is
/// read first, the rest is asked for from there on, and again from where it broke. Nothing of it is verified here: whoever
/// reads it hashes it. For one thread.
/// </summary>
internal sealed class BlobDownload : Stream
{
    private readonly RegistryClient client;
    private readonly string repository;
    private readonly Descriptor blob;
    private readonly PartialBlob? partial;
    private HttpResponseMessage? response;
    private Stream? body;
    private long position;
    private long toSkip;
    private int failures;

    /// <summary>Asks for nothing yet.</summary>
    /// <param name="client">The registry; borrowed.</param>
    /// <param name="repository">The repository as the registry calls it.</param>
    /// <param name="blob">What is wanted.</param>
    /// <param name="partial">What is there of it, and is added to; owned from now on. Null to keep nothing.</param>
    public BlobDownload(RegistryClient client, string repository, Descriptor blob, PartialBlob? partial)
    {
        this.client = client;
        this.repository = repository;
        this.blob = blob;
        this.partial = partial;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => blob.Size;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    private string Name => $"layer {blob.Digest.Hex[..Image.ShortLength]}";

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || position >= blob.Size)
        {
            return 0;
        }

        int count = partial is not null && position < partial.Length ? partial.Read(buffer, position) : Fetch(buffer);
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Hang();
        if (position >= blob.Size)
        {
            // Whole: if it was right the layer is in the store, and if not it is of no use.
            partial?.Clear();
        }

        partial?.Dispose();
        base.Dispose(disposing);
    }

    private int Fetch(Span<byte> buffer)
    {
        while (true)
        {
            Exception? problem = null;
            try
            {
                body ??= Ask();
                Skip(buffer);
                int count = body.Read(buffer[..(int)Math.Min(buffer.Length, blob.Size - position)]);
                if (count > 0)
                {
                    failures = 0;
                    partial?.Append(buffer[..count]);
                    return count;
                }
            }
            catch (Exception e) when (RegistryRetry.IsOfTheConnection(e))
            {
                problem = e;
            }

            // No bytes are as good as an error: the end is where the size says.
            Hang();
            if (!client.TryPause(++failures))
            {
                throw client.IsBrokenOff
                    ? new OperationCanceledException()
                    : new ImageException($"{Name}: the connection to registry {client.Host.Name} broke again and again, the last time at byte {position} of {blob.Size}. What has come is kept: pull again", problem!);
            }
        }
    }

    /// <summary>Asks for the rest.</summary>
    private Stream Ask()
    {
        response = client.OpenBlob(repository, blob.Digest, position, isTriedOnce: failures > 0);
        if (RegistryRetry.MayPass(response.StatusCode) && failures > 0)
        {
            throw new HttpRequestException(HttpRequestError.Unknown, "not now", null, response.StatusCode);
        }

        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange is { From: { } from } && from == position:
                toSkip = 0;
                break;
            case HttpStatusCode.OK:
                // It does not know ranges: what is there already comes again.
                toSkip = position;
                break;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                throw new ImageException($"{Name}: registry {client.Host.Name} does not give it from byte {position} on, where the connection broke");
            default:
                throw RegistryProblem.Refused(client.Host, response, Name);
        }

        return response.Content.ReadAsStream();
    }

    /// <summary>Reads what is there already.</summary>
    private void Skip(Span<byte> buffer)
    {
        while (toSkip > 0)
        {
            int count = body!.Read(buffer[..(int)Math.Min(buffer.Length, toSkip)]);
            toSkip = count > 0 ? toSkip - count : throw new IOException("it ended too early");
        }
    }

    private void Hang()
    {
        body?.Dispose();
        response?.Dispose();
        body = null;
        response = null;
    }
}
