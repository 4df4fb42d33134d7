using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>What this kernel's FUSE offers, as its INIT request says it.</summary>
/// <param name="Minor">The minor protocol version; the major one is 7.</param>
/// <param name="Passthrough">Whether files can be read and written by the kernel itself (FUSE_PASSTHROUGH).</param>
/// <param name="OverIoUring">Whether requests can come by io_uring.</param>
public sealed record FuseOffer(uint Minor, bool Passthrough, bool OverIoUring)
{
    private const InitFlags OverIoUringFlag = (InitFlags)(1UL << 41); // Only shown; the session speaks over /dev/fuse.

    /// <summary>
    /// Asks the kernel: mounts on <paramref name="folder"/> in a mount namespace that only the calling thread has from then
    /// on, reads the first request, and unmounts. EPERM: not root.
    /// </summary>
    public static Errno Ask(ReadOnlySpan<byte> folder, out FuseOffer? offer)
    {
        offer = null;
        Errno error = Sys.UnshareMounts();
        error = error != Errno.Ok ? error : Sys.Mount("none"u8, "/"u8, default, MountFlags.Private | MountFlags.Recursive, default);
        if (error != Errno.Ok || (error = FuseMount.Open(folder, new FuseMountOptions { Source = "strata-probe" }, out FileFd device)) != Errno.Ok)
        {
            return error;
        }

        using (device)
        {
            Span<byte> request = new byte[128 << 10]; // FUSE_MIN_READ_BUFFER is 8 KiB; older kernels want room for the largest write.
            error = Sys.Read(device, request, out int length);
            _ = FuseMount.Close(folder, detach: true);
            int header = Unsafe.SizeOf<FuseInHeader>();
            if (error != Errno.Ok || length < header + Unsafe.SizeOf<FuseInitIn>())
            {
                return error != Errno.Ok ? error : Errno.EPROTO;
            }

            FuseInitIn init = MemoryMarshal.Read<FuseInitIn>(request[header..]);
            InitFlags flags = (InitFlags)(init.Flags | ((ulong)init.Flags2 << 32));
            offer = new FuseOffer(init.Minor, flags.HasFlag(InitFlags.Passthrough), flags.HasFlag(OverIoUringFlag));
            return Errno.Ok;
        }
    }
}
