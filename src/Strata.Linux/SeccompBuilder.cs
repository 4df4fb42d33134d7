using System.Runtime.InteropServices;

namespace Strata.Linux;

/// <summary>
/// A filter of system calls in the making, by libseccomp.so.2, seccomp_init(3). The library is loaded by the first call;
/// <see cref="DllNotFoundException"/> where there is none.
/// </summary>
public sealed unsafe partial class SeccompBuilder : IDisposable
{
    /// <summary>SCMP_FLTATR_ACT_BADARCH: the action for calls of an architecture that was not added.</summary>
    public const int BadArchitectureAction = 2;

    /// <summary>SCMP_FLTATR_CTL_OPTIMIZE: 1 sorts by priority, 2 makes a binary tree of the numbers.</summary>
    public const int Optimize = 8;

    private const string Library = "libseccomp.so.2";
    private nint context;

    /// <summary>Begins a filter of the machine's own architecture.</summary>
    /// <exception cref="LinuxException">The library takes no such action.</exception>
    public SeccompBuilder(uint defaultAction)
    {
        context = NativeInit(defaultAction);
        (context == 0 ? Errno.EINVAL : Errno.Ok).OrThrow("seccomp_init");
    }

    /// <summary>The number of a call, below zero where only another architecture has it. False: the library does not know the name.</summary>
    public static bool TryResolve(string name, out int number)
    {
        const int Unknown = -1; // __NR_SCMP_ERROR
        number = NativeResolveName(name);
        return number != Unknown;
    }

    /// <summary>Whether the library knows a number of an architecture (AUDIT_ARCH_…).</summary>
    public static bool Knows(uint architecture, int number)
    {
        byte* name = NativeResolveNumber(architecture, number);
        NativeMemory.Free(name);
        return name != null;
    }

    /// <summary>seccomp_arch_add(3). EEXIST: it is there already.</summary>
    public Errno AddArchitecture(uint architecture) => Of(NativeAddArchitecture(context, architecture));

    /// <summary>seccomp_attr_set(3).</summary>
    public Errno Set(int attribute, uint value) => Of(NativeSetAttribute(context, attribute, value));

    /// <summary>seccomp_rule_add_array(3): all comparisons must hold. EACCES: the action is the default's. EEXIST: it is there already.</summary>
    public Errno AddRule(uint action, int number, ReadOnlySpan<SeccompComparison> comparisons)
    {
        fixed (SeccompComparison* first = comparisons)
        {
            return Of(NativeAddRule(context, action, number, (uint)comparisons.Length, first));
        }
    }

    /// <summary>seccomp_export_bpf(3): writes struct sock_filter entries.</summary>
    public Errno Export(FileFd file) => Of(NativeExport(context, file.Number));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (context != 0)
        {
            NativeRelease(context);
            context = 0;
        }
    }

    // The library returns the negative errno itself.
    private static Errno Of(int returned) => returned >= 0 ? Errno.Ok : (Errno)(-returned);

    [LibraryImport(Library, EntryPoint = "seccomp_init")]
    private static partial nint NativeInit(uint action);

    [LibraryImport(Library, EntryPoint = "seccomp_release")]
    private static partial void NativeRelease(nint context);

    [LibraryImport(Library, EntryPoint = "seccomp_arch_add")]
    private static partial int NativeAddArchitecture(nint context, uint architecture);

    [LibraryImport(Library, EntryPoint = "seccomp_attr_set")]
    private static partial int NativeSetAttribute(nint context, int attribute, uint value);

    [LibraryImport(Library, EntryPoint = "seccomp_rule_add_array")]
    private static partial int NativeAddRule(nint context, uint action, int number, uint count, SeccompComparison* comparisons);

    [LibraryImport(Library, EntryPoint = "seccomp_export_bpf")]
    private static partial int NativeExport(nint context, int file);

    [LibraryImport(Library, EntryPoint = "seccomp_syscall_resolve_name", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeResolveName(string name);

    [LibraryImport(Library, EntryPoint = "seccomp_syscall_resolve_num_arch")]
    private static partial byte* NativeResolveNumber(uint architecture, int number);
}
