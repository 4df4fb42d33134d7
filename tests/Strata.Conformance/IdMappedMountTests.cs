using System.Diagnostics;
using Strata.Linux;
using Xunit;

namespace Strata.Conformance;

/// <summary>
/// Idmapped mounts, mount_setattr(2), of a mount of ours. The kernel's overlayfs cannot be one, so what is right is what a
/// copy of the same tree on a disk answers.
/// </summary>
[Trait("Kind", "Mount")]
[Trait("Needs", "Root")]
public sealed class IdMappedMountTests
{
    private const string Script = """
        SYS_open_tree, SYS_mount_setattr = 428, 442
        OPEN_TREE_CLONE, MOUNT_ATTR_IDMAP, CLONE_NEWUSER = 1, 0x100000, 0x10000000
        ACCESS, DEFAULT = 'system.posix_acl_access', 'system.posix_acl_default'

        def namespace(ids):
            r, w = os.pipe(); child = os.fork()
            if child == 0:
                libc.unshare(CLONE_NEWUSER); os.write(w, b'.'); signal.pause(); os._exit(0)
            os.read(r, 1)
            for which in ('uid_map', 'gid_map'):
                with open(f'/proc/{child}/{which}', 'w') as f: f.write(ids)
            f = os.open(f'/proc/{child}/ns/user', os.O_RDONLY | os.O_CLOEXEC)
            os.kill(child, signal.SIGKILL); os.waitpid(child, 0)
            return f

        def idmapped(ids):
            tree = syscall(SYS_open_tree, AT_FDCWD, b'.', OPEN_TREE_CLONE | os.O_CLOEXEC)
            syscall(SYS_mount_setattr, tree, b'', AT_EMPTY_PATH, struct.pack('QQQQ', MOUNT_ATTR_IDMAP, 0, 0, namespace(ids)), 32)
            return tree

        def owners(n, where='here'):
            try: s = os.stat(n, follow_symlinks=False)
            except OSError as e: return say(f'{where} {n}: {name(e.errno)}')
            say(f'{where} {n}: {stat.S_IMODE(s.st_mode):04o} {s.st_uid}:{s.st_gid}')

        def acl(user, group):
            return struct.pack('<I' + 'HHI' * 6, 2, 1, 7, 0xffffffff, 2, 5, user, 4, 5, 0xffffffff, 8, 4, group, 16, 7, 0xffffffff, 32, 0, 0xffffffff)

        def ids_of(n, which=ACCESS):
            packed = os.getxattr(n, which)
            return [struct.unpack_from('<HHI', packed, i)[2] for i in range(4, len(packed), 8) if struct.unpack_from('<H', packed, i)[0] in (2, 8)]

        def attempts(who):
            make_at = lambda n: (make(n, b'made'), owners(n))
            for n in ('open-dir', 'user-dir', 'setgid', 'sticky', 'merged', 'dir', 'acl-dir'):
                t(f'create in {n}', make_at, f'{n}/by-{who}')
                t(f'mkdir in {n}', lambda: (os.mkdir(f'{n}/dir-{who}'), owners(f'{n}/dir-{who}')) and None)
                t(f'symlink in {n}', lambda: (os.symlink('x', f'{n}/link-{who}'), owners(f'{n}/link-{who}')) and None)
                t(f'fifo in {n}', lambda: (os.mkfifo(f'{n}/fifo-{who}'), owners(f'{n}/fifo-{who}')) and None)
                def unnamed():
                    f = os.open(n, os.O_TMPFILE | os.O_RDWR, 0o600); s = os.fstat(f); say(s.st_uid, s.st_gid)
                t(f'unnamed in {n}', unnamed)
                t(f'list {n}', lambda: len(os.listdir(n)) > 0)
            for n in ('file', 'user-file', 'private', 'read-only', 'open-file', 'acl-file', 'suid', 'sticky/of-user', 'sticky/of-root', 'user-dir/f', 'big', 'link1'):
                t(f'read {n}', lambda: len(open(n, 'rb').read()))
                t(f'write {n}', lambda: open(n, 'r+b').write(b'W'))
                t(f'chmod {n}', os.chmod, n, 0o2644)
                t(f'utime {n}', os.utime, n)
                t(f'utime to {n}', os.utime, n, ns=(5, 5))
                t(f'setxattr {n}', os.setxattr, n, 'user.by', who.encode())
                t(f'chown {n} to its own', os.chown, n, os.getuid(), os.getgid())
                t(f'group {n}', os.chown, n, -1, os.getgid())
                t(f'list xattrs {n}', lambda: sorted(os.listxattr(n)))
                owners(n)
            t('link', os.link, 'user-file', f'open-dir/linked-{who}')
            t('rename in', os.rename, 'sticky/of-user', f'open-dir/moved-{who}')
            t('unlink in user-dir', os.unlink, 'user-dir/of-root')

        before = os.open('.', os.O_RDONLY)
        for at, (shift, ids) in enumerate(((100_000, '0 100000 65536'), (5000, '0 5000 1\n1000 6000 1\n2000 7000 1'))):
            os.fchdir(before)
            os.fchdir(idmapped(ids))
            say('--', ids.replace('\n', ', '))
            for n in ('.', 'file', 'user-file', 'user-dir', 'setgid', 'sgid', 'big', 'symlink', 'null', 'fifo', 'acl-dir', 'merged'):
                owners(n)
            say('acl', ids_of('acl-dir'), ids_of('acl-dir', DEFAULT), ids_of('acl-file'))
            user = 101_000 if at == 0 else 6000
            # The id of a user of the files, of one of nobody's files, of root without the mount's view, and of one it has no place for.
            for who in ((user, user, []), (user + 1, user, []), (1000, 1000, [])):
                in_child(lambda: attempts(f'{at}-{who[0]}'), *who)
            t('root creates', make, f'open-dir/by-root-{at}')
            t('root writes', lambda: open('file', 'r+b').write(b'R'))
            t('root truncates', os.truncate, 'big', 10)
            for owner in (shift, user, 0, 1000, 70_000_000):
                t(f'chown to {owner}', os.chown, 'file', owner, owner); owners('file')
                t(f'acl of {owner}', os.setxattr, 'xattred', ACCESS, acl(owner, owner)); t('ids', ids_of, 'xattred')
            os.setxattr('open-dir', DEFAULT, acl(user, user))
            in_child(lambda: t('create', make, f'open-dir/inherits-{at}'), user)
            t('ids', ids_of, f'open-dir/inherits-{at}')
            os.chmod('script', 0o6755); owners('script')
            os.fchdir(before)
            owners('script', 'without'); t('ids', ids_of, f'open-dir/inherits-{at}'); t('ids', ids_of, 'xattred')
            for n in ('file', 'user-file', 'user-dir', f'open-dir/by-{at}-{user}', f'merged/by-{at}-{user}', f'open-dir/moved-{at}-{user}', 'big'):
                owners(n, 'without') if os.path.lexists(n) else say(n, 'is not there')
        """;

