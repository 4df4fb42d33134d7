using System.Buffers.Binary;
using Strata.Linux;

namespace Strata.Launch;

/// <summary>
/// The last part of a plan, which executes the container's program, as an ELF executable in sealed memory. It stands
/// between the launcher and the container: a command, script interpreter or ELF interpreter of an image that is
/// "/proc/self/exe" gets these few bytes, which nothing can change, and not the launcher's own binary (CVE-2019-5736).
/// </summary>
internal static class ExecImage
{
    private const ulong Base = 0x1000_0000;
    private const int CodeOffset = 0x80;
    private const int ContextOffset = 0x400; // The stub's entry has Base + ContextOffset.
    private const int ReportOffset = 40;

    /// <summary>Makes the executable.</summary>
    /// <param name="plan">Its steps from <see cref="LaunchPlan.ExecStart"/> on go into it.</param>
    /// <param name="report">The number of the descriptor that takes the report of a failure.</param>
    /// <param name="file">The executable; the caller owns it.</param>
    public static Errno Make(LaunchPlan plan, int report, out FileFd file)
    {
        Range part = plan.ExecStart..;
        byte[] image = new byte[ContextOffset + ProgramEncoder.SizeOf(plan.Steps, part)];
        WriteHeader(image);
        ChildStub.X64.CopyTo(image.AsSpan(CodeOffset..ContextOffset));
        ProgramEncoder encoder = new(image, Base, ContextOffset);
        ulong context = encoder.Write(plan.Steps, part);
        encoder.WriteWord(context + ReportOffset, (ulong)report);
        return Sys.SealedMemory("strata-exec"u8, image, out file);
    }

    /// <summary>elf(5): a static executable of one segment, which holds the whole file.</summary>
    private static void WriteHeader(Span<byte> image)
    {
        const int HeaderSize = 64;
        const int SegmentSize = 56;
        const ushort Executable = 2; // ET_EXEC
        const ushort X64 = 62; // EM_X86_64
        const uint Load = 1; // PT_LOAD
        const uint ReadWriteExecute = 7;
        ReadOnlySpan<byte> ident = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        ident.CopyTo(image);
        BinaryPrimitives.WriteUInt16LittleEndian(image[16..], Executable);
        BinaryPrimitives.WriteUInt16LittleEndian(image[18..], X64);
        BinaryPrimitives.WriteUInt32LittleEndian(image[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(image[24..], Base + CodeOffset + ChildStub.EntryOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(image[32..], HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(image[52..], HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(image[54..], SegmentSize);
        BinaryPrimitives.WriteUInt16LittleEndian(image[56..], 1);

        Span<byte> segment = image[HeaderSize..];
        BinaryPrimitives.WriteUInt32LittleEndian(segment, Load);
        BinaryPrimitives.WriteUInt32LittleEndian(segment[4..], ReadWriteExecute);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[16..], Base);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[24..], Base);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[32..], (ulong)image.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[40..], (ulong)image.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[48..], 0x1000);
    }
}
