namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void MapsAndWritesOfTwoOpens(Scene s) => s.Python("""
        make('new', b'.' * 8192)
        for n in ('big', 'new'):
            a = os.open(n, os.O_RDWR); b = os.open(n, os.O_RDWR); r = os.open(n, os.O_RDONLY)
            ma, mb = mmap.mmap(a, 8192), mmap.mmap(b, 8192)
            mr = mmap.mmap(r, 8192, prot=mmap.PROT_READ)
            ma[0:5] = b'map a'
            say('b', show(mb[0:5]), 'r', show(mr[0:5]))
            t('pread', os.pread, r, 5, 0)
            t('pwrite', os.pwrite, b, b'write b', 4096)
            say('a', show(ma[4096:4103]), 'r', show(mr[4096:4103]))
            mb[8000:8003] = b'end'
            os.close(a); os.close(b)
            t('pread', os.pread, r, 3, 8000)
            ma.flush()
            t('truncate', os.truncate, n, 4096)
            ls(n)
            t('extend', os.truncate, n, 8192)
            say('zero again', show(mr[4096:4103]), show(mb[8000:8003]))
            ma.close(); mb.close()
            t('pread', os.pread, r, 10, 0)
            c = os.open(n, os.O_RDONLY)
            t('another open', os.pread, c, 10, 0)
        """);

    [Behaviour]
    private static void MapsOfSeveralProcesses(Scene s) => s.Python("""
        make('new', b'.' * 4096)
        for n in ('big', 'new'):
            f = os.open(n, os.O_RDWR)
            m = mmap.mmap(f, 4096)
            def child():
                g = os.open(n, os.O_RDWR)
                other = mmap.mmap(g, 4096)
                say('sees', show(other[0:6]))
                other[0:6] = b'child!'
                os.pwrite(g, b'by pwrite', 100)
            m[0:6] = b'parent'
            in_child(child)
            say('sees', show(m[0:6]), show(m[100:109]))
            private = mmap.mmap(f, 4096, flags=mmap.MAP_PRIVATE)
            private[0:6] = b'hidden'
            t('pread', os.pread, f, 6, 0)
            m[200:204] = b'seen'
            say('private', show(private[0:6]))
            content(n)
        """);

    [Behaviour]
    private static void MapsAcrossCopyUpAndRemoval(Scene s) => s.Python("""
        f = os.open('big', os.O_RDWR)
        m = mmap.mmap(f, 100_000)
        os.close(f)
        m[0:4] = b'kept'
        t('rename', os.rename, 'big', 'moved')
        m[4:8] = b'more'
        t('content', lambda: open('moved', 'rb').read(8))
        t('unlink', os.unlink, 'moved')
        m[8:12] = b'gone'
        say(show(m[0:12]))
        m.flush()
        make('moved', b'another file')
        m[0:4] = b'deep'
        content('moved')
        # The end of the file lies in the middle of a page: the rest of that page is zero, and not written.
        f = os.open('file', os.O_RDWR)
        m = mmap.mmap(f, os.fstat(f).st_size)
        m[0:5] = b'LOWER'
        content('file')
        def bus():
            os.truncate('user-file', 0)
            g = os.open('user-file', os.O_RDWR); os.ftruncate(g, 4096)
            x = mmap.mmap(g, 4096); os.ftruncate(g, 0)
            say(x[0])
        in_child(bus)
        """);

    [Behaviour]
    private static void WhatCannotBeMapped(Scene s) => s.Python("""
        for n, flags in (('file', os.O_RDONLY), ('file', os.O_WRONLY), ('file', os.O_RDWR), ('dir', os.O_RDONLY), ('read-only', os.O_RDONLY)):
            f = os.open(n, flags)
            for prot, kind in ((mmap.PROT_READ, mmap.MAP_SHARED), (mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_SHARED), (mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_PRIVATE),
                               (mmap.PROT_READ | mmap.PROT_EXEC, mmap.MAP_PRIVATE)):
                t(f'mmap {n} {flags} {prot} {kind}', lambda: mmap.mmap(f, 5, flags=kind, prot=prot) and None) if n != 'dir' else None
        f = os.open('file', os.O_RDWR)
        m = mmap.mmap(f, 5)
        t('madvise', m.madvise, mmap.MADV_WILLNEED)
        t('madvise', m.madvise, mmap.MADV_DONTNEED)
        t('msync', m.flush)
        t('fadvise', os.posix_fadvise, f, 0, 0, os.POSIX_FADV_DONTNEED)
        t('readahead', lambda: syscall(187, f, 0, 4096))
        t('sync_file_range', lambda: syscall(277, f, 0, 5, 7))
        """);
}
