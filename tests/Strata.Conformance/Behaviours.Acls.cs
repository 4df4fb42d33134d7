namespace Strata.Conformance;

internal static partial class Behaviours
{
    /// <summary>ACLs as their xattrs: acl('u::rwx,u:1000:r-x,g::r-x,m::r-x,o::---').</summary>
    private const string Acls = """
        ACCESS, DEFAULT = 'system.posix_acl_access', 'system.posix_acl_default'
        TAGS = {('u', ''): 1, ('u', 1): 2, ('g', ''): 4, ('g', 1): 8, ('m', ''): 16, ('o', ''): 32}
        def acl(text):
            packed = struct.pack('<I', 2)
            for entry in text.split(','):
                tag, who, what = entry.split(':')
                bits = 4 * ('r' in what) + 2 * ('w' in what) + ('x' in what)
                packed += struct.pack('<HHI', TAGS[tag, 1 if who else ''], bits, int(who) if who else 0xffffffff)
            return packed
        def shown(packed):
            back = {v: k for k, v in TAGS.items()}
            entries = [struct.unpack_from('<HHI', packed, i) for i in range(4, len(packed), 8)]
            return ','.join(f'{back[tag][0]}:{who if who != 0xffffffff else ""}:{bits}' for tag, bits, who in entries)
        def look(n):
            ls(n)
            for which in (ACCESS, DEFAULT):
                t(f'{which[17:]} of {n}', lambda: shown(os.getxattr(n, which, follow_symlinks=False)))

        """;

    [Behaviour]
    private static void DefaultAclsAreInherited(Scene s) => s.Python(Acls + """
        os.mkdir('fresh'); os.mkdir('fresh2')
        os.setxattr('fresh', DEFAULT, acl('u::rwx,u:1000:rwx,g::r-x,g:2000:rw-,m::rwx,o::r--'))
        os.setxattr('fresh2', DEFAULT, acl('u::rw-,g::r--,o::---'))
        os.setxattr('merged', DEFAULT, acl('u::rwx,u:1000:rwx,g::r-x,m::rwx,o::r-x'))
        for umask in (0, 0o022, 0o077, 0o777):
            os.umask(umask)
            for where in ('fresh', 'fresh2', 'acl-dir', 'merged', 'dir'):
                say(f'-- {where}, umask {umask:o}')
                for mode in (0o666, 0o600, 0o777):
                    n = f'{where}/{umask:o}-{mode:o}'
                    os.close(os.open(n + 'f', os.O_CREAT | os.O_WRONLY | os.O_EXCL, mode)); look(n + 'f')
                    os.mkdir(n + 'd', mode); look(n + 'd')
                    os.mknod(n + 'p', stat.S_IFIFO | mode); look(n + 'p')
                    os.mknod(n + 'r', stat.S_IFREG | mode); look(n + 'r')
                    os.symlink('x', n + 'l'); look(n + 'l')
                    f = os.open(where, os.O_TMPFILE | os.O_RDWR, mode); ls(f, 'unnamed')
                    t('acl of the unnamed', lambda: shown(os.getxattr(f, ACCESS)))
                    t('link', link_file, f, n + 't'); look(n + 't')
                    os.close(f)
        """);

    [Behaviour]
    private static void DefaultAclsOverWhiteouts(Scene s) => s.Python(Acls + """
        # What is made where a whiteout lies is staged elsewhere, and inherits all the same.
        os.setxattr('dir', DEFAULT, acl('u::rwx,u:1000:rwx,g::r-x,m::rwx,o::r--'))
        os.setxattr('merged', DEFAULT, acl('u::rw-,g::r--,o::---'))
        for umask in (0o022, 0o077):
            os.umask(umask)
            for n, kind in (('dir/a', 'f'), ('dir/b', 'd'), ('merged/both', 'p'), ('merged/top', 'l'), ('merged/lower', 'r'), ('merged/middle', 'd'), ('merged/gone', 'f')):
                if os.path.lexists(n):
                    os.rmdir(n) if os.path.isdir(n) else os.unlink(n)
                if kind == 'f': os.close(os.open(n, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o666))
                if kind == 'd': os.mkdir(n, 0o777)
                if kind == 'p': os.mknod(n, stat.S_IFIFO | 0o666)
                if kind == 'r': os.mknod(n, stat.S_IFREG | 0o666)
                if kind == 'l': os.symlink('x', n)
                look(n)
        """);

