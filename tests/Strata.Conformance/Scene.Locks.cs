using Strata.Linux;

namespace Strata.Conformance;

internal sealed partial class Scene
{
    /// <summary>flock(2): 1 shared, 2 exclusive, 4 not waiting, 8 unlock.</summary>
    public Errno FLock(FileFd file, int operation) => Say(Sys.FLock(file, operation), $"flock {operation}");

    /// <summary>fcntl(2) locks of open file descriptions: kind 0 read, 1 write, 2 unlock.</summary>
    public Errno LockRange(FileFd file, short kind, long start, long length)
    {
        const int OfdSetLock = 37;
        FileLock range = new() { Kind = kind, Start = start, Length = length };
        return Say(Sys.FLockRange(file, OfdSetLock, ref range), $"lock {kind} {start} {length}");
    }

    /// <summary>Watches a path; <see cref="Events"/> tells what came.</summary>
    public FileFd Watch(string path, uint events)
    {
        Sys.InotifyInit(out FileFd inotify).OrThrow();
        open.Add(inotify);
        Say(Sys.InotifyAddWatch(inotify, Root, Bytes(path), events, out _), $"watch {path} {events:x}");
        return inotify;
    }

    /// <summary>The events since the last call, as mask and name.</summary>
    public void Events(FileFd inotify)
    {
        byte[] buffer = new byte[16384];
        List<string> seen = [];
        while (Sys.Read(inotify, buffer, out int count) == Errno.Ok && count > 0)
        {
            // struct inotify_event: i32 watch, u32 mask, u32 cookie, u32 length, name with NULs.
            for (int at = 0; at < count;)
            {
                int length = BitConverter.ToInt32(buffer, at + 12);
                string name = System.Text.Encoding.UTF8.GetString(buffer, at + 16, length).TrimEnd('\0');
                seen.Add($"{BitConverter.ToUInt32(buffer, at + 4):x}:{name}");
                at += 16 + length;
            }
        }

        Say($"events: {string.Join(' ', seen)}");
    }
}
