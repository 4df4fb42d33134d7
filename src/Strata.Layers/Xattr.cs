namespace Strata.Layers;

/// <summary>An extended attribute, xattr(7): a full name such as <c>user.note</c> or <c>security.capability</c>, and a value.</summary>
public sealed record Xattr(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value);
