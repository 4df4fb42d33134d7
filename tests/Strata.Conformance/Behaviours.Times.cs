namespace Strata.Conformance;

internal static partial class Behaviours
{
    private const string Times = """
        UTIME_NOW, UTIME_OMIT = 0x3fffffff, 0x3ffffffe
        def utimens(n, *pairs, flags=AT_SYMLINK_NOFOLLOW):
            syscall(280, AT_FDCWD, os.fsencode(n) + b'\0', struct.pack('qqqq', *pairs) if pairs else 0, flags)
        def statx(n, flags=AT_SYMLINK_NOFOLLOW, mask=0xfff, path=None):
            b = ctypes.create_string_buffer(256)
            syscall(SYS_statx, n if isinstance(n, int) else AT_FDCWD, b'' if isinstance(n, int) else os.fsencode(n), flags | (AT_EMPTY_PATH if isinstance(n, int) else 0), mask, b)
            got, blksize, attributes, nlink, uid, gid, mode, _, ino, size, blocks, attribute_mask = struct.unpack_from('IIQIIIHHQQQQ', b)
            times = [struct.unpack_from('qi', b, 64 + 16 * i) for i in range(4)]
            return dict(mask=got, atime=times[0], btime=times[1], ctime=times[2], mtime=times[3], attributes=attributes, blksize=blksize)
        def look(n):
            s = statx(n)
            say(f'{n}: atime {s["atime"]} mtime {s["mtime"]}')

        """;

    [Behaviour]
    private static void TimesToTheNanosecond(Scene s) => s.Python(Times + """
        make('new'); os.mkdir('fresh')
        for n in ('file', 'dir', 'symlink', 'fifo', *there('null'), 'new', 'fresh', 'merged'):
            for pairs in ((1, 0, 2, 1), (1, 999999999, 2, 123456789), (0, 0, 0, 0), (-1, 1, -2, 999999999), (2**31 - 1, 1, 2**31, 2), (2**33, 3, 2**34 - 1, 999999999),
                          (-2**31, 0, -2**31 - 1, 0), (2**34, 0, 2**35, 0), (1, 10**9, 1, 1), (1, -1, 1, 1)):
                t(f'utimens {n} {pairs}', utimens, n, *pairs)
                look(n)
            for pairs in ((UTIME_OMIT, 77), (77, UTIME_OMIT)):
                t(f'omit', utimens, n, 77, pairs[0], 77, pairs[1])
                look(n)
            before = time.time() - 1
            t('now', utimens, n, 0, UTIME_NOW, 0, UTIME_NOW)
            s = statx(n)
            say('now is now', s['atime'][0] >= before, s['mtime'][0] >= before, s['atime'] == s['mtime'])
            t('none', utimens, n)
            t('omit both', utimens, n, 0, UTIME_OMIT, 0, UTIME_OMIT)
            t('one now', utimens, n, 5, 5, 0, UTIME_NOW)
            s = statx(n)
            say(s['atime'], s['mtime'][0] >= before)
        """);

    [Behaviour]
    private static void WhoMaySetTimes(Scene s) => s.Python(Times + """
        def attempt():
            for n in ('file', 'open-file', 'user-file', 'read-only', 'open-dir', 'user-dir'):
                t(f'times {n}', utimens, n, 1, 1, 2, 2)
                t(f'now {n}', utimens, n, 0, UTIME_NOW, 0, UTIME_NOW)
                t(f'null {n}', utimens, n)
                t(f'now and omit {n}', utimens, n, 0, UTIME_NOW, 0, UTIME_OMIT)
                t(f'omit {n}', utimens, n, 0, UTIME_OMIT, 0, UTIME_OMIT)
                f = os.open(n, os.O_RDONLY)
                t(f'futimens {n}', os.utime, f, ns=(3, 3))
                os.close(f)
        in_child(attempt, 1000)
        in_child(attempt, 1001)
        """);

