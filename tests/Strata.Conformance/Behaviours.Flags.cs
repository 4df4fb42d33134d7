namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void OtherIoctls(Scene s) => s.Python("""
        import termios
        make('new', b'0123456789')
        for n in ('file', 'new', 'dir'):
            f = os.open(n, os.O_RDONLY if n == 'dir' else os.O_RDWR)
            for what, number in (('FS_IOC_GETVERSION', 0x80087601), ('FITRIM', 0xc0185879), ('FS_IOC_GETFSLABEL', 0x81009431), ('TCGETS', 0x5401), ('nonsense', 0x1234)):
                t(f'{n} {what}', lambda: fcntl.ioctl(f, number, bytes(256)) and None)
            t('FIONREAD', lambda: struct.unpack('i', fcntl.ioctl(f, termios.FIONREAD, bytes(4)))[0]) if n != 'dir' else None
            t('isatty', os.isatty, f)
            t('FIOCLEX', lambda: fcntl.ioctl(f, 0x5451))
        """);

    [Behaviour]
    private static void AttributesOfChattr(Scene s) => s.Python("""
        GETFLAGS, SETFLAGS, FSGETXATTR = 0x80086601, 0x40086602, 0x801c581f
        f = os.open('file', os.O_RDONLY)
        t('get', lambda: fcntl.ioctl(f, GETFLAGS, bytes(8)) and None)
        t('set', lambda: fcntl.ioctl(f, SETFLAGS, struct.pack('q', 0x80)) and None)
        t('get of xfs', lambda: fcntl.ioctl(f, FSGETXATTR, bytes(28)) and None)
        """);
}
