using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>The descriptors 0, 1 and 2, which a server gives up once it serves.</summary>
public static class StandardStreams
{
    private const int Last = 2;

    /// <summary>Where this process was started with one of them closed, takes its number, so that no folder gets it.</summary>
    public static void Occupy()
    {
        FileFd file;
        do
        {
            Sys.OpenAt(FileFd.WorkingDirectory, "/dev/null"u8, OpenFlags.ReadWrite, out file).OrThrow("open /dev/null");
        }
        while (file.Number <= Last);
        file.Dispose();
    }
}
