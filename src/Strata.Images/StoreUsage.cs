namespace Strata.Images;

/// <summary>What the images of a store amount to, and what they cost on the disk. Bytes and counts.</summary>
public sealed record StoreUsage
{
    /// <summary>Images.</summary>
    public required int Images { get; init; }

    /// <summary>Distinct layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Bytes of all images as tarred: each image's layers' uncompressed tars, shared layers again for each image.</summary>
    public required long ImageBytes { get; init; }

    /// <summary>Inodes of all images, each layer unpacked for itself: files, folders, symlinks, devices and whiteouts, not further hard links.</summary>
    public required long ImageInodes { get; init; }

    /// <summary>Bytes of the distinct layers' uncompressed tars.</summary>
    public required long LayerBytes { get; init; }

    /// <summary>Inodes of the distinct layers, unpacked.</summary>
    public required long LayerInodes { get; init; }

    /// <summary>Bytes of the distinct contents of files.</summary>
    public required long UniqueBytes { get; init; }

    /// <summary>Distinct contents of files; the empty one is none.</summary>
    public required long UniqueContents { get; init; }

    /// <summary>Bytes allocated on the disk for all of it, folders and documents included: st_blocks of stat(2), times 512.</summary>
    public required long DiskBytes { get; init; }

    /// <summary>Inodes on the disk for all of it.</summary>
    public required long DiskInodes { get; init; }

    /// <summary>Bytes on the disk for each byte of unique content; 0 for an empty store.</summary>
    public double BytesRatio => UniqueBytes == 0 ? 0 : (double)DiskBytes / UniqueBytes;

    /// <summary>Inodes on the disk for each inode of the unpacked distinct layers; 0 for an empty store.</summary>
    public double InodesRatio => LayerInodes == 0 ? 0 : (double)DiskInodes / LayerInodes;
}
