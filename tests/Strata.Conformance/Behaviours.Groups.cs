namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void StickyFoldersAndSeveralUsers(Scene s) => s.Python("""
        os.chown('sticky', 1001, 1001)
        def make_all(who):
            for n in ('a', 'b', 'c'):
                make(f'sticky/{who}-{n}', b'x', 0o666)
            os.mkdir(f'sticky/{who}-dir', 0o777)
        in_child(lambda: make_all('one'), 1000)
        in_child(lambda: make_all('two'), 1002, 1002, [1000])
        def try_all(who, others):
            for other in others:
                t(f'{who} unlinks of {other}', os.unlink, f'sticky/{other}-a')
                t(f'{who} renames of {other}', os.rename, f'sticky/{other}-b', f'sticky/by-{who}-{other}')
                t(f'{who} moves out of {other}', os.rename, f'sticky/{other}-c', f'open-dir/by-{who}-{other}')
                t(f'{who} removes of {other}', os.rmdir, f'sticky/{other}-dir')
                make(f'open-dir/{who}-{other}', b'y', 0o666)
                t(f'{who} replaces of {other}', os.rename, f'open-dir/{who}-{other}', f'sticky/{other}-c')
            t(f'{who} unlinks of root', os.unlink, 'sticky/of-root')
            t(f'{who} exchanges', rename2, 'sticky/of-root', 'sticky/of-user', 2)
        # Another user; then the owner of the folder, who may everything; the group makes no difference.
        in_child(lambda: try_all('three', ['one', 'two']), 1003, 1003, [1000, 1001, 1002])
        in_child(lambda: try_all('two', ['one']), 1002, 1002, [1000])
        in_child(lambda: try_all('owner', ['one', 'two']), 1001)
        names('sticky'); names('open-dir')
        """);

    [Behaviour]
    private static void GroupsOfTheCallerCount(Scene s) => s.Python("""
        for n, mode in (('file', 0o060), ('big', 0o640), ('dir', 0o2070), ('private', 0o006)):
            os.chown(n, 3000, 2000)
            os.chmod(n, mode)
        def look():
            for n in ('file', 'big', 'private'):
                t(f'read {n}', lambda: os.close(os.open(n, os.O_RDONLY)))
                t(f'write {n}', lambda: os.close(os.open(n, os.O_WRONLY)))
            for mode in (os.R_OK, os.W_OK, os.X_OK):
                say('access', mode, *[os.access(n, mode) for n in ('file', 'big', 'dir', 'private')])
            t('create', make, f'dir/by-{os.getuid()}-{os.getgid()}')
            ls(f'dir/by-{os.getuid()}-{os.getgid()}')
        in_child(look, 1000, 1000)
        in_child(look, 1000, 1000, [2000])
        in_child(look, 1001, 2000)
        in_child(look, 3000, 1000)
        in_child(look, 3000, 1000, [2000])
        """);

    [Behaviour]
    private static void ChangingGroupsAndModes(Scene s) => s.Python("""
        def change():
            for n in ('user-file', 'user-dir'):
                for gid in (1000, 2000, 2001, 0):
                    t(f'chgrp {n} {gid}', os.chown, n, -1, gid)
                    ls(n)
                # A group that one does not belong to takes the set-group-id bit away.
                t(f'chmod {n}', os.chmod, n, 0o2775)
                ls(n)
                t(f'chmod {n}', os.chmod, n, 0o6777)
                ls(n)
                t(f'chown {n} to another', os.chown, n, 1001, -1)
                t(f'chown {n} to itself', os.chown, n, 1000, -1)
                ls(n)
        in_child(change, 1000, 1000, [2000])
        os.chown('user-file', 1000, 5000); os.chown('user-dir', 1000, 5000)
        in_child(change, 1000, 1000, [2000])
        """);

    [Behaviour]
    private static void SetgidFoldersAndGroups(Scene s) => s.Python("""
        os.mkdir('fresh'); os.chown('fresh', 1000, 2000); os.chmod('fresh', 0o2777)
        def fill(where):
            # With group execution a file of a group that the caller is not in loses the bit; S_ISGID without it stays.
            for mode in (0o2755, 0o2745, 0o6777, 0o755):
                make(f'{where}/f-{mode:o}-{os.getuid()}', b'', mode)
                ls(f'{where}/f-{mode:o}-{os.getuid()}')
                os.mknod(f'{where}/n-{mode:o}-{os.getuid()}', stat.S_IFREG | mode)
                ls(f'{where}/n-{mode:o}-{os.getuid()}')
                f = os.open(where, os.O_TMPFILE | os.O_RDWR, mode)
                ls(f, f'{where} unnamed {mode:o}')
            os.mkdir(f'{where}/d-{os.getuid()}', 0o755)
            ls(f'{where}/d-{os.getuid()}')
            os.mkdir(f'{where}/d-{os.getuid()}/inner', 0o4711)
            ls(f'{where}/d-{os.getuid()}/inner')
        os.umask(0)
        for where in ('fresh', 'setgid'):
            in_child(lambda: fill(where), 1001)
            in_child(lambda: fill(where), 1002, 1002, [2000])
            fill(where)
        """);

    [Behaviour]
    private static void CapabilitiesOfRootWithoutSome(Scene s) => s.Python("""
        # Root that gave a capability away is a user like others in that respect: capabilities(7).
        names_of = {'CHOWN': 0, 'DAC_OVERRIDE': 1, 'DAC_READ_SEARCH': 2, 'FOWNER': 3, 'FSETID': 4}
        def without(dropped, work):
            def run():
                say('without', *dropped)
                header = struct.pack('II', 0x20080522, 0)
                data = ctypes.create_string_buffer(24)
                syscall(125, header, data)
                effective, permitted, inheritable, *rest = struct.unpack('6I', data.raw)
                for n in dropped:
                    effective &= ~(1 << names_of[n])
                syscall(126, header, struct.pack('6I', effective, permitted, inheritable, *rest))
                work()
            in_child(run)
        os.chmod('private', 0o000); os.chmod('closed-dir', 0o000)
        def look():
            t('read private', lambda: os.close(os.open('private', os.O_RDONLY)))
            t('write private', lambda: os.close(os.open('private', os.O_WRONLY)))
            t('list closed-dir', lambda: os.listdir('closed-dir'))
            t('create in it', make, 'closed-dir/x')
            t('chmod of a user', os.chmod, 'user-file', 0o640)
            t('chown of a user', os.chown, 'user-file', 1001, 1001)
            t('utime of a user', os.utime, 'open-file')
            t('unlink in sticky', os.unlink, 'sticky/of-user')
            t('truncate', os.truncate, 'suid', 2)
            ls('suid')
            t('link', os.link, 'user-dir/f', f'linked-{time.monotonic_ns()}')
        for dropped in (['CHOWN'], ['DAC_OVERRIDE'], ['DAC_OVERRIDE', 'DAC_READ_SEARCH'], ['FOWNER'], ['FSETID'], list(names_of)):
            without(dropped, look)
            os.chmod('suid', 0o6755)
            if not os.path.exists('sticky/of-user'):
                make('sticky/of-user'); os.chown('sticky/of-user', 1000, 1000)
        """);
}
