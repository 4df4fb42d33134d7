namespace Strata.Linux;

/// <summary>Flags of renameat2(2).</summary>
[Flags]
public enum RenameFlags : uint
{
    /// <summary>Replace the target.</summary>
    None = 0,

    /// <summary>RENAME_NOREPLACE: EEXIST where the target is there.</summary>
    NoReplace = 1,

    /// <summary>RENAME_EXCHANGE: swap both names.</summary>
    Exchange = 2,

    /// <summary>RENAME_WHITEOUT: leave a whiteout at the source.</summary>
    Whiteout = 4,
}
