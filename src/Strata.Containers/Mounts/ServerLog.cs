using System.Globalization;
using System.Text;
using Strata.Fuse;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>
/// What should not happen in a server of a mount: appended to a file, since nobody reads its standard error. The file is made
/// with the first line.
/// </summary>
/// <param name="source">See <see cref="MountSource"/>.</param>
/// <param name="target">Where it is mounted.</param>
/// <param name="path">The file.</param>
internal sealed class ServerLog(string source, string target, string path) : IFuseLog
{
    /// <inheritdoc/>
    public void HandlerFailed(FuseOpcode opcode, NodeId node, Exception exception) => Write($"{opcode} of node {node.Value} failed: {exception}");

    /// <inheritdoc/>
    public void ReplyRefused(FuseOpcode opcode, NodeId node, Errno error) =>
        Write($"the kernel refused the reply to {opcode} of node {node.Value}: {error.Message()}");

    /// <summary>Appends a line with the time and the mount.</summary>
    public void Write(string message)
    {
        const uint ForOwner = 0x180; // 0600
        const OpenFlags Flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Append | OpenFlags.NoFollow;
        string line = string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow:O} {source} on {target}: {message}\n");

        // Where not even the log can be written there is nobody left to tell.
        if (Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), Flags, out FileFd file, ForOwner) == Errno.Ok)
        {
            _ = Sys.WriteAll(file, Encoding.UTF8.GetBytes(line));
            file.Dispose();
        }
    }
}
