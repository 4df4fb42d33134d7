namespace Strata.Images;

/// <summary>In which form images leave the store.</summary>
public enum SaveFormat
{
    /// <summary>What <c>docker save</c> writes since Docker 25: one tar with both a <c>manifest.json</c> and an OCI layout.</summary>
    DockerArchive,

    /// <summary>An OCI image layout as one tar.</summary>
    OciArchive,

    /// <summary>An OCI image layout as a folder.</summary>
    OciFolder,
}
