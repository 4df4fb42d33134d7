namespace Strata.Launch.Seccomp;

/// <summary>The profile of a container for which nobody asked for another: Docker's rules, as data.</summary>
public static class DefaultProfile
{
    /// <summary>
    /// Names the data, so that a compiled filter is found again without reading it: SHA-256 of default.json. A test
    /// compares.
    /// </summary>
    public const string Sha256 = "e2b2a3fd6e8aef9fbef353265a7d4bdc5a2a51bf40a97eda3b671ee919badc9e";

    /// <summary>The data.</summary>
    public static byte[] Json
    {
        get
        {
            using Stream stream = typeof(DefaultProfile).Assembly.GetManifestResourceStream("seccomp.default.json")
                ?? throw new InvalidOperationException("the default profile is not in the assembly");
            byte[] json = new byte[stream.Length];
            stream.ReadExactly(json);
            return json;
        }
    }
}
