
namespace Strata.Containers;

/// <summary>Names of containers: what people may give, and what they get who give none.</summary>
public static class ContainerName
{
    private const int MaxLength = 128;

    private static readonly string[] Adjectives =
    [
        "amber", "ancient", "basal", "bedded", "bright", "broad", "buried", "calm", "chalky", "clear", "coastal", "copper", "coral",
        "deep", "drifting", "dusty", "early", "eastern", "faint", "folded", "frosty", "gentle", "glacial", "golden", "granular",
        "grey", "hidden", "hollow", "inland", "ivory", "jagged", "layered", "lone", "lunar", "marine", "massive", "mellow", "misty",
        "mossy", "narrow", "northern", "ochre", "open", "pale", "patient", "polar", "porous", "quiet", "rapid", "ringed", "rocky",
        "rugged", "rusty", "salty", "sandy", "shallow", "silent", "silver", "slow", "smooth", "solid", "steady", "steep", "sunken",
        "tidal", "tilted", "upper", "velvet", "warm", "weathered", "western", "wide", "windy", "young",
    ];

    private static readonly string[] Nouns =
    [
        "agate", "anning", "arduino", "arroyo", "basalt", "basin", "bascom", "beryl", "boulder", "brook", "canyon", "cavern", "chalk",
        "chert", "cliff", "cobble", "cuvier", "dana", "delta", "dolomite", "dune", "fault", "feldspar", "fjord", "flint", "gabbro",
        "garnet", "geode", "glacier", "gneiss", "granite", "gravel", "hutton", "jasper", "karst", "lagoon", "lehmann", "loess",
        "lyell", "marble", "marl", "mesa", "mica", "moraine", "nagaoka", "obsidian", "olivine", "onyx", "opal", "pebble", "playa",
        "pumice", "quartz", "reef", "ridge", "sandstone", "schist", "shale", "shoal", "sill", "slate", "smith", "spring", "steno",
        "suess", "summit", "talus", "tharp", "topaz", "tuff", "valley", "wadi", "wegener", "zircon",
    ];

    /// <summary>Makes up a name, <c>adjective_noun</c>; it may be taken.</summary>
    public static string Generate() =>
        $"{Adjectives[Random.Shared.Next(Adjectives.Length)]}_{Nouns[Random.Shared.Next(Nouns.Length)]}";

    /// <summary>Whether a name may be used: letters, digits, "_", "." and "-", the first a letter or digit, two at least.</summary>
    public static bool IsValid(string name) =>
        name.Length is >= 2 and <= MaxLength
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    /// <summary>Refuses what is no name.</summary>
    /// <exception cref="ContainerException">It may not be used.</exception>
    internal static void Require(string name)
    {
        if (!IsValid(name))
        {
            throw new ContainerException($"\"{name}\" is no name of a container: letters, digits, \"_\", \".\" and \"-\", two at least, a letter or digit first");
        }
    }
}
