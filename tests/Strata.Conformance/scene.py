# What the behaviours written in Python begin with: calls as they are, and what each answered on a line of its own.
import ctypes, errno, fcntl, hashlib, mmap, os, select, signal, socket, stat, struct, sys, time

libc = ctypes.CDLL(None, use_errno=True)
AT_FDCWD, AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW, AT_SYMLINK_FOLLOW = -100, 0x1000, 0x100, 0x400
SYS_fallocate, SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_renameat2, SYS_statx = 285, 303, 304, 316, 332


def say(*words):
    print(*words, flush=True)


def name(number):
    return errno.errorcode.get(number, str(number))


def show(value):
    """Short text as it is, other bytes by length and digest, as the scene shows content."""
    if value is None:
        return 'Ok'
    if isinstance(value, (bytes, bytearray, memoryview)):
        value = bytes(value)
        if len(value) <= 80 and all(32 <= b < 127 or b == 10 for b in value):
            return repr(value.decode())
        return f'{len(value)} bytes {hashlib.sha256(value).hexdigest()[:12]}'
    return str(value)


def t(what, call, *arguments, **named):
    """Makes a call, says what it answered, and gives that back; None where it failed."""
    try:
        answer = call(*arguments, **named)
    except OSError as e:
        say(f'{what}: {name(e.errno)}')
        return None
    say(f'{what}: {show(answer)}')
    return answer


def op(path, flags=os.O_RDONLY, mode=0o644, what=None):
    """open(2); a descriptor that could not be had answers EBADF to what is done with it."""
    try:
        file = os.open(path, flags | os.O_CLOEXEC, mode)
    except OSError as e:
        say(f'open {what or path}: {name(e.errno)}')
        return -1
    say(f'open {what or path}: Ok')
    return file


def syscall(number, *arguments):
    answer = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])
    if answer < 0:
        e = ctypes.get_errno()
        raise OSError(e, os.strerror(e))
    return answer


def ls(path, what=None):
    """The attributes of a path, or of an open file; times only where they are a layer's or were set to the past."""
    try:
        s = os.stat(path, follow_symlinks=False) if not isinstance(path, int) else os.fstat(path)
    except OSError as e:
        return say(f'stat {what or path}: {name(e.errno)}')
    kind = {stat.S_IFDIR: '/', stat.S_IFLNK: '@', stat.S_IFIFO: '|', stat.S_IFSOCK: '=', stat.S_IFCHR: '%c', stat.S_IFBLK: '%b'}
    shown = f'{stat.S_IMODE(s.st_mode):04o}{kind.get(stat.S_IFMT(s.st_mode), "")} links {s.st_nlink} {s.st_uid}:{s.st_gid}'
    shown += '' if stat.S_ISDIR(s.st_mode) else f' size {s.st_size}'
    shown += '' if s.st_mtime_ns >= 1_700_000_000_000_000_000 else f' mtime {s.st_mtime_ns}'
    say(f'stat {what or path}: {shown}')


def content(path):
    t(f'content {path}', lambda: open(path, 'rb').read())


def names(path, what=None):
    try:
        say(f'list {what or path}:', *sorted(os.listdir(path)))
    except OSError as e:
        say(f'list {what or path}: {name(e.errno)}')


def there(path):
    """A device of the lower, which layers have only where root makes them."""
    return [path] if os.path.lexists(path) else []


def make(path, text=b'', mode=0o644):
    """A new file, without a word."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    os.write(file, text)
    os.close(file)


def fallocate(file, mode, offset, length):
    syscall(SYS_fallocate, file, mode, offset, length)


def rename2(source, target, flags):
    syscall(SYS_renameat2, AT_FDCWD, os.fsencode(source), AT_FDCWD, os.fsencode(target), flags)


def link_file(file, target):
    """Gives an open file a name, by way of /proc as open(2) says of O_TMPFILE. os.link follows symlinks only where it is given a directory."""
    if libc.linkat(AT_FDCWD, f'/proc/self/fd/{file}'.encode(), AT_FDCWD, os.fsencode(target), AT_SYMLINK_FOLLOW) < 0:
        raise OSError(ctypes.get_errno(), target)


def in_child(work, uid=0, gid=None, groups=()):
    """Does something in a process of its own, as another user with all that belongs to it, and waits."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            if uid != 0:
                os.setgroups(groups)
                os.setresgid(*[uid if gid is None else gid] * 3)
                os.setresuid(uid, uid, uid)
                say(f'as {uid}:{uid if gid is None else gid} in {list(groups)}')
            work()
        except BaseException as e:
            say(f'{type(e).__name__}: {e}')
        finally:
            sys.stdout.flush()
            os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status != 0:
        say(f'the child ended with {status}')
    elif uid != 0:
        say('as root')
