using System.Runtime.CompilerServices;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>The descriptors 0, 1 and 2 of a server, which belong to whoever started it until the mount is there.</summary>
public static class StandardStreams
{
    private const int Last = 2;

    /// <summary>Where this process was started with one of them closed: takes its number, so that no folder gets it.</summary>
    public static void Occupy()
    {
        FileFd file;
        do
        {
            file = OpenNull();
        }
        while (file.Number <= Last);
        file.Dispose();
    }

    /// <summary>Makes them /dev/null: whoever reads this process's output to its end goes on.</summary>
    public static void Release()
    {
        using FileFd nothing = OpenNull();
        if (RuntimeFeature.IsDynamicCodeSupported)
        {
            ReleaseCopies(nothing);
        }

        for (int number = 0; number <= Last; number++)
        {
            Sys.DuplicateTo(nothing, number).OrThrow("dup2 of /dev/null");
        }
    }

    /// <summary>The just-in-time runtime copies the three at its start, and keeps the copies.</summary>
    private static void ReleaseCopies(FileFd nothing)
    {
        const int LastCopy = 63;
        Span<FileStat> streams = new FileStat[Last + 1];
        for (int number = 0; number <= LastCopy; number++)
        {
            if (Sys.FStat(FileFd.FromNumber(number), out FileStat stat) != Errno.Ok)
            {
                continue;
            }

            if (number <= Last)
            {
                streams[number] = stat;
                continue;
            }

            foreach (ref readonly FileStat stream in streams)
            {
                if (stat.Ino == stream.Ino && stat.Dev == stream.Dev)
                {
                    Sys.DuplicateTo(nothing, number).OrThrow("dup2 of /dev/null");
                }
            }
        }
    }

    private static FileFd OpenNull()
    {
        Sys.OpenAt(FileFd.WorkingDirectory, "/dev/null"u8, OpenFlags.ReadWrite, out FileFd file).OrThrow("open /dev/null");
        return file;
    }
}
