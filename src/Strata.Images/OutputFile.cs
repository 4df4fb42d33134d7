using System.Security.Cryptography;
using Strata.Linux;

namespace Strata.Images;

/// <summary>
/// Where an archive goes: a file, which gets its name only when it is complete and on the disk, or a device, a pipe, or
/// standard output, which take it as it comes.
/// </summary>
public sealed class OutputFile : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private const uint Private = 0x180; // 0600: images have files that only root may read
    private readonly FileFd folder;
    private readonly byte[] name;
    private readonly byte[] stagedName;
    private FileFd file;
    private bool isComplete;

    private OutputFile(FileFd file, string where, FileFd folder, byte[] name, byte[] stagedName, CancellationToken cancellation)
    {
        this.file = file;
        this.folder = folder;
        this.name = name;
        this.stagedName = stagedName;
        Stream = new BufferedStream(new OutputStream(file, where, cancellation), BufferSize);
    }

    /// <summary>Takes the bytes.</summary>
    public Stream Stream { get; }

    /// <summary>Begins an output.</summary>
    /// <param name="path">The file; null or <c>-</c> for standard output, which must not be a terminal.</param>
    /// <param name="cancellation">Breaks it off at the next write.</param>
    public static OutputFile Create(string? path, CancellationToken cancellation)
    {
        if (path is null or "-")
        {
            FileFd standard = FileFd.FromNumber(1);
            return Sys.GetTerminal(standard, out _) == Errno.Ok
                ? throw new ImageException("standard output is a terminal: give -o FILE, or send it into a file or a pipe")
                : new OutputFile(standard, "standard output", default, [], [], cancellation);
        }

        byte[] bytes = PathText.Bytes(path);
        if (Sys.OpenAt(FileFd.WorkingDirectory, bytes, OpenFlags.Path, out FileFd there) == Errno.Ok)
        {
            using (there)
            {
                Sys.FStat(there, out FileStat stat).OrThrow($"look at {path}");
                if (stat.IsDirectory)
                {
                    throw new ImageException($"{path} is a folder: an archive is a file");
                }

                if (!stat.IsRegular)
                {
                    Sys.OpenAt(FileFd.WorkingDirectory, bytes, OpenFlags.WriteOnly, out FileFd device).OrThrow($"open {path}");
                    return new OutputFile(device, path, default, [], [], cancellation);
                }
            }
        }

        int slash = path.LastIndexOf('/');
        string parent = slash < 0 ? "." : path[..(slash + 1)];
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(parent), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd folder)
            .OrThrow($"open the folder of {path}");
        byte[] name = PathText.Bytes(path[(slash + 1)..]);
        byte[] staged = [.. "."u8, .. name, .. PathText.Bytes("." + RandomNumberGenerator.GetHexString(8, lowercase: true))];
        Errno error = Sys.OpenAt(folder, staged, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out FileFd file, Private);
        if (error != Errno.Ok)
        {
            folder.Dispose();
            throw new LinuxException(error, $"create {path}");
        }

        return new OutputFile(file, path, folder, name, staged, cancellation);
    }

    /// <summary>Everything was written: a file is on the disk, and has its name, when this returns.</summary>
    public void Complete()
    {
        Stream.Flush();
        if (stagedName.Length > 0)
        {
            Sys.FSync(file).OrThrow("fsync of an archive");
            Sys.RenameAt(folder, stagedName, folder, name).OrThrow("name an archive");
            Sys.FSync(folder).OrThrow("fsync of an archive's folder");
        }

        isComplete = true;
    }

    /// <summary>Closes it; a file that is not complete is removed.</summary>
    public void Dispose()
    {
        if (!isComplete && stagedName.Length > 0)
        {
            // Failing here must not hide why it was broken off.
            _ = Sys.UnlinkAt(folder, stagedName);
        }

        // Standard output belongs to whoever started the command.
        if (file.IsOpen && file.Number != 1)
        {
            file.Dispose();
        }

        file = default;
        folder.Dispose();
    }
}
