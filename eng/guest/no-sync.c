/* no-sync - runs a command whose fsync, fdatasync, syncfs, sync_file_range and msync do nothing and say that they did.
 *
 * For controls: a test of power cuts that does not fail under this sees nothing. A filter of seccomp, so that it holds
 * for every process that the command starts, however it makes the call. */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* An answer of SECCOMP_RET_ERRNO with the number 0: the call is not made, and returns 0. */
#define SKIP(number) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO)

int main(int argc, char **argv)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        SKIP(SYS_fsync),
        SKIP(SYS_fdatasync),
        SKIP(SYS_syncfs),
        SKIP(SYS_sync),
        SKIP(SYS_sync_file_range),
        SKIP(SYS_msync),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = { sizeof(filter) / sizeof(filter[0]), filter };

    if (argc < 2) {
        fprintf(stderr, "usage: no-sync COMMAND [ARGUMENT...]\n");
        return 125;
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0)) {
        fprintf(stderr, "no-sync: %s\n", strerror(errno));
        return 125;
    }
    execvp(argv[1], argv + 1);
    fprintf(stderr, "no-sync: %s: %s\n", argv[1], strerror(errno));
    return 127;
}
