using Strata.Layers;

namespace Strata.Images;

/// <summary>A sink as a stream.</summary>
/// <param name="sink">Takes every write.</param>
internal sealed class SinkStream(SpanSink sink) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => sink(buffer);
}
