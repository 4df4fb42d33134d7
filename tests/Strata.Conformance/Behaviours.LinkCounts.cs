namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void LinksOfRemovedAndReplacedFiles(Scene s) => s.Python("""
        make('new', b'new'); make('new2', b'new2'); os.link('new', 'new-too')
        for n in ('new', 'new2', 'file', 'link1', 'merged/both'):
            # Copied up first: a count of the lower's own is a difference of its own.
            os.close(os.open(n, os.O_RDWR))
            f = os.open(n, os.O_RDONLY)
            ls(f, n)
            t(f'unlink {n}', os.unlink, n)
            ls(f, f'{n}, unlinked')
            os.close(f)
        f = os.open('new-too', os.O_RDONLY)
        make('over', b'over')
        t('replace', os.rename, 'over', 'new-too')
        ls(f, 'new-too, replaced')
        ls('new-too')
        g = os.open('new-too', os.O_RDWR)
        t('link', os.link, 'new-too', 'one-more')
        ls(g)
        t('replace one of two', os.rename, 'user-file', 'one-more')
        ls(g)
        t('exchange', rename2, 'new-too', 'one-more', 2)
        ls(g)
        t('unlink', os.unlink, 'one-more')
        ls(g)
        t('link of what has no name', link_file, g, 'risen')
        ls(g)
        """);

    [Behaviour]
    private static void LinksOfRemovedAndReplacedFolders(Scene s) => s.Python("""
        os.mkdir('one'); os.mkdir('two'); os.mkdir('three')
        one, two, three = (os.open(n, os.O_RDONLY) for n in ('one', 'two', 'three'))
        t('replace', os.rename, 'one', 'two')
        ls(one, 'one'); ls(two, 'two, replaced')
        t('rmdir', os.rmdir, 'three')
        ls(three, 'three, removed')
        empty = os.open('empty-dir', os.O_RDONLY)
        os.chmod('empty-dir', 0o700)
        t('replace a lower one', os.rename, 'two', 'empty-dir')
        ls(empty, 'empty-dir, replaced')
        ls(one, 'one')
        ls('empty-dir')
        t('stat in the replaced', lambda: os.listdir(empty))
        os.mkdir('exchanged')
        t('exchange', rename2, 'exchanged', 'empty-dir', 2)
        ls('exchanged'); ls('empty-dir')
        for n in ('inner', 'inner2'):
            os.mkdir(f'exchanged/{n}')
        ls('exchanged')
        t('move out', os.rename, 'exchanged/inner', 'inner')
        ls('exchanged')
        t('move over', os.rename, 'inner', 'exchanged/inner2')
        ls('exchanged')
        """);

    [Behaviour]
    private static void ManyLinks(Scene s) => s.Python("""
        make('many')
        for i in range(300):
            os.link('many', f'dir/many-{i}')
        ls('many')
        t('in the lower', os.link, 'big', 'big-too')
        for i in range(50):
            os.link('big', f'big-{i}')
        ls('big'); ls('big-49')
        t('write by one', lambda: open('big-7', 'r+').write('SEVEN'))
        with open('big-too', 'rb') as f: say(f.read(5))
        for i in range(300):
            os.unlink(f'dir/many-{i}')
        ls('many')
        os.unlink('big')
        ls('big-too')
        """);

    [Behaviour]
    private static void RemovedWhileOthersHoldThem(Scene s) => s.Python("""
        # Through descriptors everything goes on: attributes, xattrs, content, but nothing by name.
        for n in ('file', 'new'):
            f = os.open(n, os.O_RDWR | os.O_CREAT)
            os.unlink(n)
            t('write', os.write, f, b'still here')
            t('fsetxattr', os.setxattr, f, 'user.a', b'x')
            t('fgetxattr', os.getxattr, f, 'user.a')
            t('flistxattr', os.listxattr, f)
            t('futimens', os.utime, f, ns=(5, 7))
            t('fchmod', os.fchmod, f, 0o600)
            t('fchown', os.fchown, f, 12, 13)
            t('ftruncate', os.ftruncate, f, 5)
            t('fsync', os.fsync, f)
            t('fallocate', fallocate, f, 0, 0, 100)
            ls(f, n)
            t('pread', os.pread, f, 200, 0)
            t('by /proc', lambda: open(f'/proc/self/fd/{f}', 'r+').write('again'))
            t('pread', os.pread, f, 5, 0)
            m = mmap.mmap(f, 100)
            m[0:3] = b'map'
            t('pread', os.pread, f, 5, 0)
            m.close()
            os.close(f)
        """);
}
