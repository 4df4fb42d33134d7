using System.CommandLine;
using Strata.Linux;

namespace Strata.Cli;

/// <summary>
/// The option --root that every command has: where the store is. Without it the variable STRATA_ROOT, then for root
/// /var/lib/strata, for others $XDG_DATA_HOME/strata or ~/.local/share/strata.
/// </summary>
internal sealed class StoreOption : Option<string?>
{
    /// <summary>Makes the option.</summary>
    public StoreOption()
        : base("--root")
    {
        Recursive = true;
        HelpName = "DIR";
        Description = "Folder of the store (or STRATA_ROOT; by default /var/lib/strata, $XDG_DATA_HOME/strata without root)";
    }

    /// <summary>The absolute path of the store that a command line means.</summary>
    public string PathOf(ParseResult parse) => Resolve(parse.GetValue(this), Environment.GetEnvironmentVariable, Sys.EffectiveUserId);

    /// <summary>The rule itself.</summary>
    /// <param name="option">The value of --root, if it was given.</param>
    /// <param name="variable">Looks up an environment variable.</param>
    /// <param name="uid">The user.</param>
    public static string Resolve(string? option, Func<string, string?> variable, uint uid)
    {
        string path = NotEmpty(option) ?? NotEmpty(variable("STRATA_ROOT"))
            ?? (uid == 0 ? "/var/lib/strata" : $"{NotEmpty(variable("XDG_DATA_HOME")) ?? $"{NotEmpty(variable("HOME")) ?? "/"}/.local/share"}/strata");
        return Path.GetFullPath(path);
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
