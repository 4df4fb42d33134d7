namespace Strata.Blobs;

/// <summary>A file of the store, as it lies on the disk.</summary>
/// <param name="Digest">The digest that its name says.</param>
/// <param name="Size">Bytes of its content.</param>
/// <param name="Allocated">Bytes that it takes on the disk.</param>
/// <param name="IsRegular">Whether it is a plain file: anything else has no business there.</param>
public readonly record struct StoredFile(Digest Digest, long Size, long Allocated, bool IsRegular);
