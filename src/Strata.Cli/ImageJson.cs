using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strata.Cli;

/// <summary>What the commands about images print as JSON: Docker's names, so that scripts written for it read on.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<ImageListRow>))]
[JsonSerializable(typeof(IReadOnlyList<HistoryListRow>))]
[JsonSerializable(typeof(ImageReport))]
[JsonSerializable(typeof(DiskReport))]
[JsonSerializable(typeof(TreeReport))]
[JsonSerializable(typeof(IReadOnlyList<DifferenceRow>))]
internal sealed partial class ImageJson : JsonSerializerContext
{
    /// <summary>With &lt;, &gt; and &amp; as they are: the output is for terminals and jq, not for web pages.</summary>
    public static ImageJson Readable => field ??=
        new ImageJson(new JsonSerializerOptions(s_defaultOptions) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
