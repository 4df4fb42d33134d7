using System.Runtime.CompilerServices;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>
/// Serves one mount: agrees with the kernel, then answers requests with the methods of an <see cref="IFileSystem"/> until it
/// is unmounted. In steady state nothing is allocated per request.
/// </summary>
public sealed class FuseSession : IDisposable
{
    private const int RequestsBeforeThreads = 16;

    private readonly FileFd device;
    private readonly IFileSystem files;
    private readonly SessionOptions options;
    private readonly IFuseLog log;
    private readonly NotificationQueue notifications;
    private readonly Interruptions interruptions = new();

    /// <summary>Serves the mount of <paramref name="device"/>, which may have come from another process.</summary>
    /// <param name="device">From <see cref="FuseMount.Open"/>, or <see cref="FileFd.FromNumber"/> of an inherited one; the session owns it now.</param>
    /// <param name="files">The file system; stays the caller's.</param>
    /// <param name="options">What to ask the kernel for.</param>
    /// <param name="log">Where to report what should not happen.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public FuseSession(FileFd device, IFileSystem files, SessionOptions options, IFuseLog log)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Readers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxTransfer, 4096);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxTransfer, 1 << 20);
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.MaxTransfer % 4096, 0);
        this.device = device;
        this.files = files;
        this.options = options;
        this.log = log;
        notifications = new NotificationQueue(device);

        // A reader decides itself how it waits (Patience).
        Sys.SetNonBlocking(device).OrThrow("fcntl of /dev/fuse");
    }

    /// <summary>
    /// Answers on this thread, and on up to <see cref="SessionOptions.Readers"/> − 1 more when requests get stuck, until the
    /// mount is gone. Call it once.
    /// </summary>
    /// <returns>
    /// Ok: unmounted (or aborted). EPROTO: the kernel speaks a protocol older than 7.31. EPERM: the descriptor is not mounted.
    /// </returns>
    public Errno Run()
    {
        Reader reader = new(device, files, options, log, interruptions);
        Errno error = Agree(reader, out Handshake? handshake);
        if (handshake is null)
        {
            reader.Dispose();
            return error;
        }

        // Whoever mounted asks at once, and is answered before a thread has started.
        error = reader.RunAlone(RequestsBeforeThreads);
        if (error != Errno.Ok)
        {
            reader.Dispose();
            return error == Errno.ENODEV ? Errno.Ok : error;
        }

        using ReaderPool pool = new(reader, options.Readers, () => Another(handshake));
        return pool.Run();
    }

    /// <summary>Ends the notifications and closes the descriptor. After <see cref="Run"/> only.</summary>
    public void Dispose()
    {
        notifications.Dispose();
        device.Dispose();
    }

    private Reader Another(Handshake handshake) => new(device, files, options, log, interruptions)
    {
        ExtendedSetXattr = HasExtendedSetXattr(handshake),
        IsParked = true,
    };

    private Errno Agree(Reader reader, out Handshake? handshake)
    {
        handshake = null;
        while (true)
        {
            Errno error = reader.Receive(out int length);
            if (error != Errno.Ok)
            {
                return error == Errno.ENODEV ? Errno.Ok : error;
            }

            if (!reader.TryOpen(length, out Request request) || request.Header.Opcode != (uint)FuseOpcode.Init)
            {
                reader.Send(length, request, Errno.EIO);
                continue;
            }

            FuseInitIn offer = ReadOffer(ref request.Arguments);
            if (offer.Major > Handshake.Major)
            {
                // A newer kernel is told our major version, and then asks again in it.
                request.Reply.Append<FuseInitOut>() = new FuseInitOut { Major = Handshake.Major, Minor = Handshake.NewestMinor };
                reader.Send(length, request, Errno.Ok);
                continue;
            }

            error = Handshake.Agree(offer, options, out handshake);
            if (handshake is null)
            {
                reader.Send(length, request, error);
                return error;
            }

            // Before the reply: with it, requests start.
            reader.ExtendedSetXattr = HasExtendedSetXattr(handshake);
            files.Ready(new FuseConnection(device, handshake.Features, notifications));
            request.Reply.Append<FuseInitOut>() = handshake.Reply;
            reader.Send(length, request, Errno.Ok);
            return Errno.Ok;
        }
    }

    private static bool HasExtendedSetXattr(Handshake handshake) => (handshake.Agreed & InitFlags.SetXattrExtended) != 0;

    // Kernels before 7.36 send the first four fields only; what is missing is zero.
    private static FuseInitIn ReadOffer(ref ArgumentReader arguments)
    {
        Span<byte> whole = stackalloc byte[Unsafe.SizeOf<FuseInitIn>()];
        whole.Clear();
        ReadOnlySpan<byte> sent = arguments.Rest;
        sent[..Math.Min(sent.Length, whole.Length)].CopyTo(whole);
        return System.Runtime.InteropServices.MemoryMarshal.Read<FuseInitIn>(whole);
    }
}
