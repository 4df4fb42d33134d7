namespace Strata.Images.Registry;

/// <summary>One of <see cref="ErrorsJson"/>.</summary>
internal sealed class ErrorJson
{
    public string? Code { get; set; }

    public string? Message { get; set; }
}
