# Many clients of a mount at once, each a process that makes random calls, some of which are killed on the way.
#
# usage: clients.py FOLDER MODE CLIENTS SECONDS SEED KILLS SERVER [ERRNO...]
#   MODE    tree: all there is to do with files and folders; files: only with the content of those that are there, one after
#           the other, many clients at each
#   KILLS   how many clients are killed a second
#   SERVER  the process that serves the folder, to be asked what it waits for; 0: the kernel does
#   ERRNO   what calls may answer beside what they always may; CALL:ERRNO for one call alone, O_DIRECT:ERRNO for those of
#           files that are open so
#
# Prints "calls N", "kills N", "ERRNO N" for each errno that was answered, and "wrong: …" for each call that answered what it
# may not, that hangs, or that ended its client.
import ctypes, errno, fcntl, mmap, os, random, select, signal, socket, stat, struct, sys, time, traceback

folder, mode, clients, seconds, seed, kills = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5]), float(sys.argv[6])
libc = ctypes.CDLL(None, use_errno=True)
ALWAYS = {'ENOENT', 'EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY', 'EINVAL', 'ELOOP', 'EPERM', 'ENODATA', 'ENXIO', 'EAGAIN', 'EMLINK', 'EBUSY'}
server, allowed = sys.argv[7], ALWAYS | set(sys.argv[8:])
PATIENCE = 60
BLOCK = bytes(range(256)) * 1024

# One slot a client: calls made, and where the answers are counted: for all of them by errno.
slots = mmap.mmap(-1, clients * 8)
answers = mmap.mmap(-1, clients * 256 * 8)
wrong_r, wrong_w = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)


