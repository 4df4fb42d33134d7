namespace Strata.Fuse;

/// <summary>FUSE_* flags of INIT, linux/fuse.h; the upper half travels in flags2.</summary>
[Flags]
internal enum InitFlags : ulong
{
    None = 0,
    AsyncRead = 1UL << 0,
    AtomicTruncate = 1UL << 3,
    ExportSupport = 1UL << 4,
    BigWrites = 1UL << 5,
    DontMask = 1UL << 6,
    DoReadDirPlus = 1UL << 13,
    ReadDirPlusAuto = 1UL << 14,
    AsyncDirectIo = 1UL << 15,
    WritebackCache = 1UL << 16,
    NoOpenSupport = 1UL << 17,
    ParallelDirectoryOperations = 1UL << 18,
    PosixAcl = 1UL << 20,
    MaxPages = 1UL << 22,
    CacheSymlinks = 1UL << 23,
    NoOpenDirSupport = 1UL << 24,
    ExplicitInvalidation = 1UL << 25,
    KillPrivilegeV2 = 1UL << 28,
    SetXattrExtended = 1UL << 29,
    InitExtended = 1UL << 30,
    Passthrough = 1UL << 37,
    NoExportSupport = 1UL << 38,
    AllowIdMap = 1UL << 40,
}
