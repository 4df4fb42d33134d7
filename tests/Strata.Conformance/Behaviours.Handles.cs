namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void FileHandles(Scene s) => s.Python("""
        make('new')
        def handle(n, flags=0, room=128):
            b = ctypes.create_string_buffer(struct.pack('II', room, 0), 8 + 128)
            mount = ctypes.c_int()
            syscall(SYS_name_to_handle_at, AT_FDCWD, os.fsencode(n), b, ctypes.addressof(mount), flags)
            return b
        mount = os.open('.', os.O_RDONLY)
        for n in ('file', 'dir', 'merged', 'new', '.'):
            t(f'handle {n}', lambda: handle(n) and None)
            t(f'no room {n}', lambda: handle(n, room=0) and None)
            t(f'too much room', lambda: handle(n, room=129) and None)
            t(f'flags', lambda: handle(n, flags=0x10) and None)
            b = t(f'AT_HANDLE_FID {n}', lambda: handle(n, flags=0x200) and None)
        t('missing', lambda: handle('missing') and None)
        t('open nonsense', lambda: syscall(SYS_open_by_handle_at, mount, ctypes.create_string_buffer(struct.pack('IIQ', 8, 1, 12345), 136), 0))
        t('open nothing', lambda: syscall(SYS_open_by_handle_at, mount, ctypes.create_string_buffer(struct.pack('II', 0, 1), 136), 0))
        """);
}
