namespace Strata.Conformance;

internal static partial class Behaviours
{
    /// <summary>Everything that changes a file's content, owner or size, and what is left of its set-id bits and capabilities.</summary>
    private const string PrivilegedFiles = """
        CAP = bytes.fromhex('0100000200200000000000000000000000000000')
        def arm(n, mode):
            os.chmod(n, mode)
            t('setcap', os.setxattr, n, 'security.capability', CAP)
        def look(n):
            ls(n)
            t(f'capability of {n}', os.getxattr, n, 'security.capability')
        def by_write(n):
            f = os.open(n, os.O_WRONLY); os.write(f, b'x'); os.close(f)
        def by_append(n):
            f = os.open(n, os.O_WRONLY | os.O_APPEND); os.write(f, b'x'); os.close(f)
        def by_writev(n):
            f = os.open(n, os.O_WRONLY); os.pwritev(f, [b'x', b'y'], 3); os.close(f)
        def by_truncate(n):
            os.truncate(n, 3)
        def by_same_size(n):
            os.truncate(n, os.stat(n).st_size)
        def by_ftruncate(n):
            f = os.open(n, os.O_RDWR); os.ftruncate(f, 9); os.close(f)
        def by_open(n):
            os.close(os.open(n, os.O_WRONLY | os.O_TRUNC))
        def by_open_alone(n):
            os.close(os.open(n, os.O_RDWR))
        def by_fallocate(n):
            f = os.open(n, os.O_RDWR); fallocate(f, 0, 0, 5000); os.close(f)
        def by_punch(n):
            f = os.open(n, os.O_RDWR); fallocate(f, 3, 0, 2); os.close(f)
        def by_copy_range(n):
            f = os.open(n, os.O_RDWR); g = os.open('xattred', os.O_RDONLY)
            os.copy_file_range(g, f, 4); os.close(f); os.close(g)
        def by_splice(n):
            f = os.open(n, os.O_WRONLY); r, w = os.pipe(); os.write(w, b'abc')
            os.splice(r, f, 3); os.close(f); os.close(r); os.close(w)
        def by_map(n):
            f = os.open(n, os.O_RDWR); m = mmap.mmap(f, 1); m[0:1] = b'm'; m.flush(); m.close(); os.close(f)
        def by_chown(n):
            os.chown(n, -1, 1000)
        def by_chown_to_nobody(n):
            os.chown(n, -1, -1)
        def by_utime(n):
            os.utime(n)
        def by_setxattr(n):
            os.setxattr(n, 'user.a', b'x')
        WAYS = [by_write, by_append, by_writev, by_truncate, by_same_size, by_ftruncate, by_open, by_open_alone, by_fallocate, by_punch,
                by_copy_range, by_splice, by_chown, by_utime, by_setxattr]

        """;

    [Behaviour]
    private static void UsersTakePrivilegesFromFiles(Scene s) => s.Python(PrivilegedFiles + """
        make('new', b'new content'); os.chown('new', 1000, 1000)
        for n in ('suid', 'new'):
            for way in [*WAYS, by_chown_to_nobody]:
                for mode in (0o6777, 0o2767, 0o4666):
                    say(f'-- {way.__name__} {n} {mode:o}')
                    arm(n, mode)
                    in_child(lambda: t(way.__name__, way, n), 1000)
                    look(n)
        """);

    [Behaviour]
    private static void RootLeavesSetIdBitsButTakesCapabilities(Scene s) => s.Python(PrivilegedFiles + """
        make('new', b'new content'); os.chown('new', 1000, 1000)
        for n in ('suid', 'new'):
            for way in WAYS:
                for mode in (0o6777, 0o2767):
                    say(f'-- {way.__name__} {n} {mode:o}')
                    arm(n, mode)
                    t(way.__name__, way, n)
                    look(n)
        """);

