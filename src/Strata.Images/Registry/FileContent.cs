using System.Globalization;
using System.Net;
using Strata.Linux;

namespace Strata.Images.Registry;

/// <summary>A part of a file as the body of a request.</summary>
internal sealed class FileContent : HttpContent
{
    private const int BufferSize = 256 * 1024;
    private readonly FileFd file;
    private readonly long start;
    private readonly long length;
    private readonly Action<long> advanced;

    /// <summary>Describes the body.</summary>
    /// <param name="file">The file; borrowed.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="isChunk">Whether to say where in the blob it belongs.</param>
    /// <param name="advanced">Told how many bytes of the file have been sent.</param>
    public FileContent(FileFd file, long start, long length, bool isChunk, Action<long> advanced)
    {
        this.file = file;
        this.start = start;
        this.length = length;
        this.advanced = advanced;
        Headers.TryAddWithoutValidation("Content-Type", "application/octet-stream");
        if (isChunk)
        {
            // As the distribution specification has it, which is not how RFC 9110 has it.
            Headers.TryAddWithoutValidation("Content-Range", string.Create(CultureInfo.InvariantCulture, $"{start}-{start + length - 1}"));
        }
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[(int)Math.Min(BufferSize, Math.Max(length, 1))];
        using FileSlice part = new(file, start, length, owns: false);
        int count;
        while ((count = part.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            stream.Write(buffer, 0, count);
            advanced(start + part.Position);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        SerializeToStream(stream, context, CancellationToken.None);
        return Task.CompletedTask;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = this.length;
        return true;
    }
}
