namespace Strata.Conformance;

internal static partial class Behaviours
{
    private const string Locking = """
        F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW = 36, 37, 38
        def lock(f, kind, start=0, length=0, command=fcntl.F_SETLK):
            fcntl.fcntl(f, command, struct.pack('hhqqi4x', kind, 0, start, length, 0))
        def get(f, kind, start=0, length=0, command=fcntl.F_GETLK):
            kind, _, start, length, pid = struct.unpack('hhqqi4x', fcntl.fcntl(f, command, struct.pack('hhqqi4x', kind, 0, start, length, 0)))
            return 'free' if kind == fcntl.F_UNLCK else f'held {kind} {start} {length} by {"a process" if pid > 0 else pid}'

        """;

    [Behaviour]
    private static void LocksBetweenProcesses(Scene s) => s.Python(Locking + """
        for n in ('file', 'new', 'user-file'):
            f = os.open(n, os.O_RDWR | os.O_CREAT)
            t('lock', lock, f, fcntl.F_WRLCK, 0, 10)
            def other():
                g = os.open(n, os.O_RDWR)
                t('get', get, g, fcntl.F_WRLCK)
                t('set', lock, g, fcntl.F_WRLCK, 5, 10)
                t('set beside', lock, g, fcntl.F_WRLCK, 10, 10)
                t('read lock', lock, g, fcntl.F_RDLCK, 0, 1)
                t('ofd', lock, g, fcntl.F_WRLCK, 0, 10, F_OFD_SETLK)
                t('ofd get', get, g, fcntl.F_WRLCK, 0, 10, F_OFD_GETLK)
                t('flock', fcntl.flock, g, fcntl.LOCK_EX | fcntl.LOCK_NB)
                r = os.open(n, os.O_RDONLY)
                t('write lock of a reader', lock, r, fcntl.F_WRLCK, 100, 1)
            in_child(other)
            # POSIX locks go with the first close of the file by the process, those of open files do not.
            os.close(os.open(n, os.O_RDONLY))
            in_child(other)
            t('ofd', lock, f, fcntl.F_WRLCK, 0, 10, F_OFD_SETLK)
            os.close(os.open(n, os.O_RDONLY))
            in_child(other)
            os.close(f)
            in_child(other)
        """);

    [Behaviour]
    private static void WaitingForLocks(Scene s) => s.Python(Locking + """
        for n in ('file', 'new'):
            for how in ('posix', 'ofd', 'flock'):
                f = os.open(n, os.O_RDWR | os.O_CREAT)
                def take(g, wait):
                    if how == 'flock':
                        fcntl.flock(g, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
                    else:
                        lock(g, fcntl.F_WRLCK, 0, 0, (F_OFD_SETLKW if wait else F_OFD_SETLK) if how == 'ofd' else (fcntl.F_SETLKW if wait else fcntl.F_SETLK))
                t(f'{n} {how}', take, f, False)
                r, w = os.pipe()
                sys.stdout.flush()
                child = os.fork()
                if child == 0:
                    os.close(f)
                    g = os.open(n, os.O_RDWR)
                    t('not now', take, g, False)
                    os.write(w, b'.')
                    t('waited', take, g, True)
                    os._exit(0)
                os.read(r, 1); time.sleep(0.05)
                # A signal ends the wait of another one.
                other = os.fork()
                if other == 0:
                    g = os.open(n, os.O_RDWR)
                    def stop(*_): raise InterruptedError(errno.EINTR, 'x')
                    signal.signal(signal.SIGALRM, stop); signal.setitimer(signal.ITIMER_REAL, 0.05)
                    t('interrupted', take, g, True)
                    os._exit(0)
                os.waitpid(other, 0)
                os.close(f)
                os.waitpid(child, 0)
        """);

    [Behaviour]
    private static void LocksAcrossCopyUp(Scene s) => s.Python(Locking + """
        # A lock of a file of the lower is a lock of the file, also after it is copied up.
        for n, how in (('empty', 'flock'), ('empty2', 'posix'), ('empty3', 'ofd')):
            r = os.open(n, os.O_RDONLY)
            if how == 'flock': t('flock', fcntl.flock, r, fcntl.LOCK_EX | fcntl.LOCK_NB)
            else: t(how, lock, r, fcntl.F_RDLCK, 0, 10, F_OFD_SETLK if how == 'ofd' else fcntl.F_SETLK)
            os.chmod(n, 0o666)
            def other():
                g = os.open(n, os.O_RDWR)
                t('flock', fcntl.flock, g, fcntl.LOCK_EX | fcntl.LOCK_NB)
                t('posix', lock, g, fcntl.F_WRLCK, 0, 10)
                t('ofd', lock, g, fcntl.F_WRLCK, 0, 10, F_OFD_SETLK)
            in_child(other)
            os.close(r)
            in_child(other)
        """);

    [Behaviour]
    private static void LocksThatReadersKeep(Scene s) => s.Python(Locking + """
        for n, how in (('file', 'flock'), ('big', 'posix')):
            r = os.open(n, os.O_RDONLY)
            t(f'lock of {n}', fcntl.flock, r, fcntl.LOCK_EX) if how == 'flock' else t(f'lock of {n}', lock, r, fcntl.F_RDLCK)
            def other():
                g = os.open(n, os.O_RDWR)
                t(f'flock of {n}', fcntl.flock, g, fcntl.LOCK_EX | fcntl.LOCK_NB) if how == 'flock' else t(f'posix of {n}', lock, g, fcntl.F_WRLCK)
            in_child(other)
        """);

    [Behaviour]
    private static void Leases(Scene s) => s.Python("""
        F_SETLEASE, F_GETLEASE = 1024, 1025
        make('new', b'x')
        signal.signal(signal.SIGIO, lambda *_: say('SIGIO'))
        for n in ('file', 'new', 'user-file'):
            for flags, kind in ((os.O_RDONLY, fcntl.F_RDLCK), (os.O_RDONLY, fcntl.F_WRLCK), (os.O_RDWR, fcntl.F_WRLCK), (os.O_RDWR, fcntl.F_RDLCK)):
                f = os.open(n, flags)
                t(f'{n} {flags} lease {kind}', lambda: fcntl.fcntl(f, F_SETLEASE, kind) and None)
                t('get', lambda: fcntl.fcntl(f, F_GETLEASE))
                t('give back', lambda: fcntl.fcntl(f, F_SETLEASE, fcntl.F_UNLCK) and None)
                os.close(f)
        d = os.open('dir', os.O_RDONLY)
        t('of a folder', lambda: fcntl.fcntl(d, F_SETLEASE, fcntl.F_RDLCK) and None)
        t('notify', lambda: fcntl.fcntl(d, fcntl.F_NOTIFY, fcntl.DN_CREATE) and None)
        """);
}
