using System.Runtime.CompilerServices;

namespace Strata.Linux;

/// <summary>c_line and c_cc of the kernel's struct termios: one byte of line discipline, then 19 control characters.</summary>
[InlineArray(20)]
internal struct ControlCharacters
{
    private byte first;
}
