namespace Strata.Union;

/// <summary>What is known of a <see cref="FolderName"/>.</summary>
[Flags]
internal enum FolderNameState : byte
{
    /// <summary>An ordinary name.</summary>
    None = 0,

    /// <summary>Not shown: a whiteout, or what one hides.</summary>
    Hidden = 1,

    /// <summary>May be a whiteout, or is of unknown type: its attributes must tell.</summary>
    Unverified = 2,

    /// <summary>No further parts belong to the directory: something else of the name lies between, or a whiteout.</summary>
    Closed = 4,
}
