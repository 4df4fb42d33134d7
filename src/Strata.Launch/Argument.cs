using System.Globalization;

namespace Strata.Launch;

/// <summary>An argument of a step: a number, the address of a block, or what a slot holds when the step runs.</summary>
public readonly struct Argument
{
    private readonly object? shown; // Becomes text only when someone looks.

    private Argument(ulong value, DataBlock? data, Slot? slot, object? shown)
    {
        Value = value;
        Data = data;
        Slot = slot;
        this.shown = shown;
    }

    /// <summary>AT_FDCWD.</summary>
    public static Argument WorkingDirectory => Named(unchecked((ulong)-100L), "AT_FDCWD");

    /// <summary>A null pointer.</summary>
    public static Argument Null => Named(0, "NULL");

    /// <summary>The number, where it is one.</summary>
    public ulong Value { get; }

    /// <summary>The block, where it is an address.</summary>
    public DataBlock? Data { get; }

    /// <summary>The slot, where it is the content of one.</summary>
    public Slot? Slot { get; }

    /// <summary>A number that is printed as the manual names it.</summary>
    public static Argument Named(ulong value, string shown) => new(value, null, null, shown);

    /// <summary>A number that is printed by the names of its flags.</summary>
    public static Argument Named(ulong value, Enum flags) => new(value, null, null, flags);

    /// <summary>A number that is printed in octal.</summary>
    public static Argument Mode(uint mode) => new(mode, null, null, new OctalText(mode));

    /// <summary>A number.</summary>
    public static implicit operator Argument(ulong value) => new(value, null, null, null);

    /// <summary>A number; negative ones as the kernel takes them.</summary>
    public static implicit operator Argument(int value) => new(unchecked((ulong)(long)value), null, null, null);

    /// <summary>A string.</summary>
    public static implicit operator Argument(string text) => DataBlock.Text(text);

    /// <summary>An address.</summary>
    public static implicit operator Argument(DataBlock data) => new(0, data, null, null);

    /// <summary>What a slot holds.</summary>
    public static implicit operator Argument(Slot slot) => new(0, null, slot, null);

    /// <summary>The argument as strace(1) would print it.</summary>
    public override string ToString() =>
        shown?.ToString()?.Replace(", ", "|", StringComparison.Ordinal)
        ?? Data?.ToString() ?? Slot?.Name ?? unchecked((long)Value).ToString(CultureInfo.InvariantCulture);
}
