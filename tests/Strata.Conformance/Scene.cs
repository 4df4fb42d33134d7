using System.Text;
using Strata.Linux;

namespace Strata.Conformance;

/// <summary>
/// Where a behaviour plays: a directory of a mount with the standard lower in it. Every call is made and what it answered
/// is written down; two mounts behave the same when they wrote down the same.
/// </summary>
internal sealed partial class Scene(FileFd directory, string path) : IDisposable
{
    private readonly List<FileFd> open = [];
    private readonly List<string> lines = [];

    /// <summary>What was seen, a line for each call.</summary>
    public IReadOnlyList<string> Seen => lines;

    /// <summary>The directory's path, for programs.</summary>
    public string Path { get; } = path;

    /// <summary>The directory.</summary>
    public FileFd Root { get; } = directory;

    /// <summary>Writes down an observation.</summary>
    public void Say(string line) => lines.Add(line);

    /// <summary>Does something as another user, as far as files are concerned.</summary>
    public void As(uint uid, uint gid, Action action)
    {
        if (!Sys.SetFsIdentity(uid, gid))
        {
            throw new InvalidOperationException($"cannot become {uid}:{gid}");
        }

        try
        {
            Say($"as {uid}:{gid}");
            action();
        }
        finally
        {
            Sys.SetFsIdentity(0, 0);
            Say("as root");
        }
    }

    /// <summary>Does something as uid and gid 1000.</summary>
    public void AsUser(Action action) => As(1000, 1000, action);

    public void Dispose()
    {
        foreach (FileFd file in open)
        {
            file.Dispose();
        }

        Root.Dispose();
    }

    private static byte[] Bytes(string path) => PathText.Bytes(path);

    private Errno Say(Errno error, string what)
    {
        Say($"{what}: {error}");
        return error;
    }

    private static string Octal(uint mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    /// <summary>Shows content: short text as it is, anything else by length and digest.</summary>
    private static string Show(ReadOnlySpan<byte> content)
    {
        bool text = content.Length <= 80;
        foreach (byte b in content)
        {
            text &= b is >= 0x20 and < 0x7f or (byte)'\n';
        }

        return text
            ? $"\"{Encoding.ASCII.GetString(content).Replace("\n", "\\n", StringComparison.Ordinal)}\""
            : $"{content.Length} bytes {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))[..12]}";
    }
}