    [Theory]
    [InlineData(MountKind.StrataFolders)]
    [InlineData(MountKind.StrataFoldersFullNoPassthrough)]
    [InlineData(MountKind.StrataChainFull)]
    public void MountWithOtherIds_AnswersAsADiskDoes(MountKind kind)
    {
        using Arena arena = new();
        Lower lower = new(arena, StandardLower.For(["here"]));
        string disk = arena.Folder("d");
        using (MountUnderTest kernel = MountUnderTest.Mount(MountKind.KernelOverlay, lower))
        {
            using Process copy = Process.Start("cp", ["-a", $"{kernel.Point}/.", disk]);
            copy.WaitForExit();
            Assert.Equal(0, copy.ExitCode);
        }

        using MountUnderTest mount = MountUnderTest.Mount(kind, lower);
        IReadOnlyList<string> expected = Play($"{disk}/here");
        IReadOnlyList<string> seen = Play($"{mount.Point}/here");

        string difference = LineDifference.Between(expected, seen);
        Assert.True(difference.Length == 0, difference);
        Assert.True(expected.Count > 500, $"only {expected.Count} answers");
    }

    private static IReadOnlyList<string> Play(string path)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.Directory, out FileFd directory).OrThrow(path);
        using Scene scene = new(directory, path);
        scene.Python(Script);
        return scene.Seen;
    }
}
