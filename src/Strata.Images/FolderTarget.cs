using System.Security.Cryptography;
using Strata.Linux;

namespace Strata.Images;

/// <summary>A layout folder that is written beside its place, and moved there when it is complete and on the disk.</summary>
internal sealed class FolderTarget : IImageTarget
{
    private const int BufferSize = 256 * 1024;
    private const uint FileMode = 0x1a4; // 0644
    private const uint FolderMode = 0x1ed; // 0755
    private readonly string path;
    private readonly byte[] staged;
    private readonly CancellationToken cancellation;
    private readonly FileFd folder;
    private readonly Stack<(byte[] Path, bool IsFolder)> made = [];
    private bool isComplete;

    /// <summary>Begins a layout.</summary>
    /// <param name="path">Its folder: not there, or empty.</param>
    /// <param name="cancellation">Breaks it off at the next write.</param>
    public FolderTarget(string path, CancellationToken cancellation)
    {
        this.path = path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : throw new ImageException($"\"{path}\" is no place for a new folder");
        this.cancellation = cancellation;
        if (Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.ReadOnly, out FileFd there) == Errno.Ok)
        {
            using (there)
            {
                RequireEmpty(there);
            }
        }

        staged = PathText.Bytes($"{this.path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        Sys.MkdirAt(FileFd.WorkingDirectory, staged, FolderMode).OrThrow($"make the folder {path}");
        Sys.OpenAt(FileFd.WorkingDirectory, staged, OpenFlags.ReadOnly | OpenFlags.Directory, out folder).OrThrow($"open the folder {path}");
    }

    public void AddFolder(string path)
    {
        byte[] bytes = PathText.Bytes(path);
        Sys.MkdirAt(folder, bytes, FolderMode).OrThrow($"make {this.path}/{path}");
        made.Push((bytes, true));
    }

    public void AddFile(string path, long size, Action<Stream> write)
    {
        byte[] bytes = PathText.Bytes(path);
        Sys.OpenAt(folder, bytes, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, out FileFd file, FileMode)
            .OrThrow($"create {this.path}/{path}");
        made.Push((bytes, false));
        using (file)
        {
            using OutputStream output = new(file, $"{this.path}/{path}", cancellation);
            using BufferedStream buffered = new(output, BufferSize);
            write(buffered);
            buffered.Flush();
            Sys.FStat(file, out FileStat stat).OrThrow($"look at {this.path}/{path}");
            if ((long)stat.Size != size)
            {
                throw new InvalidOperationException($"{path} has {stat.Size} bytes where {size} were meant");
            }
        }
    }

    public void Complete()
    {
        // Fewer waits than an fsync of each file, and nothing has its name before.
        Sys.SyncFs(folder).OrThrow($"syncfs of {path}");

        // rename(2) puts a folder in the place of an empty one.
        Sys.RenameAt(FileFd.WorkingDirectory, staged, FileFd.WorkingDirectory, PathText.Bytes(path)).OrThrow($"name the folder {path}");
        int slash = path.LastIndexOf('/');
        Sys.OpenAt(FileFd.WorkingDirectory, slash < 0 ? "."u8 : PathText.Bytes(path[..(slash + 1)]), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd parent)
            .OrThrow($"open the folder of {path}");
        using (parent)
        {
            Sys.FSync(parent).OrThrow($"fsync of the folder of {path}");
        }

        isComplete = true;
    }

    public void Dispose()
    {
        if (!isComplete)
        {
            // Failing here must not hide why it was broken off.
            while (made.TryPop(out (byte[] Path, bool IsFolder) last))
            {
                _ = last.IsFolder ? Sys.RmdirAt(folder, last.Path) : Sys.UnlinkAt(folder, last.Path);
            }

            _ = Sys.RmdirAt(FileFd.WorkingDirectory, staged);
        }

        folder.Dispose();
    }

    private void RequireEmpty(FileFd there)
    {
        Sys.FStat(there, out FileStat stat).OrThrow($"look at {path}");
        if (!stat.IsDirectory)
        {
            throw new ImageException($"{path} is a file: a layout folder is made where there is nothing, or an empty folder");
        }

        DirectoryReader reader = new(there, new byte[4096]);
        if (reader.Next(out Errno error))
        {
            throw new ImageException($"{path} is not empty: a layout folder is made where there is nothing, or an empty folder");
        }

        error.OrThrow($"read {path}");
    }
}
