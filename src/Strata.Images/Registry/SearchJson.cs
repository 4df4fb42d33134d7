namespace Strata.Images.Registry;

/// <summary>The answer to a search, of Docker's older API.</summary>
internal sealed class SearchJson
{
    public List<SearchResultJson?>? Results { get; set; }
}
