using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Strata.Linux;

namespace Strata.Launch;

/// <summary>
/// A plan in memory as the stub reads it (ChildStub.x64.s): context, clone_args, steps, slots, data, and a stack that
/// clone3(2) demands and nobody uses.
/// </summary>
internal sealed class ProgramImage : IDisposable
{
    private const int ContextSize = 64;
    private const int CloneArgsSize = 88;
    private const int StepSize = 96;
    private const int StackSize = 4096;
    private const int ZeroIsErrorBit = 64;
    private const int StepsAt = ContextSize + CloneArgsSize + 8;

    private readonly Dictionary<Slot, ulong> slots = [];
    private readonly Dictionary<DataBlock, ulong> blocks = [];
    private readonly ChildMemory memory;
    private ulong free;

    public ProgramImage(LaunchPlan plan)
    {
        IReadOnlyList<Step> steps = plan.Steps;
        HashSet<DataBlock> counted = [];
        int dataSize = 0;
        foreach (Step step in steps)
        {
            foreach (Argument argument in step.Arguments)
            {
                dataSize += argument.Data is { } block && counted.Add(block) ? SizeOf(block) : 0;
            }
        }

        // At worst every argument and result has a slot of its own.
        int slotSize = steps.Count * 7 * 8;
        memory = new ChildMemory(StepsAt + (steps.Count * StepSize) + slotSize + dataSize + StackSize + 16);
        ulong first = memory.Address + StepsAt;
        free = first + (ulong)(steps.Count * StepSize);
        ulong unused = Take(8);
        for (int i = 0; i < steps.Count; i++)
        {
            WriteStep(first + (ulong)(i * StepSize), steps[i], unused);
        }

        ulong cloneArgs = memory.Address + ContextSize;
        memory.WriteWord(memory.Address, first);
        memory.WriteWord(memory.Address + 8, cloneArgs);
        memory.WriteWord(memory.Address + 16, CloneArgsSize);
        memory.WriteWord(memory.Address + 24, ulong.MaxValue);
        WriteCloneArgs(cloneArgs, plan.CloneFlags);
    }

    /// <summary>Fills an input; one that no step reads is skipped.</summary>
    public void Set(Slot slot, int value)
    {
        if (slots.TryGetValue(slot, out ulong address))
        {
            memory.WriteWord(address, unchecked((ulong)value));
        }
    }

    /// <summary>Sets where the stub reports a failure.</summary>
    public void SetReport(FileFd writer) => memory.WriteWord(memory.Address + 40, (ulong)writer.Number);

    /// <summary>Starts the child.</summary>
    public Errno Start(out int pid, out FileFd pidFd)
    {
        Errno error = ChildStub.Start(memory, memory.Address, out pid);
        pidFd = error == Errno.Ok ? FileFd.FromNumber(MemoryMarshal.Read<int>(memory.Range(memory.Address + 56, 4))) : default;
        return error;
    }

    public void Dispose() => memory.Dispose();

    private static int SizeOf(DataBlock block) => (block.Bytes.Length + 15) + block.Pointers.Sum(p => SizeOf(p.Target));

    private void WriteCloneArgs(ulong address, ulong flags)
    {
        // struct clone_args: flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, …. No exit signal:
        // SIGCHLD is .NET's, whoever waits here has the pidfd.
        memory.WriteWord(address, flags);
        memory.WriteWord(address + 8, memory.Address + 56);
        memory.WriteWord(address + 24, memory.Address + 60);
        memory.WriteWord(address + 40, Take(StackSize));
        memory.WriteWord(address + 48, StackSize);
    }

    private void WriteStep(ulong at, Step step, ulong unused)
    {
        Span<byte> bytes = memory.Range(at, StepSize);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, step.Call.Number);
        uint bits = step.ZeroIsError ? ZeroIsErrorBit : 0u;
        for (int i = 0; i < step.Arguments.Count; i++)
        {
            Argument argument = step.Arguments[i];
            bits |= argument.Slot is null ? 0 : 1u << i;
            ulong word = argument.Slot is { } slot ? AddressOf(slot) : argument.Data is { } block ? AddressOf(block) : argument.Value;
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(8 + (i * 8))..], word);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], bits);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[56..], step.Result is null ? unused : AddressOf(step.Result));
        for (int i = 0; i < step.Rules.Count; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[(64 + (i * 4))..], (ushort)step.Rules[i].Error);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[(66 + (i * 4))..], checked((ushort)step.Rules[i].Target.Index));
        }
    }

    private ulong AddressOf(Slot slot)
    {
        if (!slots.TryGetValue(slot, out ulong address))
        {
            address = slot.Home is { } home ? AddressOf(home) + (ulong)slot.Offset : Take(8);
            slots.Add(slot, address);
        }

        return address;
    }

    private ulong AddressOf(DataBlock block)
    {
        if (!blocks.TryGetValue(block, out ulong address))
        {
            address = Take(block.Bytes.Length);
            blocks.Add(block, address);
            memory.Write(address, block.Bytes);
            foreach ((int offset, DataBlock target) in block.Pointers)
            {
                memory.WriteWord(address + (ulong)offset, AddressOf(target));
            }
        }

        return address;
    }

    private ulong Take(int size)
    {
        ulong address = (free + 7) & ~7UL;
        free = address + (ulong)size;
        return address;
    }
}
