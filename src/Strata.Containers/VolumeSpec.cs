namespace Strata.Containers;

/// <summary>A folder of the host that a container sees, <c>-v HOST:CONT[:ro]</c>.</summary>
/// <param name="Source">Absolute path on the host; made as a folder where it is missing, as Docker does.</param>
/// <param name="Target">Absolute path in the container.</param>
/// <param name="ReadOnly">Whether the container can only read it.</param>
public sealed record VolumeSpec(string Source, string Target, bool ReadOnly)
{
    /// <summary>Reads the argument of <c>-v</c>; a source that begins with a dot is taken from the working directory.</summary>
    /// <exception cref="ContainerException">It is none, or asks for something that is not there.</exception>
    public static VolumeSpec Parse(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length is < 2 or > 3)
        {
            throw new ContainerException(parts.Length == 1
                ? $"-v {text}: anonymous volumes are not built yet: give HOST:CONTAINER"
                : $"-v {text}: expected HOST:CONTAINER[:ro]");
        }

        string source = parts[0];
        string target = parts[1];
        string mode = parts.Length == 3 ? parts[2] : "rw";
        if (mode is not ("ro" or "rw"))
        {
            throw new ContainerException($"-v {text}: unknown option \"{mode}\": \"ro\" and \"rw\" are known");
        }

        if (!target.StartsWith('/') || Path.GetFullPath(target) == "/")
        {
            throw new ContainerException($"-v {text}: the path in the container must be absolute, and not /");
        }

        return source switch
        {
            "" => throw new ContainerException($"-v {text}: the path on the host is empty"),
            ['/' or '.', ..] => new VolumeSpec(Path.GetFullPath(source), Path.GetFullPath(target), mode == "ro"),
            _ => throw new ContainerException($"-v {text}: named volumes are not built yet: give an absolute path in place of \"{source}\""),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Source}:{Target}{(ReadOnly ? ":ro" : "")}";
}
