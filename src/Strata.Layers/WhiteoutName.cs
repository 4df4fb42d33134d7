namespace Strata.Layers;

/// <summary>
/// How whiteouts are spelled as names: OCI image specification, layer.md, "Whiteouts". <c>.wh.NAME</c> hides NAME in the
/// layers below, <c>.wh..wh..opq</c> hides all that they have in its directory, and further names that begin with
/// <c>.wh..wh.</c> were aufs's own and say nothing about the tree.
/// </summary>
public static class WhiteoutName
{
    /// <summary>What stands before the name that is hidden.</summary>
    public static ReadOnlySpan<byte> Prefix => ".wh."u8;

    /// <summary>The name that makes its directory opaque.</summary>
    public static ReadOnlySpan<byte> Opaque => ".wh..wh..opq"u8;

    /// <summary>Whether a name is spelled as a whiteout, and so stands for nothing by itself.</summary>
    public static bool IsSpelled(ReadOnlySpan<byte> name) => name.StartsWith(Prefix);

    /// <summary>Whether it is one of aufs's own, of which only <see cref="Opaque"/> means anything.</summary>
    public static bool IsReserved(ReadOnlySpan<byte> name) => name.StartsWith(".wh..wh."u8);

    /// <summary>The name that a whiteout hides. Only for what <see cref="IsSpelled"/> and is not reserved.</summary>
    public static ReadOnlySpan<byte> Hidden(ReadOnlySpan<byte> name) => name[Prefix.Length..];
}
