using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Images;

/// <summary>
/// Changes a configuration by instructions of a Dockerfile, those that <c>docker commit -c</c> takes: Dockerfile reference.
/// Variables are replaced from the environment that the configuration has at that point.
/// </summary>
internal static class ConfigChanges
{
    private const string Known = "CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, ONBUILD, STOPSIGNAL, USER, VOLUME and WORKDIR";
    private const int MaxPort = 65535;

    /// <summary>Applies instructions in their order.</summary>
    /// <exception cref="ImageException">One of them is none, or is not understood.</exception>
    public static void Apply(ConfigDocument config, IReadOnlyList<string> changes)
    {
        bool hasCommand = false;
        foreach (string change in changes)
        {
            string text = change.Trim();
            int space = text.AsSpan().IndexOfAny(' ', '\t');
            string name = (space < 0 ? text : text[..space]).ToUpperInvariant();
            string rest = space < 0 ? "" : text[space..].Trim();
            if (rest.Length == 0)
            {
                throw new ImageException($"--change \"{change}\": an instruction of a Dockerfile and what belongs to it is expected, as CMD [\"sh\"]");
            }

            hasCommand |= name == "CMD";
            Apply(config, name, rest, change, hasCommand);
        }
    }

    private static void Apply(ConfigDocument config, string name, string rest, string change, bool hasCommand)
    {
        DockerWords words = new(config.Texts("Env"), change);
        switch (name)
        {
            case "CMD":
                config.Set("Cmd", Command(rest));
                break;
            case "ENTRYPOINT":
                config.Set("Entrypoint", Command(rest));

                // A command that was meant for another entrypoint would be its arguments.
                config.Set("Cmd", hasCommand ? config.Texts("Cmd") : []);
                break;
            case "ENV":
                config.Set("Env", Merged(config.Texts("Env"), Pairs(words, rest, change)));
                break;
            case "LABEL":
                foreach ((string key, string value) in Pairs(words, rest, change))
                {
                    config.Put("Labels", key, JsonValue.Create(value));
                }

                break;
            case "EXPOSE":
                foreach (string port in words.Split(rest).SelectMany(port => Ports(port, change)))
                {
                    config.Put("ExposedPorts", port, new JsonObject());
                }

                break;
            case "VOLUME":
                foreach (string volume in JsonList(rest) ?? words.Split(rest))
                {
                    config.Put("Volumes", volume, new JsonObject());
                }

                break;
            case "USER":
                config.Set("User", words.Whole(rest));
                break;
            case "WORKDIR":
                config.Set("WorkingDir", Joined(config.Text("WorkingDir"), words.Whole(rest)));
                break;
            case "STOPSIGNAL":
                config.Set("StopSignal", words.Whole(rest));
                break;
            case "ONBUILD":
                config.Set("OnBuild", [.. config.Texts("OnBuild"), rest]);
                break;
            default:
                throw new ImageException($"--change \"{change}\": {name} is not among {Known}");
        }
    }

    /// <summary>A command as a JSON list, or else as a line for the shell.</summary>
    private static IReadOnlyList<string> Command(string text) => JsonList(text) ?? ["/bin/sh", "-c", text];

    private static List<string>? JsonList(string text)
    {
        if (!text.StartsWith('['))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text) is JsonArray array && array.All(item => item?.GetValueKind() == JsonValueKind.String)
                ? [.. array.Select(item => item!.GetValue<string>())]
                : null;
        }
        catch (JsonException)
        {
            // Docker takes what is no list for the line of a shell, too: [ -e /x ] is one.
            return null;
        }
    }

    private static List<(string Key, string Value)> Pairs(DockerWords words, string rest, string change)
    {
        List<string> parts = words.Split(rest);
        if (!parts[0].Contains('=', StringComparison.Ordinal))
        {
            // The old form, one pair: ENV NAME all the rest.
            int space = rest.AsSpan().IndexOfAny(' ', '\t');
            return space < 0
                ? throw new ImageException($"--change \"{change}\": NAME=VALUE is expected")
                : [(words.Whole(rest[..space]), words.Whole(rest[space..].Trim()))];
        }

        return
        [
            .. parts.Select(part => part.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
                ? (part[..equals], part[(equals + 1)..])
                : throw new ImageException($"--change \"{change}\": \"{part}\" is not NAME=VALUE")),
        ];
    }

    private static List<string> Merged(IReadOnlyList<string> environment, List<(string Key, string Value)> pairs)
    {
        List<string> merged = [.. environment];
        foreach ((string key, string value) in pairs)
        {
            int at = merged.FindIndex(item => item.StartsWith(key + "=", StringComparison.Ordinal));
            if (at < 0)
            {
                merged.Add($"{key}={value}");
            }
            else
            {
                merged[at] = $"{key}={value}";
            }
        }

        return merged;
    }

    /// <summary>80, 80/udp, 8000-8010/tcp: each port with its protocol.</summary>
    private static IEnumerable<string> Ports(string text, string change)
    {
        string[] parts = text.Split('/');
        string protocol = parts.Length > 1 ? parts[1].ToLowerInvariant() : "tcp";
        string[] range = parts[0].Split('-');
        if (parts.Length > 2 || protocol is not ("tcp" or "udp" or "sctp") || range.Length > 2
            || !TryPort(range[0], out int first) || !TryPort(range[^1], out int last) || last < first)
        {
            throw new ImageException($"--change \"{change}\": \"{text}\" is not a port, as 80, 53/udp or 8000-8010");
        }

        return Enumerable.Range(first, last - first + 1).Select(port => $"{port}/{protocol}");
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= MaxPort;

    private static string Joined(string folder, string path) => Path.GetFullPath(path.StartsWith('/') ? path : $"/{folder}/{path}");
}
