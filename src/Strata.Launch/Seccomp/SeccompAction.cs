using Strata.Linux;

namespace Strata.Launch.Seccomp;

/// <summary>What a filter answers: SECCOMP_RET_… of seccomp(2), which are also libseccomp's numbers, by the names of profiles.</summary>
internal static class SeccompAction
{
    public const uint KillProcess = 0x80000000;
    private const uint ErrnoAction = 0x00050000;
    private const uint Trace = 0x7ff00000;
    private const uint DataMask = 0xffff;
    private const uint LargestErrno = 4095; // MAX_ERRNO: the kernel takes larger ones for this one

    /// <summary>The answer that a profile means.</summary>
    /// <param name="name">SCMP_ACT_….</param>
    /// <param name="number">errnoRet.</param>
    /// <param name="text">errno by name; the number goes first.</param>
    public static uint Of(string? name, uint? number, string? text)
    {
        uint plain = name switch
        {
            "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" => 0,
            "SCMP_ACT_KILL_PROCESS" => KillProcess,
            "SCMP_ACT_TRAP" => 0x00030000,
            "SCMP_ACT_ERRNO" => ErrnoAction,
            "SCMP_ACT_TRACE" => Trace,
            "SCMP_ACT_LOG" => 0x7ffc0000,
            "SCMP_ACT_ALLOW" => 0x7fff0000,
            "SCMP_ACT_NOTIFY" => throw SeccompProfile.Refusal("SCMP_ACT_NOTIFY needs a listener, which is not built yet"),
            null => throw SeccompProfile.Refusal("an action is missing"),
            _ => throw SeccompProfile.Refusal($"unknown action \"{name}\""),
        };
        if (plain is not (ErrnoAction or Trace))
        {
            return number is null && string.IsNullOrEmpty(text) ? plain : throw SeccompProfile.Refusal($"{name} takes no errno");
        }

        uint errno = number ?? Named(text);
        return errno <= (plain == Trace ? DataMask : LargestErrno) ? plain | errno : throw SeccompProfile.Refusal($"errnoRet {errno} is too large");
    }

    /// <summary>Whether the answer is an errno.</summary>
    public static bool IsErrno(uint action) => (action & ~DataMask) == ErrnoAction;

    /// <summary>The answer of an errno.</summary>
    public static uint OfErrno(Errno errno) => ErrnoAction | (uint)errno;

    private static uint Named(string? text) =>
        string.IsNullOrEmpty(text) ? (uint)Errno.EPERM
        : char.IsAsciiLetterUpper(text[0]) && Enum.TryParse(text, out Errno errno) ? (uint)errno
        : throw SeccompProfile.Refusal($"unknown errno \"{text}\"");
}
