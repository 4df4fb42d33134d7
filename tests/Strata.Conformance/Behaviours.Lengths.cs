namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void LongestNamesInEveryCall(Scene s) => s.Python("""
        long, longer = 'n' * 255, 'n' * 256
        for where in ('', 'dir/', 'merged/'):
            for n in (long, longer):
                what = f'{where}{len(n)}'
                t(f'mkdir {what}', os.mkdir, where + n)
                t(f'rmdir {what}', os.rmdir, where + n)
                t(f'symlink {what}', os.symlink, 'x', where + n)
                t(f'readlink {what}', os.readlink, where + n)
                t(f'unlink {what}', os.unlink, where + n)
                t(f'mkfifo {what}', os.mkfifo, where + n)
                t(f'unlink {what}', os.unlink, where + n)
                t(f'link {what}', os.link, 'file', where + n)
                t(f'rename {what}', os.rename, where + n, where + n[:-1] + 'x')
                t(f'exchange {what}', rename2, where + n[:-1] + 'x', 'big', 2)
                t(f'exchange {what}', rename2, where + n[:-1] + 'x', 'big', 2)
                t(f'chmod {what}', os.chmod, where + n, 0o600)
                t(f'setxattr {what}', os.setxattr, where + n, 'user.a', b'x')
                t(f'truncate {what}', os.truncate, where + n, 1)
                t(f'unlink {what}', os.unlink, where + n[:-1] + 'x')
                t(f'socket {what}', lambda: os.mknod(where + n, stat.S_IFSOCK | 0o600))
                t(f'unlink {what}', os.unlink, where + n)
        names('dir')
        """);

    [Behaviour]
    private static void LongestNamesOfLowerThings(Scene s)
    {
        // Copied up, renamed, removed and made again: whiteouts and staged names are as long as what they stand for.
        s.Python("""
            a, b = 'long-' + 'a' * 250, 'long-' + 'b' * 250
            content(a)
            t('write', lambda: open(a, 'r+').write('UPPER'))
            content(a)
            t('rename', os.rename, a, b)
            t('make again', make, a, b'again')
            content(b)
            t('unlink', os.unlink, a)
            t('unlink', os.unlink, b)
            names('.')
            d = 'long-' + 'd' * 250
            names(d)
            t('rename', os.rename, d, 'long-' + 'e' * 250)
            names('long-' + 'e' * 250)
            t('mkdir', os.mkdir, d)
            names(d)
            t('rmdir', os.rmdir, d)
            t('unlink', os.unlink, 'long-' + 'e' * 250 + '/' + 'f' * 255)
            t('rmdir', os.rmdir, 'long-' + 'e' * 250)
            names('.')
            """);
    }

    [Behaviour]
    private static void LongestPaths(Scene s) => s.Python("""
        # PATH_MAX counts the NUL: 4095 bytes go, 4096 do not, whatever they lead to.
        here = os.getcwd()
        def padded(end, length, start=''):
            room = length - len(start) - len(end)
            return start + './' * (room // 2) + ('/' if room % 2 else '') + end
        for start, what in (('', 'relative'), (here + '/', 'absolute')):
            for length in (4094, 4095, 4096, 4097):
                for end in ('file', 'missing', 'dir/sub/x', 'file/x'):
                    path = padded(end, length, start)
                    assert len(path) == length
                    t(f'stat {what} {length} {end}', lambda: os.stat(path).st_size)
                path = padded('made', length, start)
                t(f'mkdir {what} {length}', os.mkdir, path)
                t(f'rmdir {what} {length}', os.rmdir, path)
                t(f'create {what} {length}', make, path)
                t(f'rename {what} {length}', os.rename, path, padded('renamed', length, start))
                t(f'link {what} {length}', os.link, padded('renamed', length, start), padded('linked', length, start))
                t(f'unlink {what} {length}', os.unlink, padded('renamed', length, start))
                t(f'unlink {what} {length}', os.unlink, padded('linked', length, start))
                t(f'symlink {what} {length}', os.symlink, path, f'target-{length}')
                t(f'readlink {what} {length}', lambda: len(os.readlink(f'target-{length}')))
                t(f'through {what} {length}', os.stat, f'target-{length}')
                if os.path.lexists(f'target-{length}'):
                    os.unlink(f'target-{length}')
        """);

    [Behaviour]
    private static void DeeperThanAPathIsLong(Scene s) => s.Python("""
        # Deeper than PATH_MAX: only step by step.
        start = os.open('.', os.O_RDONLY)
        for base in ('fresh', 'dir'):
            os.fchdir(start)
            os.makedirs(base, exist_ok=True)
            os.chdir(base)
            for i in range(60):
                os.mkdir('d' * 100)
                os.chdir('d' * 100)
            make('bottom', b'deep down')
            content('bottom')
            t('getcwd', lambda: len(os.getcwd()) > 6000)
            t('rename', os.rename, 'bottom', '../beside')
            content('../beside')
            deep = os.open('.', os.O_RDONLY)
            os.fchdir(start)
            t('whole path', os.stat, base + '/' + '/'.join(['d' * 100] * 60))
            t('rename of the top', os.rename, f'{base}/' + 'd' * 100, f'{base}/top')
            os.fchdir(deep)
            t('make after it', make, 'after')
            names('.')
            for up in range(60):
                for f in os.listdir('.'):
                    if not os.path.isdir(f):
                        os.unlink(f)
                os.chdir('..')
                t('rmdir', os.rmdir, 'd' * 100) if up < 59 else t('rmdir', os.rmdir, 'top')
            os.close(deep)
            names('.')
        """);
}
