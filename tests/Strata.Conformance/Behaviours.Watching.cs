namespace Strata.Conformance;

internal static partial class Behaviours
{
    private const string Watching = """
        NAMES = {0x1: 'ACCESS', 0x2: 'MODIFY', 0x4: 'ATTRIB', 0x8: 'CLOSE_WRITE', 0x10: 'CLOSE_NOWRITE', 0x20: 'OPEN', 0x40: 'MOVED_FROM', 0x80: 'MOVED_TO', 0x100: 'CREATE',
                 0x200: 'DELETE', 0x400: 'DELETE_SELF', 0x800: 'MOVE_SELF', 0x2000: 'UNMOUNT', 0x8000: 'IGNORED', 0x40000000: 'ISDIR'}
        notify = libc.inotify_init1(0o4000)
        watched = {}
        def watch(n, mask=0xfff):
            wd = libc.inotify_add_watch(notify, os.fsencode(n), mask)
            say(f'watch {n}: {"Ok" if wd >= 0 else name(ctypes.get_errno())}')
            watched[wd] = n
        def events(after):
            time.sleep(0.02)
            try: data = os.read(notify, 65536)
            except BlockingIOError: data = b''
            at = 0; cookies = {}
            say(f'-- after {after}')
            while at < len(data):
                wd, mask, cookie, length = struct.unpack_from('iIII', data, at)
                n = data[at + 16:at + 16 + length].rstrip(b'\0').decode()
                n = 'no name' if n.startswith(('#', '/')) else n
                words = '|'.join(v for k, v in NAMES.items() if mask & k)
                pair = '' if not cookie else f' pair {cookies.setdefault(cookie, len(cookies))}'
                say(f'   {watched.get(wd, wd)} {words} {n}{pair}')
                at += 16 + length

        """;

    [Behaviour]
    private static void EventsOfFolders(Scene s) => s.Python(Watching + """
        os.mkdir('fresh')
        for d in ('dir', 'merged', 'fresh'):
            watch(d)
            make(f'{d}/new', b'x'); events('create')
            os.mkdir(f'{d}/newd'); events('mkdir')
            os.symlink('x', f'{d}/newl'); events('symlink')
            os.link(f'{d}/new', f'{d}/new2'); events('link')
            os.rename(f'{d}/new', f'{d}/new3'); events('rename')
            os.rename(f'{d}/new2', f'{d}/new3'); events('rename of the same')
            os.rename(f'{d}/new3', 'away'); events('move out')
            os.rename('away', f'{d}/new'); events('move in')
            os.chmod(f'{d}/new', 0o600); events('chmod')
            os.setxattr(f'{d}/new', 'user.a', b'x'); events('setxattr')
            open(f'{d}/new', 'a').write('more'); events('append')
            open(f'{d}/new').read(); events('read')
            os.truncate(f'{d}/new', 1); events('truncate')
            os.utime(f'{d}/new'); events('utime')
            os.listdir(d); events('list')
            os.chmod(d, 0o711); events('chmod of the folder')
            os.unlink(f'{d}/new'); events('unlink')
            os.rmdir(f'{d}/newd'); events('rmdir')
            os.close(os.open(d, os.O_TMPFILE | os.O_RDWR)); events('O_TMPFILE')
        """);

    [Behaviour(Redirects = true)]
    private static void EventsOfCopyUps(Scene s) => s.Python(Watching + """
        # The copy-up itself is nobody's business: only what was asked for shows.
        watch('dir'); watch('merged'); watch('deep'); watch('deep/1/2/3'); watch('.')
        open('dir/a', 'a').write('x'); events('append to a lower file')
        os.chmod('dir/b', 0o600); events('chmod of a lower file')
        os.chown('merged/both', 1, 1); events('chown of a lower file')
        os.setxattr('merged/lower', 'user.a', b'x'); events('setxattr of a lower file')
        os.truncate('deep/1/2/3/f', 1); events('truncate deep down')
        os.rename('dir/sub', 'dir/sub2'); events('rename of a lower folder')
        os.link('file', 'file2'); events('link of a lower file')
        os.unlink('big'); events('unlink of a lower file')
        make('big', b'x'); events('create over a whiteout')
        make('opaque/new'); events('create in a lower folder')
        """);

    [Behaviour(Redirects = true)]
    private static void EventsOfFilesAcrossCopyUp(Scene s) => s.Python(Watching + """
        make('new', b'x')
        for n in ('file', 'big', 'link1', 'new', 'empty-dir', 'symlink'):
            watch(n, 0xfff | 0x2000000)
            os.chown(n, 1, 1, follow_symlinks=False); events('chown')
            if n not in ('empty-dir', 'symlink'):
                open(n, 'a').write('x'); events('append')
                open(n).read() if n != 'big' else None; events('read')
            os.rename(n, n + '.moved'); events('rename')
            if n == 'empty-dir':
                make(n + '.moved/x'); events('create in it'); os.unlink(n + '.moved/x'); events('unlink in it')
                os.rmdir(n + '.moved')
            else:
                os.unlink(n + '.moved')
            events('removal')
        """);

    [Behaviour(Redirects = true)]
    private static void EventsOfExchangesAndReplacements(Scene s) => s.Python(Watching + """
        make('one', b'1'); make('two', b'2'); os.mkdir('fresh')
        watch('.', 0xfc0 | 4); watch('one', 0xfc0 | 4); watch('two', 0xfc0 | 4); watch('dir', 0xfc0 | 4); watch('fresh', 0xfc0 | 4)
        rename2('one', 'two', 2); events('exchange')
        os.rename('one', 'two'); events('replace')
        rename2('dir', 'fresh', 2); events('exchange of folders')
        make('fresh/x'); events('create in the one')
        make('dir/x'); events('create in the other')
        os.rename('two', 'file'); events('replace a lower file')
        t('noreplace', rename2, 'file', 'big', 1); events('a refused rename')
        t('rmdir', os.rmdir, 'fresh'); events('a refused rmdir')
        """);
}
