namespace Strata.Conformance;

internal static partial class Behaviours
{
    [Behaviour]
    private static void BusyPrograms(Scene s) => s.Python("""
        import shutil
        shutil.copy('/bin/sleep', 'sleeper'); os.chmod('sleeper', 0o755); shutil.copy('/bin/true', 'yes'); os.chmod('yes', 0o755)
        def run(n):
            child = os.fork()
            if child == 0:
                try: os.execv(n, [n, '30'])
                except OSError as e: say('exec:', name(e.errno)); os._exit(1)
            time.sleep(0.1)
            return child
        child = run('./sleeper')
        for flags in (os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_TRUNC, os.O_WRONLY | os.O_APPEND, os.O_RDONLY):
            t(f'open {flags}', lambda: os.close(os.open('sleeper', flags)))
        t('truncate', os.truncate, 'sleeper', 10)
        t('chmod', os.chmod, 'sleeper', 0o700); t('rename', os.rename, 'sleeper', 'sleeper2'); t('link', os.link, 'sleeper2', 'sleeper3')
        t('open by the other name', lambda: os.close(os.open('sleeper3', os.O_WRONLY)))
        t('unlink', os.unlink, 'sleeper3'); t('setxattr', os.setxattr, 'sleeper2', 'user.a', b'x')
        t('replace', os.rename, 'yes', 'sleeper2')
        t('open the new one', lambda: os.close(os.open('sleeper2', os.O_WRONLY)))
        os.kill(child, 9); os.waitpid(child, 0)
        # The other way round: what is open for writing is not run.
        shutil.copy('/bin/true', 'yes'); os.chmod('yes', 0o755)
        f = os.open('yes', os.O_WRONLY)
        sys.stdout.flush(); os.waitpid(run('./yes'), 0)
        os.close(f)
        say(os.spawnv(os.P_WAIT, './yes', ['yes']))
        """);

    [Behaviour]
    private static void ProgramsOfTheLower(Scene s) => s.Python("""
        def run(n):
            sys.stdout.flush()
            child = os.fork()
            if child == 0:
                os.dup2(1, 2)
                try: os.execv(n, [n])
                except OSError as e: say('exec:', name(e.errno)); os._exit(1)
            say('status', os.waitpid(child, 0)[1])
        run('./script')
        f = os.open('script', os.O_RDWR); run('./script'); os.close(f); run('./script')
        for n in ('./file', './dir', './missing', './fifo', './null', './symlink', './loop', './empty'):
            say(n); run(n)
        os.chmod('file', 0o755); run('./file'); os.chmod('empty', 0o755); run('./empty')
        in_child(lambda: run('./private'), 1000); os.chmod('private', 0o755); os.chmod('script', 0o711); in_child(lambda: run('./script'), 1000)
        open('open-dir/interpreted', 'w').write('#!./script\n'); os.chmod('open-dir/interpreted', 0o755); run('./open-dir/interpreted')
        """);
}
