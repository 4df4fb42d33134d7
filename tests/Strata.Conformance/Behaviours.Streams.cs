namespace Strata.Conformance;

internal static partial class Behaviours
{
    /// <summary>readdir(3) with its positions, and directories of many names.</summary>
    private const string Streams = """
        class Dirent(ctypes.Structure):
            _fields_ = [('ino', ctypes.c_uint64), ('off', ctypes.c_int64), ('reclen', ctypes.c_ushort), ('type', ctypes.c_ubyte), ('name', ctypes.c_char * 256)]
        libc.opendir.restype = libc.readdir.restype = ctypes.c_void_p
        libc.telldir.restype = ctypes.c_long
        for call in (libc.readdir, libc.telldir, libc.rewinddir, libc.closedir):
            call.argtypes = [ctypes.c_void_p]
        libc.seekdir.argtypes = [ctypes.c_void_p, ctypes.c_long]
        def read(d):
            entry = libc.readdir(d)
            return Dirent.from_address(entry).name.decode() if entry else None
        def rest(d):
            found = []
            while (n := read(d)) is not None:
                found.append(n)
            return found

        """;

    [Behaviour]
    private static void PositionsInDirectoryStreams(Scene s) => s.Python(Streams + """
        os.mkdir('fresh')
        for i in range(2000):
            os.mkdir(f'fresh/name-{i:04d}')
        for n in ('fresh', 'merged', 'dir', '.'):
            d = libc.opendir(n.encode())
            positions, order = [], []
            while True:
                positions.append(libc.telldir(d))
                n2 = read(d)
                if n2 is None: break
                order.append(n2)
            say(n, len(order), 'entries', len(set(order)), 'different', len(set(positions)) == len(positions))
            right = 0
            for i in range(len(order) - 1, -1, -7):
                libc.seekdir(d, positions[i])
                right += read(d) == order[i]
            say('found again', right)
            libc.rewinddir(d)
            say('from the start', rest(d) == order)
            libc.seekdir(d, positions[len(order) // 2])
            say('the second half', rest(d) == order[len(order) // 2:])
            libc.seekdir(d, positions[-1]); say('the end', read(d))
            libc.closedir(d)
        """);

    [Behaviour]
    private static void PositionsAcrossChanges(Scene s) => s.Python(Streams + """
        os.mkdir('fresh')
        for i in range(1000):
            make(f'fresh/stays-{i:04d}'); make(f'fresh/goes-{i:04d}')
        d = libc.opendir(b'fresh')
        seen = []
        for i in range(300):
            seen.append(read(d))
        position = libc.telldir(d)
        for i in range(1000):
            os.unlink(f'fresh/goes-{i:04d}'); make(f'fresh/comes-{i:04d}')
        seen += rest(d)
        stays = [n for n in seen if n.startswith('stays')]
        say('of those that stay', len(stays), 'different', len(set(stays)))
        say('twice', len(seen) - len(set(seen)))
        libc.closedir(d)
        # Copy-ups, removals and new names in a merged folder while it is read.
        d = libc.opendir(b'merged')
        seen = [read(d), read(d), read(d)]
        os.chmod('merged/lower', 0o600); os.chmod('merged/middle', 0o600); os.chmod('merged/top', 0o600); os.chmod('merged/both', 0o600)
        seen += rest(d)
        say('merged', len(seen), len(set(seen)), sorted(set(seen) & {'lower', 'middle', 'top', 'both', 'sub'}))
        d = libc.opendir(b'.')
        seen = [read(d) for i in range(5)]
        for n in ('file', 'big', 'dir', 'link1', 'symlink', 'deep'):
            os.chown(n, 1, 1, follow_symlinks=False)
        os.rename('private', 'renamed-private')
        seen += rest(d)
        say('root', len(seen) - len(set(seen)), 'twice', [n for n in ('file', 'big', 'dir', 'link1', 'symlink', 'deep', 'empty', 'fifo') if n not in seen], 'lost')
        """);

    [Behaviour]
    private static void SmallAndOddBuffersForDirectories(Scene s) => s.Python("""
        os.mkdir('fresh')
        for i in range(50):
            make('fresh/' + 'n' * (i * 5 + 1))
        for n in ('fresh', 'merged', 'empty-dir'):
            for room in (0, 1, 23, 24, 32, 280, 4096):
                f = os.open(n, os.O_RDONLY)
                b = ctypes.create_string_buffer(max(room, 1))
                found, answer = [], None
                try:
                    while True:
                        got = syscall(217, f, b, room)
                        if got == 0: break
                        at = 0
                        while at < got:
                            length = struct.unpack_from('H', b, at + 16)[0]
                            found.append(b.raw[at + 19:at + length].split(b'\0')[0])
                            at += length
                except OSError as e:
                    answer = name(e.errno)
                # How many of them fit before one that does not is a matter of their order.
                say(n, room, answer, len(found) if answer is None else '-', len(found) == len(set(found)))
                os.close(f)
        t('of a file', lambda: syscall(217, os.open('file', os.O_RDONLY), ctypes.create_string_buffer(100), 100))
        """);
}
