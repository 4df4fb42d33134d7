using Strata.Linux;

namespace Strata.Conformance;

internal sealed partial class Scene
{
    /// <summary>open(2). A descriptor that could not be had answers EBADF to what is done with it.</summary>
    public FileFd Open(string path, OpenFlags flags, uint mode = 0b110_100_100)
    {
        Errno error = Sys.OpenAt(Root, Bytes(path), flags, out FileFd file, mode);
        Say(error, $"open {path} {flags}{(flags.HasFlag(OpenFlags.Create) ? " " + Octal(mode) : "")}");
        if (error == Errno.Ok)
        {
            open.Add(file);
        }

        return file;
    }

    public void Close(FileFd file)
    {
        if (open.Remove(file))
        {
            file.Dispose();
        }
    }

    /// <summary>Opens and closes again.</summary>
    public void TryOpen(string path, OpenFlags flags, uint mode = 0b110_100_100) => Close(Open(path, flags, mode));

    /// <summary>Creates a file with this content.</summary>
    public void Create(string path, string content, uint mode = 0b110_100_100)
    {
        FileFd file = Open(path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, mode);
        Write(file, content);
        Close(file);
    }

    /// <summary>Overwrites the start of a file, which must be there.</summary>
    public void Overwrite(string path, string content)
    {
        FileFd file = Open(path, OpenFlags.WriteOnly);
        Write(file, content);
        Close(file);
    }

    public Errno Write(FileFd file, string content) => Say(Sys.WriteAll(file, Bytes(content)), $"write {Show(Bytes(content))}");

    public Errno PWrite(FileFd file, string content, long offset) =>
        Say(Sys.PWriteAll(file, Bytes(content), offset), $"pwrite {Show(Bytes(content))} at {offset}");

    public Errno PWrite(FileFd file, byte[] content, long offset) =>
        Say(Sys.PWriteAll(file, content, offset), $"pwrite {content.Length} at {offset}");

    /// <summary>pread(2) of up to <paramref name="count"/> bytes.</summary>
    public string PRead(FileFd file, int count = 300_000, long offset = 0)
    {
        byte[] buffer = new byte[count];
        Errno error = Sys.PRead(file, buffer, offset, out int got);
        string shown = error == Errno.Ok ? Show(buffer.AsSpan(0, got)) : error.ToString();
        Say($"pread {count} at {offset}: {shown}");
        return shown;
    }

    /// <summary>Everything in a file.</summary>
    public void Content(string path)
    {
        FileFd file = default;
        Errno error = Sys.OpenAt(Root, Bytes(path), OpenFlags.ReadOnly | OpenFlags.NonBlocking, out file);
        Say($"content {path}: {(error == Errno.Ok ? ShowAll(file, out error) : error.ToString())}");
        file.Dispose();
    }

    public Errno FTruncate(FileFd file, long size) => Say(Sys.FTruncate(file, size), $"ftruncate {size}");

    public Errno Truncate(string path, long size) => Say(Sys.TruncateAt(Root, Bytes(path), size), $"truncate {path} {size}");

    public Errno Allocate(FileFd file, int mode, long offset, long length) =>
        Say(Sys.FAllocate(file, mode, offset, length), $"fallocate {mode} {offset} {length}");

    public long Seek(FileFd file, long offset, int whence)
    {
        Errno error = Sys.LSeek(file, offset, whence, out long position);
        Say($"lseek {offset} {whence}: {(error == Errno.Ok ? position.ToString() : error.ToString())}");
        return position;
    }

    public long CopyRange(FileFd source, long sourceOffset, FileFd target, long targetOffset, long length)
    {
        Errno error = Sys.CopyFileRange(source, sourceOffset, target, targetOffset, length, out long copied);
        Say($"copy_file_range {sourceOffset} {targetOffset} {length}: {(error == Errno.Ok ? copied.ToString() : error.ToString())}");
        return copied;
    }

    public Errno Sync(FileFd file) => Say(Sys.FSync(file), "fsync");

    internal static string ShowAll(FileFd file, out Errno error)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[65536];
        while ((error = Sys.PRead(file, buffer, all.Length, out int got)) == Errno.Ok && got > 0)
        {
            all.Write(buffer, 0, got);
        }

        return error == Errno.Ok ? Show(all.ToArray()) : error.ToString();
    }
}
