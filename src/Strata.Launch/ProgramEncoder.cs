using System.Buffers.Binary;

namespace Strata.Launch;

/// <summary>
/// Lays out steps with their slots and data as the stub reads them (ChildStub.x64.s), for a given address. Steps keep the
/// numbers that they have in the plan, also where only a part of it is laid out.
/// </summary>
internal sealed class ProgramEncoder
{
    /// <summary>Bytes of a context.</summary>
    public const int ContextSize = 72;

    private const int StepSize = 96;
    private const int ZeroIsErrorBit = 64;
    private readonly Dictionary<Slot, ulong> slots = [];
    private readonly Dictionary<DataBlock, ulong> blocks = [];
    private readonly byte[] buffer;
    private readonly ulong address;
    private ulong free;

    /// <summary>Writes to <paramref name="buffer"/>, which will lie at <paramref name="address"/>, from <paramref name="offset"/> on.</summary>
    public ProgramEncoder(byte[] buffer, ulong address, int offset)
    {
        this.buffer = buffer;
        this.address = address;
        free = address + (ulong)offset;
    }

    /// <summary>At most the bytes that a part of a plan needs with its context.</summary>
    public static int SizeOf(IReadOnlyList<Step> steps, Range part)
    {
        // At worst every argument and result has a slot of its own.
        HashSet<DataBlock> counted = [];
        (int start, int count) = part.GetOffsetAndLength(steps.Count);
        int size = ContextSize + 16 + (count * (StepSize + (7 * 8)));
        for (int i = start; i < start + count; i++)
        {
            foreach (Argument argument in steps[i].Arguments)
            {
                size += argument.Data is { } block && counted.Add(block) ? SizeOf(block) : 0;
            }
        }

        return size;
    }

    /// <summary>Writes the context and the steps of a part of a plan; gives the context's address.</summary>
    public ulong Write(IReadOnlyList<Step> steps, Range part)
    {
        (int start, int count) = part.GetOffsetAndLength(steps.Count);
        ulong context = Take(ContextSize);
        ulong first = Take(count * StepSize);
        ulong unused = Take(8);
        WriteWord(context, first - ((ulong)start * StepSize));
        WriteWord(context + 24, ulong.MaxValue);
        WriteWord(context + 64, first);
        for (int i = 0; i < count; i++)
        {
            WriteStep(first + (ulong)(i * StepSize), steps[start + i], unused);
        }

        return context;
    }

    /// <summary>Where a slot is, or null where no step of the part has it.</summary>
    public ulong? Find(Slot slot) => slots.TryGetValue(slot, out ulong found) ? found : null;

    /// <summary>Writes a word at an address.</summary>
    public void WriteWord(ulong at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan((int)(at - address)), value);

    /// <summary>Sets bytes aside.</summary>
    public ulong Take(int size)
    {
        ulong taken = (free + 7) & ~7UL;
        free = taken + (ulong)size;
        return taken;
    }

    private static int SizeOf(DataBlock block) => block.Bytes.Length + 15 + block.Pointers.Sum(p => SizeOf(p.Target));

    private void WriteStep(ulong at, Step step, ulong unused)
    {
        Span<byte> bytes = buffer.AsSpan((int)(at - address), StepSize);
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
        if (!slots.TryGetValue(slot, out ulong at))
        {
            at = slot.Home is { } home ? AddressOf(home) + (ulong)slot.Offset : Take(8);
            slots.Add(slot, at);
        }

        return at;
    }

    private ulong AddressOf(DataBlock block)
    {
        if (!blocks.TryGetValue(block, out ulong at))
        {
            at = Take(block.Bytes.Length);
            blocks.Add(block, at);
            block.Bytes.CopyTo(buffer, (int)(at - address));
            foreach ((int offset, DataBlock target) in block.Pointers)
            {
                WriteWord(at + (ulong)offset, AddressOf(target));
            }
        }

        return at;
    }
}
