# The child's interpreter for syscall programs, x86-64. ChildStub.X64.cs has its bytes; a test assembles this file with
# as(1) and compares. Position independent, registers only: the child shares all memory with a .NET process, so it must
# neither push, nor touch the thread's storage, nor call anything.
#
# long stub(context*): blocks all signals, clones, puts the signal mask back, returns what clone3(2) returned.
#
# context:  0 step number 0   8 clone_args   16 size of clone_args   24 mask of all signals   32 the old mask
#          40 descriptor for the report   48 report: u32 number of the failed step, u32 errno
#          64 the step to begin with
# step, 96 bytes:
#           0 i32 number of the call; -1 fails with the errno in argument 0
#           4 u32 bits 0-5: argument is the address of its value; bit 6: a result of 0 is ECANCELED
#           8 six arguments   56 address of the word that takes the result
#          64 eight times: u16 errno (0xffff any, 0 none), u16 step to go on with after it

        .intel_syntax noprefix
        .equ    STEP, 96
        .equ    RULES, 8
        .text
stub:
        push    rbx
        mov     rbx, rdi
        mov     eax, 14                 # rt_sigprocmask(SIG_SETMASK, all, old, 8)
        mov     edi, 2
        lea     rsi, [rbx + 24]
        lea     rdx, [rbx + 32]
        mov     r10d, 8
        syscall
        mov     eax, 435                # clone3
        mov     rdi, [rbx + 8]
        mov     rsi, [rbx + 16]
        syscall
        test    rax, rax
        jz      child
        mov     r8, rax
        mov     eax, 14                 # rt_sigprocmask(SIG_SETMASK, old, NULL, 8)
        mov     edi, 2
        lea     rsi, [rbx + 32]
        xor     edx, edx
        mov     r10d, 8
        syscall
        mov     rax, r8
        pop     rbx
        ret

child:                                  # rbx context, r12 step number 0, r13 this step, r14 its bits
        mov     r12, [rbx]
        mov     r13, [rbx + 64]
step:
        mov     r14d, [r13 + 4]
        mov     rdi, [r13 + 8]
        test    r14b, 1
        jz      1f
        mov     rdi, [rdi]
1:      mov     rsi, [r13 + 16]
        test    r14b, 2
        jz      1f
        mov     rsi, [rsi]
1:      mov     rdx, [r13 + 24]
        test    r14b, 4
        jz      1f
        mov     rdx, [rdx]
1:      mov     r10, [r13 + 32]
        test    r14b, 8
        jz      1f
        mov     r10, [r10]
1:      mov     r8, [r13 + 40]
        test    r14b, 16
        jz      1f
        mov     r8, [r8]
1:      mov     r9, [r13 + 48]
        test    r14b, 32
        jz      1f
        mov     r9, [r9]
1:      mov     eax, [r13]
        test    eax, eax
        js      raise
        syscall
        jmp     answer
raise:
        mov     rax, rdi
        neg     rax
answer:
        mov     rcx, [r13 + 56]
        mov     [rcx], rax
        cmp     rax, -4095
        jae     error
        test    rax, rax
        jnz     advance
        test    r14b, 64
        jz      advance
        mov     rax, -125               # ECANCELED: the launcher closed its end of the pipe
error:
        neg     eax
        lea     rsi, [r13 + 64]
        mov     edx, RULES
1:      movzx   ecx, word ptr [rsi]
        cmp     ecx, eax
        je      jump
        cmp     ecx, 0xffff
        je      jump
        add     rsi, 4
        dec     edx
        jnz     1b
        mov     [rbx + 52], eax         # no rule: report and leave
        mov     rax, r13
        sub     rax, r12
        xor     edx, edx
        mov     ecx, STEP
        div     ecx
        mov     [rbx + 48], eax
        mov     eax, 1                  # write(report, &index, 8)
        mov     rdi, [rbx + 40]
        lea     rsi, [rbx + 48]
        mov     edx, 8
        syscall
        mov     eax, 231                # exit_group(125)
        mov     edi, 125
        syscall
jump:
        movzx   ecx, word ptr [rsi + 2]
        imul    ecx, ecx, STEP
        lea     r13, [r12 + rcx]
        jmp     step
advance:
        add     r13, STEP
        jmp     step

# Where an executable of this code and a program begins: its context is at a fixed address (ExecImage).
entry:
        movabs  rbx, 0x10000400
        jmp     child
