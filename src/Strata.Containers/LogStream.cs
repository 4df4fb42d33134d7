using System.Buffers;

namespace Strata.Containers;

/// <summary>One of the streams that a log is of.</summary>
/// <param name="name"><c>stdout</c> or <c>stderr</c>.</param>
internal sealed class LogStream(string name)
{
    /// <summary>Its name in the log.</summary>
    public string Name => name;

    /// <summary>What came and is no whole line yet.</summary>
    public ArrayBufferWriter<byte> Partial { get; } = new();
}
