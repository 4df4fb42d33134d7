namespace Strata.Layers;

/// <summary>Where things are in a recipe file; docs/formats/recipe.md. All numbers are little-endian.</summary>
internal static class RecipeFormat
{
    public const uint Version = 1;
    public const int HeaderSize = 128;
    public const int BlockHeaderSize = 12;
    public const int ObjectRowSize = 40;

    /// <summary>Bytes of structure in every block but the last.</summary>
    public const int BlockSize = 1 << 20;

    public const int DiffIdOffset = 16;
    public const int TarSizeOffset = 48;
    public const int StructureSizeOffset = 56;
    public const int MembersOffset = 64;
    public const int ObjectsOffset = 72;
    public const int TableOffset = 80;
    public const int TableChecksumOffset = 88;
    public const int HeaderChecksumOffset = 124;

    public static ReadOnlySpan<byte> Magic => "strecipe"u8;
}
