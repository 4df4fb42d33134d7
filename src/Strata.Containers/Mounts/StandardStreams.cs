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
        for (int number = 0; number <= Last; number++)
        {
            Sys.DuplicateTo(nothing, number).OrThrow("dup2 of /dev/null");
        }
    }

    private static FileFd OpenNull()
    {
        Sys.OpenAt(FileFd.WorkingDirectory, "/dev/null"u8, OpenFlags.ReadWrite, out FileFd file).OrThrow("open /dev/null");
        return file;
    }
}
