using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Launch;

/// <summary>
/// The first part of a plan in memory that the child shares: context, steps, slots and data, clone_args, and a stack that
/// clone3(2) demands and nobody uses.
/// </summary>
internal sealed class ProgramImage : IDisposable
{
    private const int CloneArgsSize = 88;
    private const int StackSize = 4096;
    private readonly ChildMemory memory;
    private readonly ProgramEncoder encoder;
    private readonly ulong context;

    public ProgramImage(LaunchPlan plan)
    {
        Range part = ..plan.ExecStart;
        int size = ProgramEncoder.SizeOf(plan.Steps, part) + CloneArgsSize + 16;
        memory = new ChildMemory(size + StackSize);
        byte[] buffer = new byte[size];
        encoder = new ProgramEncoder(buffer, memory.Address, 0);
        context = encoder.Write(plan.Steps, part);
        ulong cloneArgs = encoder.Take(CloneArgsSize);
        encoder.WriteWord(context + 8, cloneArgs);
        encoder.WriteWord(context + 16, CloneArgsSize);

        // struct clone_args: flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, …. No exit signal: SIGCHLD
        // is .NET's, whoever waits here has the pidfd.
        encoder.WriteWord(cloneArgs, plan.CloneFlags);
        encoder.WriteWord(cloneArgs + 8, context + 56);
        encoder.WriteWord(cloneArgs + 24, context + 60);
        encoder.WriteWord(cloneArgs + 40, memory.Address + (ulong)(memory.Size - StackSize));
        encoder.WriteWord(cloneArgs + 48, StackSize);
        memory.Write(memory.Address, buffer);
    }

    /// <summary>Fills an input; one that no step reads is skipped.</summary>
    public void Set(Slot slot, int value)
    {
        if (encoder.Find(slot) is { } address)
        {
            memory.WriteWord(address, unchecked((ulong)value));
        }
    }

    /// <summary>Sets where the stub reports a failure.</summary>
    public void SetReport(FileFd writer) => memory.WriteWord(context + 40, (ulong)writer.Number);

    /// <summary>Starts the child.</summary>
    public Errno Start(out int pid, out FileFd pidFd)
    {
        Errno error = ChildStub.Start(memory, context, out pid);
        pidFd = error == Errno.Ok ? FileFd.FromNumber(MemoryMarshal.Read<int>(memory.Range(context + 56, 4))) : default;
        return error;
    }

    public void Dispose() => memory.Dispose();
}
