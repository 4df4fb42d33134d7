namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void EveryModeOfFallocate(Scene s) => s.Python("""
        KEEP, PUNCH, NOHIDE, COLLAPSE, ZERO, INSERT, UNSHARE = 1, 2, 4, 8, 16, 32, 64
        data = bytes((i * 7 + i // 256) & 255 for i in range(100_000))
        make('new', data)
        for n in ('big', 'new'):
            f = os.open(n, os.O_RDWR)
            for mode in (0, KEEP, PUNCH, PUNCH | KEEP, COLLAPSE | KEEP, ZERO, ZERO | KEEP, UNSHARE, UNSHARE | KEEP, NOHIDE, PUNCH | ZERO, 0x1000):
                for offset, length in ((4096, 8192), (100, 50), (90_000, 30_000), (200_000, 4096), (0, 4096)):
                    t(f'{n} mode {mode} {offset}+{length}', fallocate, f, mode, offset, length)
                    ls(f)
                t(f'content', lambda: os.pread(f, 400_000, 0))
                os.ftruncate(f, 0); os.pwrite(f, data, 0)
            for offset, length in ((0, 0), (-1, 10), (0, -1), (2**62, 2**62), (2**63 - 1, 1), (0, 2**50)):
                t(f'{n} {offset}+{length}', fallocate, f, 0, offset, length)
            for n2, flags in (('file', os.O_RDONLY), ('dir', os.O_RDONLY), ('fifo', os.O_RDWR), *[(n2, os.O_RDWR) for n2 in there('null')]):
                g = os.open(n2, flags)
                t(f'of {n2}', fallocate, g, 0, 0, 10)
                os.close(g)
            t('append', lambda: fallocate(os.open(n, os.O_WRONLY | os.O_APPEND), PUNCH | KEEP, 0, 4096))
            t('posix_fallocate', os.posix_fallocate, f, 0, 300_000)
            ls(f)
        """);

    [Behaviour]
    private static void CollapsedAndInsertedRanges(Scene s) => s.Python("""
        f = os.open('big', os.O_RDWR)
        t('collapse', fallocate, f, 8, 4096, 8192)
        t('insert', fallocate, f, 32, 4096, 8192)
        t('collapse in the middle of a block', fallocate, f, 8, 100, 50)
        """);

    [Behaviour]
    private static void HolesStayHoles(Scene s) => s.Python("""
        def extents(f):
            found, at = [], 0
            while True:
                try:
                    data = os.lseek(f, at, os.SEEK_DATA)
                except OSError as e:
                    return found, name(e.errno)
                at = os.lseek(f, data, os.SEEK_HOLE)
                found.append((data, at))
        f = os.open('new', os.O_RDWR | os.O_CREAT)
        os.ftruncate(f, 10 << 20)
        say(extents(f))
        os.pwrite(f, b'x' * 4096, 1 << 20); os.pwrite(f, b'y' * 8192, 5 << 20)
        os.fsync(f)
        say(extents(f), os.fstat(f).st_blocks)
        for at in (0, 1 << 20, (1 << 20) + 100, (10 << 20) - 1, 10 << 20, (10 << 20) + 1, -1):
            t(f'data {at}', os.lseek, f, at, os.SEEK_DATA)
            t(f'hole {at}', os.lseek, f, at, os.SEEK_HOLE)
        fallocate(f, 3, 5 << 20, 4096); os.fsync(f)
        say(extents(f), os.fstat(f).st_blocks)
        fallocate(f, 1, 8 << 20, 1 << 20); os.fsync(f)
        say(extents(f), os.fstat(f).st_blocks)
        m = mmap.mmap(f, 1 << 20, offset=2 << 20); m[0:1] = b'm'; m.flush(); m.close(); os.fsync(f)
        say(extents(f))
        os.ftruncate(f, 3 << 20); os.fsync(f)
        say(extents(f), os.fstat(f).st_blocks)
        r = os.open('new', os.O_RDONLY)
        say(extents(r))
        for n in ('big', 'file', 'empty'):
            r = os.open(n, os.O_RDONLY)
            say(n, extents(r))
            w = os.open(n, os.O_RDWR); os.ftruncate(w, 1 << 20); os.fsync(w)
            say(n, extents(w))
        """);

    [Behaviour]
    private static void SeekInEverything(Scene s) => s.Python("""
        make('new', b'0123456789')
        for n in ('file', 'big', 'empty', 'new'):
            f = os.open(n, os.O_RDONLY)
            for offset, whence in ((0, 0), (5, 0), (-1, 0), (2**43, 0), (5, 0), (1, 1), (-1, 1), (0, 1), (0, 2), (5, 2), (-1, 2), (-10**6, 2), (0, 5)):
                t(f'{n} {offset} {whence}', os.lseek, f, offset, whence)
        d = os.open('dir', os.O_RDONLY)
        for offset, whence in ((0, 0), (0, 1), (0, 2), (-1, 0), (0, 3), (0, 4)):
            t(f'dir {offset} {whence}', lambda: os.lseek(d, offset, whence) and None)
        p = os.open('fifo', os.O_RDWR)
        t('fifo', os.lseek, p, 0, 0)
        """);

    [Behaviour]
    private static void SeekBehindWhatTheFileSystemHas(Scene s) => s.Python("""
        f = os.open('file', os.O_RDWR)
        t('to the end of time', os.lseek, f, 2**63 - 1, 0)
        t('write there', os.pwrite, f, b'x', 2**63 - 2)
        t('write at 2^60', os.pwrite, f, b'x', 2**60)
        t('truncate to 2^50', os.ftruncate, f, 2**50)
        t('truncate to 2^63 - 1', os.ftruncate, f, 2**63 - 1)
        t('allocate at 2^60', fallocate, f, 0, 2**60, 1)
        ls(f)
        """);

    [Behaviour]
    private static void FilesBeyondFourGigabytes(Scene s) => s.Python("""
        G = 1 << 30
        for n in ('file', 'new'):
            f = os.open(n, os.O_RDWR | os.O_CREAT)
            t('write at 5 GiB', os.pwrite, f, b'far away', 5 * G)
            ls(f)
            t('read', os.pread, f, 8, 5 * G)
            t('read over 4 GiB', lambda: len(os.pread(f, 1 << 20, 4 * G - 1000)))
            t('seek', os.lseek, f, 0, os.SEEK_END)
            t('write there', os.write, f, b' and on')
            t('data', os.lseek, f, 1 * G, os.SEEK_DATA)
            m = mmap.mmap(f, 15, offset=5 * G)
            say(show(m[0:15]))
            m[0:3] = b'MAP'; m.close()
            t('read', os.pread, f, 15, 5 * G)
            t('truncate', os.ftruncate, f, 7 * G)
            t('copy_file_range', os.copy_file_range, f, f, 15, 5 * G, 6 * G)
            t('read', os.pread, f, 15, 6 * G)
            t('punch', fallocate, f, 3, 5 * G, 4096)
            t('allocate', fallocate, f, 1, 8 * G, 4096)
            ls(n)
            t('truncate to 8 TiB', os.ftruncate, f, 8 << 40)
            os.ftruncate(f, 7 * G)
            t('rename', os.rename, n, n + '2')
            ls(n + '2')
            os.unlink(n + '2')
        """);

    [Behaviour]
    private static void LimitsOnFileSizes(Scene s) => s.Python("""
        import resource
        def limited():
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGXFSZ])
            def t(what, call, *arguments):
                globals()['t'](what, call, *arguments)
                if signal.sigtimedwait([signal.SIGXFSZ], 0):
                    say('   with SIGXFSZ')
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
            for n in ('file', 'script', 'new'):
                f = os.open(n, os.O_RDWR | os.O_CREAT)
                t(f'{n} up to it', os.pwrite, f, b'x' * 10, 49_990)
                t('over it', os.pwrite, f, b'x' * 100, 49_950)
                t('at it', os.pwrite, f, b'x', 50_000)
                t('behind it', os.pwrite, f, b'x', 60_000)
                t('truncate to it', os.ftruncate, f, 50_000)
                t('truncate behind it', os.ftruncate, f, 50_001)
                t('by path', os.truncate, n, 70_000)
                t('allocate', fallocate, f, 0, 0, 60_000)
                t('copy', lambda: os.copy_file_range(os.open('xattred', os.O_RDONLY), f, 10, 0, 49_995))
                t('append', lambda: os.write(os.open(n, os.O_WRONLY | os.O_APPEND), b'over'))
                ls(n)
        in_child(limited)
        for n in ('new', 'file', 'script'):
            os.chown(n, 1000, 1000)
        in_child(limited, 1000)
        """);

    [Behaviour]
    private static void CopyUpUnderALimitOfTheCaller(Scene s) => s.Python("""
        import resource
        def limited():
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGXFSZ])
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
            t('chmod', os.chmod, 'big', 0o600)
        in_child(limited)
        ls('big')
        """);
}
