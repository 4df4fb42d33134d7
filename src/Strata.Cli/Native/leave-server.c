/*
 * Commands that leave a server behind (`strata mount`, `strata-overlay`) become two processes here, before the .NET runtime
 * starts: the new one runs the command and goes on as the server, the old one waits until it serves and ends with its exit
 * code. A process with a started runtime cannot fork, and a second start costs as much as all the rest of the mount
 * (docs/adr/0005-a-server-is-forked-before-the-runtime.md).
 *
 * The server finds in STRATA_READY_FD the pipe into which it writes one byte once it serves (ReadySignal.cs). If it ends
 * before, its exit code is the command's.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const int failed = 125;

static int is_any(const char *word, const char *const *words)
{
    while (*words != NULL && strcmp(word, *words) != 0)
        words++;
    return *words != NULL;
}

/* `strata [--root DIR] mount …`: options of the command itself are seen by the new process, which may end at once. */
static int is_mount_command(int argc, char **argv)
{
    int at = 1;
    if (at < argc && strcmp(argv[at], "--root") == 0)
        at += 2;
    else if (at < argc && strncmp(argv[at], "--root=", 7) == 0)
        at++;
    return at < argc && strcmp(argv[at], "mount") == 0;
}

/* "-o debug", "-o a,debug,b", "-odebug": fuse-overlayfs stays in the foreground with it, as with -d. */
static int has_debug_option(int argc, char **argv)
{
    static const char debug[] = "debug";
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "-o", 2) != 0)
            continue;
        const char *option = argv[i][2] != '\0' || i + 1 == argc ? argv[i] + 2 : argv[++i];
        for (; option != NULL; option = strchr(option, ','), option = option == NULL ? NULL : option + 1)
            if (strncmp(option, debug, sizeof debug - 1) == 0 && (option[sizeof debug - 1] == ',' || option[sizeof debug - 1] == '\0'))
                return 1;
    }
    return 0;
}

static int leaves_a_server(int argc, char **argv)
{
    static const char *const in_the_foreground[] = { "-f", "-d", "--debug", "-h", "--help", "-V", "--version", NULL };
    const char *slash = strrchr(argv[0], '/');
    if (strcmp(slash == NULL ? argv[0] : slash + 1, "strata-overlay") != 0)
        return is_mount_command(argc, argv);
    for (int i = 1; i < argc; i++)
        if (is_any(argv[i], in_the_foreground))
            return 0;
    return !has_debug_option(argc, argv);
}

static int await(int ready, pid_t server)
{
    char said;
    ssize_t count;
    do
        count = read(ready, &said, 1);
    while (count < 0 && errno == EINTR);
    if (count == 1)
        return 0;

    int status;
    while (waitpid(server, &status, 0) < 0)
        if (errno != EINTR)
            return failed;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

__attribute__((constructor)) static void leave_server(int argc, char **argv)
{
    if (argc < 1 || !leaves_a_server(argc, argv))
        return;

    int ready[2];
    pid_t server = pipe2(ready, O_CLOEXEC) == 0 ? fork() : -1;
    if (server < 0) {
        fprintf(stderr, "strata: start a server: %s\n", strerror(errno));
        _exit(failed);
    }
    if (server != 0) {
        close(ready[1]);
        _exit(await(ready[0], server));
    }

    /* What the caller left open, a pipe that somebody reads to its end above all, is not the server's to keep. */
    const int first = 3;
    char number[16];
    if (ready[1] != first && dup3(ready[1], first, O_CLOEXEC) < 0)
        _exit(failed);
    close_range(first + 1, ~0U, 0);
    snprintf(number, sizeof number, "%d", first);
    setenv("STRATA_READY_FD", number, 1);
}
