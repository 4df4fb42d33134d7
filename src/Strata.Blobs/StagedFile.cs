using System.Buffers.Text;
using Strata.Linux;

namespace Strata.Blobs;

/// <summary>A file that is being written in a batch's staging folder; nobody else sees it until it is published.</summary>
public sealed class StagedFile : IDisposable
{
    private FileFd file;

    internal StagedFile(FileFd file, int number)
    {
        this.file = file;
        Number = number;
    }

    /// <summary>The file, open for reading and writing; owned by this object.</summary>
    public FileFd File => file;

    /// <summary>Its name in the staging folder, as a number.</summary>
    internal int Number { get; }

    /// <summary>Closes the file; its name stays in the batch.</summary>
    public void Dispose()
    {
        file.Dispose();
        file = default;
    }

    /// <summary>Writes the name of file <paramref name="number"/>; returns its length. At most 11 bytes.</summary>
    internal static int WriteName(int number, Span<byte> name)
    {
        Utf8Formatter.TryFormat(number, name, out int length);
        return length;
    }
}
