namespace Strata.Conformance;

internal static partial class Behaviours
{
    /// <summary>remount(how, flags): the whole file system, or this mount of it alone.</summary>
    private const string Remount = """
        MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_NOATIME, MS_BIND, MS_RELATIME = 1, 2, 4, 8, 32, 1024, 4096, 1 << 21
        libc.mount.argtypes = [ctypes.c_char_p] * 3 + [ctypes.c_ulong, ctypes.c_char_p]
        point = os.path.dirname(os.getcwd()).encode()
        def remount(how, flags):
            if libc.mount(None, point, None, MS_REMOUNT | (MS_BIND if how == 'mount' else 0) | flags, None) != 0:
                raise OSError(ctypes.get_errno(), 'remount')

        """;

    [Behaviour]
    private static void ReadOnlyRemount(Scene s) => s.Python(Remount + """
        os.mkdir('fresh'); make('fresh/f', b'f'); make('new', b'new'); os.mkfifo('new-fifo')
        def everything(who):
            say('--', who)
            for n in ('file', 'new', 'private', 'fifo', 'null', 'dir', 'symlink', 'missing'):
                for flags in (os.O_RDONLY | os.O_NONBLOCK, os.O_WRONLY | os.O_NONBLOCK, os.O_RDWR | os.O_NONBLOCK, os.O_RDWR | os.O_TRUNC | os.O_NONBLOCK, os.O_RDONLY | os.O_TRUNC | os.O_NONBLOCK,
                              os.O_CREAT | os.O_RDONLY | os.O_NONBLOCK, os.O_CREAT | os.O_RDWR | os.O_NONBLOCK, os.O_CREAT | os.O_EXCL, os.O_PATH):
                    t(f'open {n} {flags:o}', lambda: os.close(os.open(n, flags)))
                t(f'access {n}', lambda: [os.access(n, m) for m in (0, 1, 2, 4)])
                t(f'chmod {n}', os.chmod, n, 0o644); t(f'chown {n}', os.chown, n, 0, 0); t(f'chown to nobody new', os.chown, n, -1, -1)
                t(f'utime {n}', os.utime, n, ns=(5, 5)); t(f'setxattr {n}', os.setxattr, n, 'user.a', b'x'); t(f'removexattr {n}', os.removexattr, n, 'user.a')
                t(f'truncate {n}', os.truncate, n, 1); t(f'unlink {n}', os.unlink, n); t(f'rmdir {n}', os.rmdir, n)
                t(f'rename {n}', os.rename, n, 'nowhere'); t(f'rename onto {n}', os.rename, 'big', n); t(f'exchange {n}', rename2, n, 'big', 2)
                t(f'link {n}', os.link, n, 'nowhere', follow_symlinks=False); t(f'mkdir {n}', os.mkdir, n); t(f'symlink {n}', os.symlink, 'x', n)
                t(f'mkfifo {n}', os.mkfifo, n); t(f'mkdir in {n}', os.mkdir, n + '/x'); t(f'unnamed in {n}', lambda: os.close(os.open(n, os.O_TMPFILE | os.O_RDWR)))
            content('file'); names('dir'); t('readlink', os.readlink, 'symlink')
            t('statvfs', lambda: os.statvfs('.').f_flag & 1)
            f = op('file'); t('fchmod', os.fchmod, f, 0o600); t('fsync', os.fsync, f); t('map', lambda: bytes(mmap.mmap(f, 5, prot=mmap.PROT_READ)[:5]))
            t('map private', lambda: mmap.mmap(f, 5, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE) and None)
            t('lock', fcntl.flock, f, fcntl.LOCK_SH); t('posix lock', fcntl.lockf, f, fcntl.LOCK_SH)
        for how in ('file system', 'mount'):
            t(f'{how} read-only', remount, how, MS_RDONLY)
            everything('root')
            in_child(lambda: everything('a user'), 1000)
            t(f'{how} writable', remount, how, 0)
            t('write', lambda: open('file', 'r+').write('W'))
            t('create', make, f'made-{how[0]}')
            names('.')
        """);

    [Behaviour]
    private static void ReadOnlyRemountWhileInUse(Scene s) => s.Python(Remount + """
        make('new', b'new'); make('gone', b'gone')
        def attempt(what, patience=0):
            # The last word about a removed file that was open is the server's, and comes after close(2).
            for _ in range(patience):
                try: remount('file system', MS_RDONLY)
                except OSError: time.sleep(0.01)
                else: remount('file system', 0); break
            for how in ('file system', 'mount'):
                t(f'{how} with {what}', remount, how, MS_RDONLY)
                t('writable', remount, how, 0)
        r = os.open('file', os.O_RDONLY); d = os.open('dir', os.O_RDONLY); m = mmap.mmap(r, 5, prot=mmap.PROT_READ)
        attempt('readers')
        for n in ('file', 'new'):
            w = os.open(n, os.O_RDWR); attempt(f'{n} open for writing')
            m = mmap.mmap(w, 3); os.close(w); attempt(f'{n} mapped for writing')
            m[0:1] = b'M'; m.close(); attempt(f'{n} no more')
        p = os.open('file', os.O_PATH); attempt('O_PATH')
        f = os.open('fifo', os.O_RDWR); attempt('a fifo open for writing'); os.close(f)
        w = os.open('gone', os.O_RDONLY); os.unlink('gone'); attempt('an open file without a name'); os.close(w); attempt('none of it', 500)
        g = os.open('empty-dir', os.O_RDONLY); os.rmdir('empty-dir'); attempt('an open folder without a name'); os.close(g)
        u = os.open('.', os.O_TMPFILE | os.O_RDONLY | os.O_RDWR); attempt('an unnamed file'); os.close(u)
        attempt('nothing', 500)
        content('file'); content('new')
        """);

    [Behaviour]
    private static void FlagsOfTheMount(Scene s) => s.Python(Remount + """
        import subprocess
        os.chmod('script', 0o755)
        def run(): return subprocess.run(['./script'], capture_output=True).stdout
        for flags in (0, MS_NOEXEC, MS_NODEV, MS_NOSUID, MS_NOATIME):
            t(f'flags {flags}', remount, 'mount', flags)
            t('run', run); t('device', lambda: os.close(os.open('null', os.O_RDWR))); t('map to execute', lambda: mmap.mmap(os.open('file', os.O_RDONLY), 5, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_EXEC) and None)
            t('flags', lambda: os.statvfs('.').f_flag & 0o2017)
        # Without a word of times of access they would stay as they were said last.
        t('none', remount, 'mount', MS_RELATIME)
        """);
}
