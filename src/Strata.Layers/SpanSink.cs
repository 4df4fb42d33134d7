namespace Strata.Layers;

/// <summary>Takes bytes, one piece after the other.</summary>
/// <param name="bytes">The piece; valid during the call.</param>
public delegate void SpanSink(ReadOnlySpan<byte> bytes);
