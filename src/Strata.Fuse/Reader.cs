using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Fuse;

/// <summary>
/// One reader: waits for a request, runs its row of the table, sends the reply. A request and its reply share one
/// buffer: the reply's body starts on the first page behind the request, its header just before, so that a small request
/// touches two pages.
/// </summary>
internal sealed class Reader(FileFd device, IFileSystem files, SessionOptions options, IFuseLog log, Interruptions interruptions) : IDisposable
{
    private const int PageSize = 4096;

    private readonly int requestSize = options.MaxTransfer + PageSize;
    private readonly PageBuffer buffer = new(options.MaxTransfer + (3 * PageSize));
    private readonly Patience patience = new();
    private readonly Interruption interruption = interruptions.Add();

    private int received; // The length of a request that RunAlone left in the buffer, or 0.
    private long progress;
    private int busy;
    private bool parked;

    /// <summary>Whether SETXATTR comes in its long form, agreed on by INIT.</summary>
    public bool ExtendedSetXattr { get; set; }

    /// <summary>How many requests it has answered.</summary>
    public long Progress => Volatile.Read(ref progress);

    /// <summary>Whether it is answering one now.</summary>
    public bool IsBusy => Volatile.Read(ref busy) != 0;

    /// <summary>Whether it waits for its turn rather than for requests. Written by the pool.</summary>
    public bool IsParked
    {
        get => Volatile.Read(ref parked);
        set => Volatile.Write(ref parked, value);
    }

    /// <summary>Answers requests until the mount is gone.</summary>
    /// <param name="pool">Who is told of each request; null for a reader alone.</param>
    /// <returns>Ok: unmounted. Anything else is an error of the device.</returns>
    public Errno Run(ReaderPool? pool)
    {
        Errno error = RunWhile(pool, static () => true);
        return error == Errno.ENODEV ? Errno.Ok : error;
    }

    /// <summary>
    /// Answers requests for names and attributes while there is no pool. The first that may take longer, a copy-up for one, is
    /// left for <see cref="Run"/>. ENODEV: unmounted.
    /// </summary>
    /// <param name="most">How many.</param>
    public Errno RunAlone(int most)
    {
        for (int i = 0; i < most; i++)
        {
            Errno error = Receive(out int length);
            if (error != Errno.Ok)
            {
                return error;
            }

            if (!TryOpen(length, out Request request) || !IsShort((FuseOpcode)request.Header.Opcode))
            {
                received = length;
                break;
            }

            Answer(length);
        }

        return Errno.Ok;
    }

    /// <summary>Answers requests as long as <paramref name="needed"/> says so after each: at least one. ENODEV: unmounted.</summary>
    public Errno RunWhile(ReaderPool? pool, Func<bool> needed)
    {
        do
        {
            int length = received;
            received = 0;
            Errno error = length == 0 ? Receive(out length) : Errno.Ok;
            if (error != Errno.Ok)
            {
                return error;
            }

            if (pool is not null)
            {
                Interlocked.Exchange(ref busy, 1); // A full fence: see ReaderPool.SleepUntilARequest.
                pool.Wake();
            }

            Answer(length);
            Volatile.Write(ref busy, 0);
            Volatile.Write(ref progress, progress + 1);
        }
        while (needed());
        return Errno.Ok;
    }

    /// <summary>Waits for the next request. ENODEV: unmounted.</summary>
    public Errno Receive(out int length)
    {
        patience.Begin();
        while (true)
        {
            // ENOENT: the request was interrupted while it was being read; there are others.
            Errno error = Sys.Read(device, buffer.Span[..requestSize], out length);
            if (error is not (Errno.ENOENT or Errno.EAGAIN))
            {
                return error;
            }

            if (error == Errno.EAGAIN)
            {
                patience.Pause(device);
            }
        }
    }

    /// <summary>The request of <paramref name="length"/> bytes in the buffer, and room for its reply.</summary>
    public bool TryOpen(int length, out Request request)
    {
        Span<byte> memory = buffer.Span;
        request = new Request
        {
            Arguments = new ArgumentReader(memory[..length]),
            Reply = new ReplyWriter(memory[BodyStart(length)..]),
            ExtendedSetXattr = ExtendedSetXattr,
            Interruption = interruption,
            Interruptions = interruptions,
        };
        return request.Arguments.TryRead(out request.Header) && request.Header.Len == length;
    }

    /// <summary>Sends the reply to the request of <paramref name="length"/> bytes: its body, or nothing but the error.</summary>
    public void Send(int length, in Request request, Errno error)
    {
        int header = Unsafe.SizeOf<FuseOutHeader>();
        int start = BodyStart(length) - header;
        int size = header + (error == Errno.Ok ? request.Reply.Length : 0);
        Span<byte> reply = buffer.Span.Slice(start, size);
        MemoryMarshal.Write(reply, new FuseOutHeader { Len = (uint)size, Error = -(int)error, Unique = request.Header.Unique });
        Errno refused = Sys.FuseReply(device, reply);

        // ENOENT: the mount was aborted meanwhile, and nobody waits any more.
        if (refused is not (Errno.Ok or Errno.ENOENT or Errno.ENODEV))
        {
            log.ReplyRefused((FuseOpcode)request.Header.Opcode, request.Node, refused);
        }
    }

    /// <summary>munmap(2). The descriptor is the session's to close.</summary>
    public void Dispose() => buffer.Dispose();

    private static bool IsShort(FuseOpcode opcode) => opcode is FuseOpcode.Lookup or FuseOpcode.GetAttr or FuseOpcode.StatX or FuseOpcode.StatFs
        or FuseOpcode.Access or FuseOpcode.ReadLink or FuseOpcode.GetXattr or FuseOpcode.ListXattr or FuseOpcode.Forget or FuseOpcode.BatchForget;

    private static int BodyStart(int length) => (length + Unsafe.SizeOf<FuseOutHeader>() + PageSize - 1) & ~(PageSize - 1);

    private void Answer(int length)
    {
        if (!TryOpen(length, out Request request))
        {
            log.ReplyRefused((FuseOpcode)request.Header.Opcode, request.Node, Errno.EPROTO);
            return;
        }

        Operation? operation = OperationTable.Find(request.Header.Opcode);
        interruption.Begin(request.Header.Unique, (int)request.Header.Pid);
        Errno error = operation is null ? Errno.ENOSYS : Handle(operation, ref request);
        interruption.End();
        options.Trace?.Invoke((FuseOpcode)request.Header.Opcode, request.Node, request.Caller, error);
        if (operation is null or { Replies: true })
        {
            Send(length, request, error);
        }
    }

    // The one place that turns a crash into EIO.
    private Errno Handle(Operation operation, ref Request request)
    {
        try
        {
            return operation.Handle(files, ref request);
        }
        catch (Exception e)
        {
            log.HandlerFailed(operation.Opcode, request.Node, e);
            return Errno.EIO;
        }
    }
}
