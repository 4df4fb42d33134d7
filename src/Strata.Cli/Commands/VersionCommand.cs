using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Strata.Cli.Commands;

/// <summary><c>strata version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        FormatOption format = new();
        DocumentedCommand command = new("version", "Show the version of Strata and what it was built with", "strata version", "strata version --format json");
        command.Add(format);
        command.SetAction(parse => Output.Write(parse, Version(), format.IsJson(parse), CliJson.Default.VersionReport, static v =>
            $"strata {v.Version}\ncommit   {v.Commit ?? "unknown"}\nruntime  {v.Runtime}\n"));
        return command;
    }

    private static VersionReport Version()
    {
        // The informational version is "0.1.0" or, where the build knew the commit, "0.1.0+COMMIT".
        string text = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        int plus = text.IndexOf('+');
        return new VersionReport(plus < 0 ? text : text[..plus], plus < 0 ? null : text[(plus + 1)..], RuntimeInformation.FrameworkDescription);
    }
}
