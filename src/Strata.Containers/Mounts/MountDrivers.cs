namespace Strata.Containers.Mounts;

/// <summary>The drivers by name.</summary>
public static class MountDrivers
{
    /// <summary>The name of <see cref="MountDriver.Fuse"/>.</summary>
    public const string Fuse = "fuse";

    /// <summary>The name of <see cref="MountDriver.Kernel"/>.</summary>
    public const string Kernel = "kernel";

    /// <summary>The name of <see cref="MountDriver.Auto"/>.</summary>
    public const string Auto = "auto";

    /// <summary>The name of a driver.</summary>
    public static string NameOf(MountDriver driver) => driver switch
    {
        MountDriver.Kernel => Kernel,
        MountDriver.Auto => Auto,
        _ => Fuse,
    };

    /// <summary>Reads a name; false for any other.</summary>
    public static bool TryParse(string name, out MountDriver driver)
    {
        MountDriver? found = name switch
        {
            Fuse => MountDriver.Fuse,
            Kernel => MountDriver.Kernel,
            Auto => MountDriver.Auto,
            _ => null,
        };
        driver = found ?? default;
        return found is not null;
    }
}
