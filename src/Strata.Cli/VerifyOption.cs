using System.CommandLine;

namespace Strata.Cli;

/// <summary>The option --verify of commands that mount an image.</summary>
internal sealed class VerifyOption : Option<bool>
{
    /// <summary>Makes the option.</summary>
    public VerifyOption()
        : base("--verify")
    {
        Description = "Compare each content with its digest before it is first read: an I/O error instead of wrong bytes";
    }
}
