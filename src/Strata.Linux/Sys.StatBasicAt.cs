namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// statx(2) as <see cref="StatAt"/>, but without the time of creation: what stat(2) asks for. A FUSE server is asked once more
    /// for that time, with a request of its own.
    /// </summary>
    public static unsafe Errno StatBasicAt(FileFd directory, ReadOnlySpan<byte> path, out FileStat stat)
    {
        stat = default;
        if (!PathText.Fits(path))
        {
            return PathText.Refusal(path);
        }

        StatX buffer;
        fixed (byte* text = PathText.Terminate(path, stackalloc byte[path.Length + 1]))
        {
            Errno error = Result.Of(NativeStatX(directory.Number, text, NoFollow | EmptyPath, StatX.Basic, &buffer));
            if (error == Errno.Ok)
            {
                buffer.Created = default;
                buffer.ToFileStat(out stat);
            }

            return error;
        }
    }
}