    [Behaviour]
    private static void PrivilegesOfFilesThatAreOpenElsewhere(Scene s) => s.Python(PrivilegedFiles + """
        # Open for reading, or for writing by root, before the user comes: the kernel may have another way to the file then.
        make('new', b'new content'); os.chown('new', 1000, 1000)
        for n in ('sgid', 'new'):
            for flags in (os.O_RDONLY, os.O_RDWR):
                for way in (by_write, by_ftruncate, by_fallocate, by_copy_range, by_splice):
                    say(f'-- {way.__name__} {n} while open {flags}')
                    arm(n, 0o6777)
                    f = os.open(n, flags)
                    in_child(lambda: t(way.__name__, way, n), 1000)
                    look(n)
                    arm(n, 0o6777)
                    t(way.__name__, way, n)
                    look(n)
                    os.close(f)
        # Armed only once it is open.
        for n in ('sgid', 'new'):
            def late():
                f = os.open(n, os.O_RDWR)
                os.write(w, b'.'); os.read(r2, 1)
                t('write', os.write, f, b'late')
            r, w = os.pipe(); r2, w2 = os.pipe()
            os.chmod(n, 0o777)
            sys.stdout.flush()
            child = os.fork()
            if child == 0:
                os.setgroups([]); os.setresgid(1000, 1000, 1000); os.setresuid(1000, 1000, 1000)
                late(); os._exit(0)
            os.read(r, 1)
            arm(n, 0o6777)
            os.write(w2, b'.'); os.waitpid(child, 0)
            look(n)
        """);

    [Behaviour]
    private static void PrivilegesOfFilesWrittenThroughMaps(Scene s) => s.Python(PrivilegedFiles + """
        arm('suid', 0o6777)
        in_child(lambda: by_map('suid'), 1000)
        look('suid')
        """);

    [Behaviour]
    private static void OwnersThatStay(Scene s) => s.Python(PrivilegedFiles + """
        os.chmod('suid', 0o6777)
        by_chown_to_nobody('suid')
        look('suid')
        """);

    [Behaviour]
    private static void CapabilitiesOfFiles(Scene s) => s.Python(PrivilegedFiles + """
        for n in ('file', 'new'):
            if n == 'new':
                make('new', b'x')
            t('set', os.setxattr, n, 'security.capability', CAP)
            t('get', os.getxattr, n, 'security.capability')
            t('list', lambda: sorted(os.listxattr(n)))
            t('nonsense', os.setxattr, n, 'security.capability', b'nonsense')
            t('remove', os.removexattr, n, 'security.capability')
            t('remove', os.removexattr, n, 'security.capability')
            t('set', os.setxattr, n, 'security.capability', CAP)
            t('chown', os.chown, n, 5, 5)
            t('get', os.getxattr, n, 'security.capability')
            in_child(lambda: t('set as a user', os.setxattr, n, 'security.capability', CAP), 5)
            t('set', os.setxattr, n, 'security.capability', CAP)
            t('rename', os.rename, n, n + '.moved')
            t('get', os.getxattr, n + '.moved', 'security.capability')
            t('link', os.link, n + '.moved', n)
            t('get', os.getxattr, n, 'security.capability')
        t('of a folder', os.setxattr, 'dir', 'security.capability', CAP)
        t('of a symlink', os.setxattr, 'symlink', 'security.capability', CAP, follow_symlinks=False)
        """);

    [Behaviour]
    private static void ProgramsWithCapabilities(Scene s)
    {
        s.Shell("cp /usr/bin/python3 py && setcap cap_net_raw+ep py && getcap py && ./py -c 'print(open(\"/proc/self/status\").read().split(\"CapEff:\")[1].split()[0])'");
        s.Shell("./py -c 'print(open(\"/proc/self/status\").read().split(\"CapEff:\")[1].split()[0])'", 1000);
        s.Shell("echo >> py; getcap py; echo none left");
        s.Shell("./py -c 'print(open(\"/proc/self/status\").read().split(\"CapEff:\")[1].split()[0])'", 1000);
    }
}
