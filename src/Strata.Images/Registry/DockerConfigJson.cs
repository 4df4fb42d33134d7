namespace Strata.Images.Registry;

/// <summary>What Docker's <c>config.json</c> says of credentials; everything else is ignored.</summary>
internal sealed class DockerConfigJson
{
    public Dictionary<string, DockerAuthJson?>? Auths { get; set; }

    public string? CredsStore { get; set; }

    public Dictionary<string, string>? CredHelpers { get; set; }
}
