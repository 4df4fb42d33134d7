using Strata.Linux;

namespace Strata.Fuse;

/// <summary>What is answered to INIT, and what follows from it. A function of the kernel's offer and the session's options.</summary>
internal sealed class Handshake
{
    public const uint Major = 7;

    /// <summary>The newest minor version whose structures are spoken here.</summary>
    public const uint NewestMinor = 45;

    /// <summary>Linux 5.4: the first with all that Strata builds on but passthrough (MAX_PAGES, NO_OPENDIR, CACHE_SYMLINKS).</summary>
    public const uint OldestMinor = 31;

    private const int PageSize = 4096;

    // A mount of ours may be the lower layer of one overlayfs; with 2 it may not, and 0 or 3 turn passthrough off.
    private const uint StackDepth = 1;

    private Handshake(SessionFeatures features, FuseInitOut reply, InitFlags agreed)
    {
        Features = features;
        Reply = reply;
        Agreed = agreed;
    }

    public SessionFeatures Features { get; }

    public FuseInitOut Reply { get; }

    public InitFlags Agreed { get; }

    /// <summary>Agrees with a kernel of major version 7. EPROTO: it is older than <see cref="OldestMinor"/>.</summary>
    public static Errno Agree(in FuseInitIn offer, SessionOptions options, out Handshake? handshake)
    {
        handshake = null;
        if (offer.Major != Major || offer.Minor < OldestMinor)
        {
            return Errno.EPROTO;
        }

        InitFlags offered = (InitFlags)(offer.Flags | (ulong)offer.Flags2 << 32);
        if ((offered & InitFlags.InitExtended) == 0)
        {
            offered = (InitFlags)offer.Flags;
        }

        InitFlags agreed = offered & Wanted(options);
        FuseInitOut reply = new()
        {
            Major = Major,
            Minor = Math.Min(offer.Minor, NewestMinor),
            MaxReadahead = offer.MaxReadahead,
            Flags = (uint)agreed,
            Flags2 = (uint)((ulong)agreed >> 32),
            MaxBackground = 64,
            CongestionThreshold = 48,
            MaxWrite = (uint)options.MaxTransfer,
            MaxPages = (ushort)(options.MaxTransfer / PageSize),
            TimeGran = 1,
            MaxStackDepth = (agreed & InitFlags.Passthrough) != 0 ? StackDepth : 0,
        };
        handshake = new Handshake(FeaturesOf(offer, offered, agreed, options), reply, agreed);
        return Errno.Ok;
    }

    private static InitFlags Wanted(SessionOptions options)
    {
        // Everything changes through the mount: cached pages stay until they are asked to go (ExplicitInvalidation), a
        // listing comes with attributes always (no ReadDirPlusAuto), and handles for nfsd are not offered. No writeback
        // cache: it costs a SETATTR per created file and forbids passthrough.
        InitFlags wanted = InitFlags.AsyncRead | InitFlags.AtomicTruncate | InitFlags.BigWrites | InitFlags.AsyncDirectIo
            | InitFlags.NoOpenSupport | InitFlags.ParallelDirectoryOperations | InitFlags.MaxPages | InitFlags.CacheSymlinks
            | InitFlags.NoOpenDirSupport | InitFlags.ExplicitInvalidation | InitFlags.KillPrivilegeV2
            | InitFlags.SetXattrExtended | InitFlags.InitExtended | InitFlags.NoExportSupport | InitFlags.DontMask;
        wanted |= options.PosixAcl ? InitFlags.PosixAcl : InitFlags.None;
        wanted |= options.AllowIdMap ? InitFlags.AllowIdMap : InitFlags.None;
        wanted |= options.Passthrough ? InitFlags.Passthrough : InitFlags.None;
        return wanted | (options.ReadDirectoryPlus ? InitFlags.DoReadDirPlus : InitFlags.None);
    }

    private static SessionFeatures FeaturesOf(in FuseInitIn offer, InitFlags offered, InitFlags agreed, SessionOptions options) => new()
    {
        Minor = offer.Minor,
        Passthrough = (agreed & InitFlags.Passthrough) != 0,
        KillsSetId = (agreed & InitFlags.KillPrivilegeV2) != 0,
        PosixAcl = (agreed & InitFlags.PosixAcl) != 0,
        NoOpenDirectory = (agreed & InitFlags.NoOpenDirSupport) != 0,
        NoOpen = (agreed & InitFlags.NoOpenSupport) != 0,
        MaxTransfer = (offered & InitFlags.MaxPages) != 0 ? options.MaxTransfer : Math.Min(options.MaxTransfer, 32 * PageSize),
    };
}
