using Strata.Bench.Peers.Mounting;
using Strata.Linux;

namespace Strata.Bench.Peers.Measuring;

/// <summary>
/// What a FUSE server was asked and which system calls it made for it. Requests are counted by the kernel's tracepoint at their
/// sending, which forgets and interrupts do not pass; system calls at the entry of every thread of the server.
/// </summary>
/// <param name="Requests">By FUSE's name, those that were there.</param>
/// <param name="Calls">By the name of the system call, those that were there; the rest together as "other".</param>
internal sealed record RequestCount(IReadOnlyDictionary<string, long> Requests, IReadOnlyDictionary<string, long> Calls)
{
    private const string All = "all";

    private static readonly string[] KnownCalls =
    [
        "read", "readv", "write", "writev", "pread64", "pwrite64", "splice", "openat", "openat2", "open", "close", "newfstatat", "newfstat", "statx",
        "getdents64", "lseek", "readlinkat", "getxattr", "lgetxattr", "fgetxattr", "listxattr", "llistxattr", "flistxattr", "setxattr", "lsetxattr",
        "fsetxattr", "ioctl", "mkdirat", "mknodat", "unlinkat", "renameat", "renameat2", "linkat", "symlinkat", "fchmod", "fchmodat", "fchown",
        "fchownat", "utimensat", "ftruncate", "copy_file_range", "sendfile", "fsync", "fdatasync", "fallocate", "futex", "mmap", "munmap", "dup",
        "faccessat", "faccessat2", "umask", "setresuid", "setresgid", "setfsuid", "setfsgid", "fcntl", "poll",
    ];

    /// <summary>Counts what happens to a served mount while something is done.</summary>
    public static RequestCount During(Mount mount, string folder, Action work)
    {
        Sys.StatBasicAt(FileFd.WorkingDirectory, PathText.Bytes(mount.Path), out FileStat stat).OrThrow(mount.Path);
        string[] calls = [.. TraceEvents.SystemCalls(KnownCalls)];
        PerfCount requests = PerfCount.Start(
            ["-a"],
            [.. TraceEvents.Opcodes().Select(opcode => (opcode.Value, "fuse:fuse_request_send", $"connection == {stat.Dev.Minor} && opcode == {opcode.Key}"))],
            folder);
        PerfCount server = PerfCount.Start(
            ["-p", string.Join(',', mount.Servers())],
            [(All, "raw_syscalls:sys_enter", ""), .. calls.Select(call => (call, $"syscalls:sys_enter_{call}", ""))],
            folder);
        work();
        Dictionary<string, long> made = new(server.Stop());
        made["other"] = made[All] - made.Where(call => call.Key != All).Sum(call => call.Value);
        made.Remove(All);
        return new RequestCount(Present(requests.Stop()), Present(made));
    }

    /// <summary>The largest of them, each divided by a number of operations.</summary>
    public static string Show(IReadOnlyDictionary<string, long> counts, double operations) => string.Join(", ", counts
        .OrderByDescending(count => count.Value)
        .Where(count => count.Value / operations >= 0.005)
        .Take(8)
        .Select(count => FormattableString.Invariant($"{count.Key} {count.Value / operations:0.00}")));

    private static Dictionary<string, long> Present(IReadOnlyDictionary<string, long> counts) =>
        counts.Where(count => count.Value > 0).ToDictionary(count => count.Key, count => count.Value);
}
