namespace Strata.Conformance;

internal static partial class Behaviours
{
    private const string Direct = """
        page = mmap.mmap(-1, 1 << 20)
        def pread(f, length, offset, shift=0):
            return bytes(memoryview(page)[shift:shift + os.preadv(f, [memoryview(page)[shift:shift + length]], offset)])
        def pwrite(f, text, length, offset, shift=0):
            page[shift:shift + length] = (text * length)[:length]
            return os.pwritev(f, [memoryview(page)[shift:shift + length]], offset)

        """;

    [Behaviour]
    private static void DirectReadsAndWrites(Scene s) => s.Python(Direct + """
        make('new', bytes(range(256)) * 400)
        for n in ('big', 'new', 'file', 'empty'):
            f = op(n, os.O_RDONLY | os.O_DIRECT)
            for length, offset in ((4096, 0), (8192, 4096), (65536, 65536), (4096, 98304), (4096, 102400), (4096, 1 << 30)):
                t(f'read {n} {length} {offset}', pread, f, length, offset)
            f = op(n, os.O_RDWR | os.O_DIRECT)
            for length, offset in ((4096, 0), (8192, 8192), (4096, 98304), (4096, 200704)):
                t(f'write {n} {length} {offset}', pwrite, f, b'direct', length, offset)
            ls(n)
            t('read', pread, f, 65536, 0)
            os.fsync(f)
            content(n)
            t('append', lambda: pwrite(os.open(n, os.O_WRONLY | os.O_APPEND | os.O_DIRECT), b'a', 4096, 0))
            ls(n)
        """);

    [Behaviour]
    private static void MisalignedDirectReadsAndWrites(Scene s) => s.Python(Direct + """
        f = op('big', os.O_RDWR | os.O_DIRECT)
        t('read', pread, f, 10, 3)
        t('write', pwrite, f, b'misaligned', 10, 3)
        g = os.open('big', os.O_RDWR)
        t('by F_SETFL', lambda: fcntl.fcntl(g, fcntl.F_SETFL, os.O_DIRECT))
        t('read', pread, g, 10, 3)
        """);

    [Behaviour]
    private static void DirectAndCachedSeeEachOther(Scene s) => s.Python(Direct + """
        make('new', b'n' * 16384)
        for n in ('big', 'new'):
            d = os.open(n, os.O_RDWR | os.O_DIRECT)
            c = os.open(n, os.O_RDWR)
            m = mmap.mmap(c, 8192)
            t('cached first', os.pread, c, 10, 0)
            t('direct write', pwrite, d, b'DIRECT', 4096, 0)
            t('cached', os.pread, c, 10, 0)
            say('mapped', show(m[0:10]))
            t('cached write', os.pwrite, c, b'cached', 4096)
            t('direct', lambda: pread(d, 4096, 4096)[:10])
            say('mapped', show(m[4096:4102]))
            m[0:6] = b'mapped'
            t('direct', lambda: pread(d, 4096, 0)[:10])
            t('flags', lambda: fcntl.fcntl(c, fcntl.F_SETFL, os.O_DIRECT))
            t('read after it', lambda: pread(c, 4096, 0)[:10])
            t('flags', lambda: fcntl.fcntl(c, fcntl.F_SETFL, 0))
            t('cached', os.pread, c, 10, 0)
        """);
}
