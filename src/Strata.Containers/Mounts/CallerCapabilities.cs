using System.Buffers.Text;
using Strata.Fuse;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>
/// What a caller may, where FUSE does not say it: asked of /proc while the caller waits for its answer, so only for what is
/// rare. See capabilities(7), proc(5).
/// </summary>
internal static class CallerCapabilities
{
    /// <summary>CAP_FSETID: a write leaves the set-id bits.</summary>
    internal const int FSetId = 4;

    /// <summary>CAP_SYS_ADMIN: trusted xattrs.</summary>
    internal const int SysAdmin = 21;

    // PROC_USER_INIT_INO: the initial user namespace has the same number in every kernel. Only in it a capability counts for
    // capable(), which is what the VFS asks.
    private static ReadOnlySpan<byte> InitialUserNamespace => "user:[4026531837]"u8;

    /// <summary>
    /// Whether the caller has a capability in the initial user namespace. Where its process cannot be seen, whether its fsuid is
    /// root's, as the mount's user namespace has it.
    /// </summary>
    internal static bool Has(in Caller caller, int capability)
    {
        byte[] status = [];
        if (caller.Pid <= 0 || FileText.Read(FileFd.WorkingDirectory, PathText.Bytes($"/proc/{caller.Pid}/status"), 64 << 10, out status) != Errno.Ok)
        {
            return caller.Uid == 0;
        }

        ReadOnlySpan<byte> key = "\nCapEff:\t"u8;
        int at = status.AsSpan().IndexOf(key);
        return at >= 0
            && Utf8Parser.TryParse(status.AsSpan(at + key.Length), out ulong effective, out _, 'x')
            && (effective >> capability & 1) != 0
            && IsInInitialNamespace(caller.Pid);
    }

    private static bool IsInInitialNamespace(int pid)
    {
        Span<byte> name = stackalloc byte[64];
        Errno error = Sys.ReadLinkAt(FileFd.WorkingDirectory, PathText.Bytes($"/proc/{pid}/ns/user"), name, out int length);
        return error == Errno.Ok && name[..length].SequenceEqual(InitialUserNamespace);
    }
}
