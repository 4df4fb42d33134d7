using System.Text.Json.Serialization;

namespace Strata.Containers;

/// <summary>A line of a container's log, in the form of Docker's json-file.</summary>
/// <param name="Log">The text, with the line's end where it had one: a longer line than 16 KiB is in several.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Time">When it was read.</param>
public sealed record LogEntry(
    [property: JsonPropertyName("log")] string Log,
    [property: JsonPropertyName("stream")] string Stream,
    [property: JsonPropertyName("time")] DateTimeOffset Time);