class Client:
    def __init__(self, slot, seed):
        self.slot, self.random, self.files, self.maps, self.used = slot, random.Random(seed), [], [], []
        os.chdir(folder)
        self.there = sorted(os.path.join(at, n)[2:] for at, _, names in os.walk('.') for n in names) if mode == 'files' else []

    def count(self, at, array=None):
        array = slots if array is None else array
        struct.pack_into('q', array, at * 8, struct.unpack_from('q', array, at * 8)[0] + 1)

    def choose(self, *things):
        return self.random.choice(things)

    def folder(self):
        return '/'.join(f'd{self.random.randrange(4)}' for _ in range(self.random.randrange(4))) or '.'

    def path(self):
        if self.there:
            # All clients are at the same few files at a time, which nobody has changed before: that is when they are copied up.
            front = int((time.monotonic() - begin) / seconds * len(self.there))
            return self.there[min(max(front + self.random.randrange(-3, 4), 0), len(self.there) - 1)]
        return f'{self.folder()}/{self.choose("f", "f", "f", "f", "d")}{self.random.randrange(8)}'

    def open(self):
        access = self.choose(os.O_RDONLY, os.O_RDONLY, os.O_WRONLY, os.O_RDWR, os.O_RDWR)
        extra = self.choose(0, 0, 0, os.O_APPEND, os.O_TRUNC, os.O_DIRECT, os.O_SYNC)
        extra |= 0 if mode == 'files' else self.choose(0, 0, os.O_CREAT, os.O_CREAT, os.O_CREAT | os.O_EXCL)
        extra &= ~os.O_TRUNC if access == os.O_RDONLY else -1
        return os.open(self.path(), access | extra | os.O_NONBLOCK | os.O_CLOEXEC, self.choose(0o644, 0o600, 0o755, 0o4755))

    def a_file(self):
        """An open file: one that was kept, or a new one."""
        if not self.files or self.random.random() < 0.3:
            self.files.append(self.open())
            if len(self.files) > 6:
                os.close(self.files.pop(self.random.randrange(6)))
        self.used.append(self.random.choice(self.files))
        return self.used[-1]

    def room(self):
        return self.random.randrange(1 << self.random.randrange(1, 18))

    def data(self):
        at = self.random.randrange(len(BLOCK) // 2)
        return BLOCK[at:at + self.room()]

    # What can be done to the content of a file.
    def read(self): os.read(self.a_file(), self.room())
    def pread(self): os.pread(self.a_file(), self.room(), self.room())
    def write(self): os.write(self.a_file(), self.data())
    def pwrite(self): os.pwrite(self.a_file(), self.data(), self.room())
    def ftruncate(self): os.ftruncate(self.a_file(), self.room())
    def truncate(self): os.truncate(self.path(), self.room())
    def fsync(self): os.fsync(self.a_file())
    def seek(self): os.lseek(self.a_file(), self.room(), self.choose(os.SEEK_SET, os.SEEK_END, os.SEEK_DATA, os.SEEK_HOLE))
    def fstat(self): os.fstat(self.a_file())
    def flock(self): fcntl.flock(self.a_file(), self.choose(fcntl.LOCK_SH, fcntl.LOCK_EX, fcntl.LOCK_UN) | fcntl.LOCK_NB)
    def advise(self): os.posix_fadvise(self.a_file(), 0, 0, self.choose(os.POSIX_FADV_DONTNEED, os.POSIX_FADV_WILLNEED))
    def close(self): os.close(self.files.pop()) if self.files else None

    def fallocate(self):
        if libc.fallocate(self.a_file(), self.choose(0, 1, 3, 0x10, 0x11), ctypes.c_long(self.room()), ctypes.c_long(self.room() + 1)) != 0:
            raise OSError(ctypes.get_errno(), 'fallocate')

    def copy_range(self):
        os.copy_file_range(self.a_file(), self.a_file(), self.room(), self.room(), self.room())

    def sendfile(self):
        os.sendfile(self.a_file(), self.a_file(), self.room(), self.room())

    def direct(self):
        f = os.open(self.path(), os.O_RDWR | os.O_DIRECT | os.O_NONBLOCK)
        try:
            block = mmap.mmap(-1, 8192)
            os.preadv(f, [block], 0) if self.random.random() < 0.5 else os.pwritev(f, [block], 4096)
        finally:
            os.close(f)

    def reopen(self):
        f = os.open(f'/proc/self/fd/{self.a_file()}', self.choose(os.O_RDWR, os.O_WRONLY, os.O_RDONLY) | os.O_NONBLOCK)
        try:
            os.pwrite(f, b'reopened', self.room()) if fcntl.fcntl(f, fcntl.F_GETFL) & 3 else os.read(f, 100)
        finally:
            os.close(f)

    def map(self):
        f = self.a_file()
        size = os.fstat(f).st_size
        access = fcntl.fcntl(f, fcntl.F_GETFL) & 3
        if size == 0 or size > 1 << 20 or access == os.O_WRONLY or not stat.S_ISREG(os.fstat(f).st_mode):
            return
        shared = access == os.O_RDWR
        try:
            m = mmap.mmap(f, size, flags=mmap.MAP_SHARED if self.random.random() < 0.7 else mmap.MAP_PRIVATE,
                          prot=mmap.PROT_READ | (mmap.PROT_WRITE if shared else 0))
        except ValueError:
            return # Python says so of a file that was cut meanwhile.
        self.maps.append((m, shared, f))
        if len(self.maps) > 4:
            self.maps.pop(0)[0].close()

    def touch_map(self):
        if not self.maps:
            return
        # A file may have been cut meanwhile: who looks behind its end gets SIGBUS, and such a client is started anew.
        m, shared, _ = self.random.choice(self.maps)
        at = self.random.randrange(len(m))
        if shared:
            m[at] = 77
            if self.random.random() < 0.2:
                m.flush()
        else:
            m[at]

    # What can be done to names and attributes.
    def stat(self): os.stat(self.path(), follow_symlinks=self.choose(True, False))
    def chmod(self): os.chmod(self.path(), self.choose(0o644, 0o755, 0o600, 0o4755, 0o2770))
    def chown(self): os.chown(self.path(), self.random.randrange(3), self.random.randrange(3), follow_symlinks=False)
    def utime(self): os.utime(self.path(), ns=(self.room(), self.room()), follow_symlinks=False)
    def set_xattr(self): os.setxattr(self.path(), f'user.{self.random.randrange(3)}', self.data()[:100], self.choose(0, 1, 2))
    def get_xattr(self): os.getxattr(self.path(), f'user.{self.random.randrange(3)}')
    def list_xattr(self): os.listxattr(self.path())
    def remove_xattr(self): os.removexattr(self.path(), f'user.{self.random.randrange(3)}')
    def mkdir(self): os.mkdir(self.choose(f'{self.folder()}/d{self.random.randrange(8)}', self.path()))
    def rmdir(self): os.rmdir(self.choose(self.folder(), f'{self.folder()}/d{self.random.randrange(8)}'))
    def unlink(self): os.unlink(self.path())
    def rename(self): os.rename(self.path(), self.path())
    def rename_folder(self): os.rename(self.folder(), f'{self.folder()}/d{self.random.randrange(8)}')
    def link(self): os.link(self.path(), self.path(), follow_symlinks=False)
    def symlink(self): os.symlink(self.choose('f0', '../f1', 'd0/f2', 'nowhere'), self.path())
    def readlink(self): os.readlink(self.path())
    def fifo(self): os.mkfifo(self.path())
    def access(self): os.access(self.path(), os.R_OK)
    def statvfs(self): os.statvfs(self.folder())

    def exchange(self):
        if libc.syscall(ctypes.c_long(316), -100, os.fsencode(self.path()), -100, os.fsencode(self.path()), self.choose(1, 2)) != 0:
            raise OSError(ctypes.get_errno(), 'renameat2')

    def list(self):
        names = os.listdir(self.folder())
        if len(names) != len(set(names)):
            raise AssertionError(f'a name twice: {sorted(names)}')

    def walk(self):
        for at, _, names in os.walk(self.folder()):
            for n in names:
                try: os.lstat(f'{at}/{n}')
                except FileNotFoundError: pass
                except NotADirectoryError: pass
            self.count(self.slot)

    def unnamed(self):
        f = os.open(self.folder(), os.O_TMPFILE | os.O_RDWR, 0o644)
        try:
            os.write(f, self.data())
            if libc.linkat(-100, f'/proc/self/fd/{f}'.encode(), -100, os.fsencode(self.path()), 0x400) != 0:
                raise OSError(ctypes.get_errno(), 'linkat')
        finally:
            os.close(f)

    def sync_folder(self):
        f = os.open(self.folder(), os.O_RDONLY | os.O_DIRECTORY)
        try: os.fsync(f)
        finally: os.close(f)

    def read_all(self):
        f = os.open(self.path(), os.O_RDONLY | os.O_NONBLOCK)
        try:
            while os.read(f, 65536): pass
        finally: os.close(f)

    CONTENT = [read, pread, pread, write, pwrite, pwrite, ftruncate, truncate, fsync, seek, fstat, flock, advise, close, fallocate, copy_range, sendfile, direct,
               reopen, map, map, touch_map, touch_map, read_all, read_all, stat, chmod, chown, utime, set_xattr, get_xattr, remove_xattr]
    TREE = [mkdir, mkdir, rmdir, unlink, unlink, unlink, rename, rename, rename, rename_folder, rename_folder, link, symlink, readlink, fifo, access, statvfs, exchange, list, list,
            walk, unnamed, sync_folder, list_xattr, chmod, utime, stat, stat]

    def run(self):
        calls = self.CONTENT if mode == 'files' else self.CONTENT + self.TREE + self.TREE
        while True:
            call = self.random.choice(calls)
            number = 0
            self.used.clear()
            try:
                call(self)
            except OSError as e:
                number = e.errno or 0
                answered, how = errno.errorcode.get(number, str(number)), 'O_DIRECT' if call is Client.direct or self.is_direct() else ''
                if not {answered, f'{call.__name__}:{answered}', f'{how}:{answered}'} & allowed:
                    self.wrong(f'{call.__name__}: {answered} {e} {how}')
            except Exception:
                self.wrong(f'{call.__name__}: {traceback.format_exc()}')
            self.count(self.slot)
            self.count(self.slot * 256 + number % 256, answers)

    def is_direct(self):
        return any(fcntl.fcntl(f, fcntl.F_GETFL) & os.O_DIRECT for f in self.used if f in self.files)

    def wrong(self, text):
        try: os.write(wrong_w, f'wrong: {" ".join(text.split())[-400:]}\n'.encode())
        except BlockingIOError: pass


def start(slot, seed):
    child = os.fork()
    if child == 0:
        try:
            libc.prctl(1, signal.SIGKILL)
            os.nice(5)
            Client(slot, seed).run()
        except BaseException:
            os.write(wrong_w, f'wrong: a client ended: {" ".join(traceback.format_exc().split())[-400:]}\n'.encode())
        os._exit(1)
    return child


def where(child):
    said = []
    for n in ('wchan', 'syscall', 'stack'):
        try: said.append(open(f'/proc/{child}/{n}').read().replace('\n', ' '))
        except OSError: pass
    return ' '.join(said)


def where_all():
    """What the server's threads and the clients wait for, those that run left out."""
    tasks = [f'{server}/task/{t}' for t in os.listdir(f'/proc/{server}/task')] if server != '0' else []
    return [f'wrong: {t} at {where(t)}' for t in [*tasks, *running.values()] if os.path.exists(f'/proc/{t}')]


rng = random.Random(seed)
begin = time.monotonic()
running = {slot: start(slot, seed + slot) for slot in range(clients)}
last = {slot: (0, begin) for slot in range(clients)}
killed, next_seed, wrongs = 0, seed + clients, []
while (now := time.monotonic()) < begin + seconds:
    time.sleep(0.02)
    while killed < (now - begin) * kills:
        killed += 1
        os.kill(running[rng.randrange(clients)], signal.SIGKILL)
    for slot, child in list(running.items()):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            if not os.WIFSIGNALED(status) or os.WTERMSIG(status) not in (signal.SIGKILL, signal.SIGBUS):
                wrongs.append(f'wrong: a client ended with {status}')
            next_seed += 1
            running[slot] = start(slot, next_seed)
            last[slot] = (-1, now)
        made = struct.unpack_from('q', slots, slot * 8)[0]
        if made != last[slot][0]:
            last[slot] = (made, now)
        elif now - last[slot][1] > PATIENCE:
            wrongs.append(f'wrong: a call of {child} hangs: {where(child)}')
            wrongs += where_all() if seconds > 0 else []
            seconds = 0
for child in running.values():
    os.kill(child, signal.SIGKILL)
late = time.monotonic() + PATIENCE
for child in running.values():
    while os.waitpid(child, os.WNOHANG)[0] == 0:
        if time.monotonic() > late:
            wrongs.append(f'wrong: a killed client stays: {where(child)}')
            break
        time.sleep(0.01)
try: wrongs += os.read(wrong_r, 1 << 20).decode(errors='replace').splitlines()
except BlockingIOError: pass
print('calls', sum(struct.unpack_from(f'{clients}q', slots)))
print('kills', killed)
for number in range(1, 256):
    total = sum(struct.unpack_from('q', answers, (slot * 256 + number) * 8)[0] for slot in range(clients))
    if total:
        print(errno.errorcode.get(number, number), total)
for text in wrongs[:100]:
    print(text)
