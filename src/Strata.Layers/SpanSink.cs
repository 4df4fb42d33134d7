namespace Strata.Layers;

/// <summary>Takes bytes; they are valid only during the call.</summary>
internal delegate void SpanSink(ReadOnlySpan<byte> bytes);
