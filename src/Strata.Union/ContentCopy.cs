using Strata.Linux;

namespace Strata.Union;

/// <summary>Copies a file's content: shared blocks where the file system can, else in the kernel, else by hand; holes stay holes.</summary>
internal static class ContentCopy
{
    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const long Step = 16 << 20; // So much is copied between two questions whether to go on.

    /// <summary>The first <paramref name="length"/> bytes of <paramref name="source"/> become all of <paramref name="target"/>, which is empty or all hole.</summary>
    /// <param name="source">Open for reading.</param>
    /// <param name="target">Open for writing.</param>
    /// <param name="length">In bytes; EIO where the source is shorter.</param>
    /// <param name="mustStop">Asked now and then: EINTR once it says so.</param>
    /// <param name="isShared">
    /// Whether no byte was written: the blocks are the source's, which are on the disk, and the file system writes who has them
    /// in order with a later rename. As in overlayfs nobody has to wait for them then.
    /// </param>
    internal static Errno Copy(FileFd source, FileFd target, long length, Func<bool>? mustStop, out bool isShared)
    {
        isShared = false;
        if (length == 0)
        {
            return Errno.Ok;
        }

        Errno known = Sys.FStat(source, out FileStat stat);
        if (known != Errno.Ok || (long)stat.Size < length)
        {
            // Shorter than its attributes say: a lower must not change, and what is lost is no hole.
            return known != Errno.Ok ? known : Errno.EIO;
        }

        if (Sys.FiClone(target, source) == Errno.Ok)
        {
            isShared = true;
            return Sys.FTruncate(target, length);
        }

        for (long at = 0; at < length;)
        {
            Errno error = Sys.LSeek(source, at, SeekData, out long data);
            if (error == Errno.ENXIO)
            {
                break; // Only a hole follows.
            }

            long end = length;
            if (error == Errno.Ok)
            {
                error = Sys.LSeek(source, data, SeekHole, out end);
            }

            if (error != Errno.Ok)
            {
                // A file system that knows no holes.
                data = at;
                end = length;
            }

            end = Math.Min(end, length);
            error = CopyRange(source, target, data, end, mustStop);
            if (error != Errno.Ok)
            {
                return error;
            }

            at = Math.Max(end, data);
        }

        return Sys.FTruncate(target, length);
    }

    private static Errno CopyRange(FileFd source, FileFd target, long start, long end, Func<bool>? mustStop)
    {
        while (start < end)
        {
            if (mustStop?.Invoke() == true)
            {
                return Errno.EINTR;
            }

            Errno error = Sys.CopyFileRange(source, start, target, start, Math.Min(end - start, Step), out long copied);
            if (error is Errno.EXDEV or Errno.EINVAL or Errno.EOPNOTSUPP or Errno.ENOSYS || (error == Errno.Ok && copied == 0))
            {
                return CopyByHand(source, target, start, end, mustStop);
            }

            if (error != Errno.Ok)
            {
                return error;
            }

            start += copied;
        }

        return Errno.Ok;
    }

    private static Errno CopyByHand(FileFd source, FileFd target, long start, long end, Func<bool>? mustStop)
    {
        byte[] buffer = new byte[(int)Math.Min(end - start, 1 << 20)];
        while (start < end)
        {
            if (mustStop?.Invoke() == true)
            {
                return Errno.EINTR;
            }

            Errno error = Sys.PRead(source, buffer.AsSpan(0, (int)Math.Min(end - start, buffer.Length)), start, out int count);
            if (error == Errno.Ok && count == 0)
            {
                return Errno.EIO; // Shorter than its attributes say: a lower must not change.
            }

            if (error == Errno.Ok)
            {
                error = Sys.PWriteAll(target, buffer.AsSpan(0, count), start);
            }

            if (error != Errno.Ok)
            {
                return error;
            }

            start += count;
        }

        return Errno.Ok;
    }
}
