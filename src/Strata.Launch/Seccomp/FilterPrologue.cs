using System.Buffers.Binary;
using Strata.Linux;

namespace Strata.Launch.Seccomp;

/// <summary>
/// What stands before the program that libseccomp makes: answers for calls that are newer than it. Those that a profile names
/// get their own; others are ENOSYS where the default is another errno, for a libc tries the older call only then.
/// </summary>
internal static class FilterPrologue
{
    /// <summary>Bytes of an instruction: u16 code, u8 jump if true, u8 jump if false, u32 value.</summary>
    public const int InstructionSize = 8;

    private const ushort LoadWord = 0x20; // BPF_LD|BPF_W|BPF_ABS
    private const ushort IfEqual = 0x15; // BPF_JMP|BPF_JEQ|BPF_K
    private const ushort IfGreater = 0x25;
    private const ushort IfAtLeast = 0x35;
    private const ushort Go = 0x05;
    private const ushort Answer = 0x06; // BPF_RET|BPF_K
    private const uint NumberOffset = 0; // struct seccomp_data
    private const uint ArchitectureOffset = 4;
    private const uint X32Bit = 0x40000000;

    /// <summary>The instructions; the program follows them.</summary>
    /// <param name="answers">Action by number.</param>
    /// <param name="lastKnown">The last number that libseccomp knows.</param>
    /// <param name="unknownIsMissing">Whether later ones are ENOSYS.</param>
    /// <param name="with32Bits">Whether calls of 32 bits are looked at.</param>
    public static byte[] Of(IReadOnlyDictionary<int, uint> answers, int lastKnown, bool unknownIsMissing, bool with32Bits)
    {
        List<(ushort Code, byte True, byte False, uint Value)> late = [];
        foreach ((int number, uint action) in answers.OrderBy(answer => answer.Key))
        {
            late.Add((IfEqual, 0, 1, (uint)number));
            late.Add((Answer, 0, 0, action));
        }

        if (unknownIsMissing)
        {
            int last = Math.Max(lastKnown, answers.Keys.DefaultIfEmpty().Max());
            late.Add((IfGreater, 0, 1, (uint)last));
            late.Add((Answer, 0, 0, SeccompAction.OfErrno(Errno.ENOSYS)));
        }

        if (late.Count == 0)
        {
            return [];
        }

        // 0: which architecture; 1 to 3: 64 bits; 4 to 7: 32 bits; 8: neither, or an everyday call; then the late ones.
        // Numbers with bit 30 are x32's and the -1 of a tracer.
        (ushort Code, byte True, byte False, uint Value)[] head =
        [
            (LoadWord, 0, 0, ArchitectureOffset),
            (IfEqual, 0, 2, AuditArchitecture.X86Bits64),
            (LoadWord, 0, 0, NumberOffset),
            (IfAtLeast, 3, 4, LateCalls.First),
            (IfEqual, 0, 3, with32Bits ? AuditArchitecture.X86Bits32 : AuditArchitecture.X86Bits64),
            (LoadWord, 0, 0, NumberOffset),
            (IfAtLeast, 0, 1, LateCalls.FirstCommon),
            (IfAtLeast, 0, 1, X32Bit),
            (Go, 0, 0, (uint)late.Count),
        ];
        byte[] bytes = new byte[(head.Length + late.Count) * InstructionSize];
        int at = 0;
        foreach ((ushort code, byte ifTrue, byte ifFalse, uint value) in head.Concat(late))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), code);
            bytes[at + 2] = ifTrue;
            bytes[at + 3] = ifFalse;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 4), value);
            at += InstructionSize;
        }

        return bytes;
    }
}
