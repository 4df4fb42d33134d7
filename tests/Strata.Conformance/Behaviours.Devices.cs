namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void DeviceNodesWithoutADriver(Scene s) => s.Python("""
        for n, kind, device in (('c', stat.S_IFCHR, os.makedev(240, 77)), ('b', stat.S_IFBLK, os.makedev(200, 3)), ('huge', stat.S_IFCHR, os.makedev(4095, 1048575)),
                                ('zero-b', stat.S_IFBLK, os.makedev(0, 0)), ('zero-c', stat.S_IFCHR, os.makedev(0, 0)), ('one-c', stat.S_IFCHR, os.makedev(0, 1))):
            t(f'mknod {n}', os.mknod, n, kind | 0o640, device)
            t('stat', lambda: (os.major(os.stat(n).st_rdev), os.minor(os.stat(n).st_rdev)))
            ls(n)
            for flags in (os.O_RDONLY, os.O_RDWR, os.O_PATH, os.O_RDONLY | os.O_DIRECTORY):
                t(f'open {flags}', lambda: os.close(os.open(n, flags | os.O_NONBLOCK)))
            t('chmod', os.chmod, n, 0o600); t('chown', os.chown, n, 3, 4); t('utime', os.utime, n, ns=(5, 5)); t('trusted', os.setxattr, n, 'trusted.a', b'x')
            ls(n)
            t('link', os.link, n, n + '2'); t('rename', os.rename, n + '2', 'dir/' + n); t('unlink', os.unlink, 'dir/' + n)
            t('truncate', os.truncate, n, 0)
            t('unlink', os.unlink, n)
            t('gone', os.unlink, n)
        for n in ('null', 'loop0'):
            ls(n)
            t('open', lambda: os.close(os.open(n, os.O_RDONLY)))
            t('unlink', os.unlink, n); t('make again', os.mknod, n, stat.S_IFCHR | 0o600, os.makedev(1, 3)); ls(n)
        t('zero', lambda: open('null', 'r+b', 0).write(b'x'))
        names('.')
        """);

    [Behaviour]
    private static void WhiteoutsCannotBeMade(Scene s) => s.Python("""
        zero = os.makedev(0, 0)
        for n in ('new', 'file', 'removed', 'dir/new', 'merged/gone', 'merged/both', 'missing/x', 'file/x'):
            t(f'mknod {n}', os.mknod, n, stat.S_IFCHR, zero)
            t(f'mknod {n}', os.mknod, n, stat.S_IFCHR | 0o600, zero)
        in_child(lambda: t('as a user', os.mknod, 'open-dir/x', stat.S_IFCHR, zero), 1000)
        names('.'); names('merged')
        t('rename whiteout', rename2, 'file', 'file2', 4)
        t('rename whiteout and noreplace', rename2, 'user-file', 'big', 5)
        t('rename whiteout and exchange', rename2, 'user-file', 'big', 6)
        in_child(lambda: t('rename whiteout as a user', rename2, 'open-dir/f', 'open-dir/g', 4), 1000)
        names('.'); names('open-dir')
        """);

    [Behaviour]
    private static void FifosWithReadersAndWriters(Scene s) => s.Python("""
        os.mkfifo('new', 0o644)
        for n in ('fifo', 'new'):
            sys.stdout.flush()
            child = os.fork()
            if child == 0:
                f = os.open(n, os.O_WRONLY)
                os.write(f, b'through'); os._exit(0)
            r = os.open(n, os.O_RDONLY)
            t('read', os.read, r, 100)
            os.waitpid(child, 0)
            t('end', os.read, r, 100)
            os.close(r)
            t('no reader', lambda: os.close(os.open(n, os.O_WRONLY | os.O_NONBLOCK)))
            # Copied up and renamed while it is open: one pipe still.
            f = os.open(n, os.O_RDWR)
            os.chmod(n, 0o666); os.rename(n, n + '2')
            g = os.open(n + '2', os.O_WRONLY)
            os.write(g, b'after the move')
            t('read', os.read, f, 100)
            os.unlink(n + '2')
            os.write(g, b'after the unlink')
            t('read', os.read, f, 100)
        """);

    [Behaviour]
    private static void SocketsAndTheirNames(Scene s) => s.Python("""
        def connect(n):
            c = socket.socket(socket.AF_UNIX); c.connect(n); c.close()
        def bind(n):
            a = socket.socket(socket.AF_UNIX); a.bind(n); a.listen(); return a
        keep = []
        for n in ('new', 'dir/new', 'merged/gone', 'removed'):
            keep.append(bind(n)); ls(n)
            t(f'connect {n}', connect, n)
            t(f'bind again', lambda: bind(n) and None)
        for n in ('file', 'fifo', 'missing', 'dir', 'null'):
            t(f'connect {n}', connect, n)
            t(f'bind {n}', lambda: bind(n) and None)
        os.rename('new', 'moved'); t('moved', connect, 'moved')
        os.link('moved', 'linked'); t('linked', connect, 'linked')
        os.chmod('moved', 0o600)
        in_child(lambda: t('as a user', connect, 'moved'), 1000)
        os.unlink('moved'); t('by the other name', connect, 'linked')
        keep.clear()
        t('nobody listens', connect, 'linked')
        d = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); d.bind('datagrams')
        e = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        t('send', e.sendto, b'hello', 'datagrams'); t('receive', d.recv, 10)
        t('open', lambda: os.open('datagrams', os.O_RDONLY))
        names('.')
        """);
}
