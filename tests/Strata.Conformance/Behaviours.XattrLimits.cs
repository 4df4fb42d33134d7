namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void SizesOfXattrs(Scene s) => s.Python("""
        make('new'); os.mkdir('fresh')
        for n in ('file', 'new', 'dir', 'fresh', 'merged'):
            for size in (0, 1, 255, 1000, 3900, 4000, 4096, 60000, 65535, 65536, 65537):
                t(f'{n} set {size}', os.setxattr, n, 'user.sized', b'v' * size)
            t('get', os.getxattr, n, 'user.sized')
            for length in (249, 250, 251):
                t(f'name of {length}', os.setxattr, n, 'user.' + 'n' * length, b'x')
            t('list', lambda: [len(x) for x in sorted(os.listxattr(n))])
            for i in range(100):
                try: os.setxattr(n, f'user.number-{i:03d}', b'x' * 50)
                except OSError as e: say(f'many: {name(e.errno)} after', i); break
            t('how many', lambda: len(os.listxattr(n)))
            t('replace by a longer one', os.setxattr, n, 'user.number-000', b'y' * 60)
            for i in range(100):
                try: os.removexattr(n, f'user.number-{i:03d}')
                except OSError as e: break
            t('how many', lambda: len(os.listxattr(n)))
        """);

    [Behaviour]
    private static void BuffersForXattrs(Scene s) => s.Python("""
        make('new')
        def get(n, which, room):
            b = ctypes.create_string_buffer(max(room, 1))
            return syscall(192, os.fsencode(n) + b'\0', which, b, room)
        def listing(n, room):
            b = ctypes.create_string_buffer(max(room, 1))
            return syscall(195, os.fsencode(n) + b'\0', b, room)
        for n in ('file', 'new', 'xattred', 'dir'):
            t('set', os.setxattr, n, 'user.abc', b'0123456789'); t('set', os.setxattr, n, 'trusted.abc', b'')
            for room in (0, 1, 9, 10, 11, 65536, 70000):
                t(f'get {n} {room}', get, n, b'user.abc', room)
                t(f'get empty {room}', get, n, b'trusted.abc', room)
                t(f'get missing {room}', get, n, b'user.missing', room)
                t(f'list {n} {room}', lambda: listing(n, room) if room else listing(n, 0) >= listing(n, 65536))
            for which in (b'user.', b'user', b'', b'trusted.', b'system.', b'security.', b'system.nonsense', b'nonsense.x', b'user.' + b'n' * 251, b'n' * 300):
                t(f'get {which[:20]}', get, n, which, 100)
        """);

    [Behaviour]
    private static void XattrsByTypeAndUser(Scene s) => s.Python("""
        os.symlink('x', 'new-link'); os.mkfifo('new-fifo'); os.mknod('new-socket', stat.S_IFSOCK | 0o600)
        for n in ('symlink', 'new-link', 'fifo', 'new-fifo', 'new-socket', 'null', 'loop0', 'sticky', 'user-dir', 'user-file', 'file'):
            for which in ('user.a', 'trusted.a', 'security.a', 'system.a', 'security.capability', 'security.selinux'):
                t(f'set {n} {which}', os.setxattr, n, which, b'x', follow_symlinks=False)
                t('get', os.getxattr, n, which, follow_symlinks=False)
            def as_user():
                for which in ('user.b', 'trusted.b', 'security.b'):
                    t(f'set {n} {which}', os.setxattr, n, which, b'x', follow_symlinks=False)
                    t('get', os.getxattr, n, which.replace('b', 'a'), follow_symlinks=False)
                    t('remove', os.removexattr, n, which.replace('b', 'a'), follow_symlinks=False)
                t('list', lambda: sorted(os.listxattr(n, follow_symlinks=False)))
            in_child(as_user, 1000)
            t('list', lambda: sorted(os.listxattr(n, follow_symlinks=False)))
        """);

    [Behaviour]
    private static void XattrsOfCreateAndReplace(Scene s) => s.Python("""
        for n in ('file', 'xattred', 'new'):
            os.close(os.open(n, os.O_CREAT | os.O_RDWR))
            t('replace missing', os.setxattr, n, 'user.a', b'x', os.XATTR_REPLACE)
            t('create', os.setxattr, n, 'user.a', b'x', os.XATTR_CREATE)
            t('create again', os.setxattr, n, 'user.a', b'y', os.XATTR_CREATE)
            t('replace', os.setxattr, n, 'user.a', b'z', os.XATTR_REPLACE)
            t('get', os.getxattr, n, 'user.a')
            t('both', os.setxattr, n, 'user.b', b'x', 3)
            t('nonsense', os.setxattr, n, 'user.b', b'x', 4)
            t('remove', os.removexattr, n, 'user.a'); t('again', os.removexattr, n, 'user.a')
            t('of the lower', os.removexattr, n, 'user.note'); t('list', lambda: sorted(os.listxattr(n)))
            f = os.open(n, os.O_RDONLY)
            t('by a reader', os.setxattr, f, 'user.f', b'x'); t('get', os.getxattr, f, 'user.f'); t('list', lambda: sorted(os.listxattr(f)))
            p = os.open(n, os.O_PATH)
            t('by a path', os.getxattr, p, 'user.f')
        """);
}
