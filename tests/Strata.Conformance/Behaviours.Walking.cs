namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void StandingInARemovedFolder(Scene s) => s.Python("""
        home = os.open('.', os.O_RDONLY)
        os.mkdir('fresh'); os.mkdir('fresh/inner')
        for n, remove in (('fresh/inner', lambda: os.rmdir('fresh/inner')), ('empty-dir', lambda: os.rmdir('empty-dir')), ('fresh', lambda: os.rename('other', 'fresh'))):
            os.fchdir(home)
            os.mkdir('other') if n == 'fresh' else None
            os.chdir(n)
            here = os.open('.', os.O_RDONLY)
            in_child(lambda: (os.fchdir(home), remove()))
            t(f'getcwd in {n}', os.getcwd)
            t('list', os.listdir, '.')
            t('up', lambda: os.path.samestat(os.stat('..'), os.stat(home)))
            t('stat', lambda: os.stat('.').st_nlink)
            for what, call in (('create', lambda: make('x')), ('mkdir', lambda: os.mkdir('x')), ('symlink', lambda: os.symlink('a', 'x')), ('mkfifo', lambda: os.mkfifo('x')),
                               ('link', lambda: os.link('file', 'x', src_dir_fd=home)), ('move in', lambda: os.rename('file', 'x', src_dir_fd=home)),
                               ('lookup', lambda: os.stat('x')), ('unlink', lambda: os.unlink('x')), ('rmdir', lambda: os.rmdir('x')), ('rmdir .', lambda: os.rmdir('.')),
                               ('chmod', lambda: os.chmod('.', 0o700)), ('utime', lambda: os.utime('.')), ('setxattr', lambda: os.setxattr('.', 'user.a', b'x')),
                               ('open .', lambda: os.close(os.open('.', os.O_RDONLY))), ('fsync', lambda: os.fsync(here)), ('rename of ..', lambda: os.rename('..', 'x'))):
                if n != 'empty-dir' or what not in ('chmod', 'utime', 'setxattr', 'stat'):
                    t(what, call)
        """);

    [Behaviour(Redirects = true)]
    private static void ParentsAfterRenames(Scene s) => s.Python("""
        home = os.open('.', os.O_RDONLY)
        def where(f):
            return os.stat('..', dir_fd=f).st_ino
        os.makedirs('fresh/a/b')
        for n, to in (('fresh/a/b', 'fresh/b'), ('fresh/b', 'dir/b'), ('dir/sub', 'fresh/sub'), ('merged/sub', 'merged-sub'), ('deep/1', 'dir/1'), ('dir', 'opaque/dir')):
            f = os.open(n, os.O_RDONLY)
            os.chdir(n)
            t(f'rename {n} {to}', os.rename, n, to, src_dir_fd=home, dst_dir_fd=home)
            say('.. is the new parent', where(f) == os.stat(os.path.dirname(to) or '.', dir_fd=home).st_ino)
            t('getcwd', lambda: os.getcwd().split('/m')[-1].split('/', 2)[-1])
            t('walk up', lambda: sorted(os.listdir('..'))[:4])
            t('create', make, f'made-in-{n.replace("/", "-")}')
            t('list', lambda: sorted(os.listdir(f)))
            os.fchdir(home)
        t('exchange', rename2, 'fresh', 'opaque/dir', 2)
        f = os.open('opaque/dir', os.O_RDONLY)
        say(where(f) == os.stat('opaque').st_ino, sorted(os.listdir(f)))
        t('into itself', os.rename, 'opaque', 'opaque/dir/x')
        t('onto its parent', os.rename, 'opaque/dir', 'opaque')
        t('list', lambda: sorted(os.listdir('opaque/dir')))
        """);

    [Behaviour]
    private static void FilesWhereFoldersAreWanted(Scene s) => s.Python("""
        os.mkdir('fresh'); make('new')
        for n in ('file', 'new', 'file/', 'new/', 'file/.', 'file/..', 'file/x', 'dir/', 'dir/.', 'fresh/', 'symlink/', 'dir-symlink/', 'dir-symlink', 'dangling/', 'loop', 'loop/', 'loop/x',
                  'missing', 'missing/', 'missing/x', 'removed/', 'removed-dir/x', 'fifo/x', 'null/', '', 'long-symlink'):
            say(f'-- "{n}"')
            t('stat', lambda: stat.filemode(os.stat(n).st_mode)); t('lstat', lambda: stat.filemode(os.lstat(n).st_mode))
            for flags in (os.O_RDONLY | os.O_NONBLOCK, os.O_RDWR | os.O_NONBLOCK, os.O_DIRECTORY, os.O_CREAT | os.O_RDWR | os.O_NONBLOCK, os.O_CREAT | os.O_EXCL, os.O_CREAT | os.O_DIRECTORY, os.O_NOFOLLOW | os.O_NONBLOCK,
                          os.O_PATH | os.O_NOFOLLOW, os.O_RDWR | os.O_TRUNC | os.O_NONBLOCK):
                t(f'open {flags:o}', lambda: os.close(os.open(n, flags)))
            t('mkdir', os.mkdir, n) if n.rstrip('/') not in ('missing',) else None
            t('readlink', os.readlink, n); t('access', lambda: os.access(n, os.R_OK)); t('truncate', os.truncate, n, 0); t('rename', os.rename, n, n); t('link', os.link, n, 'linked')
            os.unlink('linked') if os.path.lexists('linked') else None
            t('listxattr', os.listxattr, n); t('chdir', lambda: os.chdir(n) or os.chdir(home))
            for made in ('missing', 'nowhere'):
                if os.path.lexists(made): os.unlink(made) if not os.path.isdir(made) else os.rmdir(made)
        for n in ('dir/', 'fresh/', 'new/', 'symlink/', 'dir-symlink/', 'missing/', 'fresh/.', 'fresh/..', '.', '..', '/'):
            t(f'rmdir "{n}"', os.rmdir, n); t(f'unlink "{n}"', os.unlink, n)
        """.Replace("home", "h", StringComparison.Ordinal).Insert(0, "h = os.getcwd()\n"));

    [Behaviour]
    private static void ChainsOfSymlinks(Scene s) => s.Python("""
        os.symlink('file', 'l0')
        for i in range(1, 45):
            os.symlink(f'l{i - 1}', f'l{i}')
        for i in (0, 38, 39, 40, 41):
            t(f'stat l{i}', lambda: os.stat(f'l{i}').st_size)
        os.symlink('.', 'here')
        for i in (10, 39, 40, 41):
            t(f'{i} times here', lambda: os.stat('here/' * i + 'file').st_size)
        os.symlink('../' + os.path.basename(os.getcwd()) + '/dir', 'around'); t('around', lambda: sorted(os.listdir('around')))
        os.symlink('one', 'two'); os.symlink('two', 'one'); t('each other', os.stat, 'one')
        t('create through', lambda: os.open('one', os.O_CREAT | os.O_RDWR)); t('rename', os.rename, 'one', 'three'); t('stat', os.stat, 'two')
        os.symlink('dir/../dir/sub/../a', 'crooked'); content('crooked')
        os.symlink('file/', 'slash'); t('slash', os.stat, 'slash')
        t('long', os.symlink, 'x' * 4095, 'longest'); t('longest', os.stat, 'longest'); t('length', lambda: len(os.readlink('longest')))
        t('hard link to a symlink', os.link, 'crooked', 'linked', follow_symlinks=False); t('readlink', os.readlink, 'linked'); ls('linked')
        t('hard link through one', os.link, 'crooked', 'followed', src_dir_fd=os.open('.', os.O_RDONLY)); ls('followed')
        """);
}
