using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Strata.Linux;

namespace Strata.Launch;

internal sealed partial class PlanCompiler
{
    private const int LastCapability = 63;

    private void NameHost()
    {
        if (spec.HostName is { } name)
        {
            program.Purpose = $"set the host name {name}";
            program.Call(Syscall.SetHostName, name, Encoding.UTF8.GetByteCount(name));
        }
    }

    private void RaiseLoopback()
    {
        const ulong SetFlags = 0x8914; // SIOCSIFFLAGS
        if (!spec.Namespaces.HasFlag(Namespaces.Network) || !spec.LoopbackUp)
        {
            return;
        }

        // struct ifreq: 16 bytes of name, then the flags IFF_UP|IFF_RUNNING.
        byte[] request = new byte[40];
        "lo"u8.CopyTo(request);
        request[16] = 0x41;
        Slot socket = new("socket");
        program.Purpose = "bring up the interface lo";
        program.Call(Syscall.Socket, Argument.Named(2, "AF_INET"), Argument.Named(2 | 0x80000, "SOCK_DGRAM"), 0).Into(socket);
        program.Call(Syscall.IoCtl, socket, Argument.Named(SetFlags, "SIOCSIFFLAGS"), DataBlock.Structure("{lo, IFF_UP|IFF_RUNNING}", request));
    }

    private void LimitResources()
    {
        foreach (ResourceLimit limit in spec.ResourceLimits)
        {
            program.Purpose = $"set the limit {limit.Name}";
            program.Call(
                Syscall.PrLimit64, 0, Argument.Named((ulong)limit.Resource, limit.Name), DataBlock.Words($"{{{limit.Soft}, {limit.Hard}}}", limit.Soft, limit.Hard), Argument.Null);
        }
    }

    private void DropPrivileges()
    {
        ProcessUser user = spec.User;
        CapabilitySets sets = spec.Capabilities;
        DropBoundingSet(sets.Bounding);
        if (!spec.NoNewPrivileges)
        {
            Filter(); // It needs CAP_SYS_ADMIN, which goes below.
        }

        program.Purpose = string.Create(CultureInfo.InvariantCulture, $"become user {user.Uid}:{user.Gid}");
        program.Call(Syscall.PrCtl, Argument.Named(8, "PR_SET_KEEPCAPS"), 1, 0, 0, 0);
        byte[] groups = new byte[Math.Max(user.AdditionalGids.Count, 1) * 4];
        for (int i = 0; i < user.AdditionalGids.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(groups.AsSpan(i * 4), user.AdditionalGids[i]);
        }

        program.Call(Syscall.SetGroups, user.AdditionalGids.Count, DataBlock.Structure($"[{string.Join(", ", user.AdditionalGids)}]", groups));
        program.Call(Syscall.SetResGid, user.Gid, user.Gid, user.Gid);
        program.Call(Syscall.SetResUid, user.Uid, user.Uid, user.Uid);
        program.Call(Syscall.Umask, Argument.Mode(user.Umask));
        if (spec.NoNewPrivileges)
        {
            program.Purpose = "set no_new_privs";
            program.Call(Syscall.PrCtl, Argument.Named(38, "PR_SET_NO_NEW_PRIVS"), 1, 0, 0, 0);
        }

        program.Purpose = "set capabilities";
        program.Call(Syscall.CapSet, DataBlock.Words("{v3, 0}", 0x2008_0522), CapabilityData(sets));
        for (int capability = 0; capability <= LastCapability; capability++)
        {
            if ((sets.Ambient >> capability & 1) != 0)
            {
                program.Call(Syscall.PrCtl, Argument.Named(47, "PR_CAP_AMBIENT"), Argument.Named(2, "PR_CAP_AMBIENT_RAISE"), capability, 0, 0);
            }
        }
    }

    private void TieToLauncher()
    {
        // After the change of user, which takes the setting away.
        if (spec.DiesWithLauncher)
        {
            program.Purpose = "die with the launcher";
            program.Call(Syscall.PrCtl, Argument.Named(1, "PR_SET_PDEATHSIG"), Argument.Named(9, "SIGKILL"), 0, 0, 0);

            // A launcher that was gone before sends no signal, and in a pid namespace of its own a child has no parent to
            // ask for. The pipe tells: it is at its end once the last writer is gone, and has nothing to read before.
            program.Call(Syscall.Fcntl, inputs.Attached, Argument.Named(4, "F_SETFL"), Argument.Named(0x800, "O_NONBLOCK"));
            program.Call(Syscall.Read, inputs.Attached, DataBlock.Structure("byte", new byte[8]), 1).FailOnZero();
            program.Tolerate(Errno.EAGAIN);
        }
    }

    private void DropBoundingSet(ulong kept)
    {
        // EINVAL is the first capability that this kernel does not know: there are no more.
        Label done = new();
        program.Purpose = "drop capabilities from the bounding set";
        for (int capability = 0; capability <= LastCapability; capability++)
        {
            if ((kept >> capability & 1) == 0)
            {
                program.Call(Syscall.PrCtl, Argument.Named(24, "PR_CAPBSET_DROP"), capability, 0, 0, 0).On(Errno.EINVAL, done);
            }
        }

        program.Mark(done);
    }

    /// <summary>Two struct __user_cap_data: effective, permitted and inheritable, low halves first.</summary>
    private static DataBlock CapabilityData(CapabilitySets sets)
    {
        ulong[] order = [sets.Effective, sets.Permitted, sets.Inheritable];
        byte[] data = new byte[24];
        for (int i = 0; i < order.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(i * 4), (uint)order[i]);
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(12 + (i * 4)), (uint)(order[i] >> 32));
        }

        string shown = string.Create(CultureInfo.InvariantCulture, $"{{effective 0x{order[0]:x}, permitted 0x{order[1]:x}, inheritable 0x{order[2]:x}}}");
        return DataBlock.Structure(shown, data);
    }
}