    [Behaviour]
    private static void TimeOfBirth(Scene s) => s.Python(Times + """
        start = time.time() - 2
        make('new'); os.mkdir('fresh'); os.symlink('x', 'link'); os.mkfifo('pipe')
        for n in ('new', 'fresh', 'link', 'pipe'):
            s = statx(n)
            say(n, 'has a btime', bool(s['mask'] & 0x800), 'just now', start <= s['btime'][0] <= time.time() + 2)
            first = s['btime']
            utimens(n, 5, 5, 5, 5)
            os.rename(n, n + '2'); os.chown(n + '2', 7, 7, follow_symlinks=False)
            say('it stays', statx(n + '2')['btime'] == first)
        f = os.open('new2', os.O_RDWR)
        say('of an open file', statx(f)['btime'] == statx('new2')['btime'])
        os.unlink('new2')
        say('of an unlinked one', bool(statx(f)['mask'] & 0x800))
        for n in ('file', 'dir', 'merged', 'symlink'):
            say(n, 'asked for alone', bool(statx(n, mask=0x800)['mask'] & 0x7ff))
        """);

    [Behaviour]
    private static void FieldsOfStatx(Scene s) => s.Python(Times + """
        make('new', b'x' * 5000)
        for n in ('file', 'big', 'dir', 'merged', 'symlink', 'fifo', *there('null'), 'new', '.'):
            s = statx(n)
            say(n, f'basic {s["mask"] & 0x7ff:x}', 'blksize', s['blksize'])
        for flags in (0, 0x2000, 0x4000, 0x6000, AT_SYMLINK_NOFOLLOW | 0x800, 0x8000):
            t(f'flags {flags:x}', lambda: f"{statx('file', flags)['mask'] & 0x7ff:x}")
        t('reserved mask', lambda: statx('file', mask=0x80000000) and 'no error')
        t('missing', lambda: statx('missing'))
        s = os.stat('new'); say('blocks', s.st_blocks > 0, s.st_blksize)
        s = os.stat('big'); say('blocks', s.st_blocks > 0)
        """);

    private const string AccessTimes = Times + """
        now = int(time.time())
        def changes(what, n, read, atime=None, mtime=None):
            # relatime: where it is not newer than the others, or a day old.
            if atime:
                utimens(n, *atime, *mtime)
            before = statx(n)['atime']
            read()
            say(f'{what}: atime', 'changes' if statx(n)['atime'] != before else 'stays')

        """;

    [Behaviour]
    private static void AccessTimesOfFiles(Scene s) => s.Python(AccessTimes + """
        make('new', b'content')
        changes('first read', 'new', lambda: open('new').read(), (5, 5), (now - 100, 0))
        changes('atime before mtime', 'new', lambda: open('new').read(), (now - 1000, 0), (now - 100, 0))
        def quietly():
            f = os.open('new', os.O_RDONLY | os.O_NOATIME); os.read(f, 10); os.close(f)
        changes('O_NOATIME', 'new', quietly, (5, 5), (now, 0))
        def mapped():
            f = os.open('new', os.O_RDONLY); m = mmap.mmap(f, 5, prot=mmap.PROT_READ); m[0]; m.close(); os.close(f)
        changes('mapped', 'new', mapped, (5, 5), (now, 0))
        in_child(lambda: t('O_NOATIME of another', lambda: os.close(os.open('file', os.O_RDONLY | os.O_NOATIME))), 1000)
        in_child(lambda: t('O_NOATIME of its own', lambda: os.close(os.open('user-file', os.O_RDONLY | os.O_NOATIME))), 1000)
        """);

    [Behaviour]
    private static void AccessTimesOfFoldersAndLinks(Scene s) => s.Python(AccessTimes + """
        os.mkdir('fresh'); make('fresh/f'); os.symlink('new', 'link')
        for n, read in (('fresh', lambda: os.listdir('fresh')), ('link', lambda: os.readlink('link'))):
            changes(f'{n}, first read', n, read, (5, 5), (now - 100, 0))
            changes(f'{n}, again', n, read, (now - 1000, 0), (now - 100, 0))
        """);
}
