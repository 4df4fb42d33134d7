namespace Strata.Blobs;

/// <summary>The store cannot be used or does not hold what it was asked for; the message says why, for people.</summary>
public sealed class StoreException(string message) : IOException(message);
