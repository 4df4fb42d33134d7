using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>
/// Writes what a container says to <c>log.json</c> in its folder, a line of JSON for each line as Docker's json-file has it. A
/// file that is full becomes <c>log.1.json</c>, and that one <c>log.2.json</c>. For one thread.
/// </summary>
internal sealed class ContainerLog : IDisposable
{
    /// <summary>Bytes after which a line is cut.</summary>
    private const int LongestLine = 16 << 10;

    /// <summary>Bytes of one write(2), about.</summary>
    private const int Piece = 32 << 10;

    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly FileFd folder;
    private readonly LogSettings settings;
    private readonly ArrayBufferWriter<byte> entry = new();
    private readonly ArrayBufferWriter<byte> pending = new();
    private FileFd file;
    private long size;

    /// <summary>Opens the log, to go on at its end.</summary>
    /// <param name="folder">The container's folder; borrowed.</param>
    /// <param name="settings">When a new file begins.</param>
    public ContainerLog(FileFd folder, LogSettings settings)
    {
        this.folder = folder;
        this.settings = settings;
        Open();
    }

    /// <summary>The name of a file of the log: 0 is the newest.</summary>
    internal static string NameOf(int number) => number == 0 ? "log.json" : string.Create(CultureInfo.InvariantCulture, $"log.{number}.json");

    /// <summary>Takes what one stream said.</summary>
    /// <param name="stream">Where it came from; holds what is no whole line yet.</param>
    /// <param name="said">The bytes.</param>
    /// <param name="now">When.</param>
    public void Append(LogStream stream, ReadOnlySpan<byte> said, DateTimeOffset now)
    {
        while (!said.IsEmpty)
        {
            int end = said.IndexOf((byte)'\n') + 1;
            int take = Math.Min(end == 0 ? said.Length : end, LongestLine - stream.Partial.WrittenCount);
            stream.Partial.Write(said[..take]);
            said = said[take..];
            if (take == end || stream.Partial.WrittenCount == LongestLine)
            {
                Add(stream, now);
            }
        }

        Flush();
    }

    /// <summary>Writes what a stream left without the end of a line.</summary>
    public void End(LogStream stream, DateTimeOffset now)
    {
        if (stream.Partial.WrittenCount > 0)
        {
            Add(stream, now);
            Flush();
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private void Add(LogStream stream, DateTimeOffset now)
    {
        entry.ResetWrittenCount();
        using (Utf8JsonWriter json = new(entry, options))
        {
            json.WriteStartObject();

            // Bytes that are no UTF-8 become U+FFFD, as with Docker.
            json.WriteString("log", System.Text.Encoding.UTF8.GetString(stream.Partial.WrittenSpan));
            json.WriteString("stream", stream.Name);
            json.WriteString("time", now.UtcDateTime);
            json.WriteEndObject();
        }

        entry.Write("\n"u8);
        stream.Partial.ResetWrittenCount();
        if (size + pending.WrittenCount + entry.WrittenCount > settings.MaxFileBytes)
        {
            Flush();
            if (size > 0)
            {
                Rotate();
            }
        }

        pending.Write(entry.WrittenSpan);
        if (pending.WrittenCount >= Piece)
        {
            Flush();
        }
    }

    /// <summary>A full disk must not end a container: what cannot be written is lost, and nothing else.</summary>
    private void Flush()
    {
        if (file.IsOpen && Sys.WriteAll(file, pending.WrittenSpan) == Errno.Ok)
        {
            size += pending.WrittenCount;
        }

        pending.ResetWrittenCount();
    }

    private void Rotate()
    {
        file.Dispose();
        for (int number = settings.MaxFiles - 2; number >= 0; number--)
        {
            _ = Sys.RenameAt(folder, FileName.BytesOf(NameOf(number)), folder, FileName.BytesOf(NameOf(number + 1)));
        }

        if (settings.MaxFiles == 1)
        {
            _ = Sys.UnlinkAt(folder, FileName.BytesOf(NameOf(0)));
        }

        Open();
    }

    private void Open()
    {
        const uint ForOwner = 0x180; // 0600
        size = 0;
        file = default;
        if (Sys.OpenAt(folder, FileName.BytesOf(NameOf(0)), OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Append | OpenFlags.NoFollow, out FileFd opened, ForOwner) == Errno.Ok)
        {
            file = opened;
            size = Sys.FStat(file, out FileStat stat) == Errno.Ok ? (long)stat.Size : 0;
        }
    }
}
