namespace Strata.Fuse;

/// <summary>FOPEN_* of linux/fuse.h: how the kernel treats an open file.</summary>
[Flags]
public enum OpenReplyFlags : uint
{
    /// <summary>Cached pages of earlier opens are dropped, then reads fill the page cache.</summary>
    None = 0,

    /// <summary>FOPEN_DIRECT_IO: no page cache.</summary>
    DirectIo = 1 << 0,

    /// <summary>FOPEN_KEEP_CACHE: the pages cached by earlier opens are still true. EIO together with passthrough.</summary>
    KeepCache = 1 << 1,

    /// <summary>FOPEN_NONSEEKABLE.</summary>
    NonSeekable = 1 << 2,

    /// <summary>FOPEN_CACHE_DIR: the kernel keeps the listing of this directory; with <see cref="KeepCache"/> over its next opening too.</summary>
    CacheDirectory = 1 << 3,

    /// <summary>FOPEN_STREAM: no file position.</summary>
    Stream = 1 << 4,

    /// <summary>FOPEN_NOFLUSH: no FLUSH when a descriptor is closed.</summary>
    NoFlush = 1 << 5,

    /// <summary>FOPEN_PARALLEL_DIRECT_WRITES.</summary>
    ParallelDirectWrites = 1 << 6,

    /// <summary>FOPEN_PASSTHROUGH: reads, writes and maps go to the backing file; set by the session when there is a backing id.</summary>
    Passthrough = 1 << 7,
}
