namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void CopyRangesOfAllKinds(Scene s) => s.Python("""
        make('new', b'n' * 50_000); make('target', b't' * 50_000)
        def fd(n, flags=os.O_RDWR): return os.open(n, flags)
        pairs = [(fd('big', os.O_RDONLY), fd('target'), 'lower to upper'), (fd('new'), fd('file'), 'upper to copied up'), (fd('new'), fd('target'), 'upper to upper'),
                 (fd('new'), fd('new'), 'one file, two opens')]
        same = fd('target'); os.chmod('xattred', 0o600); own = fd('xattred', os.O_RDONLY)
        pairs += [(same, same, 'one open'), (own, fd('xattred'), 'to itself, copied up'), (fd('new'), fd('target', os.O_WRONLY | os.O_APPEND), 'append'),
                  (fd('new', os.O_WRONLY), fd('target'), 'from write-only'), (fd('new'), fd('target', os.O_RDONLY), 'to read-only'), (fd('dir', os.O_RDONLY), fd('target'), 'from a folder'),
                  (fd('fifo'), fd('target'), 'from a fifo'), *[(fd(n), fd('target'), 'from a device') for n in there('null')], (fd('new'), os.open('/dev/null', os.O_RDWR), 'to a device'),
                  (os.open('/etc/passwd', os.O_RDONLY), fd('target'), 'from another file system'), (fd('new'), os.open('/var/tmp', os.O_TMPFILE | os.O_RDWR), 'to another file system')]
        for source, target, what in pairs:
            for length, at, to in ((100, 0, 0), (40_000, 10_000, 0), (1 << 20, 0, 60_000), (10, 1 << 20, 0), (0, 0, 0), (5000, 0, 1000), (5000, 1000, 0), (100, 0, 1 << 33)):
                t(f'{what} {length} {at} {to}', os.copy_file_range, source, target, length, at, to)
            t(f'{what} flags', lambda: syscall(326, source, 0, target, 0, 10, 1))
        for n in ('target', 'new', 'file', 'xattred'):
            ls(n)
            t('hash', lambda: os.pread(fd(n, os.O_RDONLY), 200_000, 0))
        a = fd('new'); b = fd('target')
        os.lseek(a, 10, 0); os.lseek(b, 20, 0)
        t('with positions', os.copy_file_range, a, b, 30)
        say(os.lseek(a, 0, 1), os.lseek(b, 0, 1))
        """);

    [Behaviour]
    private static void ClonesAndDeduplication(Scene s) => s.Python("""
        FICLONE, FICLONERANGE, FIDEDUPERANGE = 0x40049409, 0x4020940d, 0xc0189436
        make('new', b'n' * 8192); make('target')
        for source, target in (('big', 'target'), ('new', 'target'), ('big', 'file'), ('new', 'new'), ('dir', 'target')):
            a = os.open(source, os.O_RDONLY); b = os.open(target, os.O_RDWR)
            t(f'clone {source} {target}', lambda: fcntl.ioctl(b, FICLONE, a))
            t(f'clone range', lambda: fcntl.ioctl(b, FICLONERANGE, struct.pack('qQQQ', a, 0, 4096, 0)))
            ls(target)
        t('to read-only', lambda: fcntl.ioctl(os.open('target', os.O_RDONLY), FICLONE, os.open('new', os.O_RDONLY)))
        """);

    [Behaviour]
    private static void SpliceSendfileAndTee(Scene s) => s.Python("""
        make('new', b'0123456789' * 5000); make('target')
        r, w = os.pipe()
        for n in ('big', 'new', 'file'):
            f = os.open(n, os.O_RDONLY)
            t(f'splice from {n}', os.splice, f, w, 1000, offset_src=5) if os.fstat(f).st_size > 1000 else t(f'splice from {n}', os.splice, f, w, 1000)
            t('read', os.read, r, 5000)
            out = os.open('target', os.O_WRONLY)
            t('sendfile', os.sendfile, out, f, 0, 50_000)
            ls('target')
            t('sendfile at the end', os.sendfile, out, f, 1 << 20, 10)
            os.write(w, b'into the file')
            t('splice to', os.splice, r, out, 13, offset_dst=2)
            t('content', lambda: open('target', 'rb').read(30))
            append = os.open('target', os.O_WRONLY | os.O_APPEND)
            os.write(w, b'x')
            t('splice to append', os.splice, r, append, 1)
            os.read(r, 1) if select.select([r], [], [], 0)[0] else None
            a, b = socket.socketpair()
            t('sendfile to a socket', os.sendfile, a.fileno(), f, 0, 20)
            t('recv', b.recv, 100)
        """);

    [Behaviour]
    private static void ReadAndWriteInPieces(Scene s) => s.Python("""
        make('new', b'0123456789' * 1000)
        for n in ('big', 'new', 'file'):
            f = os.open(n, os.O_RDWR)
            bufs = [bytearray(3), bytearray(5000), bytearray(7)]
            t('preadv', os.preadv, f, bufs, 2)
            say([show(b) for b in bufs])
            t('pwritev', os.pwritev, f, [b'abc', b'', b'defg' * 2000], 4090)
            t('preadv2 nowait', lambda: os.preadv(f, [bytearray(10)], 0, os.RWF_HIPRI))
            t('pwritev2 dsync', os.pwritev, f, [b'sync'], 0, os.RWF_DSYNC)
            t('pwritev2 append', os.pwritev, f, [b'tail'], 0, os.RWF_APPEND)
            t('nothing', os.write, f, b'')
            t('read nothing', os.read, f, 0)
            t('read at the end', os.pread, f, 10, os.fstat(f).st_size)
            ls(n)
            content(n)
            for flags in (os.O_SYNC, os.O_DSYNC, os.O_NONBLOCK, os.O_ASYNC):
                g = op(n, os.O_RDWR | flags, what=f'{n} {flags}')
                t('write', os.write, g, b'x')
                say(fcntl.fcntl(g, fcntl.F_GETFL) & 0o7777777)
                os.close(g)
        """);
}
