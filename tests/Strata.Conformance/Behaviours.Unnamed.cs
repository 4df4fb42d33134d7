namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void UnnamedFilesAndTheirNames(Scene s) => s.Python("""
        for where in ('.', 'dir', 'merged', 'deep/1/2/3'):
            f = os.open(where, os.O_TMPFILE | os.O_RDWR, 0o640)
            os.write(f, b'unnamed')
            ls(f)
            t('over a file', link_file, f, f'{where}/f')
            t('over what is there', link_file, f, 'file')
            t('elsewhere', link_file, f, 'open-dir/' + where.replace('/', '-'))
            t('again', link_file, f, 'open-dir/' + where.replace('/', '-') + '2')
            ls(f)
            t('where a whiteout lies', link_file, f, 'removed')
            t('unlink', os.unlink, 'removed') if os.path.exists('removed') else None
            os.write(f, b' no more')
            os.close(f)
        names('open-dir')
        content('open-dir/merged2')
        """);

    [Behaviour]
    private static void UnnamedFilesThatStayUnnamed(Scene s) => s.Python("""
        f = op('dir', os.O_TMPFILE | os.O_RDWR | os.O_EXCL, what='exclusive')
        t('link', link_file, f, 'dir/x')
        op('dir', os.O_TMPFILE | os.O_RDONLY, what='read-only')
        g = op('dir', os.O_TMPFILE | os.O_WRONLY, what='write-only')
        t('read', os.read, g, 5)
        t('write', os.write, g, b'x')
        op('file', os.O_TMPFILE | os.O_RDWR, what='in a file')
        op('missing', os.O_TMPFILE | os.O_RDWR, what='in nothing')
        op('dir-symlink', os.O_TMPFILE | os.O_RDWR, what='through a symlink')
        op('removed-dir', os.O_TMPFILE | os.O_RDWR, what='in a removed folder')
        d = os.open('empty-dir', os.O_RDONLY); os.rmdir('empty-dir')
        t('in one that is gone', lambda: os.open('.', os.O_TMPFILE | os.O_RDWR, dir_fd=d) and None)
        def as_user():
            op('dir', os.O_TMPFILE | os.O_RDWR, what='dir')
            op('user-dir', os.O_TMPFILE | os.O_RDWR, what='user-dir')
            h = op('open-dir', os.O_TMPFILE | os.O_RDWR, 0o600, what='open-dir')
            ls(h)
            t('link by /proc', link_file, h, 'open-dir/u')
            ls('open-dir/u')
            os.umask(0o077)
            h = os.open('open-dir', os.O_TMPFILE | os.O_RDWR, 0o666)
            ls(h)
        in_child(as_user, 1000)
        # Everything else that a file can.
        h = os.open('dir', os.O_TMPFILE | os.O_RDWR, 0o600)
        t('setxattr', os.setxattr, h, 'user.a', b'x'); t('chmod', os.fchmod, h, 0o4755); t('chown', os.fchown, h, 3, 4)
        t('truncate', os.ftruncate, h, 10000); t('fallocate', fallocate, h, 0, 0, 20000); ls(h)
        m = mmap.mmap(h, 10000); m[5000:5004] = b'maps'; t('pread', os.pread, h, 4, 5000)
        t('open again', lambda: os.pread(os.open(f'/proc/self/fd/{h}', os.O_RDONLY), 4, 5000))
        t('link', link_file, h, 'dir/linked')
        t('xattr', os.getxattr, 'dir/linked', 'user.a'); ls('dir/linked'); ls(h)
        t('unlink', os.unlink, 'dir/linked'); ls(h)
        t('after the last name', link_file, h, 'dir/risen')
        """);
}
