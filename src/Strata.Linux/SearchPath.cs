namespace Strata.Linux;

/// <summary>The variable PATH of this process, environ(7): where programs lie that are called by their names alone.</summary>
public static class SearchPath
{
    private const string Default = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Where a program may be, in the order in which it is looked for; an empty folder is the working directory.</summary>
    public static byte[][] PlacesOf(byte[] name)
    {
        string path = Environment.GetEnvironmentVariable("PATH") is { Length: > 0 } own ? own : Default;
        return Array.ConvertAll(path.Split(':'), folder => (byte[])[.. PathText.Bytes(folder.Length == 0 ? "." : folder), (byte)'/', .. name]);
    }
}
