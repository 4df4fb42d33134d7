using System.Formats.Tar;
using Strata.Linux;

namespace Strata.Images;

/// <summary>
/// An image archive in a file that can be seeked: the tar is walked once, its members are then read in place, several at a
/// time.
/// </summary>
internal sealed class TarFiles : IImageFiles
{
    // Five files for each of a few thousand layers; a tar of more is no image.
    private const int MaxMembers = 100_000;
    private const int MaxLinks = 8;

    private readonly FileFd file;
    private readonly Dictionary<string, Member> members = new(StringComparer.Ordinal);

    /// <summary>Reads the tar's headers.</summary>
    /// <param name="file">The archive; owned from now on.</param>
    /// <param name="where">What it is called in messages.</param>
    public TarFiles(FileFd file, string where)
    {
        this.file = file;
        Sys.FStat(file, out FileStat stat).OrThrow(where);
        try
        {
            using FileSlice archive = new(file, 0, (long)stat.Size, owns: false);
            using TarReader reader = new(archive);
            while (reader.GetNextEntry() is { } entry)
            {
                Add(entry, where);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new ImageException($"{where} is not a tar archive, or it ends too early", e);
        }

        if (members.Count == 0)
        {
            throw new ImageException($"{where} is empty");
        }
    }

    public Stream? Open(string path)
    {
        string name = Normalised(path);
        for (int links = 0; links <= MaxLinks && members.TryGetValue(name, out Member? member); links++)
        {
            if (member.Target is null)
            {
                return new FileSlice(file, member.Start, member.Length, owns: false);
            }

            name = member.Target;
        }

        return null;
    }

    public void Dispose() => file.Dispose();

    private void Add(TarEntry entry, string where)
    {
        if (members.Count == MaxMembers)
        {
            throw new ImageException($"{where} has more than {MaxMembers} members: it is not an image");
        }

        string name = Normalised(entry.Name);
        switch (entry.EntryType)
        {
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                members[name] = new Member(entry.DataOffset, entry.Length, null);
                break;
            case TarEntryType.HardLink:
                members[name] = new Member(0, 0, Normalised(entry.LinkName));
                break;
            case TarEntryType.SymbolicLink:
                // Older versions of docker save link a layer that occurs twice: ../ID/layer.tar.
                members[name] = new Member(0, 0, Normalised(name[..(name.LastIndexOf('/') + 1)] + entry.LinkName));
                break;
            default:
                break;
        }
    }

    /// <summary>The path without empty and "." parts, ".." taken back.</summary>
    private static string Normalised(string path)
    {
        List<string> parts = [];
        foreach (string part in path.Split('/'))
        {
            if (part == "..")
            {
                parts.RemoveRange(Math.Max(0, parts.Count - 1), Math.Min(1, parts.Count));
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>A file's place in the archive, or the member that a link stands for.</summary>
    private sealed record Member(long Start, long Length, string? Target);
}