    [Behaviour]
    private static void AclsAndModes(Scene s) => s.Python(Acls + """
        make('new'); os.mkdir('new-dir')
        for n in ('file', 'new', 'dir', 'new-dir', 'acl-file'):
            say(f'-- {n}')
            t('set', os.setxattr, n, ACCESS, acl('u::rw-,u:1000:rwx,g::r--,m::rwx,o::r--'))
            look(n)
            t('chmod', os.chmod, n, 0o640)
            look(n)
            t('set one that a mode says', os.setxattr, n, ACCESS, acl('u::rw-,g::r--,o::r--'))
            look(n)
            t('list', lambda: sorted(os.listxattr(n)))
            t('remove', os.removexattr, n, ACCESS)
            look(n)
            t('remove a default', os.removexattr, n, DEFAULT)
            t('default', os.setxattr, n, DEFAULT, acl('u::rw-,g::r--,o::r--'))
            t('empty default', os.setxattr, n, DEFAULT, struct.pack('<I', 2))
            look(n)
            t('unsorted', os.setxattr, n, ACCESS, acl('o::r--,u::rw-,g::r--'))
            t('without a mask', os.setxattr, n, ACCESS, acl('u::rw-,u:1000:rwx,g::r--,o::r--'))
            t('twice', os.setxattr, n, ACCESS, acl('u::rw-,u:1000:rwx,u:1000:r--,g::r--,m::rwx,o::r--'))
            t('version', os.setxattr, n, ACCESS, struct.pack('<I', 1))
            t('short', os.setxattr, n, ACCESS, acl('u::rw-,g::r--,o::r--')[:-1])
            t('create', os.setxattr, n, ACCESS, acl('u::rw-,g::r--,o::r--'), os.XATTR_CREATE)
            t('into nothing', os.getxattr, n, ACCESS)
        t('of a symlink', os.setxattr, 'symlink', ACCESS, acl('u::rw-,g::r--,o::r--'), follow_symlinks=False)
        t('get of a symlink', os.getxattr, 'symlink', ACCESS, follow_symlinks=False)
        t('of a fifo', os.setxattr, 'fifo', ACCESS, acl('u::rw-,u:7:r--,g::r--,m::r--,o::r--'))
        look('fifo')
        """);

    [Behaviour]
    private static void AclsDecideForUsersAndGroups(Scene s) => s.Python(Acls + """
        os.chown('file', 3000, 3000)
        os.setxattr('file', ACCESS, acl('u::rw-,u:1000:rw-,u:1001:---,g::---,g:2000:r--,g:2001:-w-,m::rw-,o::r--'))
        os.setxattr('dir', ACCESS, acl('u::rwx,u:1000:rwx,g::r-x,g:2000:--x,m::rwx,o::---'))
        def look():
            for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR):
                t(f'open {flags}', lambda: os.close(os.open('file', flags)))
            say('access', *[os.access('file', m) for m in (4, 2, 1)], *[os.access('dir', m) for m in (4, 2, 1)])
            t('list', lambda: sorted(os.listdir('dir')))
            t('stat in it', lambda: os.stat('dir/b').st_size)
            t('create', make, f'dir/by-{os.getuid()}-{len(os.getgroups())}')
            t('set', os.setxattr, 'file', ACCESS, acl('u::rw-,g::rw-,o::rw-'))
            t('remove', os.removexattr, 'file', ACCESS)
        for who in ((1000, 1000, []), (1001, 1001, []), (1001, 1001, [2000]), (1002, 1002, [2000]), (1002, 1002, [2001]), (1002, 1002, [2000, 2001]),
                    (1002, 3000, []), (1003, 1003, [])):
            in_child(look, *who)
        os.chmod('file', 0o604)
        in_child(look, 1000)
        in_child(look, 3000)
        ls('file')
        """);

    [Behaviour]
    private static void SettingAnAclTakesTheGroupBit(Scene s) => s.Python(Acls + """
        make('new'); os.chown('new', 1000, 2000)
        for n in ('user-file', 'new'):
            os.chown(n, 1000, 2000)
            for mode in (0o2755, 0o2745, 0o4755):
                for groups in ([], [2000]):
                    os.chmod(n, mode)
                    in_child(lambda: t('set', os.setxattr, n, ACCESS, acl('u::rwx,u:7:r--,g::r-x,m::r-x,o::r-x')), 1000, 1000, groups)
                    look(n)
            os.chmod(n, 0o2755)
            t('set', os.setxattr, n, ACCESS, acl('u::rwx,u:7:r--,g::r-x,m::r-x,o::r-x'))
            look(n)
        """);
}
