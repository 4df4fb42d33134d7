namespace Strata.Launch;

/// <summary>A system call with its number on x86-64, or the program's own "raise".</summary>
/// <param name="Number">Number for the stub.</param>
/// <param name="Name">The kernel's name.</param>
public readonly record struct Syscall(int Number, string Name)
{
    /// <summary>No call: fails with the errno given as first argument.</summary>
    public static readonly Syscall Raise = new(-1, "raise");

#pragma warning disable CS1591 // The names are the kernel's; their meaning is in section 2 of the manual.
    public static readonly Syscall Read = new(0, "read");
    public static readonly Syscall Write = new(1, "write");
    public static readonly Syscall RtSigAction = new(13, "rt_sigaction");
    public static readonly Syscall RtSigProcMask = new(14, "rt_sigprocmask");
    public static readonly Syscall IoCtl = new(16, "ioctl");
    public static readonly Syscall Socket = new(41, "socket");
    public static readonly Syscall SendMsg = new(46, "sendmsg");
    public static readonly Syscall ExecVe = new(59, "execve");
    public static readonly Syscall Fcntl = new(72, "fcntl");
    public static readonly Syscall ChDir = new(80, "chdir");
    public static readonly Syscall FChDir = new(81, "fchdir");
    public static readonly Syscall FChOwn = new(93, "fchown");
    public static readonly Syscall Umask = new(95, "umask");
    public static readonly Syscall SetSid = new(112, "setsid");
    public static readonly Syscall SetGroups = new(116, "setgroups");
    public static readonly Syscall SetResUid = new(117, "setresuid");
    public static readonly Syscall SetResGid = new(119, "setresgid");
    public static readonly Syscall CapSet = new(126, "capset");
    public static readonly Syscall PivotRoot = new(155, "pivot_root");
    public static readonly Syscall PrCtl = new(157, "prctl");
    public static readonly Syscall Mount = new(165, "mount");
    public static readonly Syscall Umount2 = new(166, "umount2");
    public static readonly Syscall SetHostName = new(170, "sethostname");
    public static readonly Syscall OpenAt = new(257, "openat");
    public static readonly Syscall MkDirAt = new(258, "mkdirat");
    public static readonly Syscall MkNodAt = new(259, "mknodat");
    public static readonly Syscall FChOwnAt = new(260, "fchownat");
    public static readonly Syscall SymlinkAt = new(266, "symlinkat");
    public static readonly Syscall Unshare = new(272, "unshare");
    public static readonly Syscall SetNs = new(308, "setns");
    public static readonly Syscall Dup3 = new(292, "dup3");
    public static readonly Syscall PrLimit64 = new(302, "prlimit64");
    public static readonly Syscall Seccomp = new(317, "seccomp");
    public static readonly Syscall ExecVeAt = new(322, "execveat");
    public static readonly Syscall OpenTree = new(428, "open_tree");
    public static readonly Syscall MoveMount = new(429, "move_mount");
    public static readonly Syscall FsOpen = new(430, "fsopen");
    public static readonly Syscall FsConfig = new(431, "fsconfig");
    public static readonly Syscall FsMount = new(432, "fsmount");
    public static readonly Syscall CloseRange = new(436, "close_range");
    public static readonly Syscall OpenAt2 = new(437, "openat2");
    public static readonly Syscall MountSetAttr = new(442, "mount_setattr");
#pragma warning restore CS1591
}
