namespace Strata.Images.Registry;

/// <summary>The body of a refusal, as the distribution specification has it.</summary>
internal sealed class ErrorsJson
{
    public List<ErrorJson?>? Errors { get; set; }
}
