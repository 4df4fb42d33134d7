namespace Strata.Images;

/// <summary>In which form layers leave the store.</summary>
public enum LayerForm
{
    /// <summary>As they came where the store has kept that; otherwise, and then all of the image's, as plain tars.</summary>
    AsKept,

    /// <summary>As plain tars, whose digests are the diff IDs.</summary>
    Plain,

    /// <summary>Compressed by gzip; as they came where that was compressed and has been kept.</summary>
    Gzip,
}
